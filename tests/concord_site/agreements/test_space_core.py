"""A space remembers every version, tells two writers apart, and is nobody's but its party's."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from concord.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from concord_site.accounts.models import Membership
from concord_site.agreements.actions import breaking_glass, founding, inviting, leaving, rewrapping, writing
from concord_site.agreements.models import Place, SealedRow
from concord_site.agreements.queries import places, spaces
from concord_site.audit.models import Entry
from concord_site.shell.models import OutboxMessage

from .conftest import DESTINATION, ORIGIN, link_in_the_mail

pytestmark = pytest.mark.django_db
CANARY = "zq-canary-fallback-4711"


def _texts(records: Any) -> list[str]:
    return [record.body["text"] for record in records]


# ---- versions, undo, conflict ---------------------------------------------------------------------------------------
def test_what_is_written_is_read_by_the_party_in_order_of_first_writing(table, now) -> None:
    own = table.origin().own
    for key, text in (("b", "first"), ("a", "second"), ("b", "first, better")):
        writing.put(own, "need", key, {"text": text}, by=table.asha, now=now, based_on=None)
    assert _texts(table.origin().own.records("need")) == ["first, better", "second"]
    found = table.origin().own.record("need", "b")
    assert (found.version, found.by, found.at) == (2, "Asha Invented (Ministry of Health of Inventland)", now)
    assert _texts(table.origin().own.history("need", "b")) == ["first", "first, better"]


def test_what_is_taken_away_stays_in_the_history_and_comes_back(table, now) -> None:
    own = table.origin().own
    writing.put(own, "need", "a", {"text": "one"}, by=table.asha, now=now, based_on=0)
    writing.remove(own, "need", "a", by=table.asha, now=now, based_on=1)
    assert table.origin().own.record("need", "a") is None
    assert table.origin().own.records("need") == ()
    assert _texts(table.origin().own.removed("need")) == ["one"]
    writing.restore(own, "need", "a", by=table.asha, now=now)
    assert table.origin().own.record("need", "a").version == 3
    assert [each.is_removed for each in table.origin().own.history("need", "a")] == [False, True, False]


def test_an_earlier_version_can_be_brought_back(table, now) -> None:
    own = table.origin().own
    for text in ("one", "two"):
        writing.put(own, "need", "a", {"text": text}, by=table.asha, now=now, based_on=None)
    writing.restore(own, "need", "a", by=table.asha, now=now, version=1)
    assert table.origin().own.record("need", "a").body == {"text": "one"}
    with pytest.raises(NotFound):
        writing.restore(own, "need", "a", by=table.asha, now=now, version=99)


def test_of_two_writers_the_second_is_told_with_both_texts(table, now) -> None:
    mine, theirs = table.origin().shared, table.destination().shared
    writing.put(mine, "message", "m", {"text": "start"}, by=table.asha, now=now, based_on=0)
    writing.put(theirs, "message", "m", {"text": "theirs"}, by=table.ben, now=now, based_on=1)
    with pytest.raises(Conflict) as refusal:
        writing.put(mine, "message", "m", {"text": "mine"}, by=table.asha, now=now, based_on=1)
    assert refusal.value.code == "agreements.space.moved-on"
    assert refusal.value.params["theirs"].body == {"text": "theirs"}
    assert refusal.value.params["yours"] == {"text": "mine"}
    assert "mine" not in f"{refusal.value}{refusal.value!r}{refusal.value.params}"
    assert "'theirs'" not in f"{refusal.value.params['theirs']!r}"
    assert table.origin().shared.record("message", "m").body == {"text": "theirs"}
    assert writing.put(mine, "message", "m", {"text": "third"}, by=table.asha, now=now, based_on=2).version == 3


def test_a_new_record_is_not_new_twice(table, now) -> None:
    writing.put(table.origin().own, "need", "a", {"text": "one"}, by=table.asha, now=now, based_on=0)
    with pytest.raises(Conflict):
        writing.put(table.origin().own, "need", "a", {"text": "two"}, by=table.asha, now=now, based_on=0)
    with pytest.raises(NotFound):
        writing.remove(table.origin().own, "need", "never", by=table.asha, now=now, based_on=None)


def test_what_was_rolled_back_was_never_there(table, now) -> None:
    own = table.origin().own
    with transaction.atomic():
        writing.put(own, "need", "a", {"text": "one"}, by=table.asha, now=now, based_on=0)
        transaction.set_rollback(True)
    made = writing.put(own, "need", "a", {"text": "two"}, by=table.asha, now=now, based_on=0)
    assert made.version == 1
    assert _texts(table.origin().own.history("need", "a")) == ["two"]


def test_many_rows_are_read_in_pieces_without_losing_one(table, now) -> None:
    own = table.origin().own
    for number in range(150):
        writing.put(own, "need", f"n{number}", {"text": str(number)}, by=table.asha, now=now, based_on=0)
    assert _texts(table.origin().own.records("need")) == [str(number) for number in range(150)]


def test_a_record_beyond_its_size_is_refused_whole(table, now) -> None:
    before = SealedRow.objects.count()
    with pytest.raises(Invalid) as refusal:
        writing.put(table.origin().own, "need", "a", {"text": "x" * 4_000_001}, by=table.asha, now=now, based_on=0)
    assert refusal.value.code == "agreements.space.too-large"
    assert SealedRow.objects.count() == before


def test_a_file_comes_back_byte_for_byte_and_stands_sealed(table, now) -> None:
    content = (CANARY.encode() + bytes(range(256))) * 3000
    record = writing.file_in(table.origin().own, "../draft.docx", content, by=table.asha, now=now)
    opened = writing.file_out(table.origin().own, record.key)
    assert (opened.name, opened.content) == ("draft.docx", content)
    assert CANARY.encode() not in _everything()
    with pytest.raises(NotFound):
        writing.file_out(table.destination().own, record.key)


# ---- who sees what --------------------------------------------------------------------------------------------------
def test_the_other_party_reads_what_is_shared_and_nothing_else(table, now) -> None:
    writing.put(table.origin().own, "position.line", "a", {"text": CANARY}, by=table.asha, now=now, based_on=0)
    writing.put(table.origin().shared, "message", "a", {"text": "hello"}, by=table.asha, now=now, based_on=0)
    theirs = table.destination()
    assert theirs.own.records("position.line") == theirs.shared.records("position.line") == ()
    assert _texts(theirs.shared.records("message")) == ["hello"]
    assert theirs.own.id != table.origin().own.id
    assert theirs.shared.id == table.origin().shared.id
    for word in ("origin", "destination", "private", ""):
        with pytest.raises(NotFound):
            theirs.space(word)


def test_nobody_else_finds_a_dossier_whatever_their_role(table, person, organisation) -> None:
    others = [person(), person("negotiator", organisation("ministry", "KEN")), person("secretariat-administrator"),
              person("operator", organisation("operator")), person("secretariat-desk")]  # fmt: skip
    for other in (*others, None):
        with pytest.raises(NotFound) as refusal:
            spaces.dossier(table.id, by=other)
        with pytest.raises(NotFound) as missing:
            spaces.dossier("a" * 26, by=other)
        assert repr(refusal.value) == repr(missing.value)
    assert all(spaces.dossiers_of(other) == () for other in others)


def test_a_space_opened_for_one_is_not_written_by_another(table, now) -> None:
    for other in (table.ben, None):
        with pytest.raises(NotFound):
            writing.put(table.origin().own, "need", "a", {"text": "x"}, by=other, now=now, based_on=0)


def test_a_closed_account_sees_nothing(table) -> None:
    table.asha.state, table.asha.is_active = "closed", False
    table.asha.save()
    assert spaces.dossiers_of(table.asha) == ()


def test_somebody_who_comes_to_the_secretariat_loses_their_seat_while_there(table, organisation, now) -> None:
    Membership.objects.create(
        person=table.asha, organisation=organisation(), role="secretariat-desk", begins_at=now - timedelta(minutes=1)
    )
    with pytest.raises(NotFound):
        spaces.dossier(table.id, by=table.asha)


# ---- what the database says -----------------------------------------------------------------------------------------
def _everything() -> bytes:
    """Every value of every row of every table, the sealed ones included."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            found += [value if isinstance(value, bytes) else str(value).encode() for row in cursor for value in row]
    return b"\0".join(found)


def test_no_word_of_a_dossier_stands_in_any_row_of_any_table(table, now) -> None:
    for space, by in ((table.origin().own, table.asha), (table.destination().own, table.ben)):
        writing.put(space, f"kind-{CANARY}", CANARY, {"text": CANARY}, by=by, now=now, based_on=0)
    everything = _everything()
    for word in (CANARY, table.id, "Invented agreement", "Province of Fictia", "Inventland", table.origin().own.id,
                 table.origin().shared.id, "destination"):  # fmt: skip
        assert word.encode() not in everything, word


def test_rows_of_two_spaces_and_seats_of_two_people_look_alike(table, now) -> None:
    for dossier, by in ((table.origin(), table.asha), (table.destination(), table.ben)):
        writing.put(dossier.own, "need", "a", {"text": "short"}, by=by, now=now, based_on=0)
        writing.put(dossier.shared, "message", by.name, {"text": "short"}, by=by, now=now, based_on=0)
    assert {len(bytes(row.head)) for row in SealedRow.objects.all()} == {512 + 29}
    assert {len(bytes(row.body)) for row in SealedRow.objects.all()} == {512 + 29}
    assert len({len(bytes(row.sealed)) for row in Place.objects.all()}) == 1
    fields = {field.name for model in (SealedRow, Place) for field in model._meta.get_fields()}
    assert fields == {"token", "head", "body", "sealed"}


def test_the_log_keeps_one_line_a_day_without_actor_object_or_hour(table, now) -> None:
    for number in range(5):
        writing.put(table.origin().own, "need", str(number), {"text": "x"}, by=table.asha, now=now, based_on=0)
    lines = Entry.objects.filter(action__startswith="agreements.")
    assert [line.action for line in lines] == ["agreements.spaces.used"]
    entry = json.loads(lines[0].text)
    assert (entry["actor"], entry["subject"], entry["area"], entry["role"], entry["details"]) == ("", "", "", "", {})
    assert entry["at"].endswith("T00:00:00.000000+00:00")


def test_the_mail_of_an_invitation_names_nobody_and_nothing(table) -> None:
    row = OutboxMessage.objects.get(address=table.ben.email)
    said = row.subject + row.body.split("http")[0] + row.body.split("\n\n")[-1]
    for word in ("Asha", "Ben", "Inventland", "Fictia", "agreement", "party", "negotia"):
        assert word not in said
    assert (row.person, row.is_secret, row.subject_kind, row.subject_id) == (None, True, "", "")


# ---- damage ---------------------------------------------------------------------------------------------------------
def test_a_row_is_never_changed_even_by_the_database(table) -> None:
    row = SealedRow.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedRow.objects.filter(pk=row.pk).update(body=b"x")


def test_a_row_that_was_taken_away_or_exchanged_is_noticed(table, now) -> None:
    own = table.origin().own
    for text in ("one", "two", "three"):
        writing.put(own, "need", text, {"text": text}, by=table.asha, now=now, based_on=0)
    first, second = (SealedRow.objects.get(pk=own.journal.key.row_token(number)) for number in (1, 2))
    first.delete()
    with pytest.raises(Unavailable) as refusal:
        table.origin().own.records("need")
    assert refusal.value.code == "agreements.space.damaged"
    SealedRow.objects.create(token=first.token, head=second.head, body=second.body)
    with pytest.raises(Unavailable):
        table.origin().own.records("need")


# ---- keys -----------------------------------------------------------------------------------------------------------
def test_with_another_installation_key_there_is_nothing(table) -> None:
    with override_settings(SECRET_KEY="another key, also long enough to be one"):
        assert spaces.dossiers_of(table.asha) == ()
        assert not places.has_place(table.asha)
    assert places.has_place(table.asha)


def test_after_the_key_was_changed_the_earlier_one_opens_and_places_are_wrapped_anew(table, settings, now) -> None:
    writing.put(table.origin().own, "need", "a", {"text": "kept"}, by=table.asha, now=now, based_on=0)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "the key after it, long enough to be one",
    )
    assert _texts(table.origin().own.records("need")) == ["kept"]
    before = Place.objects.count()
    rewrapping.rewrap()
    call_command("rewrap_spaces")
    assert Place.objects.count() == before
    settings.SECRET_KEY_FALLBACKS = []
    assert _texts(table.origin().own.records("need")) == ["kept"]
    assert table.destination().mine.id == "destination"


# ---- sitting down and leaving ---------------------------------------------------------------------------------------
def test_beginning_takes_a_role_and_a_party_on_each_side(person, organisation, now) -> None:
    drafts = [founding.PartyDraft(**ORIGIN), founding.PartyDraft(**DESTINATION)]
    for other in (person(), person("secretariat-administrator")):
        with pytest.raises(NotAllowed):
            founding.start(title={"en": "t"}, parties=drafts, mine=0, by=other, now=now)
    negotiator = person("negotiator", organisation("ministry", "KEN"))
    with pytest.raises(Invalid):
        founding.start(title={"en": "t"}, parties=drafts[:1], mine=0, by=negotiator, now=now)
    assert not Place.objects.exists()


def test_a_link_works_once_for_its_address_until_its_day(table, person, now) -> None:
    cara, dan = person(), person()
    inviting.invite(table.origin(), email=cara.email, name="Cara", language="en", by=table.asha, now=now)
    link = link_in_the_mail(cara.email)
    with pytest.raises(NotAllowed):
        inviting.accept(link, by=dan, now=now)
    with pytest.raises(NotFound):
        inviting.accept(link, by=cara, now=now + timedelta(days=14))
    assert inviting.accept(link, by=cara, now=now) == table.id
    assert spaces.dossier(table.id, by=cara).mine.id == "origin"
    with pytest.raises(NotFound):
        inviting.accept(link, by=cara, now=now)
    with pytest.raises(NotFound):
        inviting.opened("no such link", now=now)


def test_a_link_that_was_taken_back_leads_nowhere(table, person, now) -> None:
    cara = person()
    inviting.invite(table.origin(), email=cara.email, name="Cara", language="en", by=table.asha, now=now)
    record = table.origin().own.records("invitation")[-1]
    inviting.withdraw(table.origin(), record.key, side="own", by=table.asha, now=now)
    with pytest.raises(NotFound):
        inviting.accept(link_in_the_mail(cara.email), by=cara, now=now)


def test_the_other_party_is_invited_once_and_then_invites_its_own(table, now) -> None:
    with pytest.raises(NotAllowed) as refusal:
        inviting.invite(
            table.origin(), email="x@x.test", name="x", language="en", by=table.asha, now=now, party_id="destination"
        )
    assert refusal.value.code == "agreements.invitation.theirs"


def test_people_of_the_secretariat_get_no_seat(table, person, now) -> None:
    admin = person("secretariat-administrator")
    inviting.invite(table.origin(), email=admin.email, name="A", language="en", by=table.asha, now=now)
    with pytest.raises(NotAllowed) as refusal:
        inviting.accept(link_in_the_mail(admin.email), by=admin, now=now)
    assert refusal.value.code == "agreements.invitation.of-the-house"


def test_a_member_invites_nobody_and_a_party_always_has_a_lead(table, person, now) -> None:
    cara = person()
    inviting.invite(table.origin(), email=cara.email, name="Cara", language="en", by=table.asha, now=now)
    inviting.accept(link_in_the_mail(cara.email), by=cara, now=now)
    hers = spaces.dossier(table.id, by=cara)
    with pytest.raises(NotAllowed):
        inviting.invite(hers, email="y@y.test", name="y", language="en", by=cara, now=now)
    with pytest.raises(Conflict):
        leaving.leave(table.origin(), by=table.asha, now=now)
    leaving.change_role(table.origin(), str(cara.pk), "lead", by=table.asha, now=now)
    leaving.leave(table.origin(), by=table.asha, now=now)
    assert spaces.dossiers_of(table.asha) == ()
    assert spaces.dossier(table.id, by=cara).role == "lead"


def test_whoever_is_taken_off_the_table_sees_nothing_at_once(table, person, now) -> None:
    cara = person()
    inviting.invite(table.origin(), email=cara.email, name="Cara", language="en", by=table.asha, now=now)
    inviting.accept(link_in_the_mail(cara.email), by=cara, now=now)
    leaving.end(table.origin(), str(cara.pk), by=table.asha, now=now)
    with pytest.raises(NotFound):
        spaces.dossier(table.id, by=cara)
    assert [record.body["name"] for record in table.origin().own.records("member")] == ["Asha Invented"]


def test_a_party_that_leaves_takes_its_keys_with_it_and_the_other_one_sees_why(table, now) -> None:
    writing.put(table.origin().own, "need", "a", {"text": CANARY}, by=table.asha, now=now, based_on=0)
    leaving.leave_as_party(table.origin(), reason="No mandate any more", by=table.asha, now=now)
    assert spaces.dossiers_of(table.asha) == ()
    theirs = table.destination()
    assert theirs.party("origin").has_left
    assert theirs.shared.record("party", "origin").body["left_because"] == "No mandate any more"
    assert Place.objects.count() == 1


def test_breaking_the_glass_takes_a_reason_and_is_written_where_the_party_reads_it(table, person, now) -> None:
    cara, admin = person(), person("secretariat-administrator")
    reason = "The last lead died; the ministry asked in writing on 3 May."
    for through, who, said in ((table.asha.email, cara.email, "short"), (cara.email, cara.email, reason),
                               (table.asha.email, admin.email, reason)):  # fmt: skip
        with pytest.raises((Invalid, NotFound, NotAllowed)):
            breaking_glass.let_in(through=through, person=who, reason=said, now=now)
    assert breaking_glass.let_in(through=table.asha.email, person=cara.email, reason=reason, now=now) == 1
    record = table.origin().own.records(breaking_glass.KIND)[0]
    assert record.body["reason"] == reason
    assert table.destination().shared.records(breaking_glass.KIND) == ()
    assert spaces.dossier(table.id, by=cara).mine.id == "origin"
    assert Entry.objects.get(action="agreements.spaces.glass-broken").actor == ""


def test_an_account_with_a_seat_needs_a_second_factor(table, person) -> None:
    assert places.has_place(table.ben)
    assert not places.has_place(person())

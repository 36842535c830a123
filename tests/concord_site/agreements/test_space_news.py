"""What is new to a member: told of what others wrote, kept in the member's own sealed place, and told to nobody."""

from __future__ import annotations

import re
from typing import Any

import pytest

from concord_site.agreements.actions import founding, leaving, seeing, writing
from concord_site.agreements.models import Place, SealedRow
from concord_site.agreements.queries import news
from concord_site.audit.models import Entry

pytestmark = pytest.mark.django_db
LIST = "/en/agreements/dossiers/"


def body(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def home(table: Any) -> str:
    return f"{LIST}{table.id}/"


def say(table: Any, text: str, now: Any, *, key: str = "", by: str = "ben", side: str = "shared") -> None:
    dossier = table.destination() if by == "ben" else table.origin()
    person = table.ben if by == "ben" else table.asha
    writing.put(
        dossier.space(side), "message", key or text.replace(" ", "-"), {"text": text}, by=person, now=now, based_on=None
    )


def seen(table: Any, client: Any) -> Any:
    page = client.get(home(table)).content.decode()
    sent = dict(re.findall(r'name="(shared|own)" value="(\d+)"', page))
    return client.post(f"{home(table)}seen/", sent)


def test_what_the_other_party_wrote_is_told_with_who_what_and_where(table: Any, signed_in: Any, now: Any) -> None:
    client = signed_in(table.asha)
    assert seen(table, client).status_code == 302
    assert "Nothing is new" in body(client.get(home(table)))
    say(table, "We can do three places", now)
    answer = client.get(home(table))
    for words in ("We can do three places", "Ben Invented (Province of Fictia)", "I have seen all of this"):
        assert words in body(answer), words
    assert f'href="{home(table)}room/"' in answer.content.decode()
    assert "1 new entry" in body(client.get(LIST))


def test_what_was_seen_is_not_told_again_and_what_came_meanwhile_is(table: Any, signed_in: Any, now: Any) -> None:
    client = signed_in(table.asha)
    seen(table, client)
    say(table, "first word", now)
    page = client.get(home(table)).content.decode()
    say(table, "second word", now)
    sent = dict(re.findall(r'name="(shared|own)" value="(\d+)"', page))
    assert client.post(f"{home(table)}seen/", sent).status_code == 302
    told = body(client.get(home(table)))
    assert "second word" in told
    assert "first word" not in told


def test_ones_own_writing_is_never_new_and_a_record_is_told_once(table: Any, signed_in: Any, now: Any) -> None:
    client = signed_in(table.asha)
    seen(table, client)
    say(table, "mine", now, by="asha")
    say(table, "mine alone", now, by="asha", side="own")
    assert news.count(table.origin()) == 0
    for text in ("once", "twice", "thrice"):
        say(table, text, now, key="same")
    assert news.count(table.origin()) == 1
    say(table, "answered", now, key="same", by="asha")
    assert news.count(table.origin()) == 0


@pytest.mark.parametrize("sent", [{}, {"shared": "-1"}, {"shared": "x", "own": "²"}, {"shared": "99999999"}])
def test_a_mark_never_goes_back_nor_beyond_what_is_there(table: Any, signed_in: Any, now: Any, sent: Any) -> None:
    client = signed_in(table.asha)
    seen(table, client)
    before = table.origin().seen
    assert client.post(f"{home(table)}seen/", sent).status_code == 302
    assert table.origin().seen == before
    say(table, "later", now)
    assert news.count(table.origin()) == 1


def test_looking_leaves_no_row_no_entry_of_the_log_and_nothing_in_clear(table: Any, signed_in: Any, now: Any) -> None:
    say(table, "something", now)
    client, other = signed_in(table.asha), signed_in(table.ben)
    theirs = other.get(home(table)).content
    rows, entries, places = SealedRow.objects.count(), Entry.objects.count(), Place.objects.count()
    sizes = sorted(len(each.sealed) for each in Place.objects.all())
    client.get(home(table))
    seen(table, client)
    assert (SealedRow.objects.count(), Entry.objects.count(), Place.objects.count()) == (rows, entries, places)
    assert sorted(len(each.sealed) for each in Place.objects.all()) == sizes
    assert all(b"seen" not in bytes(each.sealed) for each in Place.objects.all())
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce-[\w+/=-]+|nonce="[^"]+"')
    assert token.sub(b"", other.get(home(table)).content) == token.sub(b"", theirs)


def test_a_look_without_the_button_writes_nothing(table: Any, signed_in: Any, now: Any) -> None:
    say(table, "something", now)
    client = signed_in(table.asha)
    sealed = {each.pk: bytes(each.sealed) for each in Place.objects.all()}
    client.get(home(table))
    client.get(LIST)
    assert client.get(f"{home(table)}seen/").status_code == 405
    assert {each.pk: bytes(each.sealed) for each in Place.objects.all()} == sealed


def test_a_stranger_gets_the_page_of_what_does_not_exist(table: Any, signed_in: Any, person: Any) -> None:
    client = signed_in(person("secretariat-administrator"))
    there = client.post(f"{home(table)}seen/", {"shared": "1"})
    missing = client.post(f"{LIST}{'a' * 26}/seen/", {"shared": "1"})
    assert (there.status_code, missing.status_code) == (404, 404)
    assert there.content.replace(table.id.encode(), b"a" * 26) == missing.content


def test_a_mark_outlives_a_change_of_role(table: Any, signed_in: Any, now: Any) -> None:
    seeing.mark_seen(table.origin(), {"shared": 2}, by=table.asha)
    leaving.change_role(table.origin(), str(table.asha.pk), "lead", by=table.asha, now=now)
    assert table.origin().seen["shared"] == 2


def test_more_that_is_new_costs_no_more_queries(
    table: Any, signed_in: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(table.asha)
    client.get(home(table))
    counts = []
    for number in (2, 12):
        for each in range(number):
            say(table, f"word {number} {each}", now)
        with django_assert_max_num_queries(200) as made:
            client.get(home(table))
        counts.append(len(made))
    assert counts[1] <= counts[0]


def test_a_further_dossier_in_the_list_costs_no_further_query(
    table: Any, signed_in: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(table.asha)
    client.get("/en/agreements/dossiers/")
    counts = []
    for number in (1, 3):
        for each in range(number):
            drafts = [founding.PartyDraft("", {"en": side}, side) for side in ("origin", "destination")]
            title = {"en": f"Invented agreement {number} {each}"}
            founding.start(title=title, parties=drafts, mine=0, by=table.asha, now=now, invented=True)
        with django_assert_max_num_queries(40) as made:
            listed = client.get("/en/agreements/dossiers/").content.decode()
        counts.append(len(made))
        assert f"Invented agreement {number} 0" in listed
    assert counts[0] == counts[1]


def test_what_the_other_party_does_among_its_own_changes_nothing_that_one_sees(
    table: Any, signed_in: Any, now: Any
) -> None:
    client, other = signed_in(table.asha), signed_in(table.ben)
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce-[\w+/=-]+|nonce="[^"]+"')
    pages = (home(table), LIST, f"{home(table)}journal/", f"{home(table)}room/")
    before = [token.sub(b"", client.get(page).content) for page in pages]
    mine = table.origin().seen
    for number in range(8):
        say(table, f"among us {number}", now, side="own")
    seen(table, other)
    assert [token.sub(b"", client.get(page).content) for page in pages] == before
    assert table.origin().seen == mine
    assert news.count(table.origin()) == len(news.news_of(table.origin())[0].records)


def test_an_end_of_a_journal_that_was_taken_away_is_told_to_whoever_had_seen_it(
    table: Any, signed_in: Any, now: Any
) -> None:
    client = signed_in(table.asha)
    for text in ("kept", "taken", "taken too"):
        say(table, text, now)
    seen(table, client)
    journal = table.origin().shared.journal
    for line in journal.lines[-2:]:
        SealedRow.objects.get(token=journal.key.row_token(line.sequence)).delete()
    told = body(client.get(home(table)))
    assert "2 entries of the shared journal are missing at its end" in told
    assert "of your party's journal" not in told
    seen(table, client)
    assert "2 entries of the shared journal" in body(client.get(home(table))), "and is told until it is explained"

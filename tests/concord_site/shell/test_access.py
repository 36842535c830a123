"""The one door: unknown and forbidden are alike, the policy is asked by the data layer, and nobody goes around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client

import concord_site
from concord import roles
from concord.errors import Conflict, NotAllowed, NotFound
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit.models import Entry
from concord_site.shell import access
from concord_site.shell.models import Guarded, Job, OutboxMessage, PrivateFile

pytestmark = pytest.mark.django_db
SITE = Path(concord_site.__file__).parent
TABLE = roles.declared()
OURS = [model for model in apps.get_models() if model.__module__.startswith("concord_site.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_how_strictly_it_is_kept(model: type[Guarded]) -> None:
    assert issubclass(model, Guarded), "derive from concord_site.shell.models.Guarded"
    assert model.classification in {"L0", "L2", "L3", "L4"}
    assert model.kind in TABLE.kinds, f"declare the kind {model.kind!r} in data/roles.yaml"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_tells_its_state_or_has_one(model: type[Guarded]) -> None:
    states = set(TABLE.kinds[model.kind].states)
    if not model.access_state:
        assert len(states) == 1, f"{model.kind} has several states: name the field that holds it in access_state"
        return
    *around, name = model.access_state.split("__")  # the state of what it belongs to: trial__state
    holder: Any = model
    for step in around:
        holder = holder._meta.get_field(step).related_model
    choices = holder._meta.get_field(name).choices
    assert choices is None or {value for value, _ in choices} == states


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_fields_the_door_reads_exist(model: type[Guarded]) -> None:
    for path in (model.access_area, model.access_organisation, model.access_owner):
        if path:
            list(model._base_manager.filter(**{f"{path}__isnull": False})[:1])


# ---- nobody goes around the door ------------------------------------------------------------------------------------
MAY_FETCH = {
    "queries",
    "actions",
    "models",
    "jobs",
    "signals",
    "invitations",
    "sessions",
    "demonstration",
    "facts",
    "log",
}
GROUND = {"access", "files", "outbox", "health", "backup"}
FETCHING = {"objects", "_default_manager", "_base_manager", "get_object_or_404", "get_list_or_404"}


def _modules() -> Iterator[Path]:
    for path in sorted(SITE.rglob("*.py")):
        inside = path.relative_to(SITE).parts
        is_ground = inside[0] == "shell" and path.stem in GROUND
        if "migrations" not in inside and not MAY_FETCH.intersection((*inside, path.stem)) and not is_ground:
            yield path


def _fetches(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in FETCHING:
            found.append(f"{path.relative_to(SITE)}:{node.lineno} {name}")
    return found


@pytest.mark.parametrize("path", list(_modules()), ids=lambda path: str(path.relative_to(SITE)))
def test_no_page_fetches_a_thing_but_through_the_door(path: Path) -> None:
    assert _fetches(path) == []


def test_the_test_above_sees_a_page_that_does(tmp_path: Path) -> None:
    page = SITE / "views.py"
    source = "def page(request, pk):\n    return Person.objects.get(pk=pk)\n"
    tree = ast.parse(source)
    assert any(isinstance(node, ast.Attribute) and node.attr in FETCHING for node in ast.walk(tree)), page


# ---- unknown and forbidden ------------------------------------------------------------------------------------------
@pytest.fixture
def kept_file(person, organisation) -> PrivateFile:
    owner = person("country-officer", organisation("ministry", "KEN"))
    return PrivateFile.objects.create(
        name="table.csv", media_type="text/csv", size=3, sha256="0" * 64, purpose="tests", area="KEN", owner=owner,
        state="kept",
    )  # fmt: skip


def test_unknown_and_forbidden_are_refused_alike(person, organisation, kept_file) -> None:
    stranger = person("country-officer", organisation("ministry", "NZL"))
    refusals = []
    for pk in (kept_file.pk, "0" * 32, "no such thing", 10**30, None):
        with pytest.raises(NotFound) as refusal:
            access.get(PrivateFile, pk, stranger)
        refusals.append((type(refusal.value), refusal.value.code, refusal.value.params, refusal.value.hint))
    assert len({repr(each) for each in refusals}) == 1


def test_the_page_for_forbidden_is_byte_for_byte_the_page_for_missing(
    person, organisation, signed_in, kept_file
) -> None:
    client = signed_in(person("country-officer", organisation("ministry", "NZL")))
    address = f"/files/{kept_file.pk}"
    forbidden = client.get(address)
    kept_file.delete()
    missing = client.get(address)
    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert forbidden.content.decode().splitlines() == missing.content.decode().splitlines()
    assert dict(forbidden.headers) == dict(missing.headers)


def test_visitors_and_nobody_hold_the_role_of_anybody() -> None:
    assert access.seats_of(None) == access.seats_of(AnonymousUser()) == (access.ANYBODY,)
    with pytest.raises(TypeError):
        access.seats_of("person:1")


def test_seen_but_not_doable_here_is_a_conflict_and_never_doable_is_not_allowed(person, now) -> None:
    owner = person("secretariat-desk")
    job = Job.objects.create(name="tests.job", title="A job", owner=owner, state="done")
    with pytest.raises(Conflict) as refusal:
        access.get(Job, job.pk, owner, "withdraw")
    assert refusal.value.code == "site.access.state"
    message = OutboxMessage.objects.create(key="k", address="a@concord.test", language="en", subject="s", body="b")
    with pytest.raises(NotFound):
        access.get(OutboxMessage, message.pk, owner, "manage")
    with pytest.raises(Conflict):
        access.get(OutboxMessage, message.pk, person("secretariat-administrator"), "manage")


def test_area_comes_from_the_seat_and_nowhere_else(person, organisation, kept_file) -> None:
    colleague = person("national-authority", organisation("authority", "KEN"))
    assert access.get(PrivateFile, kept_file.pk, colleague) == kept_file
    assert access.areas(colleague, "see", PrivateFile, state="kept") == {"KEN"}
    assert list(access.visible(PrivateFile, person("national-authority", organisation("authority", "")))) == []


def test_a_region_reaches_the_areas_that_are_in_it_today(person, organisation) -> None:
    office = person("regional-office", organisation("regional-office", region="AFR"))
    assert "KEN" in access._areas_of("AFR")
    assert "NZL" not in access._areas_of("AFR")
    assert access._areas_of("") == ()
    assert [seat.region for seat in office.seats() if seat.role == "regional-office"] == ["AFR"]


def test_an_ended_or_future_role_is_no_role(person, organisation, kept_file, now) -> None:
    colleague = person("national-authority", organisation("authority", "KEN"))
    membership = colleague.memberships.get()
    for begins, ends in ((now - timedelta(days=2), now - timedelta(hours=1)), (now + timedelta(days=1), None)):
        Membership.objects.filter(pk=membership.pk).update(begins_at=begins, ends_at=ends)
        with pytest.raises(NotFound):
            access.get(PrivateFile, kept_file.pk, colleague)


def test_a_closed_organisation_gives_no_role(person, organisation, kept_file) -> None:
    ministry = organisation("authority", "KEN")
    colleague = person("national-authority", ministry)
    Organisation.objects.filter(pk=ministry.pk).update(state="closed")
    with pytest.raises(NotFound):
        access.get(PrivateFile, kept_file.pk, colleague)


def test_permit_says_which_seat_permits(person, organisation) -> None:
    authority = organisation("authority", "KEN")
    who = person("national-authority", authority)
    seat = access.permit(Membership, who, state="recorded", organisation=authority.pk)
    assert (seat.role, seat.organisation) == ("national-authority", authority.pk)
    with pytest.raises(NotAllowed):
        access.permit(Membership, who, state="recorded", organisation=authority.pk + 1)
    with pytest.raises(NotAllowed):
        access.permit(Membership, who, state="recorded")


def test_reading_somebody_elses_protected_thing_is_an_entry_and_reading_ones_own_is_not(
    person, organisation, kept_file
) -> None:
    access.get(PrivateFile, kept_file.pk, kept_file.owner)
    assert not Entry.objects.filter(action="shell.file.seen").exists()
    access.get(PrivateFile, kept_file.pk, person("national-authority", organisation("authority", "KEN")))
    assert Entry.objects.filter(action="shell.file.seen", subject=f"shell.privatefile:{kept_file.pk}").count() == 1


def test_a_word_that_is_not_in_the_table_is_a_mistake_of_ours_not_a_refusal(person) -> None:
    with pytest.raises(LookupError):
        access.visible(Person, person(), action="fly")


# ---- the table, cell by cell, through the door ----------------------------------------------------------------------
AREAS = {"KEN": "AFR", "NZL": "WPR"}


def _things(kind: str, person, organisation) -> dict[tuple[str, str], Guarded]:
    """One thing of a kind in each of its states, here (KEN) and elsewhere (NZL)."""
    made: dict[tuple[str, str], Guarded] = {}
    for area in AREAS:
        home = organisation("authority", area)
        for state in TABLE.kinds[kind].states:
            owner = person(has_second_factor=False)
            if kind == "file":
                made[state, area] = PrivateFile.objects.create(
                    name="f", media_type="x", size=1, sha256="0" * 64, purpose="t", area=area, owner=owner,
                    organisation=home, state=state,
                )  # fmt: skip
            elif kind == "job":
                made[state, area] = Job.objects.create(name="t", title="t", owner=owner, state=state)
            elif kind == "outbox-message":
                made[state, area] = OutboxMessage.objects.create(
                    key=f"{state}{area}",
                    person=owner,
                    address=owner.email,
                    language="en",
                    subject="s",
                    body="b",
                    state=state,
                )
            elif kind == "organisation":
                made[state, area] = Organisation.objects.create(
                    name={"en": "o"}, what="authority", area=area, state=state
                )
            elif kind == "membership":
                made[state, area] = Membership.objects.create(person=owner, organisation=home, role="country-officer")
            elif kind == "account":
                is_active = state == "active"
                Person.objects.filter(pk=owner.pk).update(state=state, is_active=is_active)
                Membership.objects.create(person=owner, organisation=home, role="country-officer")
                made[state, area] = Person.objects.get(pk=owner.pk)
    return made


def _home(thing: Guarded) -> Organisation | None:
    if isinstance(thing, Organisation):
        return thing
    if isinstance(thing, Membership):
        return thing.organisation
    if isinstance(thing, Person):
        return thing.memberships.get().organisation
    return getattr(thing, "organisation", None)


def _expected(role: str, action: str, kind: str, state: str, *, near: bool) -> bool:
    """What roles.yaml promises to somebody of the same area and organisation (near) or of another (far)."""
    table = TABLE.reach(role, action, kind, state) | TABLE.reach("anonymous", action, kind, state)
    table |= TABLE.reach("signed-in", action, kind, state)
    return "any" in table or (near and bool(table & {"area", "organisation", "region"}))


@pytest.mark.parametrize("kind", ["file", "job", "outbox-message", "organisation", "membership", "account"])
def test_every_cell_of_the_table_holds_at_the_door(kind: str, person, organisation) -> None:
    things = _things(kind, person, organisation)
    wrong = []
    for role in TABLE.principals:
        if role in {"anonymous", "signed-in", "api-key"}:
            continue
        for (state, area), thing in things.items():
            home = _home(thing) if area == "KEN" else None
            place = home if home is not None and home.state == "current" else organisation("ministry", "TUV")
            who = person(role, place, has_second_factor=False)
            for action in TABLE.actions:
                promised = _expected(role, action, kind, state, near=place is home)
                if access.may(thing, who, action) != promised:
                    wrong.append((role, action, state, area, promised))
    assert wrong == []


@pytest.mark.parametrize("kind", ["file", "job", "outbox-message", "organisation", "membership", "account"])
def test_somebody_without_a_role_is_held_off_every_cell(kind: str, person, organisation) -> None:
    things = _things(kind, person, organisation)
    for by, role in ((None, "anonymous"), (person(has_second_factor=False), "signed-in")):
        for (state, _), thing in things.items():
            for action in TABLE.actions:
                held = TABLE.reach(role, action, kind, state) | TABLE.reach("anonymous", action, kind, state)
                assert access.may(thing, by, action) == ("any" in held)


def test_no_address_of_the_site_answers_a_visitor_with_what_is_private(db) -> None:
    for path in (
        "/en/accounts/",
        "/en/accounts/organisations/",
        "/en/accounts/sessions/",
        "/en/audit/",
        "/en/account/email/",
    ):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]

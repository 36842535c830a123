"""The home page: what waits and what changed, from whoever offers it, for whoever may still see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from concord_site.accounts import notices
from concord_site.accounts.home import actions, gathering
from concord_site.accounts.models import LastLook
from concord_site.registers.models import Designation
from concord_site.shell import suppliers
from concord_site.shell.parts.home import Change, Start, Waiting

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 3, 1)
NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def offer() -> Iterator[Callable[..., None]]:
    made: list[tuple[str, str]] = []

    def register(kind: str, lines: list[Any] | Exception) -> None:
        def supplier(*_given: Any) -> list[Any]:
            if isinstance(lines, Exception):
                raise lines
            return lines

        made.append((kind, f"test-{len(made)}"))
        suppliers.register(*made[-1], supplier)

    yield register
    for each in made:
        suppliers.withdraw(*each)


def _waits(who: Any) -> list[tuple[str, list[tuple[str, bool]]]]:
    groups = gathering.waiting(who, today=TODAY, language="en")
    return [(group.id, [(due.line.title, due.is_late) for due in group.lines]) for group in groups]


def test_what_waits_is_grouped_and_what_is_late_comes_first(desk: Any, offer: Any) -> None:
    offer("home.waiting", [
        Waiting("query-received", "without a day", "/en/a/"),
        Waiting("query-received", "tomorrow", "/en/b/", TODAY + dt.timedelta(days=1)),
        Waiting("query-received", "yesterday", "/en/c/", TODAY - dt.timedelta(days=1)),
        Waiting("report-due", "today", "/en/d/", TODAY),
    ])  # fmt: skip
    assert _waits(desk) == [
        ("rounds", [("today", False)]),
        ("review", [("yesterday", True), ("tomorrow", False), ("without a day", False)]),
    ]


def test_what_may_not_be_seen_any_more_is_not_told(desk: Any, person: Any, offer: Any) -> None:
    hidden = Designation.objects.create(area="KEN", office={"en": "x"}, act="x", since="2020", state="cancelled")
    offer("home.waiting", [Waiting("designation-proposed", "hidden", "/en/a/", about=hidden)])
    offer("home.changes", [Change("designation-proposed", "hidden", "/en/a/", NOW, about=hidden)])
    nobody = person("translator")
    assert _waits(nobody) == []
    assert gathering.changes(nobody, since=NOW - dt.timedelta(days=1), language="en") == ()
    assert _waits(desk) == [("designations", [("hidden", False)])]


def test_a_room_that_fails_is_left_out_and_the_page_stands(desk: Any, offer: Any, signed_in: Any) -> None:
    offer("home.waiting", RuntimeError("broken"))
    offer("home.changes", RuntimeError("broken"))
    offer("home.entries", RuntimeError("broken"))
    offer("home.waiting", [Waiting("remark", "still here", "/en/a/")])
    html = signed_in(desk).get("/en/accounts/home/").content.decode()
    assert "still here" in html


def test_a_thing_told_twice_is_shown_once_and_unknown_kinds_are_shown_too(desk: Any, offer: Any) -> None:
    offer("home.waiting", [Waiting("remark", "one", "/en/a/"), Waiting("no-such-kind", "other", "/en/b/")])
    offer("home.waiting", [Waiting("remark", "one", "/en/a/")])
    assert _waits(desk) == [("reports", [("one", False)]), ("", [("other", False)])]


def test_what_changed_is_counted_from_the_visit_before(desk: Any) -> None:
    month = dt.timedelta(days=30)
    assert actions.looked(desk, now=NOW) == NOW - month
    assert actions.looked(desk, now=NOW + dt.timedelta(minutes=5)) == NOW - month, "reading on keeps the list"
    later = NOW + dt.timedelta(hours=2)
    assert actions.looked(desk, now=later) == NOW + dt.timedelta(minutes=5)
    assert LastLook.objects.count() == 1


def test_notices_are_among_what_changed(desk: Any, signed_in: Any) -> None:
    notices.tell("designation-proposed", [desk], key="1", href="/en/registers/", area="KEN")
    html = signed_in(desk).get("/en/accounts/home/").content.decode()
    assert "A designation of Kenya waits to be verified" in html
    assert "/en/accounts/notices/" in html


def test_everybody_finds_a_way_to_begin_and_an_empty_page_says_so(person: Any, signed_in: Any, offer: Any) -> None:
    offer("home.entries", [Start("Second", "/en/b/", order=20), Start("First", "/en/a/", order=10)])
    html = signed_in(person()).get("/en/accounts/home/").content.decode()
    assert "You are up to date" in html
    assert "Nothing waits for you." in html
    assert html.index("First") < html.index("Second") < html.index("Your account</a>", html.index("Second"))


@pytest.mark.parametrize("language", ["en", "fr", "ar", "zh", "ru", "es"])
def test_the_pages_are_small_and_there_in_every_language(language: str, desk: Any, signed_in: Any, offer: Any) -> None:
    offer("home.waiting", [Waiting("remark", f"line {n}", f"/en/{n}/", TODAY) for n in range(60)])
    for page in ("home/", "notices/", "notices/choices/"):
        answer = signed_in(desk).get(f"/{language}/accounts/{page}")
        assert answer.status_code == 200
        assert len(answer.content) < 100_000

"""The front of the site: only for readers without a session, only while nothing has changed, never without bound."""

from __future__ import annotations

import gzip
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from concord.mds.store import Store
from concord.vocabulary.structures import table
from concord_site.audit import log
from concord_site.evidence import answers as reports
from concord_site.evidence import front, kept
from concord_site.public import views
from concord_site.shell.models import Milestone
from concord_site.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")]
PAGE = "/en/methods/"
ROWS = "/api/v1/tables/mds-totals/rows"


class Answer:
    """What a reader was given."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.body = int(status[:3]), body
        self.headers = {name.lower(): value for name, value in headers}

    @property
    def page(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body


def get(path: str, *, cookies: str = "", method: str = "GET", site: Any = application, **said: str) -> Answer:
    """Ask the application as the server does."""
    environ = RequestFactory().generic(method, path, headers={**({"cookie": cookies} if cookies else {}), **said}).META
    begun: list[Any] = []
    given = site(environ, lambda *args: begun.append(args))
    body = b"".join(given)
    getattr(given, "close", lambda: None)()
    return Answer(begun[-1][0], begun[-1][1], body)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses whose page was made anew."""
    found: list[str] = []
    original = views.render

    def render(request: Any, *args: Any, **more: Any) -> Any:
        found.append(request.get_full_path())
        return original(request, *args, **more)

    monkeypatch.setattr(views, "render", render)
    return found


def test_the_same_page_is_made_once_and_given_with_the_same_headers(made: list[str]) -> None:
    first, second = get(PAGE), get(PAGE)
    assert (first.status, len(made)) == (200, 1)
    assert (first.body, first.headers) == (second.body, second.headers)
    assert "content-security-policy" in second.headers
    assert second.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("other", "more"),
    [
        ("/ar/methods/", {}),
        (f"{PAGE}?a=1", {}),
        (PAGE, {"cookies": "concord_theme=dark"}),
        (PAGE, {"cookies": "concord_contrast=more"}),
        (PAGE, {"host": "other.test"}),
        (PAGE, {"x-forwarded-proto": "https"}),
    ],
)
def test_what_a_page_depends_on_is_told_apart(made: list[str], other: str, more: Any) -> None:
    plain = get(PAGE)
    changed = get(other, **more)
    assert len(made) == 2
    assert get(PAGE).body == plain.body
    assert get(other, **more).body == changed.body
    assert len(made) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"cookies": "sessionid=abc"},
        {"cookies": "concord_theme=dark; messages=x"},
        {"method": "HEAD"},
        {"authorization": "Bearer x"},
        {"range": "bytes=0-9"},
        {"hx-request": "true"},
    ],
)
def test_who_may_have_something_of_their_own_is_never_answered_from_the_shelf(
    made: list[str], settings: Any, more: Any
) -> None:
    settings.SESSION_COOKIE_NAME = "sessionid"
    get(PAGE)
    get(PAGE, **more)
    get(PAGE, **more)
    assert len(made) == 3
    get(PAGE)
    assert len(made) == 3


@pytest.mark.parametrize(
    ("status", "headers", "marks", "is_kept"),
    [
        ("200 OK", [], {kept.OPEN: True}, True),
        ("200 OK", [("Vary", "Cookie, Accept-Language")], {kept.OPEN: True}, True),
        ("200 OK", [("Vary", "HX-Request")], {kept.OPEN: True}, True),  # what asks so never comes here
        ("200 OK", [("Vary", "Cookie, User-Agent")], {kept.OPEN: True}, False),
        ("200 OK", [], {}, False),
        ("200 OK", [("Set-Cookie", "csrftoken=a")], {kept.OPEN: True}, False),
        ("200 OK", [], {kept.OPEN: True, "CSRF_COOKIE_NEEDS_UPDATE": True}, False),
        ("404 Not Found", [], {kept.OPEN: True}, False),
        ("302 Found", [("Location", "/")], {kept.OPEN: True}, False),
    ],
)
def test_only_what_is_open_and_whole_and_nobodys_own_is_kept(
    status: str, headers: list[tuple[str, str]], marks: dict[str, Any], is_kept: bool
) -> None:
    asked: list[str] = []

    def site(environ: dict[str, Any], start: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        environ.update(marks)
        start(status, [*headers, ("Content-Length", "4"), ("Content-Type", "text/html")])
        return [b"page"]

    given = [get(PAGE, site=front.Front(site)) for _ in range(2)]
    assert [each.status for each in given] == [int(status[:3])] * 2
    assert [each.body for each in given] == [b"page"] * 2
    assert len(asked) == (1 if is_kept else 2)


@pytest.mark.parametrize("path", [f"{PAGE}?a={'x' * 400}", "/en/nothing/", "/health"])
def test_long_questions_faults_and_what_is_not_said_to_be_open_are_not_kept(path: str) -> None:
    get(path)
    assert not front.shelf.bytes


def test_a_page_is_packed_for_who_can_unpack_it(made: list[str]) -> None:
    plain = get(PAGE)
    packed = get(PAGE, **{"accept-encoding": "br, gzip"})
    refused = get(PAGE, **{"accept-encoding": "gzip;q=0"})
    assert len(made) == 1
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) * 2 < len(plain.body) == int(plain.headers["content-length"])
    assert packed.page == refused.body == plain.body
    assert "accept-encoding" in packed.headers["vary"].lower()


def test_who_holds_the_page_is_sent_nothing(made: list[str]) -> None:
    mark = get(PAGE).headers["etag"]
    again = get(PAGE, **{"if-none-match": mark})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", mark)
    assert get(PAGE, **{"if-none-match": '"other"'}).status == 200
    assert get("/ar/methods/").headers["etag"] != mark


def test_another_release_report_or_day_makes_the_page_anew(
    made: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    get(PAGE)
    held = table(
        "mds-totals", area=["NZL"], year=[2018], occupation=["221"], row_kind=["total"], headcount=[5],
        source=["oecd-wfmi-totals"], source_file=["a.csv"], source_row=[2],
    )  # fmt: skip
    Store(settings.CONCORD.folder).add([held], as_of="2026-01-10")
    get(PAGE)
    assert len(made) == 2
    (settings.CONCORD.folder / reports.MARK).write_text("2026-11-22", encoding="ascii")
    get(PAGE)
    assert len(made) == 3
    later = front.timezone.now() + front.timezone.timedelta(days=1)
    monkeypatch.setattr(front.timezone, "now", lambda: later)
    get(PAGE)
    assert len(made) == 4


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_no_transaction_of_the_database_is_overlooked(tmp_path: Path, settings: Any, journal: str) -> None:
    path = tmp_path / "held.sqlite3"
    settings.DATABASES = {**settings.DATABASES, "default": {**settings.DATABASES["default"], "NAME": path}}
    writer, seen = sqlite3.connect(path, isolation_level=None), []
    writer.execute(f"PRAGMA journal_mode={journal}")
    writer.execute("CREATE TABLE t (x)")
    for number in range(50):
        writer.execute("INSERT INTO t VALUES (?)", (number % 2,))
        seen.append(front.transactions())
        writer.execute("SELECT count(*) FROM t").fetchone()
        assert front.transactions() == seen[-1]
    assert len(set(seen)) == 50
    writer.close()


def test_whatever_people_do_makes_the_page_anew_and_the_clock_does_not(made: list[str]) -> None:
    get(PAGE)
    Milestone.objects.update_or_create(name="tick", defaults={"happened_at": front.timezone.now()})
    get(PAGE)
    assert len(made) == 1
    log.record("public.page.published")
    get(PAGE)
    get(PAGE)
    assert len(made) == 2


def test_others_are_given_the_page_before_while_one_is_made_anew() -> None:
    given: list[bytes] = []
    pages = iter((b"one!", b"two!"))

    def site(environ: dict[str, Any], start: Any) -> list[bytes]:
        if front.shelf.bytes:
            given.append(get(PAGE, site=door).body)
        environ[kept.OPEN] = True
        start("200 OK", [("Content-Length", "4"), ("Content-Type", "text/html")])
        return [next(pages)]

    door = front.Front(site)
    assert get(PAGE, site=door).body == b"one!"
    log.record("public.page.published")
    assert get(PAGE, site=door).body == b"two!"
    assert given == [b"one!"]
    assert get(PAGE, site=door).body == b"two!"


def test_a_fault_leaves_nothing_behind() -> None:
    def site(environ: dict[str, Any], start: Any) -> list[bytes]:
        raise OSError

    door = front.Front(site)
    for _ in range(2):
        with pytest.raises(OSError):  # noqa: PT011
            get(PAGE, site=door)
    assert not door._making


def test_with_a_database_server_nothing_is_older_than_a_second(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {**settings.DATABASES["default"], "ENGINE": "django.db.backends.postgresql"}
    settings.DATABASES = {**settings.DATABASES, "default": held}
    seen = []
    for moment in (7.2, 7.9, 8.0):
        monkeypatch.setattr(front, "monotonic", lambda moment=moment: moment)
        seen.append(front.transactions())
    assert seen[0] == seen[1] != seen[2]


def test_what_a_program_accepts_is_part_of_its_question() -> None:
    english, french = get(ROWS, **{"accept-language": "en"}), get(ROWS, **{"accept-language": "fr"})
    assert (english.status, french.status) == (200, 200)
    assert english.headers["etag"] != french.headers["etag"]
    assert get(ROWS, **{"accept-language": "fr"}).headers["etag"] == french.headers["etag"]
    held = front.shelf.bytes
    assert held
    assert get(ROWS, cookies="django_language=ar").status == 200
    assert front.shelf.bytes == held


def test_a_large_answer_is_passed_on_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "LARGEST", 100)
    assert get(PAGE).status == 200
    assert not front.shelf.bytes


def test_the_shelf_has_a_limit_and_the_oldest_go_first() -> None:
    shelf: kept.Shelf[bytes] = kept.Shelf(most=3_000)
    dice = random.Random(1)
    for number in range(10):
        shelf.put((number,), dice.randbytes(1_000), 1_000)
    assert shelf.bytes <= 3_000
    assert shelf.get((0,)) is None
    assert shelf.get((9,)) is not None


def test_what_has_stood_too_long_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    clock: list[float] = [0.0]
    tick: Callable[[], float] = lambda: clock[0]  # noqa: E731
    monkeypatch.setattr(kept, "monotonic", tick)
    shelf: kept.Shelf[str] = kept.Shelf(seconds=60)
    shelf.put(("a",), "page", 4)
    clock[0] = 59.9
    assert shelf.get(("a",)) == "page"
    clock[0] = 60.1
    assert shelf.get(("a",)) is None

"""The front of the site: an open answer that was just given is given again before anything else is asked.

It stands before Django, where giving a page again costs some hundredths of a millisecond. It keeps only what a view has
called open, for readers without a session, packed for weak connections and with a mark, so that a browser that holds
the page already is sent nothing. An answer is given again only while the release, the day and the log of what people
did are what they were before it was made: what is published, withdrawn or changed shows itself at once. While one
reader's page is made anew, others who ask for the same at the same moment are given the one before.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils import timezone

from concord_site.audit import queries as log
from concord_site.evidence import answers as reports
from concord_site.evidence.facts import newest_release
from concord_site.evidence.kept import OPEN, Key, Shelf
from concord_site.shell import preferences
from concord_site.shell.interface import answers

Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

LEVEL = 5
LONGEST_QUERY = 300
#: Larger answers are passed on as they come.
LARGEST = 2_000_000
#: What a request may say that makes its answer its own.
OWN = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_HX_REQUEST")
#: Where a program asks: what it accepts is part of its question.
SAID_BY_PROGRAMS = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE")
VARIES = frozenset({"cookie", "accept-encoding", "accept", "accept-language", "authorization", "hx-request"})
#: Headers of a packed answer that are told anew each time.
TOLD_ANEW = frozenset({"content-length", "content-encoding", "etag", "vary"})
#: The part of SQLite's index of its log that changes with every transaction, and the counter of one without a log.
INDEX_HEAD, COUNTER = 48, (24, 4)


@dataclass(frozen=True, slots=True)
class Answer:
    """An open answer, packed.

    Args:
        standing: What it depends on, as it was before the answer was made.
        headers: Its headers, but for those that depend on who asks.
        vary: On what of a request it depends.
        mark: Its entity tag, weak: the same whether packed or not.
        packed: Its body, packed by gzip.
    """

    standing: Key
    headers: tuple[tuple[str, str], ...]
    vary: str
    mark: str
    packed: bytes


shelf: Shelf[Answer] = Shelf()


class Front:
    """A WSGI application before another one.

    Args:
        application: The site.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self._making: set[Key] = set()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer from the shelf, or pass the request on and keep an answer that may be kept."""
        asked = question(environ)
        if asked is None:
            return self.application(environ, start)
        now, held = standing(), shelf.get(asked)
        if held is not None and (held.standing == now or asked in self._making):
            return _given(held, environ, start)
        self._making.add(asked)
        try:
            return self._made(asked, now, environ, start)
        finally:
            self._making.discard(asked)

    def _made(self, asked: Key, now: Key, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        said: list[Any] = []
        given = self.application(environ, lambda *args: said.append(args))
        made = _kept(environ, said[-1], given, now)
        if made is None:
            start(*said[-1])
            return given
        shelf.put(asked, made, len(made.packed) + 1000)
        return _given(made, environ, start)


def question(environ: Mapping[str, Any]) -> Key | None:
    """What is asked, for a reader without a session who asks for a whole answer; None for every other request."""
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "GET" or len(query) > LONGEST_QUERY or any(name in environ for name in OWN):
        return None
    path, cookies = environ.get("PATH_INFO", ""), _cookies(environ.get("HTTP_COOKIE", ""))
    if settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies:
        return None
    if _is_page(path):
        chosen = preferences.chosen(cookies, theme=preferences.THEME_COOKIE, contrast=preferences.CONTRAST_COOKIE)
        said: Key = (chosen.key,)
    elif cookies:
        return None
    else:
        said = tuple(environ.get(name, "") for name in SAID_BY_PROGRAMS)
    where = (environ.get(name, "") for name in ("wsgi.url_scheme", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO"))
    return (*where, environ.get("SCRIPT_NAME", ""), path, query, *said)


def standing() -> Key:
    """What every open answer depends on: installation, release, published reports, day, and what people did here."""
    held = settings.CONCORD
    release, told, day = newest_release(), reports.mark(str(held.folder)), timezone.now().date()
    return (held.address, str(held.folder), release, told, day, _done(transactions()))


@lru_cache(maxsize=1)
def _done(_transactions: Key) -> int:
    """The newest entry of the log; asked once for a state of the database."""
    return log.newest()


def transactions() -> Key:
    """Changes with every transaction of an embedded database; with every second of a server's."""
    held = settings.DATABASES["default"]
    if "sqlite" not in held["ENGINE"]:
        return (int(monotonic()),)
    path = str(held["NAME"])
    if not os.path.exists(path):  # noqa: PTH110 - held in memory: nothing is known of it
        return (monotonic(),)
    return (_bytes(f"{path}-shm", 0, INDEX_HEAD), _bytes(path, *COUNTER))


def _bytes(path: str, start: int, count: int) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.pread(handle, count, start)
    finally:
        os.close(handle)


def _is_page(path: str) -> bool:
    """Whether a path begins with a language, and so is a page whatever the program accepts."""
    return path[3:4] == "/" and path[1:3] in {code for code, _ in settings.LANGUAGES}


def _cookies(said: str) -> dict[str, str]:
    pairs = (each.strip().partition("=") for each in said.split(";") if each.strip())
    return {name: value.strip('"') for name, _, value in pairs}


def _kept(environ: Mapping[str, Any], said: Any, given: Iterable[bytes], now: Key) -> Answer | None:
    """The answer as it is kept; None where it is not open, not whole, or is one reader's own."""
    status, headers = said[0], {name.lower(): value for name, value in said[1]}
    varies = {each.strip().lower() for each in headers.get("vary", "").split(",") if each.strip()}
    length = int(headers.get("content-length", LARGEST + 1))
    if (
        OPEN not in environ or "CSRF_COOKIE_NEEDS_UPDATE" in environ or not status.startswith("200")
        or "set-cookie" in headers or not varies <= VARIES or length > LARGEST
    ):  # fmt: skip
        return None
    body = b"".join(given)
    getattr(given, "close", lambda: None)()
    is_packed = headers.get("content-encoding") == "gzip"
    mark = headers.get("etag", "").removeprefix("W/") or f'"{sha256(body).hexdigest()[:32]}"'
    vary = headers.get("vary", "")
    return Answer(
        now,
        tuple((name, value) for name, value in said[1] if name.lower() not in TOLD_ANEW),
        vary if "accept-encoding" in varies else ", ".join(filter(None, (vary, "Accept-Encoding"))),
        f"W/{mark}",
        body if is_packed else gzip.compress(body, LEVEL, mtime=0),
    )


def _given(held: Answer, environ: Mapping[str, Any], start: Start) -> list[bytes]:
    told = [("ETag", held.mark), ("Vary", held.vary)]
    if answers.holds(environ.get("HTTP_IF_NONE_MATCH", ""), held.mark):
        start("304 Not Modified", [*(each for each in held.headers if each[0].lower() != "content-type"), *told])
        return []
    packs = answers.unpacks(environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = held.packed if packs else gzip.decompress(held.packed)
    coding = [("Content-Encoding", "gzip")] if packs else []
    start("200 OK", [*held.headers, *told, *coding, ("Content-Length", str(len(body)))])
    return [body]

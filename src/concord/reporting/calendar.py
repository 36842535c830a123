"""A round's dates as iCalendar (RFC 5545), for everybody and for one country, in six languages.

Days are whole days, so no time zone is involved. The same dates give the same bytes: the stamp is an argument and ids
are built from round, area and kind, so that a program that reads the file again moves an entry instead of adding one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concord.documents.sentences import Count, Day, Named, Plain, Saying, say
from concord.vocabulary import areas

DOMAIN = "documents/round-calendar"
MEDIA_TYPE = "text/calendar; charset=utf-8"
#: Octets of a line without its end (RFC 5545, section 3.1).
LONGEST_LINE = 75
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Event:
    """One day.

    Args:
        id: Unique within the installation and lasting: ``2027-due``, ``2027-KEN-due``.
        day: The day.
        title: One line, in ``language``.
        text: What it means; may be empty.
        language: The language title and text are really in.
        alarms: Reminders of the calendar program, in days before.
        revision: Rises when the day is moved.
    """

    id: str
    day: dt.date
    title: str
    text: str = ""
    language: str = "en"
    alarms: tuple[int, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a round that everybody may know."""

    round: str
    opens_on: dt.date
    due_on: dt.date
    closes_on: dt.date | None = None
    cut_off_on: dt.date | None = None
    is_example: bool = False


def public(dates: Dates, language: str, *, alarms: tuple[int, ...] = (30, 7)) -> tuple[Event, ...]:
    """The events of a round for everybody; only the due date rings."""
    days = (
        ("opens", dates.opens_on), ("due", dates.due_on), ("closes", dates.closes_on), ("cut-off", dates.cut_off_on),
    )  # fmt: skip
    return tuple(
        _event(dates, what, day, language, alarms if what == "due" else ()) for what, day in days if day is not None
    )


def of_area(
    dates: Dates,
    area: str,
    due_on: dt.date,
    language: str,
    *,
    name: str = "",
    revision: int = 0,
    alarms: tuple[int, ...] = (30, 14, 7, 1),
) -> tuple[Event, ...]:
    """The events of a round for one country: its own due date in place of the round's.

    Args:
        dates: The round's.
        area: Alpha-3.
        due_on: With extensions.
        language: One of the six.
        name: The country's name where its code is no area's, as in a demonstration.
        revision: How often the date has been moved.
        alarms: Reminders of the calendar program, in days before.
    """
    called = Named(lambda _language: name) if name else Named(areas.area(area).name)
    is_moved = due_on != dates.due_on
    more = "extended-more" if is_moved else "due-of-area-more"
    values: dict[str, Saying] = {"area": called, "round": Plain(dates.round), "before": Day(dates.due_on)}
    title, text = _said("due-of-area", language, **values), _said(more, language, **values)
    own = _made(dates, f"{area}-due", due_on, title, text, language, alarms, revision)
    others = (each for each in public(dates, language, alarms=()) if not each.id.endswith("-due"))
    return tuple(sorted((own, *others), key=lambda each: (each.day, each.id)))


def _event(dates: Dates, what: str, day: dt.date, language: str, alarms: tuple[int, ...]) -> Event:
    values: dict[str, Saying] = {"round": Plain(dates.round)}
    title, text = _said(what, language, **values), _said(f"{what}-more", language, **values)
    return _made(dates, what, day, title, text, language, alarms, 0)


def _made(
    dates: Dates,
    what: str,
    day: dt.date,
    title: tuple[str, str],
    text: tuple[str, str],
    language: str,
    alarms: tuple[int, ...],
    revision: int,
) -> Event:
    example = f" {_said('example', language)[0]}" if dates.is_example else ""
    return Event(f"{dates.round}-{what}", day, title[0], text[0] + example, title[1], alarms, revision)


def _said(key: str, language: str, **values: Saying) -> tuple[str, str]:
    found = say(DOMAIN, key, language, **values)
    return str(found), found.language


def calendar(events: Iterable[Event], *, name: str, stamp: dt.datetime, host: str, link: str = "") -> bytes:
    """Events as one iCalendar file.

    Args:
        events: In any order; they are written by day.
        name: Of the calendar.
        stamp: The moment the file is made (aware).
        host: Of the installation; stands in the ids.
        link: A page of the installation that every event leads to.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Concord//Rounds of reporting//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D",
    ]  # fmt: skip
    for each in sorted(events, key=lambda each: (each.day, each.id)):
        lines.extend(_lines(each, stamp, host, link))
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def name_of(round: str, language: str, *, area: str = "", name: str = "") -> str:
    """What a calendar is called."""
    if not area:
        return _said("name", language, round=Plain(round))[0]
    called = Named(lambda _language: name) if name else Named(areas.area(area).name)
    return _said("name-of-area", language, round=Plain(round), area=called)[0]


def _lines(event: Event, stamp: dt.datetime, host: str, link: str) -> Iterator[str]:
    in_language = f";LANGUAGE={event.language}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@{host}"
    yield f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + dt.timedelta(1):%Y%m%d}"
    yield f"SEQUENCE:{event.revision}"
    yield f"SUMMARY{in_language}:{escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION{in_language}:{escaped(event.text)}"
    if link:
        yield f"URL:{link}"
    yield "TRANSP:TRANSPARENT"
    for days in sorted(set(event.alarms), reverse=True):
        yield from _alarm(event, days)
    yield "END:VEVENT"


def _alarm(event: Event, days: int) -> Iterator[str]:
    said, _ = _said("alarm", event.language, days=Count(days), event=Plain(event.title))
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER;RELATED=START:-P{days}D"
    yield f"DESCRIPTION:{escaped(said)}"
    yield "END:VALARM"


def escaped(text: str) -> str:
    """Text as the standard wants it: backslash, semicolon, comma and line end escaped; what is no text left out."""
    clean = _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line of at most 75 octets, its rest on lines that begin with a space; no character is cut in two."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        octets = letter.encode()
        room = LONGEST_LINE if not parts else LONGEST_LINE - 1
        if len(part) + len(octets) > room:
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join((*parts, part)) + b"\r\n"

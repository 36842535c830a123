"""Kinds of answers as an author chooses them, and merging what two people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concord_site.reporting.editing.book import Line

WORDED = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
#: Kind → (XLSForm type, appearance that goes with it).
KINDS: dict[str, tuple[str, str]] = {
    "one": ("select_one", ""), "many": ("select_multiple", ""), "rank": ("rank", ""),
    "text": ("text", ""), "long-text": ("text", "multiline"), "link": ("text", "url"),
    "integer": ("integer", ""), "decimal": ("decimal", ""), "range": ("range", ""),
    "year": ("date", "year"), "month": ("date", "month-year"), "date": ("date", ""), "time": ("time", ""),
    "datetime": ("dateTime", ""), "file": ("file", ""), "image": ("image", ""), "point": ("geopoint", ""),
    "acknowledge": ("acknowledge", ""), "note": ("note", ""), "calculate": ("calculate", ""), "hidden": ("hidden", ""),
    "group": ("begin_group", ""), "repeat": ("begin_repeat", ""),
}  # fmt: skip
CHOOSING = frozenset({"one", "many", "rank"})
MARKS = frozenset(mark for _type, mark in KINDS.values() if mark)


def kind(line: Line) -> str:
    """The kind of a line as an author chooses it; empty for a type that is not offered."""
    type_ = line["type"].strip()
    spelt = {"begin group": "begin_group", "begin repeat": "begin_repeat", "datetime": "dateTime"}.get(type_.lower())
    first = spelt or type_.split(" ")[0]
    marks = set(line["appearance"].split()) & MARKS
    plain = ""
    for name, (written, mark) in KINDS.items():
        if written.removesuffix("_from_file") == first.removesuffix("_from_file"):
            if mark and mark in marks:
                return name
            plain = plain or ("" if mark else name)
    return plain


def list_of(line: Line) -> str:
    """The list of choices a line names: ``yes_no``, or ``areas.csv`` for one of the house's."""
    words = line["type"].split()
    return words[1] if len(words) > 1 and kind(line) in CHOOSING else ""


def with_kind(line: Line, chosen: str, choices: str) -> dict[str, str]:
    """The cells ``type`` and ``appearance`` of a line once it is of a kind."""
    if chosen not in KINDS:
        return {"type": line["type"], "appearance": line["appearance"]}
    written, mark = KINDS[chosen]
    words = line["type"].split()
    more = " ".join(words[2:]) if chosen in CHOOSING and kind(line) in CHOOSING else ""
    if chosen in CHOOSING:
        is_file = choices.endswith((".csv", ".xml", ".geojson"))
        written = f"{written}{'_from_file' if is_file and chosen != 'rank' else ''} {choices} {more}".strip()
    kept = [each for each in line["appearance"].split() if each not in MARKS]
    return {"type": written, "appearance": " ".join([*([mark] if mark else []), *kept])}


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that two people changed differently since they read it."""

    line: int
    column: str
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The cells to keep, and where two people disagree (there ``cells`` hold mine)."""

    cells: Mapping[str, str]
    clashes: tuple[Clash, ...]


def merged(id: int, base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]) -> Merged:
    """Three-way: what only one of two has changed is taken; what both changed differently is a clash.

    Args:
        id: Of the line, for the clashes.
        base: Cells as I read them.
        theirs: Cells as they stand now.
        mine: Cells I send; columns I do not send are not mine to change.
    """
    found, clashes = {}, []
    for column, value in mine.items():
        before, now = base.get(column, ""), theirs.get(column, "")
        if value == before:
            found[column] = now
        elif now in (before, value):
            found[column] = value
        else:
            found[column] = value
            clashes.append(Clash(id, column, before, now, value))
    return Merged(found, tuple(clashes))


def wording_columns(columns: Iterable[str], languages: Iterable[str], default: str) -> tuple[str, ...]:
    """Every column of every language for some worded columns; the default's has no suffix."""
    return tuple(column if code == default else f"{column}::{code}" for column in columns for code in languages)

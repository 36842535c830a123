"""The last round beside a draft: questions that are alike, shown as suggestions and never taken by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from concord.instrument.model import Instrument, Link, Mode, Question
from concord_site.reporting.editing.book import Line

MODES: tuple[Mode, ...] = ("same", "reworded", "split", "merged")
ENOUGH = 55.0
MOST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question of the last round that is like one of the draft; ``percent`` is the likeness of the wordings."""

    id: str
    question: Question
    percent: int


def link(cell: str, previous: str) -> Link | None:
    """What ``x_same_as`` says: a mode and ids; ids without an instrument are of the previous one."""
    words = cell.split()
    if not words:
        return None
    mode: Mode = next((each for each in MODES if each == words[0]), "same")
    ids = words[1:] if words[0] in MODES else words
    return Link(mode, tuple(each if "/" in each else f"{previous}/{each}" for each in ids))


def cell(mode: str, ids: tuple[str, ...]) -> str:
    """The cell ``x_same_as`` for a mode and ids; empty without ids, bare for ``same``."""
    if not ids:
        return ""
    return " ".join(ids) if mode == "same" else " ".join((mode, *ids))


def suggestions(line: Line, language: str, old: Instrument) -> tuple[Suggestion, ...]:
    """Questions of an earlier instrument whose wording is like a line's, most alike first."""
    from rapidfuzz import fuzz

    label = line["label"] or line[f"label::{language}"]
    found = []
    for question in old.questions:
        if not question.is_asked or question.cell:
            continue
        percent = fuzz.token_set_ratio(label.lower(), question.label.best(language).text.lower())
        percent = 100.0 if question.name == line.name else percent * 0.99
        if percent >= ENOUGH:
            found.append(Suggestion(f"{old.id}/{'/'.join(question.path)}", question, round(percent)))
    return tuple(sorted(found, key=lambda each: -each.percent)[:MOST])

"""Findings of a reading as a page shows them: filtered, those alike together, each with piece and explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from concord.findings import Finding, hint, message
from concord.vocabulary.text import Wording
from concord_site.mds.models import Delivery, Explanation
from concord_site.mds.outcome import Found, Outcome
from concord_site.mds.queries.jumps import Change, change_of, scope_words
from concord_site.shell.i18n import language

#: Groups on a page; a group names at most so many further places.
MOST = 100
MOST_PLACES = 20
LEVELS = ("hard", "soft", "note")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader of findings has chosen."""

    level: str = ""
    sheet: str = ""
    only_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words.

    Args:
        found: The finding.
        said: What is wrong.
        todo: What to do.
        places: Where it stands.
        explanation: Why it is right as it stands, where somebody said so.
        before: What was said of the same finding last time, where nothing is said yet.
        change: The change from year to year that it is about: there it is asked whether the definition changed.
    """

    found: Found
    said: Wording
    todo: Wording | None
    places: tuple[str, ...]
    explanation: Explanation | None = None
    before: Explanation | None = None
    change: Change | None = None

    @property
    def ring(self) -> str:
        """How its cell is ringed."""
        return "ring-hard" if self.found.finding.level == "hard" else "ring-soft"

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """How far a change of definition may reach: value and words, the likeliest first."""
        change = self.change
        return [] if change is None else [(each, scope_words(change, each)) for each in change.scopes]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that say the same of one column: the first in full, the places of the others."""

    first: Line
    others: tuple[Line, ...] = ()
    more: int = 0

    @property
    def level(self) -> str:
        """Its level."""
        return self.first.found.finding.level

    @property
    def count(self) -> int:
        """How many findings."""
        return 1 + len(self.others) + self.more


@dataclass(frozen=True, slots=True)
class Board:
    """All of a page."""

    groups: tuple[Group, ...] = ()
    notes: tuple[Line, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    unexplained: int = 0
    hidden: int = 0
    sheets: tuple[str, ...] = ()
    offered: int = 0


def explained_before(row: Delivery, found: Outcome, before: Delivery | None) -> dict[str, Explanation]:
    """Explanations of the delivery before, by key, for what is soft here and not explained yet.

    A key names the finding and its series (:mod:`concord.mds.checks.keys`), so what was said of one year alone is
    offered for that year alone.
    """
    if before is None:
        return {}
    known = set(row.explanations.values_list("key", flat=True))
    open_ones = {each.key for each in found.found if each.finding.level == "soft"} - known
    rows = before.explanations.filter(key__in=open_ones).select_related("by")
    return {each.key: each for each in rows}


def board(row: Delivery, found: Outcome, choice: Choice, *, before: Delivery | None = None) -> Board:
    """The findings of a reading.

    Args:
        row: The delivery, whose explanations stand beside its findings.
        found: What was read.
        choice: What is shown of it.
        before: The delivery one compares with: what was explained there is offered again.
    """
    explained = {each.key: each for each in row.explanations.all()}
    said_before = explained_before(row, found, before)
    chosen = [each for each in found.found if _is_chosen(each, choice, explained)]
    grouped = list(_grouped(each for each in chosen if each.finding.level != "note"))
    soft = sum(each.finding.level == "soft" and each.key not in explained for each in found.found)
    counts = {str(level): count for level, count in found.findings.counts().items()}
    return Board(
        groups=tuple(_group(held, explained, said_before) for held in grouped[:MOST]),
        notes=tuple(_line(each, explained, {}) for each in chosen if each.finding.level == "note")[:MOST],
        counts=counts, unexplained=soft, hidden=max(0, len(grouped) - MOST) + found.left_out,
        sheets=tuple(dict.fromkeys(filter(None, map(_sheet, found.found)))), offered=len(said_before),
    )  # fmt: skip


def _is_chosen(each: Found, choice: Choice, explained: Mapping[str, Explanation]) -> bool:
    if choice.level and each.finding.level != choice.level:
        return False
    if choice.sheet and _sheet(each) != choice.sheet:
        return False
    return not (choice.only_open and each.key in explained)


def _sheet(each: Found) -> str:
    where = each.finding.where
    return " › ".join(part for part in (where.file, where.sheet) if part)


def _grouped(every: Iterable[Found]) -> Iterable[list[Found]]:
    """Those of one code, file, sheet and column together; soft ones stand alone, for each is explained by itself."""
    held: dict[tuple[object, ...], list[Found]] = {}
    for each in every:
        where = each.finding.where
        alone = each.key if each.finding.level == "soft" else ""
        held.setdefault((each.finding.code, where.file, where.sheet, where.letter, alone), []).append(each)
    return held.values()


def _group(held: list[Found], explained: Mapping[str, Explanation], before: Mapping[str, Explanation]) -> Group:
    lines = [_line(each, explained, before) for each in held[: MOST_PLACES + 1]]
    return Group(lines[0], tuple(lines[1:]), len(held) - len(lines))


def _line(each: Found, explained: Mapping[str, Explanation], before: Mapping[str, Explanation]) -> Line:
    finding = each.finding
    todo = _said(hint, finding)
    return Line(
        each, _said(message, finding), todo if todo.text else None, places(finding), explained.get(each.key),
        before.get(each.key), change_of(finding),
    )  # fmt: skip


def _said(wording: Callable[[Finding, str], str], finding: Finding) -> Wording:
    text = wording(finding, language())
    falls_back = language() != "en" and text == wording(finding, "en")
    return Wording(text, "en" if falls_back else language(), falls_back)


def places(finding: Finding) -> tuple[str, ...]:
    """Where it stands: file, sheet, column, row, named item."""
    where = finding.where
    column = f"{where.letter} {where.header or ''}".strip() if where.letter else where.header
    found: list[Any] = [where.file, where.sheet]
    found.append(_("column %(column)s") % {"column": column} if column else None)
    found.append(_("row %(row)s") % {"row": where.row} if where.row is not None else None)
    found.append(where.item)
    return tuple(str(each) for each in found if each)

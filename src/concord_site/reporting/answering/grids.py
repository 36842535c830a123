"""A grid as it is drawn: rows, one or two heads of columns, small boxes, and totals that add themselves up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from concord.instrument.model import Choice, Question
from concord.vocabulary.text import Text, Wording
from concord_site.reporting.answering import addresses, boxes, pages, rich, typed
from concord_site.reporting.answering.addresses import Scope
from concord_site.reporting.answering.boxes import Box, Sight
from concord_site.reporting.answering.figures import number
from concord_site.reporting.answering.pages import Page

#: Units whose parts may be added up.
COUNTED = frozenset({"persons", "fte", "states", "usd"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHOLE = re.compile(r"total|^all$|sum", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One small box."""

    box: Box
    words: str  # row and columns, for those who cannot see where it stands
    value: str
    column: int  # of the outer head, from 0
    short: str = ""  # its columns alone, where its row stands above it

    @property
    def id(self) -> str:
        """Id of the box."""
        return self.box.id

    @property
    def address(self) -> str:
        """Its lasting address."""
        return self.box.address

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong with it."""
        return self.box.errors

    @property
    def is_long(self) -> bool:
        """Whether its words need a wider box."""
        return self.box.form == "lines"


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of a row within one outer column; empty while nothing is there to add up."""

    id: str
    shown: str
    column: int
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A head of columns and how many it spans."""

    label: Wording
    span: int
    column: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid."""

    label: Wording
    cells: tuple[Cell | Total | None, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The grid.

    Args:
        outer: Heads of the outer columns where there are two kinds of them.
        inner: Heads over the boxes; a total has an empty one.
        signs: What may be written in place of a number, and what it means.
    """

    id: str
    number: str
    label: Wording
    hint: Wording
    unit: str
    rows_label: str
    outer: tuple[Head, ...]
    inner: tuple[Head, ...]
    rows: tuple[Row, ...]
    signs: tuple[tuple[str, str], ...] = ()
    saved: str = ""
    saved_iso: str = ""
    has_totals: bool = False
    is_fixed: bool = False
    others: tuple[Box, ...] = ()
    reasons: tuple[str, ...] = ()
    article: str = ""
    article_href: str = ""

    def cells(self) -> Iterator[Cell]:
        """Every box."""
        for row in self.rows:
            yield from (each for each in row.cells if isinstance(each, Cell))

    def totals(self) -> Iterator[Total]:
        """Every total."""
        for row in self.rows:
            yield from (each for each in row.cells if isinstance(each, Total))

    @property
    def conflicts(self) -> tuple[Box, ...]:
        """Cells that two people changed at once."""
        return tuple(each.box for each in self.cells() if each.box.versions)

    @property
    def kept_cells(self) -> tuple[Cell, ...]:
        """Cells with what stood there last time."""
        return tuple(each for each in self.cells() if each.box.last)

    @property
    def known_cells(self) -> tuple[Cell, ...]:
        """Cells for which the data set has a number."""
        return tuple(each for each in self.cells() if each.box.offer is not None)


def grid(sight: Sight, page: Page, scope: Scope) -> Drawn:
    """The grid of a page, in one entry of a list."""
    group = page.group
    assert group is not None
    assert group.grid is not None
    instrument = sight.book.instrument
    rows = instrument.lists[group.grid.rows].choices
    heads = [instrument.lists[each].choices for each in group.grid.columns]
    asked = _asked(sight, page, scope)
    template = next((each for each in page.questions if each.cell), None)
    adds_up = template is not None and len(heads) > 1 and _adds_up(template, heads[-1])
    combos = [
        ((outer.name, *inner), place)
        for place, outer in enumerate(heads[0])
        for inner in ([(each.name,) for each in heads[1]] if len(heads) > 1 else [()])
    ]
    drawn_rows = tuple(
        _row(sight, row, combos, heads, asked, adds_up) for row in rows
        if any((row.name, *columns) in asked for columns, _place in combos)
    )  # fmt: skip
    saved_iso, saved = max(
        ((each.box.saved_iso, each.box.saved) for row in drawn_rows for each in row.cells if isinstance(each, Cell)),
        default=("", ""),
    )
    article = boxes.article_of(template) if template else ""
    first = next(iter(asked.values()), None)
    return Drawn(
        addresses.element(addresses.join(scope, group.key)), sight.numbers.get(group.path, ""),
        (group.label or (template.label if template else group.label)).best(sight.language),
        _hint(group.hint, template).best(sight.language),
        boxes.unit_words(template.about.unit, sight.language) if template else "",
        _("Row"), _outer(heads, sight.language, adds_up), _inner(heads, sight.language, adds_up), drawn_rows,
        _signs(template),
        saved, saved_iso, adds_up, sight.is_fixed, _others(sight, page, scope),
        sight.reasons(sight.book.positional(first.address) or "") if first else (), article,
        sight.article(article) if article else "",
    )  # fmt: skip


def _signs(template: Question | None) -> tuple[tuple[str, str], ...]:
    words = boxes.status_words()
    return tuple((typed.SIGNS[each][0], words[each]) for each in (template.about.statuses if template else ()))


def _hint(own: Text, template: Question | None) -> Text:
    return own or (template.hint if template is not None else own)


def _asked(sight: Sight, page: Page, scope: Scope) -> dict[tuple[str, ...], Box]:
    found = {}
    for question in page.questions:
        if question.cell:
            positional = sight.book.positional(addresses.join(scope, question.key)) or ""
            if sight.state.is_asked(positional):
                found[question.cell] = boxes.box(sight, question, scope)
    return found


def _others(sight: Sight, page: Page, scope: Scope) -> tuple[Box, ...]:
    """What stands in the group beside the cells: notes, and sums that the form itself works out."""
    drawn = [
        boxes.box(sight, each, scope)
        for each in page.questions
        if pages.is_told(each) and sight.state.is_shown(sight.book.positional(addresses.join(scope, each.key)) or "")
    ]
    return tuple(each for each in drawn if each.question.kind == "note" or each.told)


def _adds_up(template: Question, inner: tuple[Choice, ...]) -> bool:
    names = [f"{each.name} {each.label.best('en').text}" for each in inner]
    return (
        template.kind == "integer" and template.about.unit in COUNTED and len(inner) > 1
        and not any(_YEAR.search(each) or _WHOLE.search(each) for each in names)
    )  # fmt: skip


def _outer(heads: list[tuple[Choice, ...]], language: str, adds_up: bool) -> tuple[Head, ...]:
    if len(heads) < 2:
        return ()
    span = len(heads[1]) + (1 if adds_up else 0)
    return tuple(Head(each.label.best(language), span, place) for place, each in enumerate(heads[0]))


def _inner(heads: list[tuple[Choice, ...]], language: str, adds_up: bool) -> tuple[Head, ...]:
    if len(heads) < 2:
        return tuple(Head(each.label.best(language), 1, place) for place, each in enumerate(heads[0]))
    total = [Head(Wording(_("Total"), language), 1, -1)] if adds_up else []
    return tuple(
        Head(each.label, each.span, place)
        for place in range(len(heads[0]))
        for each in [*(Head(one.label.best(language), 1, place) for one in heads[1]), *total]
    )


def _row(
    sight: Sight, row: Choice, combos: list[tuple[tuple[str, ...], int]], heads: list[tuple[Choice, ...]],
    asked: dict[tuple[str, ...], Box], adds_up: bool,
) -> Row:  # fmt: skip
    found: list[Cell | Total | None] = []
    for place, (columns, column) in enumerate(combos):
        box = asked.get((row.name, *columns))
        found.append(_cell(sight, box, row, columns, heads, column) if box is not None else None)
        is_last = place + 1 == len(combos) or combos[place + 1][1] != column
        if adds_up and is_last:
            found.append(
                _total(sight, row, column, [each for each in found if isinstance(each, Cell) and each.column == column])
            )
    return Row(row.label.best(sight.language), tuple(found))


def _cell(
    sight: Sight, box: Box, row: Choice, columns: tuple[str, ...], heads: list[tuple[Choice, ...]], column: int
) -> Cell:
    labels = [row.label.best(sight.language).text]
    for name, choices in zip(columns, heads, strict=True):
        labels.append(next((each.label.best(sight.language).text for each in choices if each.name == name), name))
    status = next((each.value for each in box.statuses if each.is_chosen), "")
    value = box.part.value if box.parts else ""
    words = [rich.plain(each) for each in labels]
    held = typed.SIGNS[status][0] if status else value
    return Cell(box, ", ".join(words), held, column, ", ".join(words[1:]))


def _total(sight: Sight, row: Choice, column: int, cells: list[Cell]) -> Total:
    values = [sight.book.of(each.address).value for each in cells]
    known = [each for each in values if isinstance(each, int) and not isinstance(each, bool)]
    element = addresses.element(f"total/{row.name}/{column}")
    if not known:
        return Total(element, "··" if any(each is not None for each in values) else "", column)
    return Total(element, number(sum(known), sight.language), column, len(known) < len(values))

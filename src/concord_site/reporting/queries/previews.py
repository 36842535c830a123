"""How an instrument will look, in any of six languages: one section at a time, as rows a template draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from concord.instrument.model import CHOOSING, FILES, NUMBERS, Grid, Group, Instrument, Question
from concord.vocabulary.text import Text, Wording
from concord_site.reporting import wording
from concord_site.reporting.queries import contents, rules
from concord_site.reporting.queries.contents import Item

#: Choices shown of a long list.
MOST = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One question, heading, note or grid, worded in the language of the preview."""

    number: str
    depth: int
    look: str  # heading, repeat, note, choices, list, box, long, file, grid, silent
    label: Wording
    hint: Wording
    choices: tuple[Wording, ...] = ()
    more: int = 0
    is_many: bool = False
    unit: Wording | None = None
    statuses: tuple[str, ...] = ()
    when: str = ""
    is_needed: bool = False
    heads: tuple[tuple[tuple[Wording, int], ...], ...] = ()  # rows of a grid's head: wording, and columns it spans
    cells: range = range(0)  # the cells of each row of a grid


@dataclass(frozen=True, slots=True)
class Preview:
    """One section, and the way to the others."""

    section: str
    title: Wording
    rows: tuple[Row, ...]
    sections: tuple[tuple[str, Wording], ...]


def preview(asked: Instrument, section: str, code: str) -> Preview:
    """The rows of one section in one language; of the first where the section is not known.

    Args:
        asked: What is previewed.
        section: Name of the section; ``-`` for questions that stand in none.
        code: The language.
    """
    items = contents.contents(asked)
    sections = [(item.node.name, item.label(code)) for item in items if item.is_group]
    loose = tuple(item for item in items if not item.is_group)
    if loose:
        sections.insert(0, ("-", asked.title.best(code)))
    known = [name for name, _label in sections]
    chosen = section if section in known else next(iter(known), "-")
    title = dict(sections).get(chosen, asked.title.best(code))
    if chosen == "-":
        return Preview(chosen, title, _rows(asked, loose, code), tuple(sections))
    item = next(each for each in items if each.node.name == chosen)
    return Preview(chosen, title, _rows(asked, tuple(item.all()), code), tuple(sections))


def _rows(asked: Instrument, items: tuple[Item, ...], code: str) -> tuple[Row, ...]:
    return tuple(_row(asked, each, code) for each in items if each.kind not in ("calculate", "hidden", "meta"))


def _row(asked: Instrument, item: Item, code: str) -> Row:
    node = item.node
    when = rules.relevance(asked, node, code)
    label, hint = item.label(code), item.readable(node.hint.best(code))
    if isinstance(node, Group):
        if node.grid is not None:
            return _grid(asked, item, node.grid, label, hint, when, code)
        return Row(item.number, item.depth, "repeat" if node.repeats else "heading", label, hint, when=when)
    choices = _choices(asked, node, code)
    return Row(
        item.number, item.depth, _look(node, len(choices)), label, hint, choices[:MOST], max(0, len(choices) - MOST),
        node.kind in ("many", "rank"), rules.unit(node.about.unit, code),
        tuple(wording.status(each) for each in node.about.statuses), when, bool(node.rules.required),
    )  # fmt: skip


def _look(node: Question, choices: int) -> str:
    if node.kind == "note":
        return "note"
    if node.kind in CHOOSING:
        return "list" if choices > MOST else "choices"
    if node.kind in FILES:
        return "file"
    if node.kind == "long-text":
        return "long"
    return "number" if node.kind in NUMBERS or node.kind in ("year", "month", "date", "time", "datetime") else "box"


def _choices(asked: Instrument, node: Question, code: str) -> tuple[Wording, ...]:
    found = asked.lists.get(node.choices) if node.choices else None
    return tuple(_said(each.label, each.name, code) for each in found.choices) if found else ()


def _said(label: Text, name: str, code: str) -> Wording:
    best = label.best(code)
    return best if best.text else Wording(name, "en", True)


def _grid(asked: Instrument, item: Item, grid: Grid, label: Wording, hint: Wording, when: str, code: str) -> Row:
    lists = asked.lists
    rows = tuple(_said(each.label, each.name, code) for each in lists[grid.rows].choices) if grid.rows in lists else ()
    columns = [
        tuple(_said(each.label, each.name, code) for each in lists[name].choices) for name in grid.columns
        if name in lists
    ]  # fmt: skip
    heads: list[Any] = []
    within = 1
    for listed in reversed(columns):
        heads.insert(0, tuple((each, within) for each in listed))
        within *= len(listed)
    times = 1
    for place, listed in enumerate(columns):
        heads[place] = heads[place] * times
        times *= len(listed)
    cells = range(times if columns else 0)
    return Row(item.number, item.depth, "grid", label, hint, rows, when=when, heads=tuple(heads), cells=cells)

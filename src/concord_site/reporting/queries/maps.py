"""The question map as it is drawn: two columns of cards and the lines between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from concord.findings import Findings
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.numbering import numbers
from concord.instrument.versions import Edge, QuestionMap, question_map
from concord.instrument.words import without_answers
from concord.vocabulary.text import Wording
from concord_site.reporting import wording
from concord_site.reporting.queries import contents
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link

MODES = ("same", "reworded", "split", "merged", "new", "dropped")
#: Height of a card and of the gap below it, in units of the drawing; the stylesheet has the same in rem.
CARD = 72
DROPPED = "-dropped"


@dataclass(frozen=True, slots=True)
class Card:
    """One question in a column."""

    path: str
    number: str
    label: Wording
    mode: str


@dataclass(frozen=True, slots=True)
class Line:
    """From an old question (at the drawing's start) to a new one (at its end), in units of the drawing."""

    mode: str
    start: int
    end: int
    curve: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what is asked now, its mode, what it was."""

    new: Card | None
    mode: str
    old: tuple[Card, ...]


@dataclass(frozen=True)
class Drawn:
    """What the page shows of a map."""

    section: str
    new: tuple[Card, ...]
    old: tuple[Card, ...]
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    counts: Counter[str]
    findings: Findings

    @property
    def height(self) -> int:
        """Of the drawing."""
        return CARD * max(len(self.new), len(self.old), 1)


@lru_cache(maxsize=8)
def whole(new: Instrument, old: Instrument) -> QuestionMap:
    """The map between two instruments."""
    return question_map(new, old)


def _is_shown(node: Node | None) -> bool:
    """Cells of a grid follow their first cell; silent questions are in no map."""
    return node is None or isinstance(node, Group) or node.is_asked


def edges(map: QuestionMap) -> tuple[Edge, ...]:
    """The edges a reader sees: one a grid, none for what nobody answers."""
    found, seen = [], set()
    for edge in map.edges:
        node = edge.new or (edge.old[0] if edge.old else None)
        if not _is_shown(node) or node is None:
            continue
        key = (edge.new is None, node.path[:-1] if isinstance(node, Question) and node.cell else node.path)
        if key not in seen:
            seen.add(key)
            found.append(edge)
    return tuple(found)


def drawn(new: Instrument, old: Instrument, section: str) -> Drawn:
    """The part of the map that belongs to one section, or what was dropped."""
    map = whole(new, old)
    every = edges(map)
    sections = [each.name for each in new.sections]
    chosen = section if section in (*sections, DROPPED) else next(iter(sections), "")
    shown = [edge for edge in every if _stands_in(edge, chosen)]
    return _draw(map, chosen, shown, Counter(edge.mode for edge in every))


def _stands_in(edge: Edge, section: str) -> bool:
    if section == DROPPED:
        return edge.new is None
    return edge.new is not None and edge.new.path[0] == section


def _draw(map: QuestionMap, section: str, shown: Iterable[Edge], counts: Counter[str]) -> Drawn:
    shown = tuple(shown)
    order = {node.path: place for place, node in enumerate(map.old.nodes())}
    old_nodes = {_grid_path(node): node for edge in shown for node in edge.old}
    old = tuple(sorted(old_nodes, key=lambda path: order.get(old_nodes[path].path, 0)))
    modes = {_grid_path(node): edge.mode for edge in shown for node in edge.old}
    new = tuple(edge.new for edge in shown if edge.new is not None)
    places = {path: place for place, path in enumerate(old)}
    lines, rows = [], []
    for place, edge in enumerate(edge for edge in shown if edge.new is not None):
        for node in {_grid_path(each): each for each in edge.old}:
            lines.append(_line(edge.mode, places[node], place))
    for edge in shown:
        cards = tuple(_card(map.old, each, edge.mode) for each in {_grid_path(n): n for n in edge.old}.values())
        rows.append(Row(_card(map.new, edge.new, edge.mode) if edge.new is not None else None, edge.mode, cards))
    return Drawn(
        section, tuple(_card(map.new, node, _mode(shown, node)) for node in new),
        tuple(_card(map.old, old_nodes[path], modes[path]) for path in old), tuple(lines), tuple(rows), counts,
        map.findings,
    )  # fmt: skip


def _grid_path(node: Node) -> tuple[str, ...]:
    return node.path[:-1] if isinstance(node, Question) and node.cell else node.path


def _mode(shown: Iterable[Edge], node: Node) -> str:
    return next(edge.mode for edge in shown if edge.new is not None and edge.new.path == node.path)


def _card(instrument: Instrument, node: Node, mode: str) -> Card:
    path = _grid_path(node)
    shown = instrument.by_path.get(path, node)
    label = shown.label.best(language())
    if not label.text:
        label = Wording(shown.name, "en", language() != "en")
    label = without_answers(label, instrument, numbers=numbers(instrument))
    return Card("/".join(path), contents.number_of(instrument, shown), label, mode)


def _line(mode: str, old: int, new: int) -> Line:
    start, end = old * CARD + (CARD - 12) // 2, new * CARD + (CARD - 12) // 2
    return Line(mode, start, end, f"M0 {start}C60 {start} 60 {end} 120 {end}")


def named(instrument: Instrument, name: str) -> Node | None:
    """The question an id leads to: by its path, its key or its name."""
    wanted = tuple(name.split("/"))
    if wanted in instrument.by_path:
        return instrument.by_path[wanted]
    found = instrument.named(wanted[-1])
    return found[0] if found else None


def views(asked: Instrument, drawn: Drawn) -> list[Link]:
    """The sections of a map, and what was dropped; each is an address of the same page."""
    found = [
        Link(each.label.best(language()).text or each.name, f"?section={each.name}", drawn.section == each.name)
        for each in asked.sections
    ]
    return [*found, Link(_("Dropped"), f"?section={DROPPED}", drawn.section == DROPPED)]


def modes(drawn: Drawn) -> list[tuple[str, str, str, int]]:
    """The modes with their words, what they mean for answers, and how many questions have each."""
    return [(name, wording.mode(name), wording.mode_explained(name), drawn.counts.get(name, 0)) for name in MODES]

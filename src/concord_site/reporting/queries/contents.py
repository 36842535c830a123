"""An instrument as a reader meets it: sections with numbers, questions with theirs, grids as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from concord.errors import NotFound
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.numbering import numbers
from concord.instrument.words import without_answers
from concord.vocabulary.text import Wording
from concord_site.reporting import wording
from concord_site.shell.i18n import language


@dataclass(frozen=True)
class Item:
    """A question, grid, repeating block or group, where it stands.

    Args:
        number: ``3.5``; empty for notes and for what nobody answers.
        depth: 0 for sections.
    """

    node: Node
    number: str
    depth: int
    section: str = ""
    items: tuple[Item, ...] = ()
    of: Instrument | None = None

    def __hash__(self) -> int:
        return hash(self.node.path)

    @property
    def path(self) -> str:
        """The address of it within its instrument."""
        return "/".join(self.node.path)

    @property
    def anchor(self) -> str:
        """The same as an anchor."""
        return "q-" + "-".join(self.node.path)

    @property
    def is_group(self) -> bool:
        """Whether it holds others."""
        return isinstance(self.node, Group) and self.node.grid is None

    @property
    def kind(self) -> str:
        """Kind of question, or ``group``, ``repeat``, ``grid``."""
        if isinstance(self.node, Question):
            return self.node.kind
        if self.node.grid is not None:
            return "grid"
        return "repeat" if self.node.repeats else "group"

    @property
    def worded(self) -> Wording:
        """Its wording in the reader's language."""
        return self.label(language())

    @property
    def kind_words(self) -> str:
        """What its kind is called."""
        return wording.kind(self.kind)

    def all(self) -> Iterator[Item]:
        """Everything within, in order."""
        for each in self.items:
            yield each
            yield from each.all()

    @property
    def asked(self) -> int:
        """How many questions are asked within; a grid is one."""
        return sum(bool(each.number) and not each.is_group for each in self.all())

    def label(self, language: str) -> Wording:
        """Its wording, or its name where it has none."""
        found = self.node.label.best(language)
        return self.readable(found) if found.text else Wording(self.node.name, "en", True)

    def readable(self, said: Wording) -> Wording:
        """A wording of it for a page that has no answers: it names the questions whose answers stand in it."""
        return said if self.of is None else without_answers(said, self.of, numbers=numbers(self.of))


@lru_cache(maxsize=64)
def contents(instrument: Instrument) -> tuple[Item, ...]:
    """The items of the first level, numbered as on the pages to answer and in the workbook."""
    return _items(instrument.children, instrument, 0, "")


def _items(nodes: tuple[Node, ...], of: Instrument, depth: int, section: str) -> tuple[Item, ...]:
    found, known = [], numbers(of)
    for node in nodes:
        number = known.get(node.path, "")
        within = section or number
        children = node.children if isinstance(node, Group) and node.grid is None else ()
        found.append(Item(node, number, depth, within, _items(children, of, depth + 1, within), of))
    return tuple(found)


def every(instrument: Instrument) -> Iterator[Item]:
    """Every item, groups before what is in them."""
    for each in contents(instrument):
        yield each
        yield from each.all()


def item(instrument: Instrument, path: str) -> Item:
    """One item by its path.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    for each in every(instrument):
        if each.path == path:
            return each
    raise NotFound("site.access.unknown")


def number_of(instrument: Instrument, node: Node) -> str:
    """The number of a question, of the grid it is a cell of; or empty."""
    for each in every(instrument):
        if each.node.path == node.path[: len(each.node.path)] and not each.is_group:
            return each.number
    return ""


def asked(instrument: Instrument) -> int:
    """How many questions it asks; a grid is one."""
    return sum(bool(each.number) and not each.is_group for each in every(instrument))

"""How an instrument is cut into sections and small pages: by its groups, a grid alone, one entry of a list a page.

The cut depends on the instrument alone, so that addresses of pages stay; which of them are asked, the answers decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from concord.instrument.model import SILENT, Group, Instrument, Node, Question
from concord.vocabulary.text import Text

#: Questions on one page, by weight.
AT_MOST = 5
#: Questions on the page of a group whose author asks for one page (``field-list``).
AT_MOST_BY_AUTHOR = 12
#: A list of boxes to tick longer than this has its page for itself.
LONG_LIST = 40

PageKind = Literal["questions", "grid", "list"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a section.

    Args:
        section: Number of its section, from 1.
        number: Its place in the section, from 1.
        kind: Some questions; a grid; or the list of entries of a repeating block.
        items: Questions, and groups in front of theirs whose label is shown as a heading.
        group: The group it belongs to: the grid, the repeating block, or the nearest around its questions.
        repeat: Keys of the repeating blocks around it, outermost first.
    """

    section: int
    number: int
    kind: PageKind
    items: tuple[Node, ...]
    group: Group | None
    repeat: tuple[str, ...]

    @property
    def id(self) -> str:
        """Names the page within the instrument."""
        return f"{self.section}.{self.number}"

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions on it; on the page of a list there are none."""
        return tuple(each for each in self.items if isinstance(each, Question))


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the task list."""

    number: int
    label: Text
    nodes: tuple[Node, ...]
    pages: tuple[Page, ...]
    hint: Text = field(default_factory=Text)

    def questions(self) -> Iterator[Question]:
        """Every question in it, entries of lists included."""
        return questions_in(self.nodes)


def questions_in(nodes: Iterable[Node]) -> Iterator[Question]:
    """Every question in some nodes, in order."""
    for node in nodes:
        if isinstance(node, Question):
            yield node
        else:
            yield from questions_in(node.children)


@lru_cache(maxsize=32)
def sections(instrument: Instrument) -> tuple[Section, ...]:
    """The sections with their pages."""
    return tuple(
        Section(number, label, nodes, tuple(_numbered(number, nodes)), hint)
        for number, (label, hint, nodes) in enumerate(_cut(instrument.children), start=1)
    )


def _cut(nodes: tuple[Node, ...]) -> list[tuple[Text, Text, tuple[Node, ...]]]:
    """Label, hint and nodes of each section; questions that stand in no group make sections of their own."""
    shown = tuple(each for each in nodes if _is_shown(each))
    if len(shown) == 1 and isinstance(shown[0], Group) and not shown[0].repeats and _has_chapters(shown[0]):
        return _cut(shown[0].children)
    found: list[tuple[Text, Text, tuple[Node, ...]]] = []
    loose: list[Node] = []
    for node in shown:
        if isinstance(node, Question):
            loose.append(node)
            continue
        found += [(Text(), Text(), tuple(loose))] if loose else []
        loose = []
        is_whole = node.repeats or node.grid is not None or _is_field_list(node)
        found.append((node.label, node.hint, (node,) if is_whole else node.children))
    return [*found, (Text(), Text(), tuple(loose))] if loose else found


def _has_chapters(group: Group) -> bool:
    return sum(isinstance(each, Group) for each in group.children) > 1


def _is_shown(node: Node) -> bool:
    if isinstance(node, Group):
        return any(_is_shown(each) for each in node.children)
    return node.is_asked or is_told(node)


def is_told(question: Question) -> bool:
    """Whether a silent question is shown all the same: a note, or a calculation that has a label."""
    return question.kind == "note" or (question.kind == "calculate" and bool(question.label))


def _is_field_list(group: Group) -> bool:
    return "field-list" in group.appearance or "table-list" in group.appearance


def _numbered(section: int, nodes: tuple[Node, ...]) -> Iterator[Page]:
    for number, (kind, items, group) in enumerate(_pages(nodes, None), start=1):
        repeat = _repeat_of(kind, items, group)
        yield Page(section, number, kind, items, group, repeat)


def _repeat_of(kind: PageKind, items: tuple[Node, ...], group: Group | None) -> tuple[str, ...]:
    if kind == "list" and group is not None:
        return group.repeat
    return next((each.repeat for each in items if isinstance(each, Question)), ())


Draft = tuple[PageKind, tuple[Node, ...], Group | None]


def _pages(nodes: Iterable[Node], around: Group | None) -> Iterator[Draft]:
    current: list[Node] = []
    for node in nodes:
        if not _is_shown(node):
            continue
        own = list(_own_pages(node))
        if own:
            carried = _notes_alone(current) if own[0][0] != "list" else ()
            yield from _flushed([] if carried else current, around)
            current = []
            yield own[0][0], (*carried, *own[0][1]), own[0][2]
            yield from own[1:]
        else:
            if current and _weight(current) + _weight([node]) > AT_MOST:
                trailing = _trailing_notes(current)
                yield from _flushed(current, around)
                current = trailing
            current += [node, *_leaves(node)] if isinstance(node, Group) else [node]
    yield from _flushed(current, around)


def _notes_alone(items: list[Node]) -> tuple[Node, ...]:
    """Notes that would have a page to themselves: they go to the page they introduce."""
    is_alone = bool(items) and all(isinstance(each, Question) and not each.is_asked for each in items)
    return tuple(items) if is_alone else ()


def _own_pages(node: Node) -> Iterator[Draft]:
    """Pages that a node has to itself; none where it may stand beside others."""
    if isinstance(node, Question):
        return
    if node.repeats:
        yield "list", (), node
        yield from _pages(node.children, node)
    elif node.grid is not None:
        yield "grid", tuple(each for each in node.children if isinstance(each, Question)), node
    elif _is_field_list(node) and not _has_special(node):
        yield from _by_author(node)
    elif _has_special(node) or _weight([node]) > AT_MOST:
        yield from _pages(node.children, node)


def _by_author(group: Group) -> Iterator[Draft]:
    leaves = [each for each in (n for child in group.children for n in (child, *_leaves(child))) if _is_shown(each)]
    for start in range(0, len(leaves), AT_MOST_BY_AUTHOR):
        yield from _flushed(leaves[start : start + AT_MOST_BY_AUTHOR], group)


def _flushed(items: list[Node], around: Group | None) -> Iterator[Draft]:
    if items:
        yield "questions", tuple(items), around


def _trailing_notes(items: list[Node]) -> list[Node]:
    """Take notes off the end of a page: they introduce what follows."""
    carried: list[Node] = []
    while len(items) > 1 and isinstance(items[-1], Question) and items[-1].kind == "note":
        carried.insert(0, items.pop())
    return carried


def _leaves(node: Node) -> list[Node]:
    if isinstance(node, Question):
        return []
    return [leaf for child in node.children if _is_shown(child) for leaf in (child, *_leaves(child))]


def _has_special(group: Group) -> bool:
    return any(
        isinstance(each, Group) and (each.repeats or each.grid is not None or _has_special(each))
        for each in group.children
    )


def _weight(nodes: Iterable[Node]) -> int:
    return sum(0 if each.kind in SILENT else 1 for each in questions_in(_outer(nodes)))


def _outer(nodes: Iterable[Node]) -> Iterator[Node]:
    """Nodes without those that a group in the same list already holds."""
    held: set[tuple[str, ...]] = set()
    for node in nodes:
        if node.path[:-1] not in held:
            yield node
        if isinstance(node, Group):
            held.update(each.path for each in _walk(node) if isinstance(each, Group))


def _walk(group: Group) -> Iterator[Node]:
    yield group
    for child in group.children:
        if isinstance(child, Group):
            yield from _walk(child)


@lru_cache(maxsize=32)
def places(instrument: Instrument) -> Mapping[tuple[str, ...], Page]:
    """The page on which each question stands, by the question's path; a repeating block leads to its list."""
    found: dict[tuple[str, ...], Page] = {}
    for section in sections(instrument):
        for page in section.pages:
            for question in page.questions:
                found[question.path] = page
            if page.kind != "questions" and page.group is not None:
                found[page.group.path] = page
    return found

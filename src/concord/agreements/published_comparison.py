"""Agreements that anybody may read, side by side: profiles that parties published, and entries known from facts.

Two kinds of knowledge stand beside each other and are never mixed: a person who read the text says ``absent``; of an
entry of the register an element is named by a source or it is not known here, which is no absence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from concord.agreements.appraisal import in_order
from concord.agreements.appraisal_facts import FromFacts, from_facts
from concord.agreements.elements import LEVELS, MARKS, Element, Level, catalogue
from concord.agreements.repository_model import Agreement
from concord.vocabulary.text import Text

State = Literal["met", "partly", "absent", "not-applicable", "not-marked", "named", "not-known"]
STATES: tuple[State, ...] = get_args(State)
#: Of these nothing is known: nobody has marked it, or no source names it.
UNKNOWN: frozenset[State] = frozenset({"not-marked", "not-known"})
#: Most agreements beside each other.
MOST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one element of one agreement.

    Args:
        state: A mark of a person, or what facts allow to say.
        level: How specific the wording is; of a fact, at least.
        clauses: Ids of the clauses that are cited.
        words: What is known, by language; of facts alone.
        source: Address of where a fact was read.
    """

    state: State
    level: Level | None = None
    clauses: tuple[str, ...] = ()
    words: Text = field(default_factory=Text)
    source: str = ""


@dataclass(frozen=True)
class Profile:
    """One agreement element by element; ``is_read`` where persons marked its text, else it is known from facts."""

    id: str
    title: Text
    is_read: bool
    is_invented: bool
    cells: Mapping[str, Cell]

    def cell(self, element: str) -> Cell:
        """What is known of an element."""
        return self.cells.get(element) or Cell("not-marked" if self.is_read else "not-known")


@dataclass(frozen=True, slots=True)
class Line:
    """One element in every agreement, in their order."""

    element: Element
    cells: tuple[Cell, ...]

    @property
    def is_known(self) -> bool:
        """Whether something is known of it in every agreement."""
        return all(each.state not in UNKNOWN for each in self.cells)


@dataclass(frozen=True)
class Part:
    """Elements of a group of the catalogue, or of a paragraph of the Code."""

    id: str
    label: Text
    lines: tuple[Line, ...]

    def counts(self, place: int) -> tuple[tuple[State, int], ...]:
        """How many elements are in each state in one agreement; several numbers, never one."""
        counted = Counter(line.cells[place].state for line in self.lines)
        return tuple((state, counted[state]) for state in STATES if counted[state])


@dataclass(frozen=True)
class SideBySide:
    """Two or three agreements against one catalogue."""

    profiles: tuple[Profile, ...]
    lines: tuple[Line, ...]

    def by_group(self) -> tuple[Part, ...]:
        """By group of the catalogue, in its order."""
        return tuple(
            Part(group.id, group.label, tuple(line for line in self.lines if line.element.group == group.id))
            for group in catalogue().groups
        )

    def by_article(self) -> tuple[Part, ...]:
        """By paragraph of the Code; an element that names several stands under each of them."""
        named = {article for line in self.lines for article in line.element.articles}
        return tuple(
            Part(article, Text(), tuple(line for line in self.lines if article in line.element.articles))
            for article in sorted(named, key=in_order)
        )


def of_published(body: Mapping[str, Any], *, id: str, title: Mapping[str, str], is_invented: bool) -> Profile | None:
    """The profile that parties published; None where its shape is not known here.

    Args:
        body: As :meth:`concord.agreements.appraisal.Appraisal.to_json` gives it.
    """
    try:
        cells = {str(each["id"]): _marked(each) for each in body["elements"]}
    except (KeyError, TypeError, AttributeError):
        return None
    return Profile(id, Text(title), True, is_invented, cells)


def of_entry(found: Agreement) -> Profile | None:
    """What sources name of an entry of the register; None where they name nothing."""
    cells = {
        each.element: Cell("named", words=Text(en=each.words), source=next(iter(found.sources), ""))
        for each in found.clauses
    }
    facts = facts_of(found)
    for fact in facts.facts.values() if facts else ():
        cells[fact.element] = Cell("named", fact.at_least, words=fact.says, source=fact.source)
    return Profile(found.id, Text(en=found.title), False, False, cells) if cells else None


def facts_of(found: Agreement) -> FromFacts | None:
    """The declared facts of an entry, where it was appraised from them."""
    wanted = found.id.replace("-", "").upper()
    return next((each for each in from_facts() if each.id == wanted), None)


def side_by_side(profiles: Sequence[Profile]) -> SideBySide:
    """Every element of the catalogue in each of them."""
    lines = tuple(Line(each, tuple(one.cell(each.id) for one in profiles)) for each in catalogue().elements)
    return SideBySide(tuple(profiles), lines)


def rows(of: SideBySide, language: str) -> Iterable[Mapping[str, object]]:
    """One row for each element and agreement, with the words of sources in the language where they are."""
    names = {group.id: group.label.best(language).text for group in catalogue().groups}
    for line in of.lines:
        for profile, cell in zip(of.profiles, line.cells, strict=True):
            yield {
                "agreement": profile.id, "title": profile.title.best(language).text,
                "known_from": "text" if profile.is_read else "facts",
                "invented": "yes" if profile.is_invented else "no",
                "element": line.element.id, "name": line.element.label.best(language).text,
                "group": names[line.element.group], "articles": " ".join(line.element.articles), "state": cell.state,
                "level": cell.level or "", "clauses": " ".join(cell.clauses), "words": cell.words.best(language).text,
                "source": cell.source,
            }  # fmt: skip


def _marked(each: Mapping[str, Any]) -> Cell:
    mark, level = each.get("mark"), each.get("level")
    if mark not in MARKS:
        return Cell("not-marked")
    return Cell(mark, level if level in LEVELS else None, tuple(map(str, each.get("clauses", ()))))

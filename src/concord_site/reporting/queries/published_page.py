"""A published report as its page shows it: sections, groups, entries, grids and questions, each with its answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from concord.instrument import answers as told
from concord.instrument.answers import Attached
from concord.instrument.model import CHOOSING, Group, Instrument, Node, Question
from concord.instrument.numbering import numbers
from concord.instrument.prefill import instances_of
from concord.reporting.national_report import anchor, said_in, status_words
from concord.reporting.publication import Item, Published
from concord.reporting.side_by_side import Said, ids, said
from concord.vocabulary import formats
from concord.vocabulary.codelists import codelist
from concord.vocabulary.languages import direction
from concord.vocabulary.text import Wording


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its words with their language, the codes behind them, or the words of its status."""

    text: str
    language: str
    direction: str
    status: str
    choices: tuple[tuple[str, str], ...] = ()  # code and label
    unit: str = ""
    file: str = ""  # key of the public copy
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer."""

    number: str
    id: str
    anchor: str
    label: Wording
    answer: Answer
    reason: str = ""
    look: str = "row"


@dataclass(frozen=True, slots=True)
class Heading:
    """A group, a repeating block's entry."""

    label: Wording
    place: int = 0
    count: int = 0
    look: str = "heading"


@dataclass(frozen=True, slots=True)
class GridOf:
    """A grid: heads of columns, rows of cells."""

    number: str
    anchor: str
    label: Wording
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Answer, ...]], ...]
    reasons: tuple[str, ...] = ()
    unit: str = ""
    look: str = "grid"


@dataclass
class Section:
    """A section: its rows, and what was not asked in it."""

    number: str
    label: Wording
    parts: list[Row | Heading | GridOf] = field(default_factory=list)
    unasked: list[tuple[str, Wording]] = field(default_factory=list)
    count: int = 0
    withheld: int = 0


def sections(published: Published, given: Iterable[Item], language: str) -> tuple[Section, ...]:
    """The report section by section; questions beside all sections stand in one without a heading."""
    walk = _Walk(published, {each.address: each for each in given}, language)
    return tuple(each for each in walk.sections() if each.parts or each.unasked)


def outline(instrument: Instrument, language: str) -> list[tuple[str, Wording]]:
    """Number and wording of each section."""
    numbered = numbers(instrument)
    return [(numbered[each.path], each.label.best(language)) for each in instrument.sections if each.path in numbered]


def answer(published: Published, item: Item, language: str) -> Answer:
    """One answer for a page."""
    shown: Said = said(published, item, language)
    if item.status != "answered":
        return Answer(shown.text, shown.language, direction(shown.language), item.status)
    question, value = item.question, item.value
    if question.kind in CHOOSING:
        instrument = published.instrument
        labels = tuple((code, _label(instrument, question, code, language)) for code in shown.codes)
        return Answer(shown.text, language, direction(language), item.status, labels)
    if isinstance(value, Attached):
        return Answer(value.name, published.language, "auto", item.status, file=value.file)
    if shown.number is not None:
        text = formats.number(shown.number, language)
        return Answer(text, language, direction(language), item.status, unit=unit(question, language))
    if question.kind in ("date", "month", "year", "datetime"):
        return Answer(_moment(str(value), question.kind, language), language, direction(language), item.status)
    run = said_in(str(value), published.language, language)
    spoken = run.runs[0].language or language
    is_link = question.kind == "link" and str(value).startswith(("https://", "http://"))
    return Answer(str(value), spoken, direction(spoken), item.status, is_link=is_link)


def unit(question: Question, language: str) -> str:
    """The unit of a number in words."""
    code = question.about.unit
    declared = codelist("unit") if code else ()
    return codelist("unit").name(code, language).text if code and code in declared else code


def _moment(value: str, kind: str, language: str) -> str:
    try:
        return formats.date(value, language) if kind in ("date", "month") else value.replace("T", " ")
    except (ValueError, KeyError):
        return value


def _label(instrument: Instrument, question: Question, code: str, language: str) -> str:
    listed = instrument.lists.get(question.choices)
    choice = listed.choice(code) if listed else None
    return (choice.label.best(language).text if choice else "") or code


@dataclass
class _Walk:
    published: Published
    items: Mapping[str, Item]
    language: str

    def __post_init__(self) -> None:
        self.instrument = self.published.instrument
        self.numbers, self.ids = numbers(self.instrument), ids(self.instrument)
        self.answers = told.parse(self.published.answers)
        self.section = Section("", Wording("", self.language))

    def sections(self) -> Iterator[Section]:
        loose: list[Node] = []
        for node in self.instrument.children:
            if isinstance(node, Group) and not node.repeats and node.grid is None:
                if loose:
                    yield self._section(None, loose)
                    loose = []
                yield self._section(node, node.children)
            else:
                loose.append(node)
        if loose:
            yield self._section(None, loose)

    def _section(self, group: Group | None, nodes: Iterable[Node]) -> Section:
        label = group.label.best(self.language) if group else Wording("", self.language)
        self.section = Section(self.numbers.get(group.path, "") if group else "", label)
        self._nodes(nodes, self.answers, "")
        return self.section

    def _nodes(self, nodes: Iterable[Node], given: Mapping[str, Any], prefix: str) -> None:
        for node in nodes:
            if isinstance(node, Question):
                if node.is_asked:
                    self._question(node, prefix)
            elif node.repeats:
                self._entries(node, given, prefix)
            elif node.grid is not None:
                self._grid(node, prefix)
            else:
                self._group(node, given, prefix)

    def _group(self, group: Group, given: Mapping[str, Any], prefix: str) -> None:
        parts = self.section.parts
        before = len(parts)
        if group.label:
            parts.append(Heading(group.label.best(self.language)))
        self._nodes(group.children, given, prefix)
        if group.label and len(parts) == before + 1:
            parts.pop()

    def _entries(self, block: Group, given: Mapping[str, Any], prefix: str) -> None:
        found = instances_of(given.get(block.key))
        label = block.label.best(self.language)
        for place, each in enumerate(found, start=1):
            self.section.parts.append(Heading(label, place, len(found)))
            self._nodes(block.children, each, f"{prefix}{block.key}[{place}]/")
        if not found:
            hidden = self.published.hidden.hides(block)
            if hidden:
                words = status_words("withheld", self.language)
                shown = Answer(words.text, words.language, direction(words.language), "withheld")
                number = self.numbers.get(block.path, "")
                at = anchor(prefix + block.key)
                self.section.parts.append(Row(number, "", at, label, shown))
                self.section.withheld += 1
            elif block.path in self.numbers:
                self.section.unasked.append((self.numbers[block.path], label))

    def _question(self, question: Question, prefix: str) -> None:
        item = self.items.get(prefix + question.key)
        number = self.numbers.get(question.path, "")
        if item is None or item.status == "not-asked":
            self.section.unasked.append((number, question.label.best(self.language)))
            return
        self._note(item)
        shown = answer(self.published, item, self.language)
        label = question.label.best(self.language)
        row = Row(number, item.id, anchor(item.address), _bare(label), shown, item.reason)
        self.section.parts.append(row)

    def _note(self, item: Item) -> None:
        self.section.count += item.status == "answered"
        self.section.withheld += item.status == "withheld"

    def _grid(self, group: Group, prefix: str) -> None:
        grid = group.grid
        assert grid is not None
        cells = {
            cell: item for cell, key in grid.cells.items() if (item := self.items.get(prefix + key)) is not None
        }  # fmt: skip
        number, label = self.numbers.get(group.path, ""), group.label.best(self.language)
        if all(each.status == "not-asked" for each in cells.values()):
            self.section.unasked.append((number, label))
            return
        columns = list(product(*(self._names(each) for each in grid.columns)))
        heads = tuple(
            " · ".join(self._name(of, name) for of, name in zip(grid.columns, column, strict=True))
            for column in columns
        )  # fmt: skip
        rows = []
        for name in self._names(grid.rows):
            found = [cells.get((name, *column)) for column in columns]
            if all(each is None or each.status == "no-answer" for each in found):
                continue
            rows.append((self._name(grid.rows, name), tuple(self._cell(each) for each in found)))
        for each in cells.values():
            self._note(each)
        reasons = tuple(each.reason for each in cells.values() if each.reason)
        first = next(iter(cells.values()))
        self.section.parts.append(
            GridOf(number, anchor(prefix + "/".join(group.path)), label, heads, tuple(rows), reasons,
                   unit(first.question, self.language))
        )  # fmt: skip

    def _cell(self, item: Item | None) -> Answer:
        if item is None:
            return Answer("", self.language, direction(self.language), "not-asked")
        return answer(self.published, item, self.language)

    def _names(self, of: str) -> list[str]:
        listed = self.instrument.lists.get(of)
        return [each.name for each in listed.choices] if listed else []

    def _name(self, of: str, name: str) -> str:
        listed = self.instrument.lists.get(of)
        choice = listed.choice(name) if listed else None
        return (choice.label.best(self.language).text if choice else "") or name


def _bare(label: Wording) -> Wording:
    from dataclasses import replace

    from concord.reporting.instrument_print.voice import bare

    return replace(label, text=bare(label.text))

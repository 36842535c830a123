"""Published answers beside one another: two rounds of one country by the question map, or several countries in a round.

What may be compared is said by the question map and never assumed: a question that was split or merged is shown with
what it comes from, and no difference is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from concord.instrument.answers import Attached
from concord.instrument.export.rows import label_of
from concord.instrument.model import CHOOSING, NUMBERS, Group, Instrument, Question
from concord.instrument.numbering import numbers
from concord.instrument.prefill import chosen
from concord.instrument.versions import Edge, QuestionMap, question_map
from concord.instrument.versions.edges import EdgeMode
from concord.instrument.versions.resolve import Known
from concord.reporting.national_report import status_words
from concord.reporting.publication import Item, Published, items
from concord.reporting.publication_hiding import question_id
from concord.vocabulary.text import Wording


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as a person reads it.

    Attributes:
        text: The answer, or the words of its status.
        status: See :data:`concord.reporting.publication.STATUSES`.
        language: Of ``text``.
        entry: Which entry of a repeating block, from 1; 0 outside one.
        codes: Names of the chosen choices.
        number: The number, where it is one.
        question: Wording of the question then, where it was another.
    """

    text: str
    status: str
    language: str
    entry: int = 0
    codes: tuple[str, ...] = ()
    number: float | None = None
    question: Wording | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One question and what each report says to it.

    Attributes:
        id: Id of the question now; empty where nothing asks it any more.
        number: As people call it.
        label: Its wording now, or then where it is no longer asked.
        section: Wording of the section it stands in.
        mode: How it comes from the round before; ``same`` in one round.
        comparable: ``as-is``, ``as-group`` or ``no``.
        cells: What each report says, in the order given.
        change: New number less old one, where both are known and may be compared.
        percent: The same of a hundred of the old one.
        unit: Of the number.
    """

    id: str
    number: str
    label: Wording
    section: Wording
    mode: EdgeMode
    comparable: str
    cells: tuple[tuple[Said, ...], ...]
    change: float | None = None
    percent: float | None = None
    unit: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether all say the same."""
        plain = [[(each.status, each.codes or each.text) for each in cell] for cell in self.cells]
        return all(each == plain[0] for each in plain)


def rounds(now: Published, before: Published, language: str) -> tuple[Line, ...]:
    """A country's report beside the one of the round before.

    Args:
        now: The newer report.
        before: The older one, to any earlier instrument.
        language: Of labels.

    Returns:
        A line for each question asked now, in order, then those that are asked no more.
    """
    new, old = _by_question(now), _by_question(before)
    map = question_map(now.instrument, before.instrument)
    numbered, old_numbers = numbers(now.instrument), numbers(before.instrument)
    lines = [
        _line_of(edge, map, now, before, new, old, numbered, language)
        for edge in map.edges if isinstance(edge.new, Question)
    ]  # fmt: skip
    for edge in map.of("dropped"):
        for node in edge.old:
            if isinstance(node, Question):
                cell = _said(before, old.get(node.path, ()), language)
                label, section = node.label.best(language), section_of(before.instrument, node, language)
                lines.append(Line("", old_numbers.get(node.path, ""), label, section, "dropped", "no", ((), cell)))
    return tuple(lines)


def countries(reports: Sequence[Published], language: str) -> tuple[Line, ...]:
    """Several countries' reports of one round, question by question of the first one's instrument.

    Reports to another version of the same instrument are aligned by the ids of their questions.
    """
    first = reports[0].instrument
    numbered = numbers(first)
    answered = [_by_id(each) for each in reports]
    lines = []
    for question in _asked(first):
        id = ids(first)[question.path]
        cells = tuple(
            _said(report, given.get(id, ()), language) for report, given in zip(reports, answered, strict=True)
        )  # fmt: skip
        number = numbered.get(question.path) or numbered.get(question.path[:-1], "")
        label, section = question.label.best(language), section_of(first, question, language)
        lines.append(Line(id, number, label, section, "same", "as-is", cells, unit=question.about.unit))
    return tuple(lines)


def said(published: Published, item: Item, language: str) -> Said:
    """One answer as a person reads it."""
    entry = _entry(item)
    if item.status != "answered" or item.value is None:
        words = status_words(item.status, language)
        return Said(words.text, item.status, words.language, entry)
    instrument, question, value = published.instrument, item.question, item.value
    if question.kind in CHOOSING:
        names = tuple(chosen(value))
        labels = [label_of(instrument, question, name, language) for name in names]
        joint = " > " if question.kind == "rank" else "; "
        return Said(joint.join(labels), item.status, language, entry, names)
    if isinstance(value, Attached):
        return Said(value.name, item.status, published.language, entry)
    is_number = question.kind in NUMBERS and isinstance(value, int | float)
    number = float(value) if is_number and isinstance(value, int | float) else None
    return Said(str(value), item.status, published.language, entry, number=number)


def section_of(instrument: Instrument, question: Question, language: str) -> Wording:
    """Wording of the section a question stands in."""
    top = instrument.by_path[question.path[:1]]
    return top.label.best(language) if isinstance(top, Group) else Wording("", language)


def _entry(item: Item) -> int:
    return int(item.entry.rpartition("[")[2].rstrip("]")) if item.entry else 0


def _asked(instrument: Instrument) -> Iterable[Question]:
    return (each for each in instrument.questions if each.is_asked)


@lru_cache(maxsize=16)
def ids(instrument: Instrument) -> Mapping[tuple[str, ...], str]:
    """Ids of all questions that somebody answers, by path."""
    known = Known(instrument)
    return {each.path: question_id(known, each) for each in _asked(instrument)}


def _by_question(published: Published) -> dict[tuple[str, ...], tuple[Item, ...]]:
    found: dict[tuple[str, ...], list[Item]] = {}
    for each in items(published):
        found.setdefault(each.question.path, []).append(each)
    return {path: tuple(each) for path, each in found.items()}


def _by_id(published: Published) -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = {}
    for each in items(published):
        found.setdefault(each.id, []).append(each)
    return {id: tuple(each) for id, each in found.items()}


def _said(published: Published, given: Sequence[Item], language: str) -> tuple[Said, ...]:
    return tuple(said(published, each, language) for each in given)


def _line_of(
    edge: Edge,
    map: QuestionMap,
    now: Published,
    before: Published,
    new: Mapping[tuple[str, ...], tuple[Item, ...]],
    old: Mapping[tuple[str, ...], tuple[Item, ...]],
    numbered: Mapping[tuple[str, ...], str],
    language: str,
) -> Line:
    question = edge.new
    assert isinstance(question, Question)
    how = map.comparable(question).how if edge.old else "no"
    here = _said(now, new.get(question.path, ()), language)
    then = tuple(
        _worded(each, node, question, language)
        for node in edge.old if isinstance(node, Question)
        for each in _said(before, old.get(node.path, ()), language)
    )  # fmt: skip
    change, percent = _change(here, then) if how == "as-is" else (None, None)
    number = numbered.get(question.path) or numbered.get(question.path[:-1], "")
    return Line(
        ids(now.instrument)[question.path], number, question.label.best(language),
        section_of(now.instrument, question, language), edge.mode, how, (here, then), change, percent,
        question.about.unit,
    )  # fmt: skip


def _worded(each: Said, node: Question, question: Question, language: str) -> Said:
    then, now = node.label.best(language), question.label.best(language)
    if then.text == now.text:
        return each
    return Said(each.text, each.status, each.language, each.entry, each.codes, each.number, then)


def _change(here: Sequence[Said], then: Sequence[Said]) -> tuple[float | None, float | None]:
    if len(here) != 1 or len(then) != 1 or here[0].number is None or then[0].number is None:
        return None, None
    change = here[0].number - then[0].number
    return change, 100 * change / then[0].number if then[0].number else None

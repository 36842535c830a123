"""The tables of an appraisal, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from concord.agreements.elements import Element, Level, Mark, catalogue, label_of_level, label_of_mark
from concord.documents.model import Column, Phrase, Table, Value
from concord.documents.sentences import Count, Plain
from concord.vocabulary.text import Text, Wording

if TYPE_CHECKING:
    from concord.agreements.account_words import Speech
    from concord.agreements.appraisal import Appraisal, Part, Row
    from concord.agreements.appraisal_facts import FromFacts
    from concord.agreements.comparison import Comparison

DOMAIN = "documents/agreement-appraisal"
#: Marks and what has none, as the columns of counts.
_COUNTS = ("met", "partly", "absent", "without", "open")


def elements() -> tuple[Element, ...]:
    """All elements of the catalogue."""
    return catalogue().elements


def note() -> Text:
    """What the catalogue is."""
    return catalogue().note


def version() -> str:
    """The catalogue's version with the start of its digest."""
    return f"{catalogue().version} ({catalogue().digest[:12]})"


def short(article: str) -> str:
    """A paragraph as one cites it beside a name: ``5.1``, and ``2026`` for an amendment."""
    return "2026" if article.startswith("2026-") else article


def by_group(of: Appraisal, speech: Speech) -> Table:
    """Marks by group."""
    rows = tuple(
        (
            _said(part.label.best(speech.language)),
            Value(", ".join(dict.fromkeys(short(a) for row in part.rows for a in row.element.articles)), language="en"),
            *_counts(part),
        )
        for part in of.by_group()
    )
    heads = (_start("group", speech), _start("articles", speech), *_count_heads(speech))
    return Table("marks-by-group", speech.say("table-groups"), heads, rows, small=True)


def by_article(of: Appraisal, speech: Speech) -> Table:
    """Marks by paragraph of the Code."""
    rows = tuple((_article(part.id, speech), *_counts(part)) for part in of.by_article())
    heads = (_start("article", speech), *_count_heads(speech))
    return Table(
        "marks-by-article", speech.say("table-articles"), heads, rows, note=speech.say("articles-note"), small=True
    )


def gaps(of: Appraisal, speech: Speech) -> Table:
    """Gaps with question and sample wording."""
    rows = tuple(
        (
            _named(row, speech), _mark(row.mark, speech), _said(row.element.question.best(speech.language)),
            _said(row.sample.best(speech.language)),
        )
        for row in of.gaps()
    )  # fmt: skip
    heads = (
        _start("element", speech, 0.21), _start("mark", speech, 0.09), _start("question", speech, 0.25),
        _start("sample", speech, 0.45),
    )  # fmt: skip
    return Table("gaps", speech.say("table-gaps"), heads, rows, small=True)


def of_group(part: Part, speech: Speech, *, is_first: bool = True) -> Table:
    """Every marked element of a group with its clauses and strength words; notes where there are any.

    Args:
        is_first: Of several such tables: how strength words are quoted is said below the first alone.
    """
    marked = [row for row in part.rows if row.marking]
    has_notes = any(row.marking and row.marking.note for row in marked)
    rows = tuple(
        (
            _named(row, speech), _mark(row.mark, speech), _level(row.level, speech), _clauses(row),
            Value(strengths(row, speech) or "–"), *((_note(row, speech),) if has_notes else ()),
        )
        for row in marked
    )  # fmt: skip
    widths = {"element": 0.28, "mark": 0.1, "level": 0.17, "clauses": 0.15, "strengths": 0.18}
    heads = tuple(_start(key, speech, width) for key, width in (widths | ({"note": 0.16} if has_notes else {})).items())
    title = speech.say("table-elements", group=part.label.best(speech.language).text)
    note = speech.say("elements-note") if is_first else Phrase()
    return Table(f"elements-{part.id}", title, heads, rows, note=note, small=True)


def suggested(of: Appraisal, speech: Speech) -> Table:
    """What is suggested for elements that nobody marked."""
    rows = tuple(_suggestion(row, speech) for row in of.open() if row.suggestion)
    heads = (
        _start("element", speech, 0.24), _start("suggestion", speech, 0.11),
        Column("sure", speech.say("head-sure"), align="end", width=0.09), _start("clauses", speech, 0.12),
        _start("passage", speech, 0.44),
    )  # fmt: skip
    return Table("suggested", speech.say("table-open"), heads, rows, small=True)


def compared(of: Comparison, names: Sequence[Text], speech: Speech) -> Table:
    """Marks and levels of several appraisals."""
    rows = tuple(
        (
            _said(each.element.label.best(speech.language)),
            *(_both(row, speech) for row in each.rows),
            Value(speech.text(f"change-{each.change}")),
        )
        for each in of.elements
    )
    titles = names or tuple(each.title for each in of.appraisals)
    heads = (
        _start("element", speech),
        *(Column(f"text-{i}", _phrase(each.best(speech.language))) for i, each in enumerate(titles)),
        _start("change", speech),
    )
    return Table("compared", speech.say("table-compared"), heads, rows, note=speech.say("compared-note"), small=True)


def known(of: FromFacts, speech: Speech) -> Table:
    """Elements that published facts show, each with its source."""
    rows = tuple(
        (
            _said(element.label.best(speech.language)), _said(fact.says.best(speech.language)),
            _level(fact.at_least, speech),
            Value(speech.text(f"read-{fact.read_in}"), link=fact.source),
        )
        for element, fact in of.known()
    )  # fmt: skip
    heads = (
        _start("element", speech, 0.27), _start("fact", speech, 0.39), _start("at-least", speech, 0.16),
        _start("read", speech, 0.18),
    )  # fmt: skip
    return Table("known", speech.say("table-known"), heads, rows)


def strengths(row: Row, speech: Speech) -> str:
    """The strength words of a row's clauses, as they stand, with how often."""
    counted = Counter((each.words.casefold(), each.level) for each in row.strengths)
    said = (
        speech.text(
            "strength-said-often" if n > 1 else "strength-said",
            words=words, level=speech.text(f"strength-{level}"), count=Count(n),
        )
        for (words, level), n in counted.items()
    )  # fmt: skip
    return "; ".join(said)


def _suggestion(row: Row, speech: Speech) -> tuple[Value, ...]:
    suggestion = row.suggestion
    assert suggestion is not None
    first = suggestion.passages[0] if suggestion.passages else None
    percent = Value(f"{min(int(100 * suggestion.confidence), 99)} %", number=suggestion.confidence)
    if first is None:
        nothing = Value(speech.text("nothing-suggested"))
        return (_named(row, speech), _mark(suggestion.mark, speech), percent, Value("–"), nothing)
    where = ", ".join(dict.fromkeys(each.clause for each in suggestion.passages))
    return (
        _named(row, speech),
        _mark(suggestion.mark, speech),
        percent,
        Value(where, language="en"),
        Value(first.text),
    )


def _named(row: Row, speech: Speech) -> Value:
    said = row.element.label.best(speech.language)
    cited = ", ".join(dict.fromkeys(short(article) for article in row.element.articles))
    return Value(f"{said.text} ({cited})", language=said.language if said.is_fallback else None)


def _counts(part: Part) -> tuple[Value, ...]:
    count = part.count
    each = (count.met, count.partly, count.absent, count.not_applicable, count.open)
    return tuple(Value(str(number), number=number) for number in each)


def _count_heads(speech: Speech) -> tuple[Column, ...]:
    return tuple(Column(key, speech.say(f"head-{key}"), align="end") for key in _COUNTS)


def _article(article: str, speech: Speech) -> Value:
    if article.startswith("2026-"):
        return Value(speech.text("amendment", number=Plain(article.partition("-")[2])))
    return Value(article, language="en")


def _clauses(row: Row) -> Value:
    return Value("; ".join(each.title or each.id for each in row.cited) or "–")


def _note(row: Row, speech: Speech) -> Value:
    said = row.marking.note.best(speech.language) if row.marking else Wording("", speech.language)
    return Value(said.text or "–", language=said.language if said.is_fallback else None)


def _mark(mark: Mark | None, speech: Speech) -> Value:
    return Value(label_of_mark(mark, speech.language) if mark else speech.text("not-marked"))


def _level(level: Level | None, speech: Speech) -> Value:
    return Value(label_of_level(level, speech.language) if level else "–")


def _both(row: Row, speech: Speech) -> Value:
    if row.mark is None:
        return Value(speech.text("not-marked"))
    mark = label_of_mark(row.mark, speech.language)
    specific = row.level not in (None, "absent")
    return Value(f"{mark}, {_level(row.level, speech).text}" if specific else mark)


def _start(key: str, speech: Speech, width: float = 0.0) -> Column:
    return Column(key, speech.say(f"head-{key}"), width=width)


def _said(said: Wording) -> Value:
    return Value(said.text, language=said.language if said.is_fallback else None)


def _phrase(said: Wording) -> Phrase:
    from concord.documents.model import phrase

    return phrase(said)

"""Suggestions for improvement: from coded answers that are published, and from the reviews under article 9.5."""

from __future__ import annotations

from collections.abc import Iterator

from concord.articles import reviews
from concord.articles.model import Review
from concord.documents.model import Block, Bullets, Column, Empty, Heading, Paragraph, Phrase, Table, Value, phrase
from concord.documents.sentences import Count, Day, Plain, Saying, say
from concord.reporting.coding.counting import Counts, OfCode
from concord.reporting.facts import Facts
from concord.reporting.instrument_print.voice import Said
from concord.reporting.material import Material
from concord.reporting.voice import Voice

DOMAIN = "documents/dg-suggestions"
#: Subjects of difficulties that the table names after the suggestions.
DIFFICULTIES_AT_MOST = 8


def chapter(facts: Facts, voice: Voice) -> Material:
    """The piece ``suggestions``."""
    return Material(pieces={"suggestions": tuple(_blocks(facts, voice))})


def _blocks(facts: Facts, voice: Voice) -> Iterator[Block]:
    language = voice.language
    yield Paragraph(say(DOMAIN, "lead", language), "lead")
    yield Heading(2, say(DOMAIN, "answers", language), "section-suggestions-answers")
    known = {use: facts.coded[use] for use in ("national", "stakeholder") if use in facts.coded}
    if not any(each.is_known for each in known.values()):
        yield Empty(say(DOMAIN, "none", language), say(DOMAIN, "none-means", language))
    for use, counts in known.items():
        if counts.is_known:
            yield Heading(3, say(DOMAIN, use, language))
            yield from _of(counts, voice)
    yield Heading(2, say(DOMAIN, "reviews", language), "section-suggestions-reviews")
    yield Paragraph(say(DOMAIN, "reviews-what", language))
    yield Bullets(tuple(_review(each, language) for each in reviews() if int(each.year) <= facts.as_of.year))


def _of(counts: Counts, voice: Voice) -> Iterator[Block]:
    language = voice.language
    if counts.is_example:
        yield Paragraph(say(DOMAIN, "generated", language), "lead")
    yield Paragraph(say(
        DOMAIN, "counted", language, coded=Count(counts.coded), texts=Count(counts.texts),
        reports=Count(counts.reports), round=Plain(counts.round), date=Day(counts.as_of), coders=Count(counts.coders),
        twice=Count(counts.twice),
    ))  # fmt: skip
    yield Paragraph(_agreement(counts, language))
    yield _table(counts, voice)


def _agreement(counts: Counts, language: str) -> Phrase:
    book: dict[str, Saying] = {"book": Plain(counts.book.id), "version": Count(counts.book.number)}
    measured = counts.measured
    if measured is None or measured.alpha.value is None or measured.alpha.low is None:
        return say(DOMAIN, "agreement-unknown", language, **book)
    alpha = measured.alpha
    return say(
        DOMAIN, "agreement", language, alpha=Count(alpha.value, 2), low=Count(alpha.low, 2), high=Count(alpha.high, 2),
        resamples=Count(measured.resamples), **book,
    )  # fmt: skip


def _table(counts: Counts, voice: Voice) -> Table:
    language, labels = voice.language, counts.book.by_id
    own = [each for each in counts.of_parts("suggestions") if each.reports]
    rest = sorted((each for each in counts.codes if each.reports and not labels[each.code].parts), key=_most)
    columns = tuple(
        Column(each, say(DOMAIN, f"head-{each}", language), align="end" if each in ("reports", "texts") else "start",
               width={"definition": 2.4, "code": 1.4}.get(each, 0.6))
        for each in ("code", "definition", "reports", "texts")
    )  # fmt: skip
    rows = tuple(_row(each, counts, voice) for each in (*own, *rest[:DIFFICULTIES_AT_MOST]))
    return Table(
        f"table-suggestions-{counts.use}", say(DOMAIN, f"table-{counts.use}", language), columns, rows,
        note=say(DOMAIN, "note", language), small=True,
    )  # fmt: skip


def _most(each: OfCode) -> tuple[int, int, str]:
    return -each.reports, -each.texts, each.code


def _row(each: OfCode, counts: Counts, voice: Voice) -> tuple[Value, ...]:
    code = counts.book.by_id[each.code]
    label, definition = code.label.best(voice.language), code.definition.best(voice.language)
    return (
        voice.cell(phrase(label)), voice.cell(phrase(definition)), voice.count(each.reports), voice.count(each.texts)
    )  # fmt: skip


def _review(each: Review, language: str) -> Phrase:
    years = f"{each.year}–{each.until_year}" if each.until_year else each.year
    place = each.source.document if not each.source.place else f"{each.source.document}, {each.source.place}"
    values: dict[str, Saying] = {
        "title": Said(phrase(each.said_title(language))), "year": Plain(years),
        "source": Plain(place, link=each.source.link or None),
    }  # fmt: skip
    if each.result_verification == "unverified":
        return say(DOMAIN, "review-unverified", language, **values)
    values["result"] = Said(phrase(each.said(language)))
    if each.decision:
        return say(DOMAIN, "review-decision", language, decision=Plain(each.decision), **values)
    return say(DOMAIN, "review", language, **values)

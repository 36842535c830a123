"""An appraisal as a document, for page, Word and PDF: the profile, what to ask next, every element with its clauses."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from concord.agreements import appraisal_tables as tables
from concord.agreements.account_words import Speech
from concord.agreements.appraisal_tables import DOMAIN
from concord.documents.figures import Group, Style, profile
from concord.documents.figures.profile import Mark as Drawn
from concord.documents.model import (
    Block,
    Bullets,
    Cover,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Picture,
    Run,
    Value,
)
from concord.documents.sentences import Count
from concord.vocabulary import formats
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.text import Text, Wording

if TYPE_CHECKING:
    from concord.agreements.appraisal import Appraisal, Part
    from concord.agreements.appraisal_facts import FromFacts
    from concord.agreements.comparison import Comparison
    from concord.documents.figures import Figure

METHOD, VERSION = "agreement-appraisal", "1"
#: Paragraphs named beside a group of the drawing; the table beside it has all.
MOST_ARTICLES = 2
#: Width of the text in points: A4 less margins of 16 mm.
FULL = 504.0


def compose(
    of: Appraisal, language: str, *, as_of: dt.date, beside: Comparison | None = None, names: Sequence[Text] = ()
) -> Document:
    """The appraisal as a document of its own.

    Args:
        of: The appraisal.
        language: One of the six.
        as_of: Date of the document.
        beside: Where it is compared; its last appraisal is this one if drafts are compared.
        names: Of the appraisals in ``beside``, in their order.
    """
    speech = Speech(language, DOMAIN)
    title = _title(of.title, "title", speech) if of.title else speech.say("title-short")
    return Document(
        id=f"appraisal-{of.digest[:12]}-{language}",
        title=title,
        language=language,
        as_of=as_of,
        blocks=tuple(_blocks(of, speech, beside, names)),
        subtitle=speech.say("subtitle"),
        cover=_cover(of, speech),
        running_head=speech.say("kicker"),
        running_foot=speech.say("running-foot"),
        keywords=("appraisal", "agreement"),
        demonstration=of.invented,
        provenance=Provenance(_inputs(of), METHOD, VERSION, as_of.isoformat()),
    )


def compose_facts(of: FromFacts, language: str, *, as_of: dt.date) -> Document:
    """What is known of a real agreement, and what is not known here."""
    speech = Speech(language, DOMAIN)
    blocks: tuple[Block, ...] = (
        Paragraph(speech.say("lead-facts", known=Count(len(of.known())), all=Count(len(tables.elements()))), "lead"),
        Paragraph(speech.say("notice-facts"), "note"),
        _heading("part-known", speech),
        tables.known(of, speech),
        _heading("part-not-known", speech),
        Paragraph(speech.say("not-known-intro")),
        Bullets(tuple(_asked(each.label, each.question, speech) for each in of.not_known())),
        *_method(speech),
    )
    return Document(
        id=f"facts-{of.id.lower()}-{language}",
        title=_title(of.title, "title-facts", speech),
        language=language,
        as_of=as_of,
        blocks=blocks,
        subtitle=speech.say("subtitle-facts"),
        cover=Cover(
            kicker=speech.say("kicker"),
            promise=speech.say("promise"),
            notice=speech.say("notice-facts"),
            facts=((speech.say("fact-year"), Value(of.when)), _catalogue_fact(speech)),
            licence=speech.say("licence"),
            is_page=False,
        ),
        running_head=speech.say("kicker"),
        running_foot=speech.say("running-foot-facts"),
        keywords=(of.id, "agreement"),
        provenance=Provenance((Input("elements-facts", of.digest),), METHOD, VERSION, as_of.isoformat()),
    )


def lead(of: Appraisal, speech: Speech) -> Iterator[Phrase]:
    """The answer in a sentence or two: how many elements bear each mark, and how many none."""
    count = of.count
    yield speech.say(
        "lead", all=Count(len(of.rows)), met=Count(count.met), partly=Count(count.partly),
        absent=Count(count.absent), without=Count(count.not_applicable),
    )  # fmt: skip
    if count.open:
        yield speech.say("lead-open", open=Count(count.open))


def picture(of: Appraisal, language: str, *, style: Style) -> Figure:
    """The profile by group as a figure with its legend; elements that nobody marked are open squares."""
    speech = Speech(language, DOMAIN)
    return profile(
        [_group(part, language) for part in of.by_group()], title=speech.text("profile-title"), style=style,
        description=speech.text("profile-description"), legend=True,
    )  # fmt: skip


def _blocks(of: Appraisal, speech: Speech, beside: Comparison | None, names: Sequence[Text]) -> Iterator[Block]:
    yield from (Paragraph(each, "lead") for each in lead(of, speech))
    yield Paragraph(speech.say("notice-invented" if of.invented else "notice"), "note")
    yield _heading("part-profile", speech)
    if of.count.marked:
        yield _drawn(of, speech)
    yield tables.by_group(of, speech)
    yield _heading("part-gaps", speech)
    yield from _gaps(of, speech)
    yield _heading("part-articles", speech)
    yield tables.by_article(of, speech)
    if beside is not None:
        yield _heading("part-compared", speech)
        yield tables.compared(beside, names, speech)
    yield _heading("part-elements", speech)
    marked = [part for part in of.by_group() if part.count.marked]
    yield from (tables.of_group(part, speech, is_first=part is marked[0]) for part in marked)
    if of.open() and of.suggestions is not None:
        yield _heading("part-open", speech)
        yield Paragraph(speech.say("open-intro"))
        yield Paragraph(_phrase(of.suggestions.quality.note.best(speech.language)), "note")
        yield tables.suggested(of, speech)
    yield from _method(speech)


def _gaps(of: Appraisal, speech: Speech) -> Iterator[Block]:
    if of.gaps():
        yield Paragraph(speech.say("gaps-intro"))
        yield tables.gaps(of, speech)
    else:
        yield Paragraph(speech.say("no-gaps"))
        if of.open():
            yield Paragraph(speech.say("no-gaps-open"), "note")


def _drawn(of: Appraisal, speech: Speech) -> Picture:
    drawn = picture(of, speech.language, style=Style.print(speech.language, width=FULL))
    return Picture(
        "profile", speech.say("profile-title"), drawn.svg, drawn.description, note=speech.say("profile-note"),
        table=drawn.table,
    )  # fmt: skip


def _group(part: Part, language: str) -> Group:
    marks: list[tuple[str, Drawn]] = [(row.element.label.best(language).text, row.mark or "open") for row in part.rows]
    often = Counter(tables.short(article) for row in part.rows for article in row.element.articles)
    articles = ", ".join(article for article, _ in often.most_common(MOST_ARTICLES))
    return Group(part.label.best(language).text, marks, articles)


def _method(speech: Speech) -> tuple[Block, ...]:
    return (_heading("part-method", speech), Paragraph(_phrase(tables.note().best(speech.language))))


def _cover(of: Appraisal, speech: Speech) -> Cover:
    marked = speech.text("fact-marked-said", marked=Count(of.count.marked), all=Count(len(of.rows)))
    return Cover(
        kicker=speech.say("kicker"),
        promise=speech.say("promise"),
        notice=speech.say("notice-invented" if of.invented else "notice"),
        facts=(
            (speech.say("fact-marked"), Value(marked)),
            (speech.say("fact-text"), Value(of.digest[:12], language="en")),
            (speech.say("fact-language"), Value(_language_name(of.language, speech.language))),
            _catalogue_fact(speech),
        ),
        licence=speech.say("licence"),
        is_page=False,
    )


def _language_name(of: str, language: str) -> str:
    return str(formats.locale(language).languages.get(of, of))


def _catalogue_fact(speech: Speech) -> tuple[Phrase, Value]:
    return (speech.say("fact-catalogue"), Value(tables.version(), language="en"))


def _inputs(of: Appraisal) -> tuple[Input, ...]:
    made = (Input("text", of.digest), Input("agreements/elements", of.catalogue.digest))
    return (*made, Input("suggestions", of.suggestions.digest)) if of.suggestions else made


def _title(said: Text, key: str, speech: Speech) -> Phrase:
    return speech.say(key, agreement=said.best(speech.language).text)


def _heading(key: str, speech: Speech) -> Heading:
    return Heading(1, speech.say(key), key, plain=True)


def _asked(label: Text, question: Text, speech: Speech) -> Phrase:
    name, asked = label.best(speech.language), question.best(speech.language)
    return Phrase((Run(f"{name.text}. ", strong=True), Run(asked.text)), asked.language, asked.is_fallback)


def _phrase(said: Wording) -> Phrase:
    return Phrase((Run(said.text),), said.language, said.is_fallback)

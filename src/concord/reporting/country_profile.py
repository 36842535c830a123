"""A country's profile as a document of its own (article 9.2, and the right of each state to see what is said of it)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from concord.documents.model import (
    Beside,
    Block,
    Cover,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Picture,
    Table,
    Together,
    Value,
    walk,
)
from concord.reporting import country_section as section
from concord.reporting.facts import Facts
from concord.reporting.sources_table import sources_table
from concord.reporting.voice import FULL, Voice, area_id
from concord.vocabulary import areas, formats

DOMAIN = "documents/country-profile"


def voice_of(facts: Facts, language: str, *, linked: bool = False, marks: Mapping[str, str] | None = None) -> Voice:
    """The profile's own words in a language."""
    return Voice(DOMAIN, language, facts.as_of, linked, marks=marks or {})


def annex_section(facts: Facts, area: str, voice: Voice) -> tuple[Block, ...]:
    """A country's section in the annex of the report."""
    heading = Heading(2, section.plain_name(area, voice), area_id(area), plain=True, listed=False)
    said = section.sentences(facts, area, voice)
    drawn = section.density_figure(facts, area, voice)
    latest = section.latest_table(facts, area, voice)
    flows = (section.origins_row(facts, area, voice), section.destinations_row(facts, area, voice))
    whole = (
        heading,
        section.particulars(facts, area, voice),
        *(Paragraph(each) for each in said),
        _pair(drawn, latest),
        *(each for each in flows if each is not None),
        section.reports(facts, area, voice),
    )
    return (Together(whole),)


def _pair(drawn: Picture | None, table: Table) -> Block:
    return Beside((drawn,) if drawn else (), (table,)) if drawn else table


def _pair_of_tables(origins: Table | None, destinations: Table | None) -> tuple[Block, ...]:
    there = tuple(each for each in (origins, destinations) if each is not None)
    if len(there) == 2:
        return (Beside((there[0],), (there[1],)),)
    return (Beside(there, ()),) if there else ()


def compose(area: str, facts: Facts, language: str) -> Document:
    """A country's profile as of the day of its facts.

    Args:
        area: Alpha-3 code.
        facts: What is known.
        language: One of the six.

    Raises:
        NotFound: ``areas.area.unknown``.
    """
    found = areas.area(area)
    named = _source_ids(_body(facts, area, voice_of(facts, language)))
    voice = voice_of(facts, language, marks={id: f"S{number}" for number, id in enumerate(named, start=1)})
    blocks = _blocks(facts, area, voice)
    name = section.plain_name(area, voice)
    return Document(
        id=f"country-{area.lower()}-{language}",
        title=name,
        language=language,
        as_of=facts.as_of,
        blocks=blocks,
        subtitle=voice.say("subtitle"),
        cover=Cover(
            kicker=voice.say("kicker"),
            promise=voice.say("promise"),
            notice=voice.say("notice"),
            facts=_cover_facts(facts, area, voice),
            licence=voice.say("licence"),
            is_page=False,
        ),
        running_head=Phrase((*voice.say("kicker").runs,), voice.say("kicker").language),
        running_foot=voice.say("running-foot"),
        keywords=(str(name), found.code, "WHO Global Code of Practice"),
        demonstration=facts.basis == "declared",
        sources=named,
        provenance=facts.provenance,
    )


def _cover_facts(facts: Facts, area: str, voice: Voice) -> tuple[tuple[Phrase, Value], ...]:
    digest = hashlib.sha256("".join(each.digest for each in facts.provenance.inputs).encode()).hexdigest()
    return (
        (voice.say("data-cut-off"), Value(formats.date(facts.as_of, voice.language))),
        (voice.say("code"), Value(area)),
        (voice.say("digest"), Value(f"{digest[:4]} {digest[4:8]} {digest[8:12]}")),
    )


def _source_ids(blocks: Iterable[Block]) -> tuple[str, ...]:
    return section.source_ids([each for each in walk(blocks) if isinstance(each, Table | Picture)])


def _body(facts: Facts, area: str, voice: Voice) -> tuple[Block, ...]:
    said = section.sentences(facts, area, voice)
    figures = [
        section.density_figure(facts, area, voice, width=FULL, height=150),
        section.totals_figure(facts, area, voice, width=FULL, height=150),
    ]
    tables = (
        section.origins_table(facts, area, voice, shown=15),
        section.destinations_table(facts, area, voice, shown=15),
    )
    return (
        section.particulars(facts, area, voice),
        *(Paragraph(each, "lead") for each in said),
        Heading(1, voice.say("part-data"), "part-data", plain=True),
        *(each for each in figures if each is not None),
        section.latest_table(facts, area, voice),
        *_pair_of_tables(*tables),
        Heading(1, voice.say("part-reports"), "part-reports", plain=True),
        section.reports(facts, area, voice),
    )


def _blocks(facts: Facts, area: str, voice: Voice) -> tuple[Block, ...]:
    heading = Heading(1, voice.say("part-sources"), "part-sources", plain=True)
    return (*_body(facts, area, voice), heading, sources_table(voice, series=area))

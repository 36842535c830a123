"""The data quality report of one country: for its authority with what to do next, and published, for readers.

Composed from a :class:`~concord.mds.comparing.quality.Quality` alone. A report on figures: nothing is averaged into one
number, no country is ranked, and of what is hidden nothing is told but how many rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from concord.documents.model import Block, Cover, Document, Heading, Paragraph, Phrase, Value, phrase
from concord.documents.sentences import Count, Percent, Saying
from concord.findings import Finding
from concord.mds.comparing.changes import Changes
from concord.mds.comparing.coverage import coverage
from concord.mds.comparing.quality import Quality, quality
from concord.mds.comparing.timeliness import Came
from concord.reporting import data_quality_next as todo
from concord.reporting import data_quality_parts as parts
from concord.reporting import places
from concord.reporting.sources_table import sources_table
from concord.reporting.voice import Voice
from concord.vocabulary import formats
from concord.vocabulary.structures import Table

DOMAIN = "documents/data-quality"


def compose(found: Quality, language: str) -> Document:
    """The report in one language; equal values give an equal document.

    Args:
        found: What is known of the quality of one country's figures, and for whom it is.
        language: One of the six; what is not translated falls back visibly to English.
    """
    voice = Voice(
        DOMAIN, language, found.as_of, common={"area": area_name(found.area)},
        marks={id: f"S{number}" for number, id in enumerate(found.sources, start=1)},
    )  # fmt: skip
    name = phrase(places.name(found.area, language), language)
    return Document(
        id=f"data-quality-{found.area.lower()}-{found.form}-{language}",
        title=voice.say("title"),
        language=language,
        as_of=found.as_of,
        blocks=_blocks(found, voice),
        subtitle=voice.say(f"subtitle-{found.form}"),
        cover=_cover(found, voice),
        running_head=voice.say("kicker"),
        running_foot=voice.say("generated" if found.is_generated else f"running-foot-{found.form}"),
        keywords=(str(name), found.area, "data quality"),
        demonstration=found.is_generated,
        sources=found.sources,
    )


def for_authority(
    area: str,
    tables: Mapping[str, Table],
    language: str,
    *,
    as_of: dt.date,
    findings: Iterable[Finding],
    release: str = "",
    came: Sequence[Came] = (),
    dues: Sequence[dt.date] = (),
    changes: Changes | None = None,
) -> Document:
    """The report for a country's own authority: with the findings of its own files and what to do next.

    Args:
        area: Alpha-3.
        tables: By structure: the country's own, and its partners' published ones beside them.
        language: One of the six.
        as_of: The day.
        findings: What checks said of the country's files; explained ones carry their explanation.
        release: The id of the release, where there is one.
        came: When figures of the country came.
        dues: Days by which rounds asked for figures.
        changes: What changed since the release before.
    """
    covered, *_ = coverage([area], tables, as_of=as_of, came=came, dues={area: dues})
    found = quality(
        area, tables, coverage=covered, as_of=as_of, release=release, form="authority", findings=findings,
        changes=changes,
    )  # fmt: skip
    return compose(found, language)


def area_name(code: str) -> Saying:
    """An area's name in a sentence, an invented one's too."""
    return parts.Place(code)


def _cover(found: Quality, voice: Voice) -> Cover:
    release = Value(found.release, language="en") if found.release else voice.words("release-none")
    return Cover(
        kicker=voice.say("kicker"),
        promise=voice.say("promise"),
        notice=voice.say("generated" if found.is_generated else f"notice-{found.form}"),
        facts=(
            (voice.say("data-cut-off"), Value(formats.date(found.as_of, voice.language))),
            (voice.say("release"), release),
            (voice.say("code"), Value(found.area)),
        ),
        licence=voice.say("licence"),
        is_page=False,
    )


def _blocks(found: Quality, voice: Voice) -> tuple[Block, ...]:
    made: list[Block] = [Paragraph(_lead(found, voice), "lead")]
    if found.form == "authority":
        made += [_heading("part-next", voice), todo.bullets(found, voice)]
    made += [_heading("part-complete", voice), *parts.complete(found, voice)]
    made += [_heading("part-timely", voice), *parts.timely(found, voice)]
    made += [_heading("part-consistent", voice), *parts.consistent(found, voice)]
    made += [_heading("part-comparable", voice), *parts.comparable(found, voice)]
    made += [_heading("part-hidden", voice), *parts.hidden(found, voice)]
    if found.changes is not None:
        made += [_heading("part-changes", voice), *parts.changed(found.changes, voice)]
    if found.sources:
        made += [_heading("part-sources", voice), sources_table(voice)]
    return tuple(made)


def _heading(key: str, voice: Voice) -> Heading:
    return Heading(1, voice.say(key), key, plain=True)


def _lead(found: Quality, voice: Voice) -> Phrase:
    """What is given of what is asked, in one sentence."""
    of = found.coverage
    if not of.has_anything or of.share is None:
        return voice.say("nothing")
    given, asked = Count(of.given, strong=True), Count(of.asked)
    return voice.say("given", given=given, asked=asked, percent=Percent(100 * of.share, decimals=0))

"""The annex: one section for each Member State, and one table of every value the maps show."""

from __future__ import annotations

from concord.documents.model import Block, Index, PageBreak
from concord.documents.sentences import Count, Day, Saying, Year
from concord.reporting.chapters.method import source_marks
from concord.reporting.chapters.series import with_year
from concord.reporting.country_profile import annex_section, voice_of
from concord.reporting.facts import Facts
from concord.reporting.material import Material, Rows
from concord.reporting.numbers import DOCTORS, MOVED, NURSES_AND_MIDWIVES, PER_100000, SHARE, Ref, used
from concord.reporting.voice import Voice, members

#: Sections after which the PDF begins a new page: parts of a document between page breaks are laid out side by side.
PAGE_EVERY = 8


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values, the table of all states, the index and the sections of the annex."""
    states = voice.sorted(members(facts.as_of))
    values: dict[str, Saying] = {"count": Count(len(states)), "date": Day(facts.as_of)}
    if facts.numbers.pairs:
        values["year"] = Year(facts.numbers.year)
    marks = source_marks(facts)
    own = voice_of(facts, voice.language, linked=voice.linked, marks=marks)
    sections: list[Block] = []
    for position, area in enumerate(states):
        if position and position % PAGE_EVERY == 0:
            sections.append(PageBreak(only_pdf=True))
        sections.extend(annex_section(facts, area, own))
    pieces: dict[str, tuple[Block, ...]] = {"members-index": (Index("area-"),), "members": tuple(sections)}
    flags = frozenset({"pairs-known"}) if facts.numbers.pairs else frozenset()
    return Material({"members": values}, {"members": _table(facts, voice, states)}, pieces=pieces, flags=flags)


def _table(facts: Facts, voice: Voice, states: list[str]) -> Rows:
    numbers = facts.numbers
    rows = []
    refs: list[Ref] = [pair.ref for pair in numbers.pairs]
    for area in states:
        points = [numbers.latest(numbers.density, (area, occupation)) for occupation in (DOCTORS, NURSES_AND_MIDWIVES)]
        refs += [point.ref for point in points if point is not None]
        share, moved, rate = (numbers.result(name, area) for name in (SHARE, MOVED, PER_100000))
        rows.append(
            (
                voice.area(area),
                voice.result(share, decimals=1),
                voice.result(moved),
                voice.result(rate, decimals=1),
                *(with_year(voice, point, decimals=1) for point in points),
            )
        )
    return Rows(tuple(rows), used(refs), small=True)

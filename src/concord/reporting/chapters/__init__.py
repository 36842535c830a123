"""The chapters of the Director-General's report: each computes its sentences' values, tables and figures from facts.

Public face: :func:`material`, everything the outline may name.
"""

from __future__ import annotations

from concord.reporting.chapters import (
    annex,
    answers,
    authorities,
    effectiveness,
    groups,
    listed,
    method,
    origins,
    plan,
    reliance,
    round,
    series,
    suggestions,
    summary,
)
from concord.reporting.facts import Facts
from concord.reporting.material import Material
from concord.reporting.voice import Voice

#: In the order of the report; the summary comes last because it repeats what the others found.
_CHAPTERS = (
    round.chapter, answers.chapter, authorities.chapter, reliance.chapter, origins.chapter, listed.chapter,
    groups.chapter, series.chapter, plan.chapter, effectiveness.chapter, suggestions.chapter, method.chapter,
    annex.chapter, summary.chapter,
)  # fmt: skip


def material(facts: Facts, voice: Voice) -> Material:
    """What all chapters provide together."""
    gathered = Material()
    for chapter in _CHAPTERS:
        gathered = gathered | chapter(facts, voice)
    return gathered

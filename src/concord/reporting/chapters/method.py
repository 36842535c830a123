"""Method and sources: indicators, marks, every source with its licence, every file with its digest."""

from __future__ import annotations

from collections import defaultdict

from concord.documents import frame
from concord.documents.model import STATUSES, Value, phrase
from concord.documents.sentences import Reference, Saying
from concord.indicators.model import indicators
from concord.reporting.facts import Facts
from concord.reporting.material import Material, Rows
from concord.reporting.numbers import Ref
from concord.reporting.voice import Voice
from concord.vocabulary.codelists import codelist
from concord.vocabulary.provenance import Source, sources


def chapter(facts: Facts, voice: Voice) -> Material:
    """Values and tables of the chapter on method."""
    values: dict[str, Saying] = {
        "indicators-table": Reference("table-indicators"),
        "marks-table": Reference("table-marks"),
        "sources-table": Reference("table-sources"),
        "files-table": Reference("table-files"),
    }
    tables = {
        "indicators": _indicators(facts, voice),
        "marks": _marks(voice),
        "sources": _sources(facts, voice),
        "files": _files(facts),
    }
    return Material({"method": values}, tables)


def _indicators(facts: Facts, voice: Voice) -> Rows:
    units = codelist("unit")
    rows = []
    for id, each in indicators().items():
        known = facts.numbers.known(id)
        if not known:
            continue
        rows.append(
            (
                voice.cell(phrase(each.title.best(voice.language))),
                voice.cell(phrase(each.definition.best(voice.language))),
                voice.cell(phrase(units.name(each.unit, voice.language))),
                voice.count(len(known)),
            )
        )
    return Rows(tuple(rows))


def _marks(voice: Voice) -> Rows:
    shown = {status: Value("", status) for status in ("missing", "not-applicable", "suppressed")}
    rows = [
        (
            shown.get(status, Value(frame.MARKS[status])),
            voice.cell(frame.label(f"mark-{status}", voice.language)),
        )
        for status in STATUSES
    ]
    return Rows(tuple(rows))


def rows_used(facts: Facts) -> dict[str, int]:
    """How many rows of each source the report's tables hold."""
    refs: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for ref in _refs(facts):
        refs[ref.source].add((ref.file, ref.row))
    return {source: len(rows) for source, rows in sorted(refs.items()) if source}


def _refs(facts: Facts) -> list[Ref]:
    numbers = facts.numbers
    series = [
        *numbers.totals.values(),
        *numbers.density.values(),
        *numbers.coverage.values(),
        *numbers.population.values(),
    ]
    return [pair.ref for pair in numbers.pairs] + [point.ref for points in series for point in points]


def used_sources(facts: Facts) -> tuple[str, ...]:
    """Ids of every source the report names: those of tables, of counts by round, of the list in force."""
    of_rounds = [
        count.source for each in facts.rounds for counts in each.counts.values() for count in counts if count.is_fact
    ]
    of_list = [each.source for each in facts.listings]
    declared = sources()
    return tuple(dict.fromkeys(id for id in (*rows_used(facts), *of_rounds, *of_list) if id in declared))


def source_marks(facts: Facts) -> dict[str, str]:
    """Short names of the sources, in the order of their table: ``S1``, ``S2`` …"""
    return {id: f"S{number}" for number, id in enumerate(used_sources(facts), start=1)}


def _sources(facts: Facts, voice: Voice) -> Rows:
    counted = rows_used(facts)
    rows = []
    for id, mark in source_marks(facts).items():
        each: Source = sources()[id]
        title = f"{each.title}. {each.publisher}" if each.publisher else each.title
        rows.append(
            (
                Value(mark),
                Value(title, language="en", link=each.link or None),
                Value(each.licence or "–", language="en"),
                Value(each.vintage or "–", language="en"),
                voice.count(counted.get(id)) if id in counted else voice.missing("not-applicable"),
            )
        )
    return Rows(tuple(rows), small=True)


def _files(facts: Facts) -> Rows:
    rows = [
        (
            Value(each.id, language="en"),
            Value(each.digest[:16], language="en"),
            Value(each.vintage or "–", language="en"),
        )
        for each in facts.provenance.inputs
    ]
    return Rows(tuple(rows), small=True)

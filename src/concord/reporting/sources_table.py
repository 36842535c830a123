"""Every source that a document cites, with its licence and vintage."""

from __future__ import annotations

from concord.documents.model import Column, Table, Value
from concord.reporting.voice import Voice
from concord.vocabulary.provenance import sources

HEADS = (("number", 0.3), ("source", 2.4), ("licence", 1.5), ("vintage", 1.5))


def sources_table(voice: Voice, *, series: str = "") -> Table:
    """A row a source, in the order in which the document cited it; titles are given as they were published."""
    declared = sources()
    rows = tuple(
        (
            Value(mark),
            Value(f"{each.title}. {each.publisher}", language="en", link=each.link or None),
            Value(each.licence or "–", language="en"),
            Value(each.vintage or "–", language="en"),
        )
        for mark, each in ((mark, declared[id]) for id, mark in voice.marks.items() if id in declared)
    )
    columns = tuple(Column(name, voice.say(f"head-{name}"), width=width) for name, width in HEADS)
    return Table("table-sources", voice.say("table-sources"), columns, rows, series=series, small=True)

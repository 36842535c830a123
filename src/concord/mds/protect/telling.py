"""What protection has cost, in figures and as findings; what earlier releases have given away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from concord.findings import Finding, Place
from concord.mds.protect.cells import rows_of
from concord.mds.protect.declared import Rules
from concord.mds.protect.protected import Lost, Proof, Sense
from concord.mds.protect.world import World
from concord.vocabulary.structures import Table

#: More than this share of hidden rows is told, with what to do about it.
MUCH = 0.15


def losses(given: Sequence[Table], tables: Sequence[Table], senses: Mapping[tuple[int, int], Sense]) -> Iterator[Lost]:
    """What each table loses: rows and persons, before and after."""
    counted: dict[int, list[int]] = {}
    for row in rows_of(tables):
        if not row.sent or row.given is None:
            continue
        sense = senses.get((row.table, row.row))
        one = counted.setdefault(row.table, [0, 0, 0, 0, 0])
        one[0] += 1
        one[1] += sense == "primary"
        one[2] += sense == "secondary"
        one[3] += row.given
        one[4] += row.given if sense else 0
    for number, figures in counted.items():
        rows, primary, secondary, persons, hidden = figures
        before = len(given[number])
        yield Lost(tables[number].structure, rows, primary, secondary, persons, hidden, before)


def said(lost: Sequence[Lost], proof: Proof, rules: Rules) -> Iterator[Finding]:
    """What was lost, table by table; what stands in the way of publishing."""
    for each in lost:
        if each.given > each.rows:
            said: dict[str, object] = {"given": each.given, "rows": each.rows}
            yield Finding("mds.protect.coarser", "note", Place(item=each.structure), said)
        if each.hidden:
            yield Finding("mds.protect.lost", "note", Place(item=each.structure), _figures(each))
    rows, hidden = sum(each.rows for each in lost), sum(each.hidden for each in lost)
    if rows and hidden > MUCH * rows:
        said = {"percent": f"{100 * hidden / rows:.1f}", "most": f"{100 * MUCH:.0f}"}
        yield Finding("mds.protect.much", "note", params=said)
    if proof.open:
        yield Finding("mds.protect.open", "hard", params={"count": len(proof.open), "width": rules.width})
    if proof.narrow:
        said = {"count": proof.narrow, "hidden": proof.hidden, "width": rules.width}
        yield Finding("mds.protect.narrow", "note", params=said)


def _figures(each: Lost) -> dict[str, object]:
    return {
        "hidden": each.hidden, "rows": each.rows, "percent": f"{100 * each.share:.1f}",
        "persons": f"{100 * each.persons_share:.1f}", "primary": each.primary, "secondary": each.secondary,
    }  # fmt: skip


def of_releases(known: World, shown: set[int], rules: Rules) -> Iterator[Finding]:
    """What earlier releases have given away already, and changes so small that they point to persons."""
    if shown:
        yield Finding("mds.protect.shown-before", "soft", params={"count": len(shown), "threshold": rules.threshold})
    steps = [
        (known.cells[now].value or 0) - (known.cells[before].value or 0)
        for before, now in known.changed
        if known.cells[now].value is not None and known.cells[before].value is not None
    ]
    small = [step for step in steps if 0 < abs(step) < rules.threshold]
    if small:
        yield Finding("mds.protect.small-change", "soft", params={"count": len(small), "threshold": rules.threshold})

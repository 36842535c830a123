"""What is said once of a whole column of occupations: titles that no person has reviewed, and people set aside."""

from __future__ import annotations

from collections.abc import Iterable

from concord.findings import NOWHERE, Finding, Place
from concord.mds.harmonise.settle import Decision

SHOWN = 5


def about_occupations(decided: Iterable[tuple[str, Decision]], *, where: Place = NOWHERE) -> list[Finding]:
    """Notes on a column, from its distinct texts and their decisions.

    Args:
        decided: Text and decision of every distinct text.
        where: The column.
    """
    unreviewed, outside = [], []
    for text, decision in decided:
        if decision.values["outside"] is not None:
            outside.append(f"{text} ({decision.values['outside']})")
        elif decision.values["how"] == "index" and not decision.values["reviewed"]:
            unreviewed.append(f"{text} → {decision.values['occupation']}")
    found = (("mds.occupation.unreviewed", unreviewed), ("mds.occupation.outside", outside))
    return [
        Finding(code, "note", where, {"count": len(texts), "examples": "; ".join(texts[:SHOWN])})
        for code, texts in found
        if texts
    ]

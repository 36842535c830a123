"""From one version of a text to the next: which marks still hold; and what an appraisal says to the gates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from concord.agreements.appraisal import Appraisal
from concord.agreements.appraisal_marks import Marking
from concord.texts.clauses import Clause


@dataclass(frozen=True, slots=True)
class Carried:
    """Marks of an earlier version beside a later one.

    Args:
        holding: Their clauses stand there with the same words, or they cite none.
        to_look_at: A clause they cite is gone or reads otherwise: somebody has to look again.
    """

    holding: tuple[Marking, ...]
    to_look_at: tuple[Marking, ...]


def carried(
    markings: Iterable[Marking], before: Sequence[Clause], after: Sequence[Clause], *, text: str = ""
) -> Carried:
    """Sort the marks of an earlier version by whether they hold for a later one.

    What was absent may stand in the new words, so a mark ``absent`` holds only where no clause is new or changed.

    Args:
        text: Names the later version in the marks that hold.
    """
    old, new = _words(before), _words(after)
    nothing_new = all(old.get(id) == said for id, said in new.items())
    holding: list[Marking] = []
    to_look_at: list[Marking] = []
    for each in markings:
        same = all(id in new and new[id] == old.get(id) for id in each.clauses)
        holds = same and (each.mark != "absent" or nothing_new)
        (holding if holds else to_look_at).append(replace(each, text=text or each.text))
    return Carried(tuple(holding), tuple(to_look_at))


def gate_facts(of: Appraisal) -> dict[str, bool | float | None]:
    """What gates read: ``appraised-percent``, and ``list-clauses``: does the text say what the safeguards list means.

    ``list-clauses`` is not known while the element on critical shortage (CL07) is not marked, and holds where it is
    met.
    """
    shortage = of.row("CL07").mark
    return {
        "appraised-percent": 100 * of.count.marked / len(of.rows),
        "list-clauses": None if shortage is None else shortage == "met",
    }


def _words(clauses: Sequence[Clause]) -> dict[str, str]:
    return {clause.id: " ".join(clause.text.split()) for clause in clauses}

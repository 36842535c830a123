"""Findings and changes about the texts of a column: one for each thing to say, one where the whole column is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from concord.findings import Finding, Place
from concord.mds.harmonise.settle import ROWS_NAMED, WHOLLY_WRONG, Change, Problem, named_rows
from concord.mds.persons.columns import Standard
from concord.mds.persons.deciding import Decided
from concord.mds.persons.standing import Stands
from concord.mds.persons.texts import Texts
from concord.mds.readers.records import Mark

#: Different texts of one column that get a finding of their own; the rest is one finding more.
SAID_AT_MOST = 25
#: Changes of one column that are listed.
LISTED_AT_MOST = 200
#: Texts → the first rows that have any of them.
FirstRows = Callable[[str, Sequence[str]], dict[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Told:
    """A column, its texts and what was decided of them."""

    landed: Stands
    mark: Mark
    standard: Standard
    texts: Texts
    among: Sequence[str]
    decided: Sequence[Decided]

    def place(self, row: int | None) -> Place:
        """A cell of the column."""
        return Place(self.landed.file, self.landed.sheet, row, self.mark.header or None, self.mark.letter)


def findings(told: Told, first_rows: FirstRows) -> list[Finding]:
    """What there is to say about the column, each with all its rows counted and the first of them named."""
    wrong = [(index, p) for index, each in enumerate(told.decided) for p in each.problems]
    hard = [(index, p) for index, p in wrong if p.level == "hard"]
    filled = [index for index, text in enumerate(told.among) if text.strip()]
    if len(hard) >= max(WHOLLY_WRONG, len(filled)) and len({p.code for _, p in hard}) == 1:
        return [_whole(told, hard)]
    groups = _grouped(wrong)
    shown = groups[:SAID_AT_MOST]
    rows = first_rows(told.mark.letter, [told.among[i] for _, indices in shown for i in indices]) if shown else {}
    said = [_finding(told, problem, indices, rows) for problem, indices in shown]
    return said + _more(told, groups[SAID_AT_MOST:])


def _grouped(wrong: Iterable[tuple[int, Problem]]) -> list[tuple[Problem, list[int]]]:
    groups: dict[tuple[object, ...], tuple[Problem, list[int]]] = {}
    for index, problem in wrong:
        key = (problem.code, problem.value, repr(sorted(problem.params.items())))
        groups.setdefault(key, (problem, []))[1].append(index)
    order = {"hard": 0, "soft": 1, "note": 2}
    return sorted(groups.values(), key=lambda group: order[group[0].level])


def _finding(told: Told, problem: Problem, indices: list[int], rows: dict[str, list[int]]) -> Finding:
    count = sum(told.texts.counts[i] for i in indices)
    named = sorted({row for i in indices for row in rows.get(told.among[i], [told.texts.firsts[i]])})[:ROWS_NAMED]
    value = None if told.standard.personal else problem.value
    params = {"count": count, "rows": named_rows(named, count), **problem.params}
    return Finding(problem.code, problem.level, told.place(named[0]), params, value)


def _more(told: Told, left: Sequence[tuple[Problem, list[int]]]) -> list[Finding]:
    said = []
    for level in ("hard", "soft", "note"):
        indices = [i for problem, group in left if problem.level == level for i in group]
        if indices:
            count = sum(told.texts.counts[i] for i in indices)
            row = min(told.texts.firsts[i] for i in indices)
            params = {"texts": len(indices), "count": count, "role": told.standard.name}
            said.append(Finding("mds.register.more-values", level, told.place(row), params))
    return said


def _whole(told: Told, wrong: Sequence[tuple[int, Problem]]) -> Finding:
    personal = told.standard.personal
    examples = "" if personal else ", ".join(str(p.value) for _, p in wrong[:5] if p.value)
    count = sum(told.texts.counts[index] for index, _ in wrong)
    row = min(told.texts.firsts[index] for index, _ in wrong)
    params = {"count": count, "examples": examples or "–", "problem": wrong[0][1].code, "role": told.standard.name}
    return Finding("mds.column.wholly-unreadable", "hard", told.place(row), params, None)


def changes(told: Told) -> list[Change]:
    """What was written otherwise than typed; of personal columns nothing."""
    if told.standard.personal or told.standard.kind == "text":
        return []
    listed: list[Change] = []
    for index, each in enumerate(told.decided):
        if each.change is None or each.change[0] == each.change[1] or len(listed) >= LISTED_AT_MOST:
            continue
        place = told.place(told.texts.firsts[index])
        count = told.texts.counts[index]
        listed.append(Change(*each.change, count, place.file or "", place.sheet, place.header, place.letter, place.row))
    return listed

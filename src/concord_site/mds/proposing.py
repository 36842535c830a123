"""Proposals of the library as plain values that are kept with a reading, and again as the library's own to be worded.

What is certain is proposed with its reason; what is not is asked, never guessed (:mod:`concord.mds.proposing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from concord.findings import Finding, Findings, Place
from concord.intake import Limits
from concord.intake.sheets import Sheet
from concord.mds.profile import Profile
from concord.mds.proposing import ids, values
from concord.mds.proposing.facts import SINGLE, WHOLE
from concord.mds.proposing.model import Choice, Difference, FoundTable, Proposal, Question, Reason
from concord.mds.proposing.opened import open_file
from concord.mds.proposing.propose import compared, proposal_of
from concord.mds.readers.registry import PROPOSED
from concord.mds.store import BASES
from concord_site.mds.pieces import EXAMPLES, short

#: Endings of files in which tables have to be found; others say themselves what they hold.
LOOKED_AT = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".zip"})
#: Roles that no plain reading misses where it does not know the column.
QUIET = frozenset({"", "nothing", "note", "flag", "value", "fte"})
#: Kinds of questions without whose answers nobody knows which tables there are and what their columns hold.
OF_TABLES = frozenset(
    {"role", "section", "which-column", "column-means", "area-or-origin", "hidden-sheet", "same-table", "rows"}
)
MOST_ASIDE = 30
MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """What was proposed for all files of a delivery.

    Args:
        profile: As far as it is settled.
        said: What was said, and what all files say as a whole (what is counted, of when); no columns and no tables
            beyond those that were said. With it a plain reading sees what it sees without a proposal.
        tables: Every table found, as plain values.
        questions: What only a person can settle; those that must be answered first.
        differences: What is otherwise than last year.
        findings: What is wrong with the files themselves.
        is_personal: A row of a table that is read is a person.
        sheets: The cells of files that no plain reading takes.
    """

    profile: Profile
    said: Profile
    tables: tuple[Mapping[str, Any], ...]
    questions: tuple[Mapping[str, Any], ...]
    differences: tuple[Mapping[str, Any], ...]
    findings: Findings
    is_personal: bool
    sheets: tuple[Sheet, ...] = ()

    @property
    def roles(self) -> dict[str, str]:
        """Header or letter → role, of the columns of all tables that are read and that have to be told of."""
        columns = [column for table in self.tables if table["read"] for column in table["columns"]]
        return {each["key"]: each["role"] for each in columns if each["role"] not in QUIET and each["header"]}

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be asked of tables and columns themselves."""
        return not any(each["must"] and each["kind"] in OF_TABLES for each in self.questions)


def propose(
    paths: Sequence[Path], *, said: Profile, last: Profile | None, area: str, year: int | None, limits: Limits
) -> Proposed:
    """Propose how the files of one sender are read; what is settled of one holds for the next.

    Args:
        paths: The files.
        said: What has been said of these files so far; where nothing was, last year's as far as it holds.
        last: Last year's profile.
        area: Who reports.
        year: The year the officer has named, where one was.
        limits: What is too much.
    """
    before, differences, made = replace(said, area=area, year=said.year or year), [], []
    told = before
    is_new = not said.as_dict()
    sheets: list[Sheet] = []
    for path in paths:
        if path.suffix.lower() not in LOOKED_AT:
            continue
        opened = open_file(path, path.name, limits=limits)
        sheets += [grid.sheet for grid in opened.grids] if path.suffix.lower() in PROPOSED else []
        if last is not None:
            merged = compared(opened, before, last)
            differences += list(merged.differences)
            before = replace(merged.profile, area=area, year=year) if is_new else before
        proposal = proposal_of(opened, before)
        made.append(proposal)
        told = before if not made[1:] else told
        before = proposal.profile if len(paths) > 1 else before
    tables = [table for each in made for table in each.tables]
    return Proposed(
        profile=_agreed(told, made) if made else before,
        said=_whole(told, made),
        tables=tuple(_table(each) for each in tables),
        questions=_questions(made),
        differences=tuple(_difference(each) for each in differences),
        findings=Findings(finding for each in made for finding in each.findings),
        is_personal=any(each.read and each.kind == "persons" for each in tables),
        sheets=tuple(sheets),
    )


def _agreed(said: Profile, made: Sequence[Proposal]) -> Profile:
    """What is settled of the last file, without facts that another file says otherwise: they are asked."""
    split = {key for key in (*WHOLE, *SINGLE) if len({getattr(each.profile, key) for each in made}) > 1}
    return replace(made[-1].profile, **{key: getattr(said, key) for key in split})


def _whole(said: Profile, made: Sequence[Proposal]) -> Profile:
    """What was said, with the facts that the files say alike."""
    facts: dict[str, Any] = {}
    for key in (*WHOLE, *SINGLE):
        found = {getattr(each.profile, key) for each in made}
        if len(found) == 1 and not getattr(said, key):
            facts[key] = next(iter(found))
    return replace(said, **facts)


def _questions(made: Iterable[Proposal]) -> tuple[Mapping[str, Any], ...]:
    every = {question.id: question for each in made for question in each.questions}
    ordered = sorted(every.values(), key=lambda each: not each.must)
    return tuple(_question(each) for each in ordered[:MOST_QUESTIONS])


#: Code of a finding → role of the column whose word nobody knows.
_WORDS = {
    "mds.occupation.unknown": "occupation", "mds.origin.unknown": "training", "mds.origin.ambiguous": "training",
    "mds.area.unknown": "area", "mds.area.ambiguous": "area",
}  # fmt: skip


def asked_by(findings: Iterable[Finding], known: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Questions that findings ask and no proposal did: of files in which no table had to be found."""
    there = {_of_place(each["id"]) for each in known}
    made = {}
    for each in findings:
        asked = _asked(each)
        if asked is not None and _of_place(asked.id) not in there:
            made[asked.id] = _question(asked)
    return tuple(made.values())[:MOST_QUESTIONS]


def _of_place(id: str) -> str:
    """A question by one name: of a place, a plain reading asks under its base, a proposal under ``origin``."""
    kind, *parts = ids.parted(id)
    return ids.made(kind, *("origin" if part in BASES else part for part in parts[:1]), *parts[1:])


def _asked(finding: Finding) -> Question | None:
    role = _WORDS.get(finding.code)
    if role is not None and finding.value:
        count = finding.params.get("count", 1)
        params = {"value": finding.value, "count": count, "role": role}
        free = "occupation" if role == "occupation" else "area"
        return Question(ids.made("code", role, finding.value), "code", finding.where, (), params, free)
    if finding.code == "intake.decimals.ambiguous":
        params = {"value": finding.value or "", "count": finding.params.get("count", 1)}
        return Question("decimal", "decimal", finding.where, (Choice(","), Choice(".")), params)
    if finding.code == "mds.occupation.not-said":
        return Question(
            "occupation", "occupation", finding.where, (), {"table": finding.where.file or ""}, "occupation"
        )
    if finding.code == "mds.year.missing":
        return Question("year", "year", finding.where, (), {"table": finding.where.file or ""}, "year")
    return None


# ---- to plain values -------------------------------------------------------------------------------------------------
def _plain(params: Mapping[str, object]) -> dict[str, Any]:
    return {key: value if isinstance(value, int | float | str) else str(value) for key, value in params.items()}


def _reason(why: Reason | None) -> dict[str, Any] | None:
    return None if why is None else {"code": why.code, "params": _plain(why.params)}


def _table(each: FoundTable) -> dict[str, Any]:
    return {
        "id": each.id, "file": each.file, "name": each.sheet, "hidden": each.hidden, "range": each.range,
        "rows": each.rows, "header_rows": list(each.header_rows), "kind": each.kind, "title": each.title,
        "read": each.read, "totals": list(each.totals),
        "aside": [{"row": one.row, "reason": one.reason, "text": short(one.text)} for one in each.aside[:MOST_ASIDE]],
        "aside_more": max(0, len(each.aside) - MOST_ASIDE),
        "columns": [
            {
                "letter": column.letter, "header": column.header, "key": each.key(column), "role": column.role,
                "sure": round(column.confidence, 2), "reason": _reason(column.reason),
                "examples": [short(text) for text in list(values.distinct(each, column))[:EXAMPLES]],
            }
            for column in each.columns if not column.added
        ],
    }  # fmt: skip


def _question(each: Question) -> dict[str, Any]:
    return {
        "id": each.id, "kind": each.kind, "where": asdict(each.about), "params": _plain(each.params),
        "free": each.free, "must": each.must,
        "choices": [
            {"value": one.value, "reason": _reason(one.reason), "params": _plain(one.params)} for one in each.choices
        ],
    }  # fmt: skip


def _difference(each: Difference) -> dict[str, Any]:
    return {"kind": each.kind, "where": asdict(each.about), "params": _plain(each.params)}


# ---- and again -------------------------------------------------------------------------------------------------------
def reason(given: Mapping[str, Any] | None) -> Reason | None:
    """Why something is proposed."""
    return None if given is None else Reason(given["code"], given["params"])


def question(given: Mapping[str, Any]) -> Question:
    """A question."""
    choices = tuple(Choice(one["value"], reason(one["reason"]), params=one["params"]) for one in given["choices"])
    return Question(
        given["id"], given["kind"], Place(**given["where"]), choices, given["params"], given["free"], given["must"]
    )


def difference(given: Mapping[str, Any]) -> Difference:
    """What is otherwise than last year."""
    return Difference(given["kind"], Place(**given["where"]), given["params"])

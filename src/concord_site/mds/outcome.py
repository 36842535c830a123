"""What one reading of a delivery's files gave, as a value that goes into a file and comes back the same.

It holds findings with values, pieces of sheets and examples of cells: class L4 while a register is staged. It is
therefore a private file of its own and never a row of the database.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import Any

from concord.findings import Finding, Findings, Place
from concord.mds.checks.keys import key

VERSION = 1
#: Findings that are kept of one reading; the rest is counted.
MOST_FINDINGS = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the key under which it is explained, and the piece of the sheet it is about."""

    key: str
    finding: Finding
    piece: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reading.

    Args:
        files: Name, size, digest, rows, kind of file, encoding, decimal sign of each.
        sheets: Tables seen: file, sheet, whether hidden, heads, columns with roles and examples, rows set aside.
        found: Findings with keys.
        left_out: Findings beyond those kept.
        changes: What was written otherwise than typed.
        profile: How the files were read.
        questions: What only a person can settle; those with ``must`` before anything is counted.
        differences: What is otherwise than last year.
        tables: Structure, rows, total, sums by kind of row, of each table that was made.
        shares: Small tables for people: structure → year → occupation → kind of row → number.
        origins: Structure → year → origin → number; the largest ones.
        covers: Series: structure, year, occupation, activity.
        is_personal: A row of the files is a person.
    """

    files: tuple[Mapping[str, Any], ...] = ()
    sheets: tuple[Mapping[str, Any], ...] = ()
    found: tuple[Found, ...] = ()
    left_out: int = 0
    changes: tuple[Mapping[str, Any], ...] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Mapping[str, Any], ...] = ()
    differences: tuple[Mapping[str, Any], ...] = ()
    tables: tuple[Mapping[str, Any], ...] = ()
    shares: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, Any] = field(default_factory=dict)
    covers: tuple[tuple[str, int | None, str | None, str | None], ...] = ()
    is_personal: bool = False

    @property
    def findings(self) -> Findings:
        """The findings alone."""
        return Findings(each.finding for each in self.found)

    @property
    def open(self) -> tuple[Mapping[str, Any], ...]:
        """The questions without whose answers nothing is counted."""
        return tuple(each for each in self.questions if each["must"])

    def counts(self) -> dict[str, int]:
        """Hard, soft and note findings, questions, rows read."""
        rows = sum(int(each.get("rows") or 0) for each in self.files)
        found: dict[str, int] = {str(level): count for level, count in self.findings.counts().items()}
        return {**found, "questions": len(self.open), "rows": rows}

    def codes(self) -> dict[str, int]:
        """How often each code was found."""
        return dict(sorted(Counter(each.finding.code for each in self.found).items()))

    def figures(self) -> dict[str, Any]:
        """What a history shows of each table."""
        return {
            str(each["structure"]): {
                "rows": each["rows"], "total": each["total"], "sums": each["sums"],
                "shares": self.shares.get(str(each["structure"]), {}),
            }
            for each in self.tables
        }  # fmt: skip


def key_of(finding: Finding) -> str:
    """The finding's stable key, short enough for an address; see :mod:`concord.mds.checks.keys`."""
    return sha256(key(finding).encode()).hexdigest()[:24]


def dumped(outcome: Outcome) -> bytes:
    """The outcome as UTF-8 JSON."""
    plain: dict[str, Any] = {name.name: getattr(outcome, name.name) for name in fields(outcome) if name.name != "found"}
    plain["found"] = [{"key": each.key, "piece": each.piece, **_plain(each.finding)} for each in outcome.found]
    return json.dumps({"version": VERSION, **plain}, ensure_ascii=False, separators=(",", ":")).encode()


def loaded(content: bytes) -> Outcome:
    """The outcome again."""
    given = json.loads(content)
    given.pop("version")
    found = tuple(Found(each["key"], _finding(each), each["piece"]) for each in given.pop("found"))
    lists: dict[str, Any] = {
        name: tuple(given.pop(name)) for name in ("files", "sheets", "changes", "questions", "differences", "tables")
    }
    covers = tuple(tuple(each) for each in given.pop("covers"))
    return Outcome(found=found, covers=covers, **lists, **given)


def _plain(finding: Finding) -> dict[str, Any]:
    params = {name: _simple(value) for name, value in finding.params.items()}
    return {"code": finding.code, "level": finding.level, "where": asdict(finding.where), "params": params,
            "value": finding.value, "source": finding.source}  # fmt: skip


def _simple(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _finding(given: Mapping[str, Any]) -> Finding:
    where = Place(**given["where"])
    return Finding(given["code"], given["level"], where, given["params"], given["value"], given["source"])

"""Titles from the command line or a file, each with what it stands for or may stand for, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concord.errors import Invalid
from concord.findings import Finding, message
from concord.mds.harmonise.codemaps import CodeMap, Entry
from concord.mds.harmonise.occupation import decide_occupations
from concord.mds.harmonise.settle import Decision
from concord.mds.readers import words


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One distinct title: how often it stands in the files, and the decision."""

    text: str
    count: int
    decision: Decision

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """The keys that scripts rely on."""
        values = self.decision.values
        names = ("occupation", "outside", "confidence", "how", "reviewed")
        said = [_said(self.decision, problem, language) for problem in self.decision.problems]
        return {
            "title": self.text,
            "count": self.count,
            **{name: values[name] for name in names},
            "problems": said,
            "suggestions": [each.as_json() for each in values["suggestions"]],
        }


def _said(decision: Decision, problem: Any, language: str) -> dict[str, str]:
    params = {"rows": "", **problem.params}
    finding = Finding(problem.code, problem.level, params=params, value=problem.value)
    return {"code": problem.code, "level": problem.level, "message": message(finding, language).replace(" (rows )", "")}


def look_up(
    texts: Sequence[str], *, area: str = "", language: str = "", maps: Sequence[CodeMap] = (), scheme: Any = None
) -> list[LookedUp]:
    """Every distinct text with its decision, the most frequent first."""
    counts: dict[str, int] = {}
    for text in texts:
        if text.strip():
            counts[text.strip()] = counts.get(text.strip(), 0) + 1
    ordered = sorted(counts, key=lambda text: -counts[text])
    decided = decide_occupations(
        [(text, "") for text in ordered], scheme=scheme, maps=maps, language=language, area=area
    )
    return [LookedUp(text, counts[text], decision) for text, decision in zip(ordered, decided, strict=True)]


def texts_of(given: Sequence[str], column: str = "") -> list[str]:
    """The titles themselves; of a file, the texts of its column of occupations.

    Raises:
        Invalid: ``mds.codes.nothing``, ``mds.codes.column``, ``mds.codes.which-column``.
    """
    found: list[str] = []
    for each in given:
        path = Path(each)
        found += _column(path, column) if len(each) < 1000 and path.is_file() else [each]
    if not any(text.strip() for text in found):
        raise Invalid("mds.codes.nothing")
    return found


def _column(path: Path, column: str) -> list[str]:
    from concord.intake import Limits, read

    found: list[str] = []
    for sheet in read(path, name=path.name, limits=Limits.none()).visible:
        headers = sheet.headers
        known = {"file": path.name, "column": column, "known": ", ".join(headers) or "–"}
        wanted = [at for at, header in enumerate(headers) if header == column] if column else _titled(headers)
        if column and not wanted:
            raise Invalid("mds.codes.column", params=known)
        if len(wanted) != 1:
            raise Invalid("mds.codes.which-column", params=known)
        found += sheet.columns[wanted[0]].texts()
    return found


def _titled(headers: Sequence[str]) -> list[int]:
    """The only column, or those that are headed as occupations."""
    if len(headers) == 1:
        return [0]
    return [at for at, header in enumerate(headers) if (said := words.heading(header)) and said.role == "occupation"]


def proposed_map(found: Sequence[LookedUp], *, area: str, id: str = "") -> CodeMap:
    """A first map for a country: every title with its best reading, all of it still to be reviewed by a person."""
    entries = []
    for each in found:
        entry = _entry(each)
        if entry is not None:
            entries.append(entry)
    once = {entry.key: entry for entry in reversed(entries)}
    return CodeMap(id or f"{area.lower()}-occupation", area, "occupation", entries=tuple(once.values())[::-1])


def _entry(each: LookedUp) -> Entry | None:
    values = each.decision.values
    if values["occupation"]:
        return Entry(each.text, values["occupation"], "isco-08", "certain", source=f"index ({values['how']})")
    if values["outside"]:
        return Entry(each.text, "", "", "certain", f"{values['outside']}: no health occupation", "index")
    for one in values["suggestions"][:1]:
        return Entry(each.text, one.code, "isco-08", one.confidence, one.reason, one.source or one.how)
    return None

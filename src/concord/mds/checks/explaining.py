"""A soft finding that somebody has explained is known, not asked again; a hard one cannot be explained away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from concord.findings import Finding, Findings
from concord.mds.checks.keys import key as key_of


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a soft finding is as it is.

    Args:
        key: The finding's key (:func:`concord.mds.checks.keys.key`).
        text: The explanation; an empty one explains nothing.
        by: Who gave it.
        on: When.
    """

    key: str
    text: str
    by: str
    on: date


def explained(findings: Iterable[Finding], explanations: Iterable[Explanation]) -> Findings:
    """The findings, with each explained soft one as a note that carries its explanation; the latest one counts."""
    known: dict[str, Explanation] = {}
    for each in sorted(explanations, key=lambda each: each.on):
        if each.text.strip():
            known[each.key] = each
    return Findings(_explained(finding, known.get(key_of(finding))) for finding in findings)


def _explained(finding: Finding, explanation: Explanation | None) -> Finding:
    if explanation is None or finding.level != "soft":
        return finding
    said = {"explanation": explanation.text.strip(), "explained_by": explanation.by}
    said["explained_on"] = explanation.on.isoformat()
    return replace(finding, level="note", params={**finding.params, **said})

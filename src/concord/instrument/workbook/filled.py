"""What came back of a filled file: answers or findings, never some of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from concord.findings import Finding, Findings, Place
from concord.instrument.answers import Answers


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that was written where no answer is expected: shown to the person, never stored."""

    where: Place
    text: str


def once(unreadable: Iterable[Finding], checked: Iterable[Finding]) -> list[Finding]:
    """What the reading and the checking of answers found, each thing once: the checking says it in full."""
    kept = list(checked)
    said = {(finding.code, finding.where.item) for finding in kept}
    return [finding for finding in unreadable if (finding.code, finding.where.item) not in said] + kept


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled workbook or submission.

    Args:
        answers: As :mod:`concord.instrument.answers` has them; empty where there is a hard finding.
        findings: Of the file and of the answers; those on answers have sheet, row, column and address.
        sections: Paths' first names of the sections that the file holds; ``""`` for what stands outside of sections.
        digest: SHA-256 of the file.
        unknown: What was written where no answer is expected.
        held: Addresses that already held an answer when the file was written and whose cell is still there: where
            such an answer is absent now, somebody took it out.
        remarks: What was written in the column of remarks, by address; no part of the answers.
        language: Language that the file was written in.
        area: The country it was written for, or empty.
        round: The round it was written for, or empty.
        id: What the file calls itself (a submission's ``instanceID``), or empty.
        files: Attachments that came along, by name; an answer that is one is called ``attachment:<name>`` until it
            is stored.
    """

    answers: Answers = field(default_factory=Answers)
    findings: Findings = field(default_factory=Findings)
    sections: tuple[str, ...] = ()
    digest: str = ""
    unknown: tuple[Unknown, ...] = ()
    held: frozenset[str] = frozenset()
    remarks: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    area: str = ""
    round: str = ""
    id: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.digest, self.id))

    @property
    def ok(self) -> bool:
        """Whether nothing has to change before the answers can be taken."""
        return not self.findings.hard

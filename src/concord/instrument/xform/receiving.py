"""``read_submission``: an instance of ODK or KoBo to answers, or findings, by the rules of every other way in."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO

from concord.findings import Finding, Findings, Place
from concord.instrument.answers import Answers, normal
from concord.instrument.model import Group, Instrument, Node
from concord.instrument.workbook.filled import Filled, once
from concord.instrument.xform.gathering import Gathered
from concord.instrument.xform.identity import IDENTITY, identity
from concord.instrument.xform.packed import Instance, unpack

_ENCRYPTED = "base64EncryptedKey"


def read_submissions(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    instrument: Instrument,
    *,
    today: dt.date,
    name: str | None = None,
    known_as: Collection[str] = (),
    complete: bool = True,
) -> tuple[Filled, ...]:
    """Every submission in a file; one :class:`Filled` each, or a single one with findings on the whole file.

    Args:
        file: Instance XML, KoBo's list of instances, or a ZIP of instances with their attachments.
        instrument: The instrument the submissions should be of, in the very version.
        today: The day on which rules about today stand.
        name: The name it was sent under.
        known_as: Other ids that the form has on a server, such as KoBo's.
        complete: Whether answers that are required and missing are hard findings.
    """
    packed = unpack(file, name)
    if packed.findings.hard and not packed.instances:
        return (Filled(findings=packed.findings, digest=packed.digest),)
    made = [
        _Received(instrument, instance, known_as).filled(today, packed.digest, complete=complete)
        for instance in packed.instances
    ]
    broken = [Filled(findings=Findings([finding]), digest=packed.digest) for finding in packed.findings]
    return (*made, *broken)


def read_submission(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    instrument: Instrument,
    *,
    today: dt.date,
    name: str | None = None,
    known_as: Collection[str] = (),
    complete: bool = True,
) -> Filled:
    """The one submission in a file; see :func:`read_submissions`. A file with several is refused."""
    found = read_submissions(file, instrument, today=today, name=name, known_as=known_as, complete=complete)
    if len(found) == 1:
        return found[0]
    shown = name or (Path(file).name if isinstance(file, (str, os.PathLike)) else "submission")
    several = Finding("instrument.xform.several", "hard", Place(shown), {"file": shown, "count": len(found)})
    return Filled(findings=Findings([several]), digest=found[0].digest)


class _Received:
    def __init__(self, instrument: Instrument, instance: Instance, known_as: Collection[str]) -> None:
        self.instrument = instrument
        self.instance = instance
        self.known_as = {instrument.id, *known_as}
        self.gathered = Gathered(instance)

    def filled(self, today: dt.date, digest: str, *, complete: bool) -> Filled:
        from concord.instrument.checks import check

        refused = self._refused()
        if refused is not None:
            return Filled(findings=Findings([refused]), digest=digest, id=self._id())
        raw = self.gathered.entry(self.instrument.children, self.instance.root, "", is_root=True)
        answers, unreadable = normal(self.instrument, raw)
        checked = check(self.instrument, answers, today=today, complete=complete)
        findings = Findings(dict.fromkeys((*self.gathered.findings, *self._placed(once(unreadable, checked)))))
        return Filled(
            answers=Answers() if findings.hard else answers,
            findings=findings,
            sections=tuple(dict.fromkeys(self._section(node) for node in self.instrument.children)),
            digest=digest,
            unknown=tuple(self.gathered.unknown),
            id=self._id(),
            files=dict(self.instance.files),
        )

    @staticmethod
    def _section(node: Node) -> str:
        return node.name if isinstance(node, Group) and not node.repeats else ""

    def _id(self) -> str:
        found = self.instance.root.find("meta", "instanceID")
        return found.text.strip() if found is not None else self.instance.root.attributes.get("instanceID", "")

    def _refused(self) -> Finding | None:
        """Whether it is encrypted, of another form, or of another version."""
        root = self.instance.root
        if root.attributes.get("encrypted") == "yes" or root.find(_ENCRYPTED) is not None:
            return self._finding("encrypted", file=self.instance.file)
        said = root.find(IDENTITY)
        if said is not None and said.text.strip():
            return self._other(said.text.strip())
        id, version = root.attributes.get("id", ""), root.attributes.get("version", "")
        if id not in self.known_as:
            return self._finding("other-form", found=id, wanted=self.instrument.id)
        if version and id == self.instrument.id and version != self.instrument.version:
            return self._finding("other-version", found=version, wanted=self.instrument.version)
        return None

    def _other(self, said: str) -> Finding | None:
        """Judged by what the form itself says it is."""
        if said == identity(self.instrument):
            return None
        id, _, version = said.partition(":")
        if id != self.instrument.id:
            return self._finding("other-form", found=id[:80], wanted=self.instrument.id)
        wanted = identity(self.instrument).partition(":")[2]
        return self._finding("other-version", found=version[:80], wanted=wanted)

    def _finding(self, code: str, **params: object) -> Finding:
        return Finding(f"instrument.xform.{code}", "hard", self.instance.place, params)

    def _placed(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        for finding in findings:
            item = finding.where.item or ""
            place = self.gathered.places.get(item) or self.instance.place
            yield replace(finding, where=replace(place, item=item or None))

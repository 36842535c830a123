"""Submission files as they are sent: one XML, or an archive with several and their attachments."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from concord.findings import Finding, Findings, Place
from concord.instrument.xform.elements import MOST_BYTES, Element, Unsafe, parse
from concord.intake.limits import MEBIBYTE, Limits
from concord.intake.packages import inspect
from concord.intake.remarks import Remarks, Stop

_META_NAMES = frozenset({"meta", "instanceID"})
_LITTER = ("__MACOSX/",)


@dataclass(frozen=True, slots=True)
class Instance:
    """One submission: the file it stands in, its root element, and attachments that came beside it."""

    file: str
    root: Element
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, row=self.root.line)


@dataclass(frozen=True, slots=True)
class Packed:
    """What a file holds, its digest, and why parts of it are not read."""

    name: str
    digest: str
    instances: tuple[Instance, ...] = ()
    findings: Findings = field(default_factory=Findings)


def unpack(file: str | os.PathLike[str] | bytes | IO[bytes], name: str | None = None) -> Packed:
    """The submissions in a file.

    Args:
        file: Path, bytes or stream: an instance XML, a list of them in one XML (KoBo), or a ZIP (Central, Briefcase).
        name: The name it was sent under.
    """
    data, shown = _bytes(file, name)
    if data is None:
        params = {"file": shown, "limit": MOST_BYTES // MEBIBYTE, "what": "MB"}
        return Packed(
            shown, "", findings=Findings([Finding("instrument.xform.too-large", "hard", Place(shown), params)])
        )
    digest = hashlib.sha256(data).hexdigest()
    if data[:4] == b"PK\x03\x04":
        return _archive(data, shown, digest)
    instances, found = _in_xml(data, shown, {})
    if not instances and not found:
        found = [Finding("instrument.xform.not-a-submission", "hard", Place(shown))]
    return Packed(shown, digest, tuple(instances), Findings(found))


def _bytes(file: str | os.PathLike[str] | bytes | IO[bytes], name: str | None) -> tuple[bytes | None, str]:
    if isinstance(file, bytes):
        return (file if len(file) <= MOST_BYTES else None), name or "submission.xml"
    if isinstance(file, (str, os.PathLike)):
        path = Path(file)
        return (path.read_bytes() if path.stat().st_size <= MOST_BYTES else None), name or path.name
    data = file.read(MOST_BYTES + 1)
    return (data if len(data) <= MOST_BYTES else None), name or "submission.xml"


def _archive(data: bytes, name: str, digest: str) -> Packed:
    remarks = Remarks()
    try:
        package = inspect(data, Limits(), remarks, keep=lambda _: True)
    except Stop:
        found = [Finding(each.code, "hard", Place(name), dict(each.params)) for each in remarks if each.level == "hard"]
        return Packed(name, digest, findings=Findings(found))
    contents = {entry: package.part(entry) for entry in package.names if not entry.startswith(_LITTER)}
    instances: list[Instance] = []
    findings: list[Finding] = []
    for entry, content in contents.items():
        if entry.lower().endswith(".xml"):
            beside = _beside(entry, contents)
            made, wrong = _in_xml(content, f"{name}/{entry}", beside)
            instances += made
            findings += wrong
    if not instances and not findings:
        findings.append(Finding("instrument.xform.not-a-submission", "hard", Place(name)))
    return Packed(name, digest, tuple(instances), Findings(findings))


def _beside(entry: str, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files in the entry's folder, and in a folder ``media`` or ``attachments`` anywhere, by their names."""
    folder = PurePosixPath(entry).parent
    return {
        path.name: content
        for other, content in contents.items()
        if (path := PurePosixPath(other)).suffix.lower() != ".xml"
        and (path.parent == folder or path.parent.name in ("media", "attachments"))
    }


def _in_xml(data: bytes, name: str, files: Mapping[str, bytes]) -> tuple[list[Instance], list[Finding]]:
    try:
        root = parse(data)
    except Unsafe as error:
        place = Place(name, row=error.line)
        return [], [Finding(f"instrument.xform.{error.code}", "hard", place, {"file": name, **error.params})]
    return [Instance(name, each, files) for each in _roots(root)], []


def _roots(root: Element) -> list[Element]:
    """The outermost elements that are instances: they carry a form's id."""
    if "id" in root.attributes and root.name not in _META_NAMES:
        return [root]
    return [found for child in root.children for found in _roots(child)]

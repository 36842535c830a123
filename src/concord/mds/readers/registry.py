"""One door for every file: read in the limited process, with the messages of SDMX and FHIR and the exports of ODK.

:func:`read` answers as :func:`concord.intake.read` does, and is called in its place. A message of data becomes sheets
whose headers are its components (SDMX) or the standard columns of a person's row (FHIR); an export of ODK or Kobo
becomes sheets without its metadata, repeats joined to what they belong to. A structure message has no data: it is
refused with a reason, and read by :func:`opened` alone.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO, Any

from concord.errors import Invalid
from concord.findings import Finding, Findings, Level, Place
from concord.intake import process
from concord.intake.encoding_names import title
from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.reading import DecimalSign, Encoding, Reading, digest, finding, name_of, plain_name
from concord.intake.reading import opened as bytes_of
from concord.intake.signatures import Signature
from concord.mds.readers import fhir_persons, odk, sdmx_csv

ENTRY = "concord.mds.readers.child"
#: Kinds of file that are read through a proposal alone.
PROPOSED = frozenset({".xls", ".ods"})
_CODE = re.compile(r"mds(?:\.[a-z0-9-]+){1,3}")
_LEVELS: dict[str, Level] = {"hard": "hard", "soft": "soft", "note": "note"}
File = str | os.PathLike[str] | bytes | IO[bytes]


def read(
    file: File,
    name: str | None = None,
    *,
    limits: Limits | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    decimal: DecimalSign | None = None,
) -> Reading:
    """Read a stranger's file in the limited process, messages included.

    Args and errors are those of :func:`concord.intake.read`. ``facts["format"]`` says what kind of message it was:
    ``sdmx-ml``, ``sdmx-json``, ``sdmx-csv`` (whose decimal sign is the point), ``fhir`` or ``odk``; ``facts["places"]``
    what the rows of its sheets count: ``lines`` of the file, ``observations`` or ``entries`` from 1.
    """
    hints = {"encoding": encoding, "delimiter": delimiter, "decimal": decimal}
    return _settled(opened(file, name, limits=limits, **hints))


def read_all(
    files: Sequence[tuple[File, str]], *, limits: Limits | None = None, decimal: DecimalSign | None = None
) -> list[Reading]:
    """Several files of one sender; bundles of FHIR that speak of the same persons are read as one.

    Returns:
        One reading for each file; where bundles were joined, the persons stand in the first of them and the others
        have no sheets.
    """
    found = [opened(file, name, limits=limits, decimal=decimal) for file, name in files]
    bundles = [at for at, each in enumerate(found) if each.facts.get("format") == "fhir"]
    for at in bundles[1:]:
        first = found[bundles[0]]
        found[bundles[0]] = replace(first, sheets=(*first.sheets, *found[at].sheets))
        found[at] = replace(found[at], sheets=())
    return [_settled(each) for each in found]


def opened(file: File, name: str | None = None, *, limits: Limits | None = None, **hints: str | None) -> Reading:
    """The sheets of a file as they stand in it: of a structure message its code lists, of a bundle its resources."""
    limits = limits or Limits()
    _check_encoding(hints.get("encoding"))
    with bytes_of(file) as stream:
        shown = plain_name(name or name_of(file, stream))
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return _refused(shown, 0, "", "intake.file.empty", {})
        if exceeds(size, limits.packed_bytes):
            sizes = {"size_mb": -(-size // MEBIBYTE), "limit_mb": (limits.packed_bytes or 0) // MEBIBYTE}
            return _refused(shown, size, "", "intake.limit.packed", sizes)
        sha256 = digest(stream)
        stream.seek(0)
        outcome = process.run(stream, shown, limits, hints, entry=ENTRY)
    if outcome.failure:
        return _refused(shown, size, sha256, outcome.failure, outcome.params)
    return _reading(shown, size, sha256, outcome)


def _check_encoding(encoding: str | None) -> None:
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise Invalid("intake.encoding.not-known", params={"encoding": encoding}) from error


def _settled(reading: Reading) -> Reading:
    """What the sheets of a message mean."""
    if reading.facts.get("message") == "structures" and reading.sheets:
        place = Place(reading.name)
        params = {"lists": ", ".join(sheet.name or "" for sheet in reading.sheets[:10]), "count": len(reading.sheets)}
        said = Finding("mds.sdmx.structure-message", "hard", place, params)
        return replace(reading, sheets=(), findings=Findings([*reading.findings, said]))
    if reading.facts.get("format") == "fhir" and reading.sheets:
        sheet, findings = fhir_persons.persons(reading.sheets)
        return replace(reading, sheets=(sheet,), findings=reading.findings + findings)
    if any(sdmx_csv.is_message(sheet.headers) for sheet in reading.visible):
        kept = [each for each in reading.findings if each.code != "intake.decimals.ambiguous"]
        facts = {"format": "sdmx-csv", "message": "data", **reading.facts}
        return replace(reading, decimal=".", findings=Findings(kept), facts=facts)
    if odk.is_export(reading.visible):
        sheets, findings = odk.tables(reading.visible)
        facts = {**reading.facts, "format": "odk"}
        return replace(reading, sheets=sheets, findings=odk.without_known(reading.findings) + findings, facts=facts)
    return reading


def _reading(name: str, size: int, digest: str, outcome: process.Outcome) -> Reading:
    message = outcome.message
    facts: dict[str, Any] = {**message.facts, "peak_memory_bytes": outcome.peak_bytes}
    findings, more = Findings(_finding(remark, name) for remark in message.remarks).capped()
    decimal = facts.pop("decimal", None)
    return Reading(
        name=name,
        size=size,
        digest=digest,
        signature=_signature(facts.pop("signature", None)),
        encoding=_encoding(facts),
        decimal="." if decimal == "." else "," if decimal == "," else None,
        sheets=tuple(message.sheets),
        findings=findings,
        left_out=more + message.left_out,
        facts=facts,
    )


def _finding(remark: Mapping[str, Any], file: str) -> Finding:
    """A remark as a finding: those of this room here, every other as intake takes them."""
    code = str(remark.get("code"))
    if not _CODE.fullmatch(code):
        return finding(remark, file)
    taken = finding({**remark, "code": "intake.file.broken"}, file)
    return replace(taken, code=code, level=_LEVELS.get(str(remark.get("level")), "hard"))


def _refused(name: str, size: int, digest: str, code: str, params: Mapping[str, object]) -> Reading:
    said = Finding(code, "hard", Place(name), dict(params))
    return Reading(name, size, digest, None, None, None, (), Findings([said]), 0, {})


def _signature(value: object) -> Signature | None:
    match value:
        case {"kind": str(kind), "extension": str(extension), "agrees": bool(agrees)}:
            return Signature(kind, extension, agrees)
        case _:
            return None


def _encoding(facts: dict[str, Any]) -> Encoding | None:
    name, confidence = facts.pop("encoding", None), facts.pop("encoding_confidence", None)
    if not isinstance(name, str) or not isinstance(confidence, (int, float)) or not name:
        return None
    return Encoding(name, title(name), float(confidence))

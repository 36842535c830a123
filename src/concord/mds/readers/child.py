"""What the limited process runs for this room: tables as :mod:`concord.intake` reads them, and messages besides.

Started by :mod:`concord.mds.readers.registry`; everything is imported before the locks are up, as in
:mod:`concord.intake.child`.
"""

from __future__ import annotations

from concord.intake import child, signatures, tables
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.signatures import Signature
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables
from concord.mds.readers import fhir, sdmx_json, sdmx_json_structures, sdmx_ml, strict_json

#: Extensions under which a message may be sent, besides those of :data:`concord.intake.signatures.EXTENSIONS`.
EXTENSIONS = {"xml": ("xml", "sdmx"), "json": ("json", "sdmx")}


def main() -> None:
    """Answer the request in the environment."""
    child.main(read)


def read(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Tables:
    """Read a table or a message; what is wrong with it is in ``remarks``."""
    signature = signatures.identify(source.data, source.name)
    message = _kind_of_message(signature, source)
    if not message:
        return tables.read(source, limits, remarks, hints)

    def reads(kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints, into: Tables) -> None:
        _message(message, source, limits, remarks, into)

    return tables.read(source, limits, remarks, hints, accepts=_accepted, reads=reads)


def _accepted(signature: Signature, limits: Limits, remarks: Remarks) -> bool:
    return True


def _kind_of_message(signature: Signature, source: Source) -> str:
    """``xml`` or ``json`` where the file's name and content both say so, else nothing."""
    kind = signature.kind
    if kind == "text":
        first = bytes(source.data[:64]).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        kind = {b"{": "json", b"<": "xml"}.get(first, kind)
    return kind if signature.extension in EXTENSIONS.get(kind, ()) else ""


def _message(kind: str, source: Source, limits: Limits, remarks: Remarks, into: Tables) -> None:
    if kind == "xml":
        into.sheets, facts = sdmx_ml.read(source, limits, remarks)
        into.facts.update(facts)
    else:
        _json(source, limits, remarks, into)
    into.facts["decimal"] = "."
    if not into.sheets and not remarks.hard:
        remarks.add("mds.message.empty", "hard")


def _json(source: Source, limits: Limits, remarks: Remarks, into: Tables) -> None:
    document = strict_json.read(source, remarks)
    if fhir.is_bundle(document):
        into.facts.update(format="fhir", version="4.0", message="data", places="entries")
        into.sheets = fhir.read(document, source.name, limits, remarks)
    elif sdmx_json.is_message(document):
        data = "dataSets" in (document.get("data") or document)
        into.facts.update(format="sdmx-json", version=sdmx_json.version_of(document), places="observations")
        into.facts["message"] = "data" if data else "structures"
        reads = sdmx_json.read_data if data else sdmx_json_structures.read
        into.sheets = reads(document, source.name, limits, remarks)
    else:
        raise remarks.stop("intake.file.json")


if __name__ == "__main__":
    main()

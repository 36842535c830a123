"""What the limited process runs for this room: a text of any kind as paragraphs.

Started by :mod:`concord.texts.reading`; everything is imported before the locks are up, as in
:mod:`concord.intake.child`.
"""

from __future__ import annotations

import importlib
import importlib.util

from concord.intake import child, tables
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.signatures import Signature
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables
from concord.texts.formats import akoma, pdf, plain, word
from concord.texts.formats.segments import Read, as_sheet

#: Kind of content → extensions that agree with it.
EXTENSIONS = {
    "docx": ("docx",), "pdf": ("pdf",), "xml": ("xml", "akn"), "text": ("txt", "text", "md", ""),
}  # fmt: skip
#: What stands between two paragraphs of each kind.
BETWEEN = {"docx": word.END, "xml": word.END, "pdf": "\n", "text": "\n"}
#: What reading PDF needs and imports late.
_PDF = (
    "pypdf",
    "pypdf.errors",
    "pypdf.generic",
    "pypdf._crypt_providers",
    "pypdf._text_extraction",
    "pypdf._cmap",
    "pypdf.filters",
)


def main() -> None:
    """Answer the request in the environment."""
    if importlib.util.find_spec("pypdf") is not None:
        for name in _PDF:
            importlib.import_module(name)
    child.main(read)


def read(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Tables:
    """Read a text; what is wrong with it is in ``remarks``."""
    return tables.read(source, limits, remarks, hints, accepts=_accepts, reads=_reads)


def _accepts(signature: Signature, limits: Limits, remarks: Remarks) -> bool:
    kind, extension = signature.kind, signature.extension
    if kind not in EXTENSIONS:
        remarks.add("texts.file.kind", "hard", kind=kind)
        return False
    if extension not in EXTENSIONS[kind]:
        if kind == "docx" and extension in ("docm", "dotm", "dotx"):
            remarks.add("texts.word.macros", "hard", extension=f".{extension}")
            return False
        expected = ", ".join(f".{each}" for each in EXTENSIONS[kind] if each)
        shown = f".{extension}" if extension.isascii() and extension else "–"
        remarks.add("intake.file.name-and-content-differ", "hard", extension=shown, kind=kind, expected=expected)
        return False
    return True


def _reads(kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints, into: Tables) -> None:
    into.facts["between"] = BETWEEN[kind]
    found = _read(kind, source, limits, remarks, hints, into)
    if not remarks.hard and not any(segment.text.strip() for _, each in found.paragraphs for segment in each):
        remarks.add("texts.file.no-words", "hard")
    into.sheets = [as_sheet(found, source.name, limits, remarks)]


def _read(kind: str, source: Source, limits: Limits, remarks: Remarks, hints: Hints, into: Tables) -> Read:
    match kind:
        case "docx":
            return word.read(source, limits, remarks)
        case "pdf":
            return pdf.read(source, remarks)
        case "xml":
            return akoma.read(source, remarks, into.facts)
        case _:
            return plain.read(source, remarks, hints.encoding)


if __name__ == "__main__":
    main()

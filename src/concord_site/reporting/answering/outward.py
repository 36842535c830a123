"""The answers of whatever is filled as files: JSON, tables, the workbook, an XForm submission."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from concord.instrument import export
from concord.instrument.answers import as_json, parse
from concord.instrument.model import Instrument
from concord.instrument.workbook import Filled
from concord_site.reporting.answering import rules
from concord_site.reporting.answering.book import Book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away."""

    content: bytes
    name: str
    media_type: str


def forms() -> list[tuple[str, str]]:
    """The forms an installation can write, each with its words."""
    found = [
        ("json", _("Answers, JSON")), ("csv", _("Answers, CSV")), ("xlsx", _("Workbook to fill in")),
        ("xml", _("XForm submission")), ("pdf", _("Answers, PDF")),
    ]  # fmt: skip
    return [(form, words) for form, words in found if form in {"json", "csv"} or _writer(form) is not None]


def _writer(form: str) -> Any:
    """The library's function for a form; None where this installation has none."""
    module, name = {
        "xlsx": ("concord.instrument.workbook", "write"),
        "xml": ("concord.instrument.xform", "submission"),
        "pdf": ("concord.reporting.instrument_print", "pdf"),
    }[form]  # fmt: skip
    try:
        return getattr(import_module(module), name, None) if find_spec(module) is not None else None
    except ModuleNotFoundError:
        return None


def write(
    form: str, book: Book, state: rules.State, *, today: dt.date, language: str, reference: str, area: str = "",
    area_name: str = "", last: Mapping[str, Any] | None = None, kind: str = "trial", round: str | None = None,
    generated: bool = False, only: Collection[str] | None = None,
) -> File | None:  # fmt: skip
    """The answers in one form; None where it is unknown here. Only what is asked goes out.

    Args:
        form: ``json``, ``csv``, ``xlsx``, ``xml`` or ``pdf``.
        book: What is answered.
        state: What is asked.
        today: For rules that speak of it.
        language: Of the words.
        reference: Part of the file's name, and what JSON and tables call it.
        area: Alpha-3 of the country.
        area_name: Its name.
        last: Answers of last time, address → value, beside the cells of the workbook.
        kind: What JSON calls the reference.
        round: What the workbook says of its round.
        generated: Whether the answers are made up; the file says so.
        only: Names of sections of the workbook; all where left out.
    """
    instrument = book.instrument
    answers = as_json(parse(export.only_asked(instrument, book.answers(), frozenset(state.asked))))
    stem = f"{instrument.id}-{reference}"
    if form == "json":
        return File(_json(book, answers, reference, kind, generated), f"{stem}.json", "application/json")
    if form == "csv":
        rows = export.rows(instrument, book.answers(), today=today, language=language, key=reference)
        content = export.long_csv(rows)
        return File(marked_csv(content) if generated else content, f"{stem}.csv", "text/csv; charset=utf-8")
    writer = _writer(form) if form in {"xlsx", "xml", "pdf"} else None
    if writer is None:
        return None
    if form == "xlsx":
        content = writer(instrument, language, answers=book.answers(), last=last or None, area=area or None,
                         area_name=area_name, round=round, generated=generated, sections=only)  # fmt: skip
        return File(content, f"{stem}-{language}.xlsx", XLSX)
    if form == "xml":
        content = writer(instrument, answers, today=today)
        return File(marked_xml(content) if generated else content, f"{stem}.xml", "application/xml")
    content = writer(
        instrument, language=language, as_of=today, answers=book.answers(), state=state, generated=generated
    )  # fmt: skip
    return File(content, f"{stem}-{language}.pdf", "application/pdf")


def marked_csv(content: bytes) -> bytes:
    """A table with a first column that says of every row that it is generated."""
    read = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    stream = io.StringIO(newline="")
    out = csv.writer(stream, lineterminator="\r\n" if b"\r\n" in content else "\n")
    for place, row in enumerate(read):
        out.writerow(["yes" if place else "generated", *row])
    return stream.getvalue().encode()


def marked_xml(content: bytes) -> bytes:
    """A submission whose first element says that it is generated."""
    return content.replace(b"<data ", b'<data generated="yes" ', 1)


def _json(book: Book, answers: Mapping[str, Any], reference: str, kind: str, generated: bool) -> bytes:
    import json

    said = {
        "instrument": book.instrument.id, "version": book.instrument.version, "digest": book.instrument.digest,
        kind: reference, **({"is_example": True} if generated else {}), "answers": answers,
        "reasons": {book.positional(address): kept.reason for address, kept in sorted(book.kept.items())
                    if kept.reason and book.positional(address)},
    }  # fmt: skip
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def kinds() -> tuple[str, ...]:
    """Endings of the files that can come back."""
    return (".json", *((".xlsx",) if _reader("xlsx") else ()), *((".xml",) if _reader("xml") else ()))


def _reader(form: str) -> Any:
    try:
        if form == "xlsx":
            return getattr(import_module("concord.instrument.workbook"), "read", None)
        return getattr(import_module("concord.instrument.xform"), "read_submission", None)
    except ModuleNotFoundError:
        return None


def read(form: str, instrument: Instrument, path: Path, *, name: str, today: dt.date) -> Filled:
    """A filled workbook or submission: what the library says came back."""
    found: Filled = _reader(form)(path, instrument, today=today, name=name, complete=False)
    return found

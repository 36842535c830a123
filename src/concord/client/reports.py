"""Composes, renders and writes documents; what the commands and scripts without a site use."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from concord.client.facts import gather
from concord.errors import Invalid
from concord.vocabulary.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from concord.documents.model import Document
    from concord.reporting.facts import Facts

FORMATS = ("pdf", "docx", "html")


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where, the digest of its bytes, and its pages (None where the format has none)."""

    path: Path
    sha256: str
    pages: int | None


def dg(facts: Facts, *, language: str, format: str, out: Path, edition: str = "") -> Written:
    """Write the Director-General's report on a round (article 9.2).

    Raises:
        Invalid: ``client.language.unknown`` or ``client.format.unknown``.
    """
    from concord.reporting import dg_report

    known(language, format)
    return write(dg_report.compose(facts, language, edition=edition), format, out)


def country(area: str, facts: Facts, *, language: str, format: str, out: Path) -> Written:
    """Write a country's profile.

    Raises:
        Invalid: ``client.language.unknown`` or ``client.format.unknown``.
        NotFound: ``areas.area.unknown``.
    """
    from concord.reporting import country_profile

    known(language, format)
    return write(country_profile.compose(area, facts, language), format, out)


def facts(round: str, *, as_of: dt.date, folder: Path | None = None) -> Facts:
    """The facts of a report, from declared files and, where a site's door offers them, from its database."""
    return gather(folder, as_of=as_of, round=round)


def known(language: str, format: str) -> None:
    """Refuse a language or a format that is none.

    Raises:
        Invalid: ``client.language.unknown`` or ``client.format.unknown``.
    """
    if language not in LANGUAGES:
        raise Invalid(
            "client.language.unknown",
            params={"language": language},
            hint=f"The languages are {', '.join(LANGUAGES)}.",
        )
    if format not in FORMATS:
        raise Invalid("client.format.unknown", params={"format": format}, hint=f"The formats are {', '.join(FORMATS)}.")


def rendered(document: Document, format: str) -> bytes:
    """A document's bytes in one format."""
    return _RENDERERS[format](document)


def _pdf(document: Document) -> bytes:
    from concord.documents.render import pdf

    return pdf.render(document)


def _docx(document: Document) -> bytes:
    from concord.documents.render import docx

    return docx.render(document)


def _html(document: Document) -> bytes:
    from concord.documents.render import html

    return html.page(document).encode()


_RENDERERS: dict[str, Callable[[Document], bytes]] = {"pdf": _pdf, "docx": _docx, "html": _html}


def write(document: Document, format: str, out: Path) -> Written:
    """Write the bytes beside the name first, then take the name, so that nothing half-written is left behind."""
    content = rendered(document, format)
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{document.id}.{format}"
    beside = path.with_suffix(path.suffix + ".part")
    beside.write_bytes(content)
    beside.replace(path)
    return Written(path, hashlib.sha256(content).hexdigest(), _pages(content) if format == "pdf" else None)


def _pages(content: bytes) -> int:
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)

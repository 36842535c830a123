"""The register, an entry, a published agreement and the shares of clauses to take away."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.agreements import repository_out
from concord.agreements.repository_citation import bibtex
from concord.agreements.repository_labour import LabourAgreement, shares
from concord.agreements.repository_model import Agreement
from concord.agreements.repository_words import coded_clauses
from concord.intake.out import Meta, OutColumn
from concord.vocabulary.provenance import source
from concord_site.agreements.queries.published import Published
from concord_site.public import catalogue
from concord_site.public.agreeing import citing, clauses, held
from concord_site.public.comparing import files
from concord_site.shell.i18n import language

FORMATS: Mapping[str, str] = {**files.FORMATS, "json": "application/json; charset=utf-8"}


def _all_sectors() -> str:
    return _("All sectors: few of these agreements are about health personnel.")


def of_register(found: Iterable[Agreement], address: str, format: str) -> HttpResponse:
    """Entries as JSON, or as the spreadsheet in which they come in again."""
    listed, about = list(found), source("agreements-register")
    cited = f"{about.title}. Concord. {catalogue.origin()}{address}"
    if format == "json":
        said = {
            "title": about.title, "licence": about.licence, "citation": cited, "as_of": held.today().isoformat(),
            "count": len(listed), "agreements": [repository_out.as_json(each, language()) for each in listed],
        }  # fmt: skip
        return _json(said, "agreements")
    meta = Meta(
        title=about.title, source="; ".join(about.notes), licence=about.licence, citation=cited, language=language(),
        created=held.today(), notes=(_("A clause that is not named is not known here; that is not absent."),),
    )  # fmt: skip
    stream = io.BytesIO()
    repository_out.write(stream, listed, format, meta)
    return _given(stream.getvalue(), f"agreements.{format}", FORMATS[format])


def of_entry(found: Agreement, format: str) -> HttpResponse:
    """One entry as JSON, CSV or BibTeX."""
    if format == "bib":
        content = bibtex(found, citing.address_of(found.id)).encode()
        return _given(content, f"{found.id}.bib", "application/x-bibtex; charset=utf-8")
    if format == "json":
        said = {**repository_out.as_json(found, language()), "address": citing.address_of(found.id)}
        return _json(said, found.id)
    return of_register([found], citing.address_of(found.id).removeprefix(catalogue.origin()), "csv")


def published_json(found: Published) -> dict[str, Any]:
    """A published agreement for programs: what is public, and what is withheld by name."""
    return {
        "slug": found.slug, "version": found.version, "invented": found.invented, "title": dict(found.title),
        "parties": [
            {"area": each.area, "name": dict(each.name), "level": each.level, "side": each.side}
            for each in found.parties
        ],
        "status": [dict(each) for each in found.status], "parts": {id: dict(body) for id, body in found.parts.items()},
        "withheld": [
            {"part": each.part, "reason": each.reason, "until": None if each.until is None else each.until.isoformat(),
             "is_agreed": each.is_agreed}
            for each in found.withheld
        ],
        "digest": found.digest, "published_at": found.published_at.isoformat(),
        "address": citing.address_of(found.slug),
    }  # fmt: skip


def of_published(found: Published) -> HttpResponse:
    """A published agreement as JSON."""
    return _json(published_json(found), found.slug)


def of_text(name: str, said: Mapping[str, Any]) -> HttpResponse:
    """The text of a published agreement as JSON."""
    return _json(said, name)


def of_clauses(format: str) -> HttpResponse:
    """How often each coded clause was found, a row for each clause and period."""
    columns = (
        OutColumn("clause"), OutColumn("name", width=40), OutColumn("first_year", kind="integer"),
        OutColumn("last_year", kind="integer"), OutColumn("found", kind="integer"), OutColumn("texts", kind="integer"),
        OutColumn("percent", kind="decimal"), OutColumn("low", kind="decimal"), OutColumn("high", kind="decimal"),
        OutColumn("near_elements"),
    )  # fmt: skip
    rows = [
        {
            "clause": code, "name": each.name.best(language()).text, "first_year": share.first,
            "last_year": share.last, "found": share.found, "texts": share.texts,
            "percent": None if share.share is None else round(100 * share.share, 1), "low": round(100 * share.low, 1),
            "high": round(100 * share.high, 1), "near_elements": " ".join(each.near),
        }
        for code, each in coded_clauses().items() for share in shares(code)
    ]  # fmt: skip
    notes = (_all_sectors(), _("Low and high: 95 percent interval of Wilson, for so few texts."))
    return _table("agreement-clauses", format, columns, rows, _("Clauses of labour agreements over time"), notes)


def of_labour(found: Iterable[LabourAgreement], format: str) -> HttpResponse:
    """Labour agreements of all sectors."""
    columns = (
        OutColumn("id"), OutColumn("area_one"), OutColumn("area_two"), OutColumn("named", width=40),
        OutColumn("year", kind="integer"), OutColumn("signed"), OutColumn("ratified"), OutColumn("evidence"),
        OutColumn("title", width=60), OutColumn("coded"), OutColumn("clauses", width=60), OutColumn("not_coded"),
    )  # fmt: skip
    rows = [
        {
            "id": each.id, "area_one": each.areas[0], "area_two": each.areas[1], "named": each.named,
            "year": each.year, "signed": each.signed, "ratified": each.ratified, "evidence": each.evidence,
            "title": each.title, "coded": "no" if each.clauses is None else "yes",
            "clauses": " ".join(code for code in coded_clauses() if code in (each.clauses or ())),
            "not_coded": " ".join(sorted(each.not_coded)),
        }
        for each in found
    ]  # fmt: skip
    notes = (_all_sectors(), _("Which of the two countries sends and which receives is not said."))
    return _table("labour-agreements", format, columns, rows, _("Labour agreements of all sectors"), notes)


def _table(
    name: str, format: str, columns: Any, rows: list[dict[str, Any]], title: str, notes: tuple[str, ...]
) -> HttpResponse:
    cited = f"{title}. Concord. {source(clauses.SOURCE).citation}."
    if format == "json":
        return _json({"title": title, "notes": list(notes), "citation": cited, "rows": rows}, name)
    return files.given(name, format, columns, rows, files.meta(title, (clauses.SOURCE,), cited, notes=notes))


def _json(value: Mapping[str, Any], name: str) -> HttpResponse:
    content = json.dumps(value, ensure_ascii=False, indent=1).encode()
    return _given(content, f"{name}.json", FORMATS["json"])


def _given(content: bytes, name: str, media: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="concord-{name}"'
    return response

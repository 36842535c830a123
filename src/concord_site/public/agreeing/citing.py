"""How an entry or a published agreement is cited: the box of the page, and files for reference managers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements.repository_citation import cited
from concord.agreements.repository_model import Agreement
from concord.vocabulary import formats
from concord.vocabulary.provenance import source
from concord_site.agreements.queries.published import Published
from concord_site.public import catalogue
from concord_site.public.agreeing import held
from concord_site.public.catalogue_box import Box
from concord_site.shell.i18n import language
from concord_site.shell.parts.documents import FILES

#: Formats that are printed.
PRINTED = tuple(code for _name, code in FILES)


def address_of(id: str) -> str:
    """Where it stands, whole."""
    return catalogue.origin() + reverse("public:agreement", kwargs={"id": id})


def of_entry(found: Agreement) -> Box:
    """How an entry of the register is cited."""
    address = address_of(found.id)
    said = cited(found, address, held.today().isoformat()).replace(f" {address}", "")
    remarks = () if found.is_known else (_("Not even its existence was verified: do not cite it as a fact."),)
    return Box(
        said, address, remarks, _forms(found.id, (*PRINTED, "json", "csv", "bib")), (source("agreements-register"),)
    )


def of_published(found: Published) -> Box:
    """How a published agreement is cited: with its version and digest."""
    title = found.title.best(language()).text
    words = {
        "title": title, "version": found.version, "day": formats.date(found.published_at.date(), language()),
        "digest": found.digest[:12],
    }  # fmt: skip
    said = _("%(title)s. As published by its parties, version %(version)s, %(day)s, digest %(digest)s.") % words
    remarks = (_("Invented example: agreement and parties do not exist."),) if found.invented else ()
    formats_ = (*PRINTED, "json", *(("xml",) if "text" in found.parts else ()))
    return Box(said, address_of(found.slug), remarks, _forms(found.slug, formats_, found.version), ())


def printed(found: Published) -> tuple[tuple[str, str], ...]:
    """The page of this version as a document: name and address of each format."""
    return _forms(found.slug, PRINTED, found.version)


def _forms(id: str, formats_: tuple[str, ...], version: int = 0) -> tuple[tuple[str, str], ...]:
    """Name and address of each format; of a published agreement, in the version that is shown."""
    printed = {code: name for name, code in FILES}
    names = {**printed, "json": "JSON", "csv": "CSV", "bib": "BibTeX", "xml": "Akoma Ntoso"}
    base = reverse("public:agreement", kwargs={"id": id})
    of = f"version={version}&" if version else ""
    return tuple((names[each], f"{base}?{of}format={each}") for each in formats_)

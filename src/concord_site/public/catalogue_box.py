"""What stands under a table: how it is cited, as files too, lines of Python and R, and data for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import html_safe
from django.utils.translation import gettext as _

from concord.mds.catalogue import schema_org
from concord.mds.catalogue.cited import FORMS, cite
from concord.mds.catalogue.entry import BUNDLED, Entry, Part, remarks
from concord.mds.catalogue.loading import Snippet, snippets
from concord.mds.citation import known_sources
from concord.vocabulary.provenance import Source
from concord.vocabulary.structures import Table
from concord_site.public import catalogue
from concord_site.shell.i18n import language


@html_safe
@dataclass(frozen=True)
class DataBlock:
    """Data for machines inside a page: never run by a browser, and with nothing in it that could end its element."""

    value: Mapping[str, Any]

    def __str__(self) -> str:
        return f'<script type="application/ld+json">{schema_org.as_block(dict(self.value))}</script>'


@dataclass(frozen=True, slots=True)
class Box:
    """How something is cited: for the partial ``public/cite.html``.

    Args:
        said: One line, without its address.
        address: Where it stands.
        remarks: Generated, replaced, withdrawn.
        forms: Name and address of each file for reference managers.
        sources: Whom its rows are from.
        snippets: Lines that load it; none where there is no table to load.
        is_exact: Whether the lines prove by a digest that the file is the one that is cited.
    """

    said: str
    address: str
    remarks: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    snippets: tuple[Snippet, ...] = ()
    is_exact: bool = False


def of_rows(table: Table, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What the page of rows shows of citing and loading them: ``box``, ``linked``.

    Args:
        table: The rows.
        chosen: The filters that chose them.
    """
    listed = catalogue.entries()
    whole, part = catalogue.current(listed), catalogue.part(table, chosen, listed)
    at = catalogue.rows_address(table.structure, {})
    query = urlencode(chosen)
    base = reverse("public:rows", kwargs={"structure": table.structure})
    forms = _forms(base, f"?{query}" if query else "")
    kept = None if chosen else whole.kept(table.structure)
    lines = snippets(
        table.structure,
        parquet=kept.address if kept else f"{at}?{urlencode({**chosen, 'format': 'parquet'})}",
        csv=f"{at}?{urlencode({**chosen, 'format': 'csv'})}",
        sha256=kept.sha256 if kept else "",
        citation=cite(whole, part, language="en"),
    )
    box = replace(_box(whole, part, forms), snippets=lines, is_exact=kept is not None)
    return {"box": box, "linked": linked(whole, part), "release": None if whole.id == BUNDLED else whole}


def of_entry(entry: Entry) -> Box:
    """How a whole release is cited."""
    base = reverse("public:catalogued", kwargs={"id": entry.id})
    return _box(entry, None, _forms(base))


def _box(entry: Entry, part: Part | None, forms: tuple[tuple[str, str], ...]) -> Box:
    address = entry.address if part is None else part.address
    said = cite(entry, part, language=language()).removesuffix(address).rstrip()
    sources = known_sources(entry.sources if part is None else part.sources)
    return Box(said, address, remarks(entry, language(), part), forms, sources)


def _forms(base: str, query: str = "") -> tuple[tuple[str, str], ...]:
    names = {end: form.name for end, form in FORMS.items()} | {"txt": _("Text")}
    return tuple((name, f"{base}cite.{end}{query}") for end, name in names.items())


def linked(entry: Entry, part: Part | None = None) -> DataBlock:
    """An entry, or a table of it, as schema.org."""
    at = catalogue.origin() + reverse("catalogue")
    return DataBlock(schema_org.dataset(entry, part, language=language(), catalogue=at))


def linked_catalogue() -> DataBlock:
    """The catalogue as schema.org, for the page on which one looks for data."""
    whole = catalogue.current()
    return DataBlock(
        {
            "@context": "https://schema.org/",
            "@type": "DataCatalog",
            "name": "Concord",
            "url": catalogue.origin() + reverse("catalogue"),
            "dataset": [{**schema_org.dataset(whole, language=language()), "distribution": None, "@context": None}],
        }
    )

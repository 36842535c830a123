"""Breaks in the series of a delivery, as its tables carry them: from which year, of what, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concord.errors import NotFound, Unavailable
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure
from concord.vocabulary.text import Wording
from concord_site.mds import tables
from concord_site.mds.models import Delivery
from concord_site.mds.queries import exports
from concord_site.shell.i18n import language

if TYPE_CHECKING:
    import polars as pl

MOST = 40


@dataclass(frozen=True, slots=True)
class Broken:
    """Figures of one table, year and occupation that are not of the same thing as those of the year before.

    Args:
        structure: The table.
        title: Its title.
        year: The first year of the new counting.
        occupation: Of whom; None where the table names none.
        figures: How many figures carry it.
        note: What changed, in the country's words.
        is_whole: Whether the total is among them, or every figure of the year is.
    """

    structure: str
    title: Wording
    year: int
    occupation: Wording | None
    figures: int
    note: str
    is_whole: bool


def broken(row: Delivery, by: Any) -> list[Broken]:
    """The breaks in the tables of a delivery, for whoever may see these; a damaged table tells none."""
    try:
        contents = exports.contents(row, by)
    except (NotFound, Unavailable):
        return []
    return [each for id, content in sorted(contents.items()) for each in _of(id, tables.frame(content))]


def _of(id: str, frame: pl.DataFrame) -> Iterable[Broken]:
    import polars as pl

    if not {"status", "year", "note"} <= set(frame.columns):
        return
    keys = ["year", *(["occupation"] if "occupation" in frame.columns else [])]
    is_total = (pl.col("row_kind") == "total").any() if "row_kind" in frame.columns else pl.lit(True)
    every = frame.group_by(keys).agg(pl.len().alias("rows"))
    marked = frame.filter(pl.col("status") == "break").group_by([*keys, "note"])
    found = marked.agg(pl.len().alias("figures"), is_total.alias("has_total"))
    found = found.join(every, on=keys, nulls_equal=True).sort([*keys, "note"], nulls_last=True)
    for each in found.iter_rows(named=True):
        code = each.get("occupation")
        yield Broken(
            id, structure(id).title.best(language()), each["year"], _occupation(code) if code else None,
            each["figures"], each["note"] or "", each["has_total"] or each["figures"] == each["rows"],
        )  # fmt: skip


def _occupation(code: str) -> Wording:
    try:
        return codelist("occupation").name(code, language())
    except (NotFound, KeyError):
        return Wording(code, language())


def years(found: Iterable[Broken]) -> Mapping[str, frozenset[int]]:
    """Table → years in which the whole of an occupation is counted otherwise than before."""
    held: dict[str, set[int]] = {}
    for each in found:
        if each.is_whole:
            held.setdefault(each.structure, set()).add(each.year)
    return {id: frozenset(known) for id, known in held.items()}

"""The figures of one table of a delivery, with what the partner country says, and a way to ask about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord.vocabulary import formats
from concord.vocabulary.structures import structure as structure_of
from concord.vocabulary.text import Wording
from concord_site.mds.models import CellQuestion, Delivery
from concord_site.mds.naming import name
from concord_site.mds.queries import cells, observatories, watch_mirror
from concord_site.mds.queries.watch_mirror import Mirror
from concord_site.mds.views.page import page
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

if TYPE_CHECKING:
    import polars as pl

ROWS = 100
#: What is chosen above the table and stands in no column of it.
CHOSEN = ("year", "occupation")
KINDS = ("origin", "foreign", "native-foreign", "unknown", "domestic", "total")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, in words."""

    words: tuple[Wording, ...]
    value: Any
    status: str
    mirrors: tuple[tuple[str, Any, bool], ...]
    ask: str
    question: CellQuestion | None


@never_cache
@login_required
@require_safe
def figures(request: HttpRequest, pk: object, structure: str) -> HttpResponse:
    """One table, a year and an occupation at a time."""
    row = observatories.looked_at(pk, request.user)
    is_checking = observatories.may_check(row, request.user)
    whole = cells.frame(row, request.user, structure)
    year, occupation, shown = _chosen(request, whole)
    number = _number(request, shown.height)
    part = shown.slice((number - 1) * ROWS, ROWS)
    heads = [each for each in cells.dimensions(structure) if each in whole.columns and each not in CHOSEN]
    heads = [each for each in heads if shown[each].null_count() < shown.height]
    mirrored = watch_mirror.mirrors(row, structure, part, request.user)
    here = {"year": str(year or ""), "occupation": occupation or ""}
    return page(
        request, "watch/figures", structure_of(structure).title.best(language()).text,
        _crumbs(row, structure, is_checking), row=row, structure=structure, base=cells.base(structure),
        heads=[cells.dimension(each) for each in heads],
        rows=_rows(row, structure, part, heads, mirrored, request.user), has_mirror=bool(mirrored), count=shown.height,
        years=_links(whole, "year", year, here), occupations=_links(whole, "occupation", occupation, here),
        pages=_pages(number, shown.height, here), name=name(row), may_ask=cells.may_ask(row, request.user),
        source=observatories.source(row), is_checking=is_checking, statuses=_statuses(part, structure),
        asked=reverse("mds:ask", kwargs={"pk": row.pk}),
    )  # fmt: skip


def _chosen(request: HttpRequest, whole: pl.DataFrame) -> tuple[int | None, str | None, pl.DataFrame]:
    """The year and occupation of the address; the newest year and its first occupation where none is said."""
    import polars as pl

    years = whole["year"].drop_nulls().unique().sort(descending=True).to_list() if "year" in whole.columns else []
    year = next((each for each in years if str(each) == request.GET.get("year")), years[0] if years else None)
    shown = whole if year is None else whole.filter(pl.col("year") == year)
    if "row_kind" in whole.columns:  # places of origin first, their sum last
        places = {kind: place for place, kind in enumerate(KINDS)}
        shown = shown.sort(pl.col("row_kind").replace_strict(places, default=len(places)), maintain_order=True)
    if "occupation" not in whole.columns:
        return year, None, shown
    every = shown["occupation"].drop_nulls().unique(maintain_order=True).to_list()
    given = request.GET.get("occupation", "")
    occupation = given if given in every else (every[0] if every else None)
    return year, occupation, shown if occupation is None else shown.filter(pl.col("occupation") == occupation)


def _number(request: HttpRequest, count: int) -> int:
    said = request.GET.get("page", "1")
    wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    return min(max(1, wanted), max(1, -(-count // ROWS)))


def _rows(row: Delivery, structure: str, part: pl.DataFrame, heads: list[str], mirrored: Any, by: Any) -> list[Row]:
    place = "destination" if "destination" in part.columns else "origin"
    names = [each for each in cells.dimensions(structure) if each in part.columns]
    there = cells.seen_by(by, of=row.area).filter(delivery=row)
    asked = {_key(each.about): each for each in reversed(there)}  # of several on one figure the one that is open
    found = []
    for each in part.iter_rows(named=True):
        dims = {key: each[key] for key in names}
        value = each[cells.measure(structure)]
        beside = mirrored.get((each.get(place), each.get("year"), each.get("occupation")), ())
        query = {key: str(said) for key, said in dims.items() if said is not None}
        found.append(Row(
            tuple(cells.value_name(structure, key, dims[key]) for key in heads), value, str(each.get("status") or ""),
            tuple(_mirror(one, value) for one in beside), urlencode({"structure": structure, **query}),
            asked.get(_key({"structure": structure, "dims": dims})),
        ))  # fmt: skip
    return found


def _statuses(part: pl.DataFrame, structure: str) -> list[str]:
    """The statuses whose marks stand in the table."""
    known = part["status"].drop_nulls().unique().to_list() if "status" in part.columns else []
    return [*known, "missing"] if part[cells.measure(structure)].null_count() else known


def _key(about: Any) -> Any:
    dims = about.get("dims") or {}
    return about.get("structure"), tuple(sorted((name, str(said)) for name, said in dims.items() if said is not None))


def _mirror(each: Mirror, own: Any) -> tuple[str, Any, bool]:
    where = cells.value_name("mds-outflow", "destination", each.partner).text
    activity = cells.value_name(each.structure, "activity", each.activity).text if each.activity else ""
    return (f"{where}, {activity}" if activity else where), each.value, each.differs(own)


def _links(whole: pl.DataFrame, column: str, chosen: Any, here: dict[str, str]) -> list[Link]:
    if column not in whole.columns:
        return []
    every = whole[column].drop_nulls().unique().sort(descending=column == "year").to_list()
    words = {each: cells.value_name("mds-totals", column, each).text for each in every}
    return [Link(words[each], "?" + urlencode({**here, column: each}), each == chosen) for each in every]


def _pages(number: int, count: int, here: dict[str, str]) -> list[Link]:
    last = -(-count // ROWS)
    return [
        Link(formats.number(each, language()), "?" + urlencode({**here, "page": str(each)}), each == number)
        for each in (range(1, last + 1) if last > 1 else ())
    ]


def _crumbs(row: Delivery, structure: str, is_checking: bool) -> list[Crumb]:
    title = structure_of(structure).title.best(language()).text
    page = "observatory-check" if is_checking else "delivery"
    return [Crumb(name(row), reverse(f"mds:{page}", kwargs={"pk": row.pk})),
            Crumb(pgettext("crumb", "Figures: %(table)s") % {"table": title})]  # fmt: skip

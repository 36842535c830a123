"""What countries hold on a day: confirmed deliveries that stood, that something is in hand, questions not settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count

from concord.vocabulary.text import Text
from concord_site.accounts.models import Organisation
from concord_site.mds.models import CellQuestion, Delivery, Explanation
from concord_site.mds.queries import cells
from concord_site.mds.queries.watch_lines import Piece
from concord_site.shell import access
from concord_site.shell.i18n import language

STOOD = (Delivery.State.CONFIRMED, Delivery.State.REPLACED, Delivery.State.WITHDRAWN)


def pieces(by: object, as_of: dt.date, mine: frozenset[str] | None) -> dict[str, tuple[list[Piece], bool]]:
    """Area → what stood on the day, and whether something stood before and was taken back."""
    rows = access.visible(Delivery, by).filter(state__in=STOOD, confirmed_at__date__lte=as_of)
    told = list(rows.order_by("-confirmed_at").values(
        "pk", "area", "subject", "round", "state", "counts", "confirmed_at", "ended_at", "replaced_by__confirmed_at",
        "organisation__what", "organisation__name", "is_example",
    ))  # fmt: skip
    standing = {each["pk"] for each in told if _stood(each, as_of)}
    years = _years([each["pk"] for each in told if each["pk"] in standing])
    explained = _explained(by)
    found: dict[str, tuple[list[Piece], bool]] = {}
    for each in told:
        if mine is None or each["area"] in mine:
            pieces, _gone = found.setdefault(each["area"], ([], True))
            if each["pk"] in standing:
                pieces.append(_piece(each, years[each["pk"]], explained.get(each["pk"], 0)))
    return found


def _stood(each: Mapping[str, Any], on: dt.date) -> bool:
    if each["state"] == Delivery.State.REPLACED:
        ended = each["replaced_by__confirmed_at"]
    else:
        ended = each["ended_at"] if each["state"] == Delivery.State.WITHDRAWN else None
    return ended is None or ended.date() > on


def _piece(each: Mapping[str, Any], years: Mapping[str, tuple[int, ...]], explained: int) -> Piece:
    counts = each["counts"]
    return Piece(
        each["pk"], each["subject"], each["round"], years, each["confirmed_at"].date(), int(counts.get("soft", 0)),
        int(counts.get("note", 0)), explained, _source(each), each["is_example"],
    )  # fmt: skip


def _source(each: Mapping[str, Any]) -> str:
    if each["organisation__what"] != Organisation.Kind.OBSERVATORY:
        return ""
    return Text(each["organisation__name"]).best(language()).text


#: Confirmed delivery → structure → years. What a confirmed delivery covers never changes, and is long to read.
_covers: dict[Any, dict[str, tuple[int, ...]]] = {}
_MOST_KEPT = 4_000


def _years(pks: list[Any]) -> dict[Any, dict[str, tuple[int, ...]]]:
    found = {pk: _covers[pk] for pk in pks if pk in _covers}
    unknown = [pk for pk in pks if pk not in found]
    if len(_covers) + len(unknown) > _MOST_KEPT:
        _covers.clear()
    for pk, covers in Delivery.objects.filter(pk__in=unknown).values_list("pk", "covers"):
        held: dict[str, set[int]] = {}
        for structure, year, *_rest in covers:
            held.setdefault(structure, set()).update([year] if year is not None else [])
        found[pk] = _covers[pk] = {structure: tuple(sorted(years)) for structure, years in held.items()}
    return found


def _explained(by: object) -> dict[Any, int]:
    rows = access.visible(Explanation, by).values_list("delivery").annotate(count=Count("pk")).order_by()
    return dict(rows)


def narrowed(held: Iterable[Piece], year: int | None, round: str) -> Iterable[Piece]:
    """What was brought for a round, and of it the tables of a year."""
    for each in held:
        if round and each.round != round:
            continue
        if year is None:
            yield each
        elif years := {structure: (year,) for structure, every in each.years.items() if year in every}:
            yield replace(each, years=years)


def drafts(mine: frozenset[str] | None) -> dict[str, bool]:
    """Areas that have something in hand: that there is something, and nothing else of it."""
    rows = Delivery.objects.filter(state__in=Delivery.OPEN).values_list("area", flat=True).distinct().order_by()
    return {area: True for area in rows if mine is None or area in mine}


def asked(by: object) -> dict[str, tuple[int, int]]:
    """Area → questions that are not settled, and those among them that wait for the country."""
    rows = cells.reached(by).exclude(state=CellQuestion.State.CLOSED)
    counted = rows.values_list("area", "state", "asked_by_side").annotate(count=Count("pk")).order_by()
    found: dict[str, tuple[int, int]] = {}
    for area, state, side, count in counted:
        every, waiting = found.get(area, (0, 0))
        waits = state == CellQuestion.State.OPEN and side != CellQuestion.Side.COUNTRY
        found[area] = every + count, waiting + count * waits
    return found

"""The view over countries, questions, days and consents as the plain values that programs get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from concord_site.mds.due import Called
from concord_site.mds.models import CellQuestion
from concord_site.mds.queries import cells, deliveries
from concord_site.mds.queries.observatories import Shown
from concord_site.mds.queries.watch_lines import Line, Watch


def countries(found: Watch, lines: Iterable[Line]) -> dict[str, Any]:
    """The lines that were asked for, and the sum over all that are followed."""
    return {
        "as_of": found.as_of.isoformat(), "count": found.whole.count, "of": found.whole.of,
        "items": [_line(each) for each in lines],
    }  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    years: dict[str, set[int]] = {}
    for piece in line.pieces:
        for id, held in piece.years.items():
            years.setdefault(id, set()).update(held)
    return {
        "area": line.area, "name": line.name.text, "region": line.region, "is_member_state": line.is_member,
        "state": line.state, "years": {id: sorted(years[id]) for id in line.structures}, "tables": line.tables,
        "percent": line.percent, "confirmed_on": _day(line.confirmed_on), "explained": line.explained,
        "questions": line.questions, "waiting": line.waiting, "has_draft": line.has_draft,
        "sources": list(line.sources), "due": [called(each) for each in line.called],
        "deliveries": [str(each.pk) for each in line.pieces], "is_example": line.is_example,
    }  # fmt: skip


def called(each: Called) -> dict[str, Any]:
    """What a round asks, and when it came."""
    return {
        "round": each.due.round, "due_on": _day(each.due.day), "came_on": _day(each.came_on),
        "days_late": each.days_late, "is_missing": each.is_missing, "is_example": each.due.is_example,
    }  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


# ---- questions -------------------------------------------------------------------------------------------------------
def question(row: CellQuestion) -> dict[str, Any]:
    """One question."""
    return {
        "id": str(row.pk), "area": row.area, "delivery": str(row.delivery_id), "state": row.state,
        "asked_by": row.asked_by_side, "asked_at": _day(row.asked_at), "closed_at": _day(row.closed_at),
        "figure": _figure(row.about), "title": cells.title(row.about), "is_example": row.is_example,
    }  # fmt: skip


def _figure(about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "structure": about.get("structure", ""), "dims": about.get("dims") or {}, "value": about.get("value"),
        "status": about.get("status", ""),
    }  # fmt: skip


def thread(row: CellQuestion, by: Any) -> dict[str, Any]:
    """A question with all that was said; deliveries are named to whoever may see them."""
    seen = set(deliveries.seen_by(by, area=row.area).values_list("pk", flat=True))
    held = cells.now(row, by)
    return {
        **question(row), "now": _figure(held[1].plain()) if held is not None else None,
        "messages": [
            {
                "side": each.side, "office": each.office, "text": each.text, "at": _day(each.at),
                "delivery": str(each.delivery_id) if each.delivery_id in seen else None,
                "brings_figures": each.delivery_id is not None,
            }
            for each in row.messages.all()
        ],
    }  # fmt: skip


def consent(each: Shown) -> dict[str, Any]:
    """To what a country has agreed."""
    row = each.row
    return {
        "area": row.area, "observatory": each.organisation, "may": list(row.may), "begins_on": _day(row.begins_on),
        "until": _day(row.until), "holds": each.holds, "ended_at": _day(row.ended_at), "is_example": row.is_example,
    }  # fmt: skip

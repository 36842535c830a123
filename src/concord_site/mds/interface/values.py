"""Deliveries, questions, findings and tables as the plain values that programs get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from concord.findings import SHOWN_AT_MOST, Finding
from concord.mds.citation import citation
from concord.mds.finding_files import as_json
from concord.mds.proposing import wording as said_by
from concord.vocabulary.structures import structure
from concord_site.mds import outcome, proposing, tables
from concord_site.mds.models import Delivery, DeliveryFile, Explanation
from concord_site.mds.queries import deliveries, exports, observatories, settling
from concord_site.shell import access, jobs

ROWS_AT_MOST = 50_000
_HEAVIEST = {"hard": 0, "soft": 1, "note": 2}


def _language() -> str:
    return get_language() or "en"


def _moment(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def delivery(row: Delivery, by: Any, *, with_files: bool = True) -> dict[str, Any]:
    """One delivery; of its files those that somebody may see: never those of others to an observatory."""
    files = list(access.visible(DeliveryFile, by).filter(delivery=row).order_by("pk")) if with_files else []
    erased = deliveries.erased_on(row) if files else None
    return {
        "id": str(row.pk), "area": row.area, "what": row.what, "subject": row.subject, "year": row.year,
        "round": row.round, "state": row.state, "version": row.version,
        "counts": {key: value for key, value in row.counts.items() if isinstance(value, int)},
        "structures": sorted(row.figures), "digest": row.digest,
        "replaces": str(row.replaces_id) if row.replaces_id else None,
        "replaced_by": str(row.replaced_by_id) if row.replaced_by_id else None,
        "brought_by": observatories.source(row), "is_example": row.is_example, "begun_at": _moment(row.begun_at),
        "changed_at": _moment(row.changed_at), "confirmed_at": _moment(row.confirmed_at),
        "erased_on": _moment(erased), "files": [file(each) for each in files],
    }  # fmt: skip


def file(each: DeliveryFile) -> dict[str, Any]:
    """One file."""
    return {
        "id": each.pk, "name": each.name, "size": each.size, "sha256": each.sha256, "rows": each.rows,
        "is_used": each.is_used, "state": each.state,
    }  # fmt: skip


def progress(row: Delivery, problem: str) -> dict[str, Any]:
    """Where a delivery stands, and how far its reading is."""
    found = deliveries.job(row)
    told = jobs.state(found) if found is not None else {}
    return {
        "state": row.state, "version": row.version, "reading": told.get("state", "none"), "done": told.get("done", 0),
        "total": told.get("total", 0), "seconds_left": told.get("seconds_left"), "note": told.get("note", ""),
        "problem": problem or None,
    }  # fmt: skip


# ---- questions -------------------------------------------------------------------------------------------------------
def questions(row: Delivery, found: outcome.Outcome) -> dict[str, Any]:
    """What is asked of a reading."""
    spoken = _language()
    return {
        "version": row.version, "questions": [_question(each, spoken) for each in found.questions],
        "profile": dict(found.profile),
        "differences": [said_by.difference(proposing.difference(each), spoken) for each in found.differences],
    }  # fmt: skip


def _question(each: Mapping[str, Any], spoken: str) -> dict[str, Any]:
    asked = proposing.question(each)
    sentence, hint = said_by.question(asked, spoken)
    choices = [
        {"value": one.value, "label": said_by.choice(one, asked, spoken), "reason": said_by.reason(one.reason, spoken)}
        for one in asked.choices
    ]
    return {
        "id": asked.id, "must": asked.must, "message": sentence, "hint": hint, "place": settling.place(asked.about),
        "choices": choices, "free": asked.free,
    }  # fmt: skip


# ---- findings --------------------------------------------------------------------------------------------------------
def findings(row: Delivery, found: outcome.Outcome) -> dict[str, Any]:
    """What was found, the heaviest first; those that were explained stand as notes with their explanation."""
    said = exports.findings(row, found)
    ordered = sorted(said, key=lambda each: _HEAVIEST[each.level])
    shown = [_finding(each) for each in ordered[:SHOWN_AT_MOST]]
    return {
        "version": row.version, "counts": dict(said.counts()), "findings": shown,
        "left_out": max(0, len(ordered) - len(shown)) + found.left_out,
    }  # fmt: skip


def _finding(each: Finding) -> dict[str, Any]:
    """With the key under which the site keeps its explanation, which is shorter than the library's."""
    told = as_json(each, _language())
    told.pop("source", None)
    explanation = told["explanation"]
    return {**told, "key": outcome.key_of(each), "explanation": explanation["text"] if explanation else None}


def explanation(each: Explanation) -> dict[str, Any]:
    """What was said of a finding."""
    return {"key": each.key, "code": each.code, "text": each.text, "at": each.at.isoformat()}


# ---- tables ----------------------------------------------------------------------------------------------------------
def listed(row: Delivery, contents: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The tables of a delivery."""
    return [
        {
            "structure": id, "title": structure(id).title.best(_language()).text, "rows": said["rows"],
            "total": said["total"], "columns": tables.frame(contents[id]).columns,
        }
        for id, said in sorted(row.figures.items()) if id in contents
    ]  # fmt: skip


def rows(row: Delivery, by: Any, id: str, content: bytes) -> dict[str, Any]:
    """The rows of one table, each with its source: the observatory where one has brought them."""
    made = exports.sourced(row, by, id, content)
    shown = made.frame.head(ROWS_AT_MOST)
    return {
        "structure": id, "columns": made.frame.columns, "rows": [list(each) for each in shown.iter_rows()],
        "left_out": made.frame.height - shown.height, "citation": citation(made, language=_language()),
        "notes": exports.notes(row), "is_example": row.is_example,
    }  # fmt: skip

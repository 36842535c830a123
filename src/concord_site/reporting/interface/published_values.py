"""Published reports as the plain values that programs get."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from concord.instrument import answers as told
from concord.instrument.numbering import numbers
from concord.reporting import places
from concord.reporting.national_report import title_of
from concord.reporting.publication import Item
from concord.reporting.side_by_side import said
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published, published_counts
from concord_site.reporting.queries.published_counts import Whole

BASE = "/api/v1/published"
FORMS = ("pdf", "docx", "json", "csv")


def summary(found: Publication) -> dict[str, Any]:
    """One report, as a list shows it."""
    return {
        "reference": found.reference, "round": found.round.year, "area": found.area,
        "region": places.region(found.area, found.published_at.date()), "edition": found.edition,
        "state": found.state, "is_example": found.is_example, "language": found.language,
        "submitted_on": found.submitted_on.isoformat(), "published_at": found.published_at.isoformat(),
        "ended_at": found.ended_at.isoformat() if found.ended_at else None, "reason": found.reason,
        "digest": found.digest, "address": f"{BASE}/{found.round.year}/{found.area}?edition={found.edition}",
        "instrument": {"id": found.instrument, "version": found.number, "digest": found.instrument_digest},
    }  # fmt: skip


def whole(found: Publication, language: str) -> dict[str, Any]:
    """One report, whole; of a withdrawn one no answer."""
    given, about = published.published_of(found), published.edition_of(found)
    is_open = published.is_open(found)
    items = [item(found, each, language) for each in published.items_of(found)] if is_open else []
    files = {form: reverse("reporting:published-file", kwargs={"reference": found.reference, "form": form})
             for form in FORMS} if is_open else {}  # fmt: skip
    return {
        **summary(found), "title": str(title_of(given, about, language)), "items": items,
        "calculated": dict(given.calculated), "files": files,
        "replies": [
            {"question": each.question, "asked": each.asked, "asked_in": each.asked_in, "answered": each.answered,
             "answered_in": each.answered_in}
            for each in about.replies
        ],
        "editions": [each.reference for each in published.editions(found.round.year, found.area)],
    }  # fmt: skip


def item(found: Publication, given: Item, language: str) -> dict[str, Any]:
    """One question with its answer."""
    instrument = published.instrument_of(found)
    numbered, path = numbers(instrument), given.question.path
    labels: list[str] = []
    if given.status == "answered" and given.question.choices:
        shown = said(published.published_of(found), given, language)
        labels = shown.text.split(" > " if given.question.kind == "rank" else "; ") if shown.codes else []
    return {
        "question": given.id, "number": numbered.get(path) or numbered.get(path[:-1], ""), "address": given.address,
        "entry": given.entry, "status": given.status,
        "value": told.value_as_json(given.value) if given.value is not None else None, "labels": labels,
        "unit": given.question.about.unit if given.status == "answered" else "", "reason": given.reason,
    }  # fmt: skip


def question(given: Whole, id: str, language: str, *, as_of: dt.date) -> dict[str, Any]:
    """One question over all reports of a round."""
    asked = published_counts.question(given, id)
    counted = published_counts.counted(given, id, as_of=as_of)
    listed = given.instrument.lists.get(asked.choices)
    choices = {each.name: each.label.best(language).text for each in listed.choices} if listed and asked.choices else {}
    numbered = numbers(given.instrument)
    return {
        "round": given.year, "question": id, "number": numbered.get(asked.path) or numbered.get(asked.path[:-1], ""),
        "label": asked.label.best(language).text, "kind": asked.kind, "unit": asked.about.unit,
        "indicator": asked.about.indicator, "reports": counted.reports, "is_example": given.is_example,
        "choices": choices, "counts": dict(counted.by_code), "statuses": dict(counted.by_status),
        "regions": {
            region: {"counts": dict(codes), "statuses": dict(statuses)}
            for region, (codes, statuses) in counted.by_region.items()
        },
        "without_report": list(published.missing(given.year, as_of)),
        "answers": [
            {"area": report.area, "reference": report.reference, "is_example": report.is_example,
             "items": [item(report, each, language) for each in items]}
            for report, items in published_counts.of_question(given, id)
        ],
    }  # fmt: skip

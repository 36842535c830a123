"""The analysis of one country from the tables that readers see, with the threshold and the scenario they chose."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from concord.documents.model import Document
from concord.errors import Invalid, NotFound, Refusal
from concord.labour_market.analysis_model import Analysis, Given
from concord.labour_market.need import threshold
from concord.labour_market.scenarios import scenarios
from concord.reporting import labour_market_report
from concord.reporting.labour_market_report_sources import STRUCTURES, analysed
from concord_site.evidence.facts import newest_release, store
from concord_site.public.comparing import covered
from concord_site.shell.i18n import language

if TYPE_CHECKING:
    from concord.vocabulary.structures import Table

#: Formats and their media types.
FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose: a declared threshold or a number for every 10 000 people, and a scenario; empty for none."""

    threshold: str = ""
    per_10k: float | None = None
    scenario: str = ""


def chosen(query: Mapping[str, str]) -> Choice:
    """The choice of an address: a threshold of one's own outranks a declared one.

    Raises:
        Invalid: ``labour-market.threshold.not-above-zero`` for what is no number or no threshold.
        NotFound: ``labour-market.threshold.unknown``, ``labour-market.scenario.unknown``.
    """
    scenario = query.get("scenario", "").strip()
    if scenario and scenario not in scenarios():
        raise NotFound("labour-market.scenario.unknown", params={"id": scenario, "known": ", ".join(scenarios())})
    own = query.get("own", "").strip().replace(",", ".")
    if own:
        return Choice("", _number(own), scenario)
    id = query.get("threshold", "").strip()
    return Choice(threshold(id).id if id else "", None, scenario)


def _number(text: str) -> float:
    from concord.labour_market.need import own_threshold

    with suppress(ValueError):
        return own_threshold(float(text)).per_10k
    raise Invalid("labour-market.threshold.not-above-zero", params={"per_10k": text})


def of(code: str, choice: Choice) -> Analysis:
    """The analysis, worked out once a release, day and choice."""
    return _of(str(settings.CONCORD.folder), newest_release(), str(covered.today()), code, choice)


@lru_cache(maxsize=64)
def _of(folder: str, release: str, on: str, code: str, choice: Choice) -> Analysis:
    given = Given(threshold=choice.per_10k) if choice.per_10k is not None else None
    return analysed(
        code, _tables(folder, release), as_of=covered.today(), given=given, threshold=choice.threshold,
        scenario=choice.scenario,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _tables(folder: str, release: str) -> Mapping[str, Table]:
    held = store()
    newest = held.release(release) if release else None
    found = {}
    for id in STRUCTURES:
        with suppress(Refusal):
            found[id] = held.answer(id, release=newest).table
    return found


def document(code: str, choice: Choice) -> Document:
    """The analysis in the reader's language."""
    return labour_market_report.compose(of(code, choice), language())


def rendered(found: Document, format: str) -> bytes:
    """The analysis as a file."""
    from concord.documents.render import docx, pdf

    return pdf.render(found) if format == "pdf" else docx.render(found)

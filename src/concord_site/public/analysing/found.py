"""The analysis of one country from the tables that readers see, with the threshold and the scenario they chose."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from concord.documents.model import Document
from concord.errors import Invalid, NotFound
from concord.labour_market.analysis_model import Analysis, Given
from concord.labour_market.need import threshold
from concord.labour_market.scenarios import scenarios
from concord.reporting import labour_market_report
from concord.reporting.labour_market_report_sources import STRUCTURES, analysed
from concord_site.evidence.facts import newest_release, tables_of
from concord_site.public.comparing import covered
from concord_site.shell.i18n import language


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
        code, tables_of(STRUCTURES), as_of=covered.today(), given=given, threshold=choice.threshold,
        scenario=choice.scenario,
    )  # fmt: skip


def document(code: str, choice: Choice) -> Document:
    """The analysis in the reader's language."""
    return labour_market_report.compose(of(code, choice), language())

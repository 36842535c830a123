"""Shapes of published reports in the interface for programs."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


SUMMARY: dict[str, Any] = {
    "reference": "NR-2027-KEN-1", "round": "2027", "area": "KEN", "region": "AFR", "edition": 1, "state": "published",
    "is_example": False, "language": "en", "submitted_on": "2027-06-01", "published_at": "2027-07-01T09:00:00+00:00",
    "ended_at": None, "reason": "", "digest": "60b86a7d…", "address": "/api/v1/published/2027/KEN?edition=1",
    "instrument": {"id": "nri-2027", "version": "2027.1", "digest": "a6c3…"},
}  # fmt: skip
ITEM: dict[str, Any] = {
    "question": "agreements_any", "number": "5.1", "address": "agreements_any", "entry": "", "status": "answered",
    "value": "yes", "labels": ["Yes"], "unit": "", "reason": "",
}  # fmt: skip


class PublishedOut(Schema):
    """One published report of a country."""

    model_config = _example(**SUMMARY)

    reference: str = Field(description="What it is cited by.")
    round: str = Field(description="Id of the round: its year.")
    area: str = Field(description="ISO 3166 alpha-3; XMA is an invented country of demonstrations.")
    region: str = Field(description="WHO region of a Member State, or empty.")
    edition: int = Field(description="1, then 2 for a correction.")
    state: str = Field(description="`published`, `corrected` or `withdrawn`.")
    is_example: bool = Field(description="Generated, not real: no country said this.")
    language: str = Field(description="Language in which its texts are written.")
    submitted_on: str = Field(description="The day it was sent.")
    published_at: str = Field(description="When it was published.")
    ended_at: str | None = Field(None, description="When it was corrected or withdrawn.")
    reason: str = Field("", description="Why it was corrected or withdrawn.")
    digest: str = Field(description="SHA-256 over everything that is published.")
    instrument: dict[str, str] = Field(description="The questionnaire it answers: id, version, digest.")
    address: str = Field(description="Where the whole report is.")


class ItemOut(Schema):
    """One question in one place of a report."""

    model_config = _example(**ITEM)

    question: str = Field(description="Id of the question.")
    number: str = Field(description="As people call it: 5.2.1.")
    address: str = Field(description="`agreements[2]/agreement_title`.")
    entry: str = Field(description="The entry of a repeating block, or empty.")
    status: str = Field(
        description="`answered`, `not-known`, `not-available`, `not-applicable`, `withheld` (kept confidential by the "
        "country), `not-asked` or `no-answer`."
    )
    value: Any = Field(None, description="The answer as it was given; codes of choices; null unless answered.")
    labels: list[str] = Field([], description="Labels of the chosen choices, in the language asked for.")
    unit: str = Field("", description="Unit of a number.")
    reason: str = Field("", description="Why the number moved.")


class ReplyOut(Schema):
    """A query of the secretariat and what the country answered, chosen for publication."""

    question: str = Field(description="Id of the question, empty for the whole report.")
    asked: str = Field(description="The query.")
    asked_in: str = Field(description="Its language.")
    answered: str = Field(description="The answer.")
    answered_in: str = Field(description="Its language.")


class ReportOut(PublishedOut):
    """A published report, whole."""

    model_config = _example(
        **SUMMARY, title="National report 2027: Kenya", items=[ITEM], calculated={"agreements_count": 2}, replies=[],
        editions=["NR-2027-KEN-1"],
        files={"pdf": "/en/reporting/published/reports/NR-2027-KEN-1/report.pdf"},
    )  # fmt: skip

    title: str = Field(description="In the language asked for.")
    items: list[ItemOut] = Field(description="Every question with what became of it; none of a withdrawn report.")
    calculated: dict[str, Any] = Field(description="What the questionnaire calculates from it, by address.")
    replies: list[ReplyOut] = Field([], description="To queries, chosen for publication.")
    editions: list[str] = Field(description="References of all editions, newest first.")
    files: dict[str, str] = Field(description="The report as PDF, Word, JSON and CSV.")


class CountryAnswer(Schema):
    """What one country said to a question."""

    area: str = Field(description="ISO 3166 alpha-3.")
    reference: str = Field(description="What its report is cited by.")
    is_example: bool = Field(description="Generated, not real.")
    items: list[ItemOut] = Field(description="One, or one for each entry of a repeating block.")


class QuestionOut(Schema):
    """One question over all published reports of a round."""

    model_config = _example(
        round="2027", question="agreements_any", number="5.1", label="Has your country been part of any agreement?",
        kind="one", unit="", indicator="", reports=1, is_example=False, choices={"yes": "Yes", "no": "No"},
        counts={"yes": 1, "no": 0}, statuses={"answered": 1},
        regions={"AFR": {"counts": {"yes": 1}, "statuses": {"answered": 1}}}, without_report=["NOR"],
        answers=[{"area": "KEN", "reference": "NR-2027-KEN-1", "is_example": False, "items": [ITEM]}],
    )  # fmt: skip

    round: str = Field(description="Id of the round.")
    question: str = Field(description="Id of the question.")
    number: str = Field(description="As people call it.")
    label: str = Field(description="Its wording.")
    kind: str = Field(description="Kind of question.")
    unit: str = Field("", description="Unit of a number.")
    indicator: str = Field("", description="The indicator it feeds.")
    reports: int = Field(description="How many reports are published.")
    is_example: bool = Field(description="Whether answers are generated.")
    choices: dict[str, str] = Field(description="Labels of the choices by code.")
    counts: dict[str, int] = Field(description="Countries by choice.")
    statuses: dict[str, int] = Field(description="Countries by status; missing answers are counted apart.")
    regions: dict[str, dict[str, dict[str, int]]] = Field(description="`counts` and `statuses` by WHO region.")
    without_report: list[str] = Field(description="Member States without a published report.")
    answers: list[CountryAnswer] = Field(description="By area.")

"""Shapes of rounds and of a country's own reports, as programs get and give them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from concord_site.shell.interface.schemas import Finding


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


STATES = (
    "`draft`, `clearing`, `submitted`, `under-review`, `returned`, `accepted`, `published`, `corrected`, `withdrawn`."
)


class RoundOut(Schema):
    """A round that is open or was."""

    model_config = _example(
        year="2027", state="open", opens_on="2027-01-15", due_on="2027-06-30", closes_on=None,
        instruments={"national": "nri-2027"}, is_example=False,
    )  # fmt: skip

    year: str = Field(description="What the round is named by.")
    state: Literal["open", "closed"] = Field(description="An open round takes reports.")
    opens_on: date = Field(description="From when.")
    due_on: date = Field(description="By when, for every country whose date was not extended.")
    closes_on: date | None = Field(description="After this day nothing is taken.")
    instruments: dict[str, str] = Field(description="What is asked: `national`, `stakeholder` → id of the instrument.")
    is_example: bool = Field(description="Its answers are generated for a demonstration.")


class ReportOut(Schema):
    """A country's report in a round, for its own country."""

    model_config = _example(
        id="5f0c6f9e-1d1b-4f0e-9d0a-0b9d6a1f2c3d", round="2027", area="KEN", edition=1, state="draft",
        instrument="nri-2027", instrument_version="2027.1", instrument_digest="a6c3…", mode="whole", language="en",
        due_on="2027-06-30", digest="1f0e" * 16, saved_at="2027-03-01T09:30:00Z", submitted_at=None, withheld=[],
        is_example=False,
    )  # fmt: skip

    id: str = Field(description="Names the report in the addresses below.")
    round: str = Field(description="Year of the round.")
    area: str = Field(description="ISO 3166 alpha-3.")
    edition: int = Field(description="2 and more are corrections of what was published.")
    state: str = Field(description=STATES)
    instrument: str = Field(description="Id of the instrument.")
    instrument_version: str = Field(description="The author's version.")
    instrument_digest: str = Field(description="Of the instrument when the report began.")
    mode: Literal["whole", "short"] = Field(description="Everything, or what has changed since last time.")
    language: str = Field(description="In which its texts are written.")
    due_on: date = Field(description="By when, extensions counted.")
    digest: str = Field(
        description="SHA-256 over its answers as they stand; give it back to write upon no other state."
    )
    saved_at: datetime = Field(description="Last writing.")
    submitted_at: datetime | None = Field(description="When it was last sent.")
    withheld: list[str] = Field(description="Keys of questions that the country keeps confidential.")
    is_example: bool = Field(description="Generated for a demonstration.")


class RoundsOut(Schema):
    """Every round that is open or was."""

    model_config = _example(items=[])

    items: list[RoundOut] = Field(description="The newest first.")


class ReportsOut(Schema):
    """A country's reports."""

    model_config = _example(items=[])

    items: list[ReportOut] = Field(description="The newest round first; at most fifty.")


class BeginIn(Schema):
    """A report to begin; where one was begun already, that one is given."""

    model_config = _example(round="2027", mode="whole", language="en")

    round: str = Field(description="Year of an open round.", max_length=4)
    mode: Literal["whole", "short"] = Field("whole", description="`short` asks what has changed since last time.")
    language: Literal["en", "fr", "es", "ar", "ru", "zh"] = Field("en", description="In which texts will be written.")


class AnswersOut(Schema):
    """The working answers of a report."""

    model_config = _example(answers={"authority_designated": "yes"}, digest="1f0e" * 16, conflicts=[])

    answers: dict[str, Any] = Field(
        description="As the instrument's answers are written: key → value, entries as lists."
    )
    digest: str = Field(description="SHA-256 over them.")
    conflicts: list[str] = Field(
        description="Addresses where two people wrote different answers and nobody has chosen."
    )


class WriteIn(Schema):
    """Answers to write; what is absent stays as it is, and null takes an answer back."""

    model_config = _example(answers={"authority_designated": "yes", "authority_web": None}, digest="1f0e" * 16)

    answers: dict[str, Any] = Field(description="Key → value; an entry of a list by its place in it.")
    digest: str = Field(
        "", description="Of the answers these are written upon; others in the meantime: 409.", max_length=64
    )


class WrittenOut(Schema):
    """What writing did."""

    model_config = _example(changed=2, digest="9ab1" * 16, findings=[])

    changed: int = Field(description="Answers and entries that are others now.")
    digest: str = Field(description="Of the answers after it.")
    findings: list[Finding] = Field(description="What can be said of them; what is missing is not named here.")


class CheckOut(Schema):
    """Everything that can be said of a report before it is sent."""

    model_config = _example(hard=1, soft=0, notes=2, findings=[])

    hard: int = Field(description="What must change; with any of them a report cannot be sent.")
    soft: int = Field(description="To be changed or explained.")
    notes: int = Field(description="To be known.")
    findings: list[Finding] = Field(description="At most a hundred, the heaviest first.")


class SubmitIn(Schema):
    """The declaration with which a report is sent."""

    model_config = _example(name="A. Mwangi", office="Ministry of Health", digest="1f0e" * 16)

    name: str = Field(description="Who declares it.", min_length=1, max_length=200)
    office: str = Field(description="For which office.", min_length=1, max_length=200)
    digest: str = Field(description="Of the answers that are sent; others by now: 409.", min_length=64, max_length=64)


class ReceiptOut(Schema):
    """What says that a report was sent, and what was in it."""

    model_config = _example(
        reference="NR-2027-KEN-1.1", digest="1f0e" * 16, at="2027-05-12T08:00:00Z", number=1, is_late=False
    )

    reference: str = Field(description="Names what was sent.")
    digest: str = Field(description="SHA-256 over the answers that were sent.")
    at: datetime = Field(description="When.")
    number: int = Field(description="1, then 2 after it was returned, and so on.")
    is_late: bool = Field(description="Whether it came after the country's day.")


class ReceiptsOut(Schema):
    """Every time a report was sent."""

    model_config = _example(items=[])

    items: list[ReceiptOut] = Field(description="The newest first.")

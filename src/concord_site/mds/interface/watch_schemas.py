"""Shapes of the view over countries, of questions on figures, days and consents, as programs get and give them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

ID = "0b6f4f0e-1d1b-4f0e-9d0a-5f0c6a1f2c3d"
_DIMS = {"year": 2023, "occupation": "2221", "activity": None, "origin": "UGA", "row_kind": "origin"}
_FIGURE = {"structure": "mds-stock-by-training", "dims": _DIMS, "value": 120, "status": "normal"}
_DUE = {
    "round": "2027", "due_on": "2027-06-01", "came_on": None, "days_late": 3, "is_missing": True, "is_example": False
}  # fmt: skip


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


class Due(Schema):
    """What a round asks for, and when it came."""

    model_config = _example(**_DUE)

    round: str = Field(description="The round's year.")
    due_on: date = Field(description="The day by which figures are asked for; more time that was given counts.")
    came_on: date | None = Field(description="When figures for this round were confirmed first; null: none stand.")
    days_late: int = Field(description="Days after the day on which they came, or that have passed since; 0 in time.")
    is_missing: bool = Field(description="The day has passed, and nothing has come.")
    is_example: bool = Field(description="The round is invented.")


class OwnDue(Due):
    """What a round asks of a country."""

    model_config = _example(area="KEN", **_DUE)

    area: str = Field(description="ISO 3166 alpha-3.")


class Dues(Schema):
    """What rounds ask of the key's country."""

    model_config = _example(items=[])

    items: list[OwnDue] = Field(description="The nearest day first.")


class CountryLine(Schema):
    """What one country has delivered, on the day."""

    model_config = _example(
        area="KEN", name="Kenya", region="AFR", is_member_state=True, state="confirmed",
        years={"mds-stock-by-training": [2021, 2022, 2023]}, tables=1, percent=17, confirmed_on="2027-05-20",
        explained=2, questions=1, waiting=1, has_draft=False, sources=[], due=[_DUE], deliveries=[ID], is_example=False,
    )  # fmt: skip

    area: str = Field(description="ISO 3166 alpha-3.")
    name: str = Field(description="In the language asked for.")
    region: str = Field(description="Region of the World Health Organization on the day, or empty.")
    is_member_state: bool = Field(description="Whether it is counted in the sums.")
    state: Literal["confirmed", "draft", "withdrawn", "none"] = Field(
        description="`draft`: nothing stands, and something is in hand; of that no more is told."
    )
    years: dict[str, list[int]] = Field(description="Structure → years of which figures stand.")
    tables: int = Field(description="How many of the six tables of the data set stand.")
    percent: int = Field(description="The same as a share, 0 to 100.")
    confirmed_on: date | None = Field(description="When the newest was confirmed.")
    explained: int = Field(description="Explanations that go with the figures.")
    questions: int = Field(description="Questions that are not settled; of today alone.")
    waiting: int = Field(description="Those of them that wait for the country.")
    has_draft: bool = Field(description="Whether something is in hand that is not confirmed.")
    sources: list[str] = Field(description="Observatories that brought some of it.")
    due: list[Due] = Field(description="What rounds ask, and when it came; of today alone.")
    deliveries: list[str] = Field(description="Ids of the deliveries that stand.")
    is_example: bool = Field(description="Something of it is invented or generated; it is counted nowhere.")


class Countries(Schema):
    """What countries have delivered, as it stood on a day."""

    model_config = _example(as_of="2027-06-04", count=61, of=194, items=[])

    as_of: date = Field(description="The day.")
    count: int = Field(description="Member States with figures that stand, of those that are followed.")
    of: int = Field(description="Member States that are followed.")
    items: list[CountryLine] = Field(description="By name; areas that are no Member State come last.")


class Figure(Schema):
    """A figure of a table."""

    model_config = _example(**_FIGURE)

    structure: str = Field(description="Id of its structure; empty: the delivery as a whole.")
    dims: dict[str, Any] = Field(description="What tells it from others: a value, or null, for each dimension.")
    value: float | None = Field(description="Null is not known, which is not zero.")
    status: str = Field(description="Status of the value, or empty.")


class FigureQuestion(Schema):
    """A question on a figure."""

    model_config = _example(
        id=ID, area="KEN", delivery=ID, state="open", asked_by="secretariat", asked_at="2027-05-21T09:30:00Z",
        closed_at=None, figure=_FIGURE, title="Stock by country of training · 2023 · Nursing professionals · Uganda",
        is_example=False,
    )  # fmt: skip

    id: str = Field(description="Names it in the addresses below.")
    area: str = Field(description="Whose figure it is (alpha-3).")
    delivery: str = Field(description="Id of the delivery it was asked about.")
    state: Literal["open", "answered", "closed"] = Field(description="`closed`: settled.")
    asked_by: Literal["country", "secretariat", "observatory"] = Field(description="Which side asks.")
    asked_at: datetime = Field(description="When.")
    closed_at: datetime | None = Field(description="When it was settled.")
    figure: Figure = Field(description="The figure as it stood.")
    title: str = Field(description="The figure in one line, in the language asked for.")
    is_example: bool = Field(description="Invented or generated.")


class FigureQuestions(Schema):
    """Questions on figures."""

    model_config = _example(items=[])

    items: list[FigureQuestion] = Field(description="Open ones first, the newest first; at most five hundred.")


class Message(Schema):
    """One message of a question."""

    model_config = _example(
        side="country", office="Ministry of Health", text="Counted in May.", at="2027-05-22T09:30:00Z", delivery=None,
        brings_figures=False,
    )  # fmt: skip

    side: Literal["country", "secretariat", "observatory"] = Field(description="Who writes.")
    office: str = Field(description="For whom, as it was called then.")
    text: str = Field(description="What was said.")
    at: datetime = Field(description="When.")
    delivery: str | None = Field(description="A delivery in which the figure is given anew, once you may see it.")
    brings_figures: bool = Field(description="Whether there is such a delivery, confirmed or not.")


class FigureThread(FigureQuestion):
    """A question with all that was said, and its figure as it stands now."""

    model_config = _example(
        id=ID, area="KEN", delivery=ID, state="open", asked_by="secretariat", asked_at="2027-05-21T09:30:00Z",
        closed_at=None, figure=_FIGURE, title="Stock by country of training · 2023 · Nursing professionals · Uganda",
        is_example=False, now=_FIGURE, messages=[],
    )  # fmt: skip

    now: Figure | None = Field(description="As it stands in the newest confirmed figures that the key reaches.")
    messages: list[Message] = Field(description="The oldest first.")


class QuestionIn(Schema):
    """A question to ask."""

    model_config = _example(
        delivery=ID, structure="mds-stock-by-training", dims=_DIMS, text="Why is it half of last year's?"
    )

    delivery: str = Field(description="The delivery whose figure is asked about.", max_length=36)
    structure: str = Field("", description="Id of a table of the delivery; empty: about it as a whole.", max_length=80)
    dims: dict[str, str | int | None] = Field(
        {}, description="A value for each dimension, as the table gives it; null or left out where it is empty."
    )
    text: str = Field(description="What is asked. Name no person.", max_length=20_000)


class MessageIn(Schema):
    """A message into a question."""

    model_config = _example(text="The register was cleaned.", delivery=None, asks_again=False)

    text: str = Field(description="What there is to say. Name no person.", max_length=20_000)
    delivery: str | None = Field(
        None, description="Of the country: the delivery in which the figure is given anew.", max_length=36
    )
    asks_again: bool = Field(False, description="Of whoever asked: the answer does not settle it.")


class ReopenIn(Schema):
    """Why a question is open again."""

    model_config = _example(text="The register says otherwise.")

    text: str = Field(description="Why.", max_length=20_000)


class Consent(Schema):
    """To what a country has agreed."""

    model_config = _example(
        area="KEN", observatory="Observatory of the region", may=["upload", "comment"], begins_on="2027-01-01",
        until=None, holds=True, ended_at=None, is_example=False,
    )  # fmt: skip

    area: str = Field(description="Whose authority agrees (alpha-3).")
    observatory: str = Field(description="With whom.")
    may: list[Literal["upload", "check", "comment"]] = Field(description="What it may do.")
    begins_on: date = Field(description="From this day.")
    until: date | None = Field(description="The last day; null: until it is ended.")
    holds: bool = Field(description="Whether it gives anything today.")
    ended_at: datetime | None = Field(description="When it ended.")
    is_example: bool = Field(description="Invented.")


class Consents(Schema):
    """Consents to observatories."""

    model_config = _example(items=[])

    items: list[Consent] = Field(description="Those that hold first, the newest first.")

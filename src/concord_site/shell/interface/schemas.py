"""Shapes that every part of the interface shares: a problem (RFC 9457), a finding, a page of a list."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Query, Schema
from pydantic import ConfigDict, Field

Item = TypeVar("Item")
Language = Literal["ar", "zh", "en", "fr", "ru", "es"]
#: How many of a list one answer holds, unless asked otherwise, and at most.
PAGE, PAGE_AT_MOST = 50, 200

Limit = Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many to give at most.")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="How many to leave out from the beginning.")]


class RequestError(Schema):
    """One part of a request that is not as it must be."""

    where: list[str | int] = Field(description="Where it stands: `query`, `path` or `body`, then names and places.")
    message: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """Why a request was not answered (RFC 9457, `application/problem+json`)."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank#site.access.unknown",
                "title": "This is not here, or you may not see it.",
                "status": 404,
                "code": "site.access.unknown",
                "hint": "Check the address.",
            }
        }
    )

    type: str = Field(description="A URI for the kind of problem; its fragment is the code.")
    title: str = Field(description="One sentence in the language asked for.")
    status: int = Field(description="The status of the answer, once more.")
    code: str = Field(description="Stable name of the problem; never changes its meaning.")
    hint: str = Field("", description="What to do about it.")
    reference: str = Field("", description="What to quote when reporting a fault of ours.")
    errors: list[RequestError] = Field([], description="The parts of the request that are wrong.")


class Column(Schema):
    """A column of a sheet."""

    header: str | None = Field(None, description="As it is headed.")
    letter: str | None = Field(None, description="Its letter.")


class Finding(Schema):
    """What a check has to say: the same codes and sentences as on pages, in workbooks and on the command line."""

    code: str = Field(description="Stable name; never changes its meaning.", examples=["instrument.answer.required"])
    level: Literal["hard", "soft", "note"] = Field(description="Must change; change or explain; know.")
    file: str | None = Field(None, description="The file it stands in.")
    sheet: str | None = Field(None, description="The sheet it stands on.")
    row: int | None = Field(None, description="The physical row, from 1.")
    column: Column | None = Field(None, description="The column.")
    item: str | None = Field(None, description="The address of the answer or thing it is about.")
    value: str | None = Field(None, description="What stands there, safe to show.")
    message: str = Field(description="One plain sentence in the language asked for.")
    hint: str = Field("", description="What to do about it.")


class Page(Schema, Generic[Item]):
    """A part of a list."""

    items: list[Item] = Field(description="In the list's own order.")
    count: int = Field(description="How many there are in all.")
    limit: int = Field(description="How many were asked for at most.")
    offset: int = Field(description="How many were left out from the beginning.")


def page(items: Any, *, limit: int, offset: int) -> dict[str, Any]:
    """A part of a list, with how long the whole is."""
    return {"items": list(items[offset : offset + limit]), "count": len(items), "limit": limit, "offset": offset}

"""Shapes of deliveries of the minimum data set, as programs get and give them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from concord_site.shell.interface.schemas import Finding

ID = "0b6f4f0e-1d1b-4f0e-9d0a-5f0c6a1f2c3d"
STATES = "`draft`, `read`, `asked`, `checked`, `confirmed`, `replaced`, `withdrawn`, `discarded`."
_COUNTS = {"hard": 0, "soft": 1, "note": 2, "questions": 0, "unexplained": 1, "rows": 1200}


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


class DataFile(Schema):
    """A file that was sent; its digest and counts stay when its bytes are erased."""

    model_config = _example(
        id=7, name="stock.csv", size=5120, sha256="9f86" * 16, rows=1200, is_used=True, state="staged"
    )

    id: int = Field(description="Names it in the addresses below.")
    name: str = Field(description="As it was sent; unique among those that are read.")
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="Digest of its bytes.")
    rows: int | None = Field(description="Rows of data, once it was read.")
    is_used: bool = Field(description="Whether it is read; a later file of the same name takes its place.")
    state: Literal["staged", "kept", "erased"] = Field(description="Whether its bytes are there.")


class Delivery(Schema):
    """What a country brings about one year or several, for its own people and observatories it agrees with."""

    model_config = _example(
        id=ID, area="KEN", what="tables", subject="Register of nurses", year=2023, round="", state="checked", version=4,
        counts=_COUNTS, structures=["mds-stock-by-training"], digest="", replaces=None, replaced_by=None, brought_by="",
        is_example=False, begun_at="2027-03-01T09:30:00Z", changed_at="2027-03-01T09:40:00Z", confirmed_at=None,
        erased_on="2027-03-31", files=[],
    )  # fmt: skip

    id: str = Field(description="Names it in the addresses below.")
    area: str = Field(description="ISO 3166 alpha-3: who reports.")
    what: Literal["register", "tables"] = Field(description="What a row of its files is: a person, or a count.")
    subject: str = Field(description="Which register or table this is; the same next year finds this year's answers.")
    year: int | None = Field(description="Of the figures; null: the years that the files name.")
    round: str = Field(description="For which round it was asked, or empty.")
    state: str = Field(description=STATES)
    version: int = Field(description="Counts changes; give it back to act upon no other state.")
    counts: dict[str, int] = Field(
        description="`hard`, `soft`, `note`, `unexplained`, `questions` (that must be answered), `rows`."
    )
    structures: list[str] = Field(description="Ids of the tables that were made.")
    digest: str = Field(description="SHA-256 over the contents of the tables.")
    replaces: str | None = Field(description="The delivery in whose place it is brought.")
    replaced_by: str | None = Field(description="The delivery that took its place.")
    brought_by: str = Field(description="The observatory that brought it; empty where the country did.")
    is_example: bool = Field(description="Invented or generated.")
    begun_at: datetime = Field(description="When it was begun.")
    changed_at: datetime = Field(description="Last change.")
    confirmed_at: datetime | None = Field(description="When it was confirmed.")
    erased_on: date | None = Field(description="When what is staged is erased unless it is confirmed.")
    files: list[DataFile] = Field(description="Its files, the oldest first.")


class Deliveries(Schema):
    """A country's deliveries."""

    model_config = _example(items=[])

    items: list[Delivery] = Field(description="The newest change first; at most two hundred, without their files.")


class DeliveryIn(Schema):
    """A delivery to begin."""

    model_config = _example(what="tables", subject="Register of nurses", year=2023, replaces=None)

    what: Literal["register", "tables"] = Field("tables", description="What a row of its files is.")
    subject: str = Field("", description="Which register or table this is.", max_length=120)
    year: int | None = Field(None, description="Of the figures; null: the years that the files name.")
    replaces: str | None = Field(None, description="A delivery in whose place it is brought.", max_length=36)


class Progress(Schema):
    """Where a delivery stands, and how far its reading is."""

    model_config = _example(
        state="draft", version=3, reading="running", done=2, total=5, seconds_left=4, note="stock.csv", problem=None
    )

    state: str = Field(description=STATES)
    version: int = Field(description="Counts changes.")
    reading: Literal["none", "waiting", "running", "done", "failed", "stopped"] = Field(
        description="The newest reading; ask again every second or two while it waits or runs."
    )
    done: int = Field(description="Steps done.")
    total: int = Field(description="Steps in all; 0 while unknown.")
    seconds_left: int | None = Field(description="By the pace so far.")
    note: str = Field(description="The file that is read.")
    problem: str | None = Field(description="Why it failed, in the language asked for; nothing of it was kept.")


class Choice(Schema):
    """An answer that is offered."""

    value: str = Field(description="What to answer with.")
    label: str = Field(description="What it means.")
    reason: str = Field(description="Why it is offered first, or empty.")


class Question(Schema):
    """Something that only somebody who knows the files can settle; nothing is guessed."""

    model_config = _example(
        id="decimal", must=True, message="Which sign stands before decimals?", hint="", place="stock.csv",
        choices=[{"value": ",", "label": "comma", "reason": ""}], free="",
    )  # fmt: skip

    id: str = Field(description="Names it; the same when the same is asked again.")
    must: bool = Field(description="Whether nothing is counted before it is answered.")
    message: str = Field(description="What is asked, in the language asked for.")
    hint: str = Field(description="What to know before answering.")
    place: str = Field(description="File, sheet, column.")
    choices: list[Choice] = Field(description="Answers that are offered, the likeliest first.")
    free: str = Field(
        description="Kind of a value that may be given besides: `area`, `occupation`, `year`, `day`, or none."
    )


class Questions(Schema):
    """What is asked of the newest reading, and the profile as it stands."""

    model_config = _example(version=4, questions=[], profile={"decimal": ","}, differences=[])

    version: int = Field(description="Of the delivery; give it back with the answers.")
    questions: list[Question] = Field(description="Those that must be answered first.")
    profile: dict[str, Any] = Field(description="How the files are read, as the command line takes it in a file.")
    differences: list[str] = Field(description="What is otherwise than last time, in the language asked for.")


class AnswersTold(Schema):
    """Answers to questions, or a profile as a whole; the files have to be read again with them."""

    model_config = _example(answers={"decimal": ","}, profile=None, version=4)

    answers: dict[str, str] = Field({}, description="Id of a question → value of a choice, or a free value.")
    profile: dict[str, Any] | None = Field(None, description="A whole profile in place of the one that stands.")
    version: int | None = Field(None, description="Of the delivery these are given upon; another by now: 409.")


class DataFinding(Finding):
    """A finding with its key, the cells it is about, and its explanation."""

    key: str = Field(description="Names it when it is explained; the same when the same thing is found again.")
    count: int = Field(description="Cells it is about; more than one for a whole column.")
    cells: str | None = Field(description="Those cells as a spreadsheet names them, such as `D2:D9, D14`.")
    explanation: str | None = Field(description="Why it is right as it stands, where somebody has said so.")


class DataFindings(Schema):
    """What was found in the newest reading."""

    model_config = _example(version=4, counts={"hard": 0, "soft": 1, "note": 2}, findings=[], left_out=0)

    version: int = Field(description="Of the delivery.")
    counts: dict[str, int] = Field(description="How many of each level.")
    findings: list[DataFinding] = Field(description="At most a hundred, the heaviest first; all of them as CSV.")
    left_out: int = Field(description="How many more there are.")


class ExplanationIn(Schema):
    """Why a soft finding is right as it stands; an empty text takes it back."""

    model_config = _example(key="0a1b2c3d4e5f60718293a4b5", text="The register was cleaned in 2022.")

    key: str = Field(description="Of the finding.", max_length=40)
    text: str = Field(description="The explanation; it goes with the figures and is read with them.")


class ExplanationOut(Schema):
    """An explanation."""

    model_config = _example(
        key="0a1b2c3d4e5f60718293a4b5", code="mds.stock.jump", text="Cleaned.", at="2027-03-01T09:30:00Z"
    )

    key: str = Field(description="Of the finding.")
    code: str = Field(description="Of the finding.")
    text: str = Field(description="What was said.")
    at: datetime = Field(description="When.")


class Explanations(Schema):
    """What was explained, and what may be said again."""

    model_config = _example(items=[], offered=[])

    items: list[ExplanationOut] = Field(description="The oldest first.")
    offered: list[ExplanationOut] = Field(
        [], description="What was said last time of findings that are here again; taken over when you say so alone."
    )


class Again(Schema):
    """Which explanation of last time is taken over."""

    model_config = _example(key="")

    key: str = Field("", description="Of one finding; empty for all that are offered.", max_length=40)


class Declaration(Schema):
    """With which tables are confirmed; nothing is published by it."""

    model_config = _example(name="A. Mwangi", office="Ministry of Health", version=6)

    name: str = Field(description="Who declares it.", min_length=1, max_length=150)
    office: str = Field(description="For which office.", min_length=1, max_length=200)
    version: int = Field(description="Of the delivery that was looked at; another by now: 409.")


class Reason(Schema):
    """Why figures are taken back, or a delivery is given up."""

    model_config = _example(reason="Counted twice.")

    reason: str = Field(
        "", description="One sentence; the Secretariat reads it. Needed for confirmed tables.", max_length=500
    )


class DataTable(Schema):
    """One table of a delivery."""

    model_config = _example(
        structure="mds-stock-by-training", title="Stock by country of training", rows=84, total=5150,
        columns=["area", "year", "occupation", "activity", "origin", "row_kind", "headcount", "status"],
    )  # fmt: skip

    structure: str = Field(description="Id of its structure.")
    title: str = Field(description="In the language asked for.")
    rows: int = Field(description="How many rows.")
    total: float | None = Field(description="Rows of places of origin and of the country itself, added up.")
    columns: list[str] = Field(description="Names of its columns; the structure says what they hold.")


class DataTables(Schema):
    """The tables of a delivery: as they would be confirmed, or as they were."""

    model_config = _example(items=[])

    items: list[DataTable] = Field(description="By structure.")


class DataRows(Schema):
    """The rows of a table, exact: null is not known, which is not zero."""

    model_config = _example(
        structure="mds-stock-by-training", columns=["area", "year", "headcount"], rows=[["KEN", 2023, 120]], left_out=0,
        citation="Stock by country of training. …", notes=[], is_example=False,
    )  # fmt: skip

    structure: str = Field(description="Id of its structure.")
    columns: list[str] = Field(description="Names, in the order of the values.")
    rows: list[list[Any]] = Field(description="At most fifty thousand; the CSV has all.")
    left_out: int = Field(description="How many more there are.")
    citation: str = Field(description="How the table is cited.")
    notes: list[str] = Field(description="What every file of it says too: generated, not confirmed, who brought it.")
    is_example: bool = Field(description="Invented or generated: no fact.")


class Marking(Schema):
    """How far the marked copy of a file is; once it is made, the same address gives the workbook."""

    model_config = _example(state="waiting", problem=None)

    state: Literal["waiting", "failed"] = Field(description="Ask again every second or two while it waits.")
    problem: str | None = Field(description="Why it could not be made.")

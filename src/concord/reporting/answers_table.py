"""All published answers of a round as one tidy table, and the counts of one question by choice and by region.

One row for each answer: a question with several chosen choices has a row for each. Why a value is missing is a status
of its own and never an empty cell or a zero; countries without a published report have one row that says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from concord.documents.sentences import Plain, say
from concord.instrument.answers import Attached
from concord.instrument.export.rows import label_of
from concord.instrument.model import CHOOSING, NUMBERS, Instrument, Question
from concord.instrument.numbering import numbers
from concord.instrument.prefill import chosen
from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.reporting import places
from concord.reporting.national_report import DOMAIN
from concord.reporting.publication import Item, Published, items
from concord.vocabulary import formats

#: How a table goes out, with its media type.
FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One answer.

    Attributes:
        round: Id of the round.
        area: Alpha-3.
        area_name: In the table's language.
        region: WHO region's code.
        reference: What the report is cited by.
        question: Id of the question in its instrument.
        number: As people call it; a cell of a grid has that of its grid.
        entry: Which entry of a repeating block (``agreements[2]``), or empty.
        rank: Place of a ranked choice, from 1; None otherwise.
        code: Name of the choice.
        label: Its label, in the table's language.
        value: Of a question without choices: the number or text as it was given.
        numeric: The same as a number.
        unit: Of the number.
        status: See :data:`concord.reporting.publication.STATUSES`.
        language: In which a text is written; empty otherwise.
        generated: ``yes`` where the answer was made up by a program.
    """

    round: str
    area: str
    area_name: str
    region: str
    reference: str
    question: str
    number: str
    entry: str
    rank: int | None
    code: str
    label: str
    value: str
    numeric: float | None
    unit: str
    status: str
    language: str
    generated: str


#: Rows of a workbook after which it is said how far it is.
TELL_EVERY = 500
COLUMNS: tuple[str, ...] = tuple(each.name for each in fields(Row))
_KINDS: Mapping[str, Any] = {"rank": "integer", "numeric": "decimal"}
_WIDTHS = {"area_name": 28, "label": 44, "value": 60, "question": 30, "reference": 18}


@dataclass(frozen=True)
class Reported:
    """A published report in the table."""

    published: Published
    is_example: bool = False
    items: Sequence[Item] | None = None

    def __hash__(self) -> int:
        return hash(self.published)

    def walked(self) -> Iterable[Item]:
        """Its questions, worked out where they were not given."""
        return self.items if self.items is not None else items(self.published)


def rows(
    reports: Iterable[Reported],
    *,
    language: str,
    as_of: dt.date,
    without: Sequence[str] = (),
    round: str = "",
    questions: frozenset[str] | None = None,
) -> Iterator[Row]:
    """The table, report by report and question by question.

    Args:
        reports: The published reports of a round.
        language: Of labels and names.
        as_of: Day for the regions of areas.
        without: Areas without a published report; a row each.
        round: The round, for these.
        questions: Only these questions.
    """  # fmt: skip
    for each in reports:
        yield from _of_report(each, language, as_of, questions)
    for code in without:
        place = (round, code, places.name(code, language), places.region(code, as_of))
        yield Row(*place, "", "", "", "", None, "", "", "", None, "", "no-report", "", "no")


def _of_report(report: Reported, language: str, as_of: dt.date, questions: frozenset[str] | None) -> Iterator[Row]:
    published = report.published
    numbered, code = numbers(published.instrument), published.area
    first = (published.round, code, places.name(code, language), places.region(code, as_of), published.reference)
    for item in report.walked():
        if questions is not None and item.id not in questions:
            continue
        path = item.question.path
        number = numbered.get(path) or numbered.get(path[:-1], "")
        for rank, code, label, value, numeric, written in _said(published, item, language):
            unit = item.question.about.unit if item.status == "answered" else ""
            yield Row(*first, item.id, number, item.entry, rank, code, label, value, numeric, unit, item.status,
                      written, "yes" if report.is_example else "no")  # fmt: skip


_Part = tuple[int | None, str, str, str, float | None, str]


def _said(published: Published, item: Item, language: str) -> Iterator[_Part]:
    question, value = item.question, item.value
    if item.status != "answered" or value is None:
        yield None, "", "", "", None, ""
    elif question.kind in CHOOSING:
        for place, name in enumerate(chosen(value), start=1):
            label = label_of(published.instrument, question, name, language)
            yield place if question.kind == "rank" else None, name, label, "", None, ""
    elif isinstance(value, Attached):
        yield None, "", "", value.name, None, ""
    elif question.kind in NUMBERS and isinstance(value, int | float):
        yield None, "", "", f"{value}", float(value), ""
    else:
        is_text = question.kind in ("text", "long-text")
        yield None, "", "", str(value), None, published.language if is_text else ""


# --- Files ------------------------------------------------------------------------------------------------------------
def meta(found: Sequence[Row], *, round: str, language: str, as_of: dt.date) -> Meta:
    """What stands beside the table so that it can be cited away from here."""
    known = {"round": Plain(round)}
    is_example = any(each.generated == "yes" for each in found)
    notes = ["table-note-generated"] * is_example + ["table-note-tidy", "table-note-status"]
    cited = say(
        DOMAIN, "table-citation", language, **known, date=Plain(formats.date(as_of, language)),
        digest=Plain(digest(found)[:12]),
    )  # fmt: skip
    return Meta(
        title=str(say(DOMAIN, "table-title", language, **known)),
        source=str(say(DOMAIN, "table-source", language, **known)),
        licence=str(say(DOMAIN, "table-licence", language)),
        citation=str(cited),
        vintage=as_of.isoformat(),
        notes=tuple(str(say(DOMAIN, each, language)) for each in notes),
        language=language,
        created=as_of,
    )


def digest(found: Iterable[Row]) -> str:
    """SHA-256 of what the rows say, whatever language their labels are in (hexadecimal)."""
    whole = hashlib.sha256()
    for each in found:
        told = (each.area, each.reference, each.question, each.entry, each.rank, each.code, each.value, each.status)
        whole.update(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def columns() -> tuple[OutColumn, ...]:
    """The columns as writers take them."""
    return tuple(OutColumn(name, kind=_KINDS.get(name, "text"), width=_WIDTHS.get(name, 14)) for name in COLUMNS)


def written(
    found: Sequence[Row],
    format: str,
    *,
    round: str,
    language: str,
    as_of: dt.date,
    progress: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """The table as a file; no cell is a formula.

    Args:
        found: The rows.
        format: One of :data:`FORMATS`.
        round: For title and citation.
        language: Of title, notes and labels.
        as_of: The day it is as of; the same day and rows give the same bytes.
        progress: Told how many rows of a workbook are written, now and then.
    """
    about = meta(found, round=round, language=language, as_of=as_of)
    stream = io.BytesIO()
    if format == "csv":
        write_csv(stream, columns(), (asdict(each) for each in found), about, excel=True)
    elif format == "xlsx":
        write_xlsx(stream, columns(), _told(found, progress), about)
    elif format == "parquet":
        _parquet(stream, found, about)
    else:
        return _json(found, about, round)
    return stream.getvalue()


def _told(found: Sequence[Row], progress: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    """The rows, saying now and then how far they are."""
    for place, each in enumerate(found):
        if place % TELL_EVERY == 0:
            progress(place)
        yield asdict(each)


def _parquet(stream: io.BytesIO, found: Sequence[Row], about: Meta) -> None:
    import polars as pl
    import pyarrow.parquet as parquet

    kinds: Mapping[str, Any] = {"integer": pl.Int64(), "decimal": pl.Float64()}
    schema = {each.name: kinds.get(each.kind, pl.String()) for each in columns()}
    frame = pl.DataFrame({name: [getattr(row, name) for row in found] for name in schema}, schema=schema)
    noted = {f"concord.{key}": text for key, text in about.lines()} | {"concord.notes": json.dumps(list(about.notes))}
    parquet.write_table(frame.to_arrow().replace_schema_metadata(noted), stream, compression="zstd")


def _json(found: Sequence[Row], about: Meta, round: str) -> bytes:
    said = {
        "round": round, "title": about.title, "source": about.source, "licence": about.licence,
        "citation": about.citation, "as_of": about.vintage, "language": about.language, "notes": list(about.notes),
        "generated": any(each.generated == "yes" for each in found), "digest": digest(found),
        "columns": list(COLUMNS), "rows": [asdict(each) for each in found],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


# --- One question -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counted:
    """One question over all reports of a round; a country counts once whatever entries it has.

    Attributes:
        question: The question.
        reports: How many reports were published.
        by_code: Countries that chose each choice, in order of the list; those nobody chose are 0.
        by_status: Countries by status; a country that answered in one entry at least has answered.
        by_region: The same two, by WHO region.
        areas: What each country said: codes, number and status.
        numbers: The numbers given, by area; several entries added up.
    """

    question: Question
    reports: int
    by_code: Mapping[str, int]
    by_status: Mapping[str, int]
    by_region: Mapping[str, tuple[Mapping[str, int], Mapping[str, int]]]
    areas: Mapping[str, tuple[tuple[str, ...], float | None, str]]

    def __hash__(self) -> int:
        return hash((self.question, self.reports))

    @property
    def answered(self) -> int:
        """Countries that gave an answer."""
        return self.by_status.get("answered", 0)


def counted(
    question: Question, instrument: Instrument, reports: Iterable[tuple[str, Sequence[Item]]], *, as_of: dt.date
) -> Counted:
    """Counts of one question.

    Args:
        question: The question.
        instrument: Its instrument, for the order of the choices.
        reports: Area and its items of this question, for each report.
        as_of: Day for the regions of areas.
    """
    found = {area: _of_area(question, given) for area, given in reports}
    listed = instrument.lists.get(question.choices)
    names = [each.name for each in listed.choices] if listed and question.kind in CHOOSING else []
    codes = Counter(code for given, _, _ in found.values() for code in given)
    regions: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for area, (given, _, status) in found.items():
        inner = regions.setdefault(places.region(area, as_of), (Counter(), Counter()))
        inner[0].update(given)
        inner[1][status] += 1
    return Counted(
        question, len(found), {name: codes[name] for name in names}, Counter(each[2] for each in found.values()),
        dict(sorted(regions.items())), found,
    )  # fmt: skip


def _of_area(question: Question, given: Sequence[Item]) -> tuple[tuple[str, ...], float | None, str]:
    answered = [each for each in given if each.status == "answered" and each.value is not None]
    if not answered:
        return (), None, next((each.status for each in given), "not-asked")
    if question.kind in CHOOSING:
        codes = [name for each in answered if each.value is not None for name in chosen(each.value)]
        return tuple(dict.fromkeys(codes)), None, "answered"
    figures = [each.value for each in answered if isinstance(each.value, int | float)]
    return (), float(sum(figures)) if figures else None, "answered"

"""One run of ``concord estimate circular``: a register or tables in, one file and its figures out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.findings import as_json as finding_json
from concord.flows import circular_files, circular_shown, reading
from concord.flows.circular import Circular, circular
from concord.flows.circular_rows import as_years
from concord.flows.circular_tables import Bounds, bounds
from concord.flows.declared import declared
from concord.intake import Meta, OutColumn, write_csv
from concord.vocabulary.periods import PartialDate

Key = tuple[str, ...]
REGISTER, TABLES = "circular-register", "circular-bounds"
_NUMBERS = ("value", "low", "high")
COLUMNS: Mapping[str, tuple[OutColumn, ...]] = {
    REGISTER: (
        OutColumn("measure"), OutColumn("destination"), OutColumn("years", kind="decimal"),
        *(OutColumn(name, kind="decimal") for name in _NUMBERS), OutColumn("count", kind="integer"),
        OutColumn("status"),
    ),
    TABLES: (
        OutColumn("area"), OutColumn("occupation"), OutColumn("partner"),
        *(OutColumn(name, kind="decimal") for name in (
            "departures", "returns", "back_low", "back_high", "away_low", "away_high", "years_low", "years_high")),
        OutColumn("status"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is about.

    Args:
        since, until: Years, months or days: from the beginning of the one to the end of the other.
        register: A register with identifiers, with ``columns`` and ``formats`` of
            :func:`concord.flows.circular_files.register`.
        departures, returns, abroad: Tables of counts by year; ``abroad`` is of those away when the time begins.
        protect: Whether small counts of a register are put together.
    """

    since: str
    until: str
    register: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = ()
    departures: Path | None = None
    returns: Path | None = None
    abroad: Path | None = None
    protect: bool = True


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of it; ``figures`` is None where something hard was found."""

    method: str
    window: tuple[float, float]
    figures: Circular | Mapping[Key, tuple[float, float, Bounds]] | None
    file: Path | None
    findings: Findings
    digests: Mapping[str, str]


def run(asked: Asked, *, out: Path) -> Ran:
    """Read, work out, write; over a hard finding nothing is written.

    Raises:
        Invalid: ``flows.circular.asked`` unless there is a register or both tables, ``flows.circular.window``,
            ``flows.circular.whole-years`` for tables.
        NotFound: A file.
    """
    first, last = PartialDate.parse(asked.since), PartialDate.parse(asked.until)
    window = as_years(first.first.toordinal()), as_years(last.last.toordinal() + 1)
    if not window[0] < window[1]:
        raise Invalid("flows.circular.window", params={"since": asked.since, "until": asked.until})
    tables = (asked.departures, asked.returns)
    if any((*tables, asked.abroad)) if asked.register is not None else not all(tables):
        raise Invalid("flows.circular.asked")
    ran = _of_register(asked, window) if asked.register is not None else _of_tables(asked, first, last, window)
    if ran.figures is None:
        return ran
    _write(out, ran)
    return Ran(ran.method, ran.window, ran.figures, out, ran.findings, ran.digests)


def _of_register(asked: Asked, window: tuple[float, float]) -> Ran:
    assert asked.register is not None
    made, found, digest = circular_files.register(asked.register, columns=asked.columns, formats=asked.formats)
    digests = {asked.register.name: digest}
    if found.hard:
        return Ran(REGISTER, window, None, None, found, digests)
    figures = circular(made, since=window[0], until=window[1])
    if asked.protect:
        figures = circular_shown.protected(figures)
    findings = found + figures.findings
    return Ran(REGISTER, window, None if findings.hard else figures, None, findings, digests)


def _of_tables(asked: Asked, first: PartialDate, last: PartialDate, window: tuple[float, float]) -> Ran:
    if first.month or last.month:
        raise Invalid("flows.circular.whole-years")
    files = {"departures": asked.departures, "returns": asked.returns, "abroad": asked.abroad}
    read = {what: reading.counts(path, what) for what, path in files.items() if path is not None}
    found = [each for one in read.values() for each in one.findings]
    digests = {each.file: each.digest for each in read.values()}
    years = [str(year) for year in range(first.year, last.year + 1)]
    if not Findings(found).hard:
        made = dict(_bounded(read, years, found))
        if not Findings(found).hard:
            return Ran(TABLES, window, made, None, Findings(found), digests)
    return Ran(TABLES, window, None, None, Findings(found), digests)


def _bounded(
    read: Mapping[str, reading.Read], years: Sequence[str], found: list[Finding]
) -> Iterator[tuple[Key, tuple[float, float, Bounds]]]:
    """Bounds for each key of which both tables have every year; for the others a finding says what is missing."""
    sums = {what: _summed(read[what], years) for what in ("departures", "returns")}
    keys = sorted({*sums["departures"], *sums["returns"]})
    abroad = _abroad(read.get("abroad"), years[0])
    if not keys:
        found.append(Finding("flows.table.empty", "hard", Place(read["departures"].file), {"file": "-"}))
    for key in keys:
        left, back = (sums[what].get(key) for what in ("departures", "returns"))
        if left is None or back is None:
            missing = "departures" if left is None else "returns"
            params = {"what": missing, "key": " ".join(filter(None, key)) or "-", "years": f"{years[0]}-{years[-1]}"}
            found.append(Finding("flows.circular.years", "soft", Place(read[missing].file), params))
            continue
        try:
            told = bounds(departures=left, returns=back, years=len(years), abroad_at_start=abroad(key))
            yield key, (left, back, told)
        except Invalid as refusal:
            found.append(Finding(refusal.code, "hard", Place(read["returns"].file), refusal.params))


def _summed(read: reading.Read, years: Sequence[str]) -> dict[Key, float | None]:
    """The sum over the years of each key; None where a year is missing or not known."""
    by_key: dict[Key, dict[str, float]] = {}
    for (year, key), value in read.figures.items():
        if year in years:
            by_key.setdefault(key, {})[year] = value
    return {key: _whole(values, years) for key, values in by_key.items()}


def _whole(values: Mapping[str, float], years: Sequence[str]) -> float | None:
    total = sum(values.get(year, float("nan")) for year in years)
    return None if total != total else total


def _abroad(read: reading.Read | None, first: str) -> Any:
    """Who was away when the time began, by key: the count of the year before, else of the one that names none."""
    held = {} if read is None else read.of(str(int(first) - 1)) or read.of("")

    def of(key: Key) -> tuple[float, float] | None:
        value = held.get(key)
        return None if value is None or value != value else (value, value)

    return of


def _write(out: Path, ran: Ran) -> None:
    """Whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.unfinished")
    inputs = "; ".join(f"{name} {digest}" for name, digest in ran.digests.items())
    since, until = ran.window
    notes = (f"method: {ran.method} {declared().version}", f"from {since:g} to {until:g}", f"inputs: {inputs}")
    try:
        with unfinished.open("wb") as stream:
            write_csv(stream, COLUMNS[ran.method], list(rows(ran)), Meta(title="Circular migration", notes=notes))
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def rows(ran: Ran) -> Iterator[dict[str, object]]:
    """What is written, a row each."""
    if isinstance(ran.figures, Circular):
        yield from circular_shown.rows(ran.figures)
    elif ran.figures is not None:
        for (area, occupation, partner), (left, back, told) in ran.figures.items():
            said = asdict(told)
            said.pop("version")
            key = {"area": area, "occupation": occupation, "partner": partner}
            yield {**key, "departures": left, "returns": back, **said}


def as_json(ran: Ran, language: str = "en") -> dict[str, Any]:
    """What a script is told."""
    data: dict[str, Any] = {
        "method": ran.method, "version": declared().version, "window": list(ran.window), "file": None,
        "findings": [finding_json(each, language) for each in ran.findings.capped()[0]],
        "inputs": dict(ran.digests), "rows": list(rows(ran)),
    }  # fmt: skip
    if ran.figures is None:
        return data
    return {**data, "file": str(ran.file), "status": "normal" if ran.method == REGISTER else "estimated"}

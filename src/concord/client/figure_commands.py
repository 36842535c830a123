"""``concord indicators`` and ``concord safeguards``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from concord.client.figures import Basis
    from concord.indicators.model import Result

Folder = typer.Option(None, "--folder", help="The data folder; your own by default.")
Json = typer.Option(False, "--json", help="One JSON document on standard output.")
Language = typer.Option("en", "--language", help="Language of the words: en, fr, es, ar, ru or zh.")


def register(app: typer.Typer) -> None:
    """Add the two commands."""
    app.command("indicators", help="Computed indicators with status and provenance.")(indicators)
    app.command("safeguards", help="A published list, or its criteria recomputed and compared.")(safeguards)


def indicators(
    indicator: list[str] = typer.Option([], "--indicator", help="Id of an indicator; may be repeated."),  # noqa: B008
    area: list[str] = typer.Option([], "--area", help="Alpha-3 code of an area; may be repeated."),  # noqa: B008
    year: list[int] = typer.Option([], "--year", help="A year; may be repeated."),  # noqa: B008
    as_of: str = typer.Option("", "--as-of", help="Facts as of this day, YYYY-MM-DD; today by default."),
    folder: Path | None = Folder,
    language: str = Language,
    json: bool = Json,
) -> None:
    """Computed indicators with status and provenance."""
    from concord.client.figures import indicator_facts
    from concord.indicators.compute import compute
    from concord.vocabulary.areas import area as known_area
    from concord.vocabulary.console import data_folder, emit

    facts, basis = indicator_facts(data_folder(folder), as_of=_day(as_of))
    areas = [known_area(code.upper()).code for code in area] or None
    results = compute(facts, only=indicator or None, areas=areas, years=year or None)
    shown = {"results": [_as_json(each) for each in results], "basis": _basis(basis)}
    emit(shown, as_json=json, human=lambda: _print_results(results, language))


def _day(text: str) -> Any:
    import datetime as dt

    from concord.vocabulary.periods import PartialDate

    return PartialDate.parse(text).last if text else dt.datetime.now(dt.UTC).date()


def _basis(basis: Basis) -> dict[str, str]:
    return {"kind": basis.kind, "release": basis.release, "folder": basis.folder}


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "indicator": result.indicator,
        "area": result.area,
        "year": result.year,
        "occupation": result.occupation or None,
        "value": result.value,
        "unit": result.unit,
        "status": result.status,
        "at_least": result.at_least,
        "note": result.note or None,
        "parts": dict(result.parts),
        "provenance": [{"source": row.source, "file": row.file, "row": row.row} for row in result.rows],
    }


def _print_results(results: tuple[Result, ...], language: str) -> None:
    from concord.indicators.model import indicator
    from concord.vocabulary.areas import area
    from concord.vocabulary.console import columns
    from concord.vocabulary.formats import number

    rows = []
    for each in results:
        declared = indicator(each.indicator)
        value = "··" if each.value is None else number(each.value, language, decimals=declared.decimals)
        rows.append([each.indicator, area(each.area).name(language), each.year, each.occupation, value, each.unit,
                     each.status + (" (at least)" if each.at_least else "")])  # fmt: skip
    typer.echo(columns(rows, header=["indicator", "area", "year", "occupation", "value", "unit", "status"]))
    if not rows:
        typer.echo("Nothing is known for this choice.", err=True)


def safeguards(
    edition: str = typer.Option("2023", "--edition", help="2006, 2020 or 2023."),
    recompute: bool = typer.Option(False, "--recompute", help="Recompute the criteria and compare."),
    on: int | None = typer.Option(None, "--on", help="Use facts up to this year; the edition's own year by default."),
    folder: Path | None = Folder,
    language: str = Language,
    json: bool = Json,
) -> None:
    """The published list; it stays the authority whatever a recomputation says."""
    from concord import safeguards as room
    from concord.vocabulary.console import data_folder, emit

    published = room.edition(edition)
    shown: dict[str, Any] = {"edition": published.id, "areas": sorted(published.areas), "recomputed": None}
    if recompute:
        from concord.client.figures import tables

        held, basis = tables(data_folder(folder))
        compared = room.recompute(published, held["density"], held["uhc-index"], until=on or int(published.id))
        shown["recomputed"] = {
            "areas": sorted(compared.areas),
            "extra": sorted(compared.extra),
            "missing": sorted(compared.missing),
            "unknown": sorted(compared.unknown),
            "criteria": dict(compared.criteria),
            "until": compared.until,
        }
        shown["basis"] = _basis(basis)
    emit(shown, as_json=json, human=lambda: _print_list(shown, language))


def _print_list(shown: dict[str, Any], language: str) -> None:
    from concord.vocabulary.areas import area

    def named(codes: list[str]) -> str:
        return ", ".join(area(code).name(language) for code in codes) or "none"

    typer.echo(f"List of {shown['edition']}: {len(shown['areas'])} countries")
    typer.echo(named(shown["areas"]))
    compared = shown["recomputed"]
    if compared:
        typer.echo(f"\nRecomputed with facts up to {compared['until']} ({len(compared['areas'])} meet the criteria).")
        typer.echo("The published list stays the authority.")
        for word in ("extra", "missing", "unknown"):
            typer.echo(f"{word} ({len(compared[word])}): {named(compared[word])}")

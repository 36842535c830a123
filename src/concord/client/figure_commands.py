"""``concord indicators`` and ``concord safeguards``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concord.client.figures import Basis

Folder = typer.Option(None, "--folder", help="The data folder; your own by default.")
Json = typer.Option(False, "--json", help="One JSON document on standard output.")
Language = typer.Option("en", "--language", help="Language of the words: en, fr, es, ar, ru or zh.")


def register(app: typer.Typer) -> None:
    """Add the two commands."""
    app.command("indicators", help="Computed indicators with status and provenance.")(indicators)
    app.command("safeguards", help="A published list, or its criteria recomputed and compared.")(safeguards)


def indicators(
    indicator: Annotated[list[str] | None, typer.Option("--indicator", help="Id of one; may be repeated.")] = None,
    area: Annotated[list[str] | None, typer.Option("--area", help="Alpha-3 code; may be repeated.")] = None,
    year: Annotated[list[int] | None, typer.Option("--year", help="A year; may be repeated.")] = None,
    as_of: str = typer.Option("", "--as-of", help="Facts as of this day, YYYY-MM-DD; today by default."),
    change: str = typer.Option(
        "", "--change", metavar="FROM:TO", help="Change between two years instead; a break is not growth."
    ),
    above: float | None = typer.Option(None, "--above", help="Also how many areas lie above this value."),
    movements: Annotated[
        Path | None,
        typer.Option("--movements", metavar="F", help="A table of graduates and exits, for self-sufficiency."),
    ] = None,
    headlines: bool = typer.Option(False, "--headlines", help="Published headline figures beside our own instead."),
    folder: Path | None = Folder,
    language: str = Language,
    json: bool = Json,
) -> None:
    """Computed indicators with status, range and provenance."""
    from dataclasses import replace

    from concord.client import figure_views
    from concord.client.figures import indicator_facts
    from concord.indicators.compute import compute
    from concord.indicators.movements import read_movements
    from concord.vocabulary.areas import area as known_area
    from concord.vocabulary.console import data_folder, emit

    shown: dict[str, Any]
    facts, basis = indicator_facts(data_folder(folder), as_of=_day(as_of))
    if movements is not None:
        facts = replace(facts, movements=read_movements(movements))
    if headlines:
        besides = figure_views.headlines(facts)
        told = [figure_views.headline_json(each, language) for each in besides]
        shown = {"headlines": told, "inputs": figure_views.headline_inputs(), "basis": _basis(basis)}
        emit(shown, as_json=json, human=lambda: figure_views.print_headlines(besides, language))
        return
    areas = [known_area(code.upper()).code for code in area or ()] or None
    years = None if change else year or None
    results = compute(facts, only=indicator or None, areas=areas, years=years)
    shown = {
        "results": [] if change else [figure_views.result_json(each) for each in results],
        "methods": figure_views.methods_json(facts, indicator or ()),
        "basis": _basis(basis),
    }
    changes = figure_views.changes(results, change) if change else ()
    if change:
        shown["changes"] = [figure_views.change_json(each) for each in changes]
    if above is not None:
        shown["above"] = figure_views.above_json(results, above)
    emit(shown, as_json=json, human=lambda: figure_views.print_figures(results, changes, shown, language))


def _day(text: str) -> Any:
    import datetime as dt

    from concord.vocabulary.periods import PartialDate

    return PartialDate.parse(text).last if text else dt.datetime.now(dt.UTC).date()


def _basis(basis: Basis) -> dict[str, str]:
    return {"kind": basis.kind, "release": basis.release, "folder": basis.folder}


def safeguards(
    edition: str = typer.Option("2023", "--edition", help="2006, 2020 or 2023."),
    recompute: bool = typer.Option(False, "--recompute", help="Recompute the criteria and compare."),
    on: int | None = typer.Option(None, "--on", help="Use facts up to this year; the edition's own year by default."),
    density: float | None = typer.Option(
        None, "--density", help="With --recompute: another threshold per 10 000 people."
    ),
    index: float | None = typer.Option(
        None, "--index", help="With --recompute: another threshold of the coverage index."
    ),
    project_to: int | None = typer.Option(
        None,
        "--project-to",
        metavar="YEAR",
        help="With --recompute: who will be near the line in this year; an exercise.",
    ),
    folder: Path | None = Folder,
    language: str = Language,
    json: bool = Json,
) -> None:
    """The published list; it stays the authority whatever a recomputation says."""
    from concord import safeguards as room
    from concord.client import safeguards_views
    from concord.vocabulary.console import data_folder, emit

    published = room.edition(edition)
    shown: dict[str, Any] = {"edition": published.id, "areas": sorted(published.areas), "recomputed": None}
    if recompute or project_to is not None or density is not None or index is not None:
        from concord.client.figures import tables

        held, basis = tables(data_folder(folder))
        changed = {"density": density, "uhc-index": index}
        thresholds = {measure: value for measure, value in changed.items() if value is not None}
        shown |= safeguards_views.recomputed(
            published, held["density"], held["uhc-index"], until=on or int(published.id), thresholds=thresholds,
            to=project_to,
        )  # fmt: skip
        shown["basis"] = _basis(basis)
    emit(shown, as_json=json, human=lambda: safeguards_views.print_list(shown, language))

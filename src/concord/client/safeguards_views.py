"""What ``concord safeguards`` shows: the list, its criteria recomputed, other thresholds, the exercise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from concord.safeguards import Edition, Exercise, Fact, Moved, Outlooked, WhatIf
    from concord.safeguards.projection import Outlook
    from concord.vocabulary.structures import Table


def recomputed(
    published: Edition, density: Table, uhc_index: Table, *, until: int, thresholds: Mapping[str, float], to: int | None
) -> dict[str, Any]:
    """What is computed: ``recomputed``; ``what_if`` where thresholds are given; ``projection`` where a year is."""
    from concord import safeguards as room

    compared = room.recompute(published, density, uhc_index, until=until)
    shown: dict[str, Any] = {
        "recomputed": {
            "areas": sorted(compared.areas),
            "extra": sorted(compared.extra),
            "missing": sorted(compared.missing),
            "unknown": sorted(compared.unknown),
            "criteria": dict(compared.criteria),
            "until": compared.until,
            "thresholds": {each.measure: each.threshold for each in published.criteria},
        }
    }
    if thresholds:
        shown["what_if"] = _what_if(room.what_if(published, density, uhc_index, until=until, thresholds=thresholds))
    if to is not None:
        edition = room.with_thresholds(published, thresholds)
        shown["projection"] = _projection(room.project(edition, density, uhc_index, until=until, to=to))
    return shown


def _what_if(found: WhatIf) -> dict[str, Any]:
    return {
        "thresholds": dict(found.thresholds),
        "areas": sorted(found.after.areas),
        "entering": [_moved(each) for each in found.entering],
        "leaving": [_moved(each) for each in found.leaving],
        "unknown": sorted(found.after.unknown),
    }


def _moved(each: Moved) -> dict[str, Any]:
    return {
        "area": each.area,
        "listed": each.is_listed,
        "was": each.was,
        "now": each.now,
        "criteria": [
            {"measure": held.measure, "before": held.threshold_before, "after": held.threshold_after,
             "decides": held.decides, **_fact(held.after or held.before)}
            for held in each.criteria
        ],
    }  # fmt: skip


def _fact(fact: Fact | None) -> dict[str, Any]:
    if fact is None:
        return {"value": None, "years": [], "provenance": []}
    rows = [{"source": source, "file": file, "row": row} for source, file, row in fact.rows]
    return {"value": fact.value, "years": list(fact.years), "provenance": rows}


def _projection(found: Exercise) -> dict[str, Any]:
    words: tuple[Outlook, ...] = ("meets", "near-the-line", "does-not-meet", "unknown")
    return {
        "exercise": True,
        "until": found.until,
        "to": found.to,
        "status": found.status,
        "method": {"id": found.method.id, "version": found.method.version, "digest": found.method.digest,
                   "coverage": found.method.coverage},
        "outlook": {word: [each.area for each in found.of(word)] for word in words},
        "near": [_outlooked(each) for each in found.near],
    }  # fmt: skip


def _outlooked(each: Outlooked) -> dict[str, Any]:
    return {
        "area": each.area,
        "listed": each.is_listed,
        "now": each.now,
        "criteria": [
            {"measure": held.measure, "threshold": held.threshold, "value": held.value, "low": held.low,
             "high": held.high, "last": held.last, "last_years": list(held.last_years), "points": held.points,
             "outlook": held.outlook, "why": held.why or None}
            for held in each.criteria
        ],
    }  # fmt: skip


def print_list(shown: dict[str, Any], language: str) -> None:
    """For a person: the list, and what was computed beside it."""
    typer.echo(f"List of {shown['edition']}: {len(shown['areas'])} countries")
    typer.echo(_named(shown["areas"], language))
    compared = shown["recomputed"]
    if compared:
        typer.echo(f"\nRecomputed with facts up to {compared['until']} ({len(compared['areas'])} meet the criteria).")
        typer.echo("The published list stays the authority.")
        for word in ("extra", "missing", "unknown"):
            typer.echo(f"{word} ({len(compared[word])}): {_named(compared[word], language)}")
    if "what_if" in shown:
        _print_what_if(shown["what_if"], language)
    if "projection" in shown:
        _print_projection(shown["projection"], language)


def _named(codes: list[str], language: str) -> str:
    from concord.vocabulary.areas import area

    return ", ".join(area(code).name(language) for code in codes) or "none"


def _print_what_if(found: dict[str, Any], language: str) -> None:
    said = ", ".join(f"{measure} below {threshold:g}" for measure, threshold in found["thresholds"].items())
    typer.echo(f"\nWhat if: {said} ({len(found['areas'])} meet these).")
    for word in ("entering", "leaving"):
        typer.echo(f"{word} ({len(found[word])}):")
        for each in found[word]:
            held = "; ".join(_held(one, language) for one in each["criteria"])
            typer.echo(f"  {_named([each['area']], language)}: {held}")


def _held(one: dict[str, Any], language: str) -> str:
    from concord.vocabulary.formats import number

    value = "not known" if one["value"] is None else number(one["value"], language, decimals=1)
    return f"{one['measure']} {value}" + (f" ({'–'.join(map(str, one['years']))})" if one["years"] else "")


def _print_projection(found: dict[str, Any], language: str) -> None:
    typer.echo(
        f"\nAn exercise, not a forecast: the facts up to {found['until']} carried on to {found['to']} along a line."
    )
    for word, areas in found["outlook"].items():
        typer.echo(f"{word} ({len(areas)}): {_named(areas, language)}")

"""What ``concord indicators`` shows: as JSON for a script and as columns for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from concord.errors import Invalid

if TYPE_CHECKING:
    from concord.indicators.headlines.beside import Beside, Reason
    from concord.indicators.model import Facts, Result
    from concord.indicators.spans import Change


def result_json(result: Result) -> dict[str, Any]:
    """One result."""
    return {
        "indicator": result.indicator,
        "area": result.area,
        "year": result.year,
        "occupation": result.occupation or None,
        "value": result.value,
        "low": result.low,
        "high": result.high,
        "unit": result.unit,
        "status": result.status,
        "at_least": result.at_least,
        "note": result.note or None,
        "parts": dict(result.parts),
        "provenance": [{"source": row.source, "file": row.file, "row": row.row} for row in result.rows],
    }


def methods_json(facts: Facts, only: Sequence[str]) -> list[dict[str, Any]]:
    """How each indicator was computed: formula, method, version, and the digests of what was read."""
    from concord.indicators.compute import provenance
    from concord.indicators.model import indicator, indicators

    found = []
    for id in only or list(indicators()):
        declared = indicator(id)
        made = provenance(declared, facts)
        found.append({
            "indicator": id, "formula": declared.formula, "method": made.method, "version": made.version,
            "as_of": made.as_of, "sources": list(declared.sources), "edition": declared.params.get("edition"),
            "inputs": [{"id": each.id, "digest": each.digest, "vintage": each.vintage or None} for each in made.inputs],
        })  # fmt: skip
    return found


def changes(results: Iterable[Result], span: str) -> tuple[Change, ...]:
    """The changes over a span written FROM:TO.

    Raises:
        Invalid: ``indicators.span.unreadable``, ``indicators.span.backwards``.
    """
    from concord.indicators import spans

    years = re.fullmatch(r"(\d{4})[:–-](\d{4})", span.strip())
    if years is None:
        raise Invalid("indicators.span.unreadable", params={"span": span})
    return spans.changes(results, int(years[1]), int(years[2]))


def change_json(change: Change) -> dict[str, Any]:
    """One change."""
    return {
        "indicator": change.indicator,
        "area": change.area,
        "occupation": change.occupation or None,
        "from": change.start,
        "to": change.end,
        "first": change.first.value if change.first else None,
        "last": change.last.value if change.last else None,
        "comparable": change.comparable,
        "at": change.at,
        "absolute": change.absolute,
        "percent": change.percent,
        "annual_percent": change.annual_percent,
        "low": change.low,
        "high": change.high,
    }


def above_json(results: Iterable[Result], threshold: float) -> list[dict[str, Any]]:
    """How many areas lie above a threshold, for each indicator and occupation among the results."""
    from concord.indicators.thresholds import above

    grouped: dict[tuple[str, str], list[Result]] = {}
    for each in results:
        grouped.setdefault((each.indicator, each.occupation), []).append(each)
    found = []
    for (indicator, occupation), group in grouped.items():
        counted = above(group, threshold)
        found.append({
            "indicator": indicator, "occupation": occupation or None, "threshold": threshold, "count": counted.count,
            "low": counted.low, "high": counted.high, "above": list(counted.above), "possibly": list(counted.possibly),
            "below": list(counted.below), "unknown": list(counted.unknown),
        })  # fmt: skip
    return found


def headlines(facts: Facts) -> tuple[Beside, ...]:
    """Every published headline figure beside ours."""
    from concord.client.figures import headline_given
    from concord.indicators.compute import compute
    from concord.indicators.headlines.beside import beside

    return beside(facts, compute(facts), given=headline_given())


def headline_inputs() -> list[dict[str, str]]:
    """The declared files of published figures and comparisons, with their digests."""
    from concord.indicators.headlines.figures import inputs

    return [{"id": each.id, "digest": each.digest} for each in inputs()]


def headline_json(each: Beside, language: str) -> dict[str, Any]:
    """One headline figure beside ours, with the reasons in words."""
    ours = each.ours
    return {
        "id": each.headline.id,
        "figure": each.headline.words,
        "published": each.headline.value,
        "unit": each.headline.unit,
        "year": each.headline.year,
        "verification": each.headline.verification,
        "source": each.headline.source,
        "ours": None if ours is None else ours.value,
        "years": [] if ours is None else list(ours.years),
        "counted": [] if ours is None else list(ours.counted),
        "lacking": [] if ours is None else list(ours.lacking),
        "other_method": None if ours is None else ours.other,
        "status": None if ours is None else ours.status,
        "difference": each.difference,
        "percent": each.percent,
        "reasons": [
            {"kind": reason.kind, "code": reason.code, "computed": reason.is_computed, "params": dict(reason.params),
             "message": reason_words(reason, language)}
            for reason in each.reasons
        ],
        "provenance": [] if ours is None else [
            {"source": row.source, "file": row.file, "row": row.row} for row in ours.rows
        ],
    }  # fmt: skip


def reason_words(reason: Reason, language: str) -> str:
    """A reason in a language, its numbers as that language writes them."""
    from concord.declarations.messages import fill
    from concord.vocabulary.formats import number

    params = {
        name: number(value, language, decimals=1) if isinstance(value, float) else value
        for name, value in reason.params.items()
    }
    return fill(reason.code, params, language).message


def print_headlines(besides: Iterable[Beside], language: str) -> None:
    """For a person: each figure, ours, the difference, and why."""
    from concord.vocabulary.formats import number

    for each in besides:
        published = each.headline
        typer.echo(f"{published.words} ({published.year}): {number(published.value, language)} {published.unit}")
        if each.ours is not None and each.ours.value is not None:
            apart = "equal" if each.is_equal else f"difference {number(each.difference or 0, language, decimals=1)}"
            typer.echo(f"  ours: {number(each.ours.value, language, decimals=1)} ({apart})")
        for reason in each.reasons:
            typer.echo(f"  - {reason_words(reason, language)}")


def print_figures(
    results: Sequence[Result], changes: Sequence[Change], shown: Mapping[str, Any], language: str
) -> None:
    """For a person: columns of results or of changes, and counts above a threshold."""
    from concord.vocabulary.areas import area
    from concord.vocabulary.console import columns
    from concord.vocabulary.formats import number

    if "changes" in shown:
        table = [
            [each.indicator, area(each.area).name(language), each.occupation,
             "··" if each.percent is None else number(each.percent, language, decimals=1),
             each.comparable + (f" ({each.at})" if each.at else "")]
            for each in changes
        ]  # fmt: skip
        typer.echo(columns(table, header=["indicator", "area", "occupation", "percent", "comparable"]))
    else:
        _print_results(results, language)
    for each in shown.get("above", ()):
        typer.echo(
            f"{each['indicator']} {each['occupation'] or ''} above {each['threshold']}: {each['count']} "
            f"({each['low']} to {each['high']}; not known: {len(each['unknown'])})"
        )


def _print_results(results: Sequence[Result], language: str) -> None:
    from concord.indicators.model import indicator
    from concord.vocabulary.areas import area
    from concord.vocabulary.console import columns
    from concord.vocabulary.formats import number

    rows = []
    for each in results:
        declared = indicator(each.indicator)
        value = "··" if each.value is None else number(each.value, language, decimals=declared.decimals)
        rows.append([each.indicator, area(each.area).name(language), each.year, each.occupation, value,
                     range_words(each, language, declared.decimals), each.unit,
                     each.status + (" (at least)" if each.at_least else "")])  # fmt: skip
    typer.echo(columns(rows, header=["indicator", "area", "year", "occupation", "value", "range", "unit", "status"]))
    if not rows:
        typer.echo("Nothing is known for this choice.", err=True)


def range_words(result: Result, language: str, decimals: int) -> str:
    """The range of a result as one cell; an open side is two dots, no range is empty."""
    from concord.vocabulary.formats import number

    if not result.has_range:
        return ""
    low, high = ("··" if end is None else number(end, language, decimals=decimals) for end in (result.low, result.high))
    return f"{low} – {high}"

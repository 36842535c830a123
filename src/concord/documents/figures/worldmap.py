"""The world in six classes: shapes, dots for small states, hatches for the unknown, labels for what stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concord.documents.figures.legend import map_legend
from concord.documents.figures.map_drawing import CLASSES, Drawing, MapLabel, step
from concord.documents.figures.model import MISSING, Figure, FigureTable, LegendEntry, Style, Value
from concord.documents.figures.scale import class_words, classes
from concord.documents.figures.shapes import Detail, world
from concord.documents.figures.svg import Canvas


def world_map(
    values: Mapping[str, Value],
    *,
    names: Mapping[str, str],
    title: str,
    style: Style,
    description: str = "",
    bounds: Sequence[float] | None = None,
    outliers: int | Sequence[MapLabel] = 5,
    detail: Detail = "full",
    headings: tuple[str, str] | None = None,
) -> Figure:
    """A choropleth in Equal Earth; the same in every language, never mirrored.

    Args:
        values: By area; an area of ``names`` that is not here counts as missing.
        names: Of areas, for titles, labels and the table. Areas without a name are drawn as not known.
        title, style, description, headings: As for bars.
        bounds: Of the classes, at most five, rising; None: round numbers near the quantiles.
        outliers: How many of the highest values are labelled, or which areas; none on narrow drawings.
        detail: ``compact`` inside pages, ``full`` in print and downloads.

    Returns:
        A figure whose ``legend`` is a figure of its own and whose ``entries`` are the legend as data.
    """
    told = {area: values.get(area, MISSING) for area in names}
    cuts = tuple(bounds) if bounds is not None else classes(v.number for v in told.values() if v.number is not None)
    drawing = Drawing(Canvas(style, kind="map"), world(detail), style.width, told, names, cuts[: CLASSES - 1])
    height = round(drawing.shapes.height * drawing.scale, 1)
    drawing.draw(height, _chosen(outliers, told))
    entries = _entries(drawing, style)
    return Figure(
        drawing.canvas.svg(title, description, width=style.width, height=height),
        title,
        description,
        _table(told, names, style, headings),
        style.width,
        height,
        entries,
        map_legend(entries, title=title, style=style),
    )


def hatched_share(values: Mapping[str, Value], detail: Detail = "compact") -> float:
    """How much of the land would be hatched, 0 to 1. Above one half, bars say more than a map."""
    sizes = world(detail).px2
    parents = world(detail).part_of
    hatched = sum(
        size
        for area, size in sizes.items()
        if not values.get(area, values.get(parents.get(area, ""), MISSING)).is_known
    )
    return hatched / sum(sizes.values())


def _chosen(outliers: int | Sequence[MapLabel], told: Mapping[str, Value]) -> list[MapLabel]:
    if not isinstance(outliers, int):
        return [label for label in outliers if label.area in told and told[label.area].is_known]
    ranked = sorted(((v.number, area) for area, v in told.items() if v.number is not None), key=lambda e: (-e[0], e[1]))
    return [MapLabel(area) for _, area in ranked[:outliers]]


def _entries(drawing: Drawing, style: Style) -> tuple[LegendEntry, ...]:
    bounds = list(drawing.bounds)
    lows: list[float | None] = [None, *bounds]
    highs: list[float | None] = [*bounds, None]
    out = [
        LegendEntry(text, f"seq-{step(i, len(bounds))}", lows[i], highs[i])
        for i, text in enumerate(class_words(bounds, style))
    ]
    known = sorted(value.number for value in drawing.values.values() if value.number is not None)
    if known and not bounds:
        span = [style.number(known[0]), style.number(known[-1])]
        out = [LegendEntry("–".join(dict.fromkeys(span)), f"seq-{step(0, 0)}", known[0], known[-1])]
    present = {value.status for value in drawing.values.values()}
    words = style.words
    for status, text in (
        ("estimated", words.estimated),
        ("missing", words.missing),
        ("not-applicable", words.not_applicable),
        ("suppressed", words.suppressed),
    ):
        if status in present:
            out.append(LegendEntry(text, status))
    return tuple(out)


def _table(
    told: Mapping[str, Value], names: Mapping[str, str], style: Style, headings: tuple[str, str] | None
) -> FigureTable:
    """All areas, highest first, then those without a number by name."""
    order = sorted(told, key=lambda a: (told[a].number is None, -(told[a].number or 0), names[a]))
    columns = (*(headings or (style.words.label, style.words.value)), style.words.status)
    rows = tuple((names[a], style.say(told[a]), told[a].note or style.status_word(told[a])) for a in order)
    return FigureTable(columns, rows, tuple((None, told[a].status, None) for a in order), (False, True, False))

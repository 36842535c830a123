"""The course of a round as a drawing: a line for the round that runs, points for what is known of earlier ones.

Time runs from left to right in every language. The table beside it has the same values: the line week by week, and
every point with its day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from concord.documents.figures import Figure, FigureTable, Status, Style
from concord.documents.figures.measure import width as text_width
from concord.documents.figures.scale import Linear, ticks
from concord.documents.figures.svg import Canvas, num, tag, titled
from concord.reporting.standing_known import Earlier
from concord.vocabulary import formats

Points = Sequence[tuple[dt.date, int]]


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the drawing in the reader's language.

    ``line`` names the round that runs; ``point`` has places ``{round}`` and ``{count}``.
    """

    title: str
    description: str
    line: str
    deadline: str
    day: str
    reports: str
    earlier: str
    point: str = "{round}: {count}"


def placed(known: Sequence[Earlier], due_on: dt.date) -> tuple[tuple[Earlier, dt.date], ...]:
    """Earlier counts that can be placed, with the day of this round that is as far from its deadline."""
    return tuple(
        (each, due_on + dt.timedelta(each.after_deadline)) for each in known if each.after_deadline is not None
    )


def draw(
    points: Points, known: Sequence[Earlier], *, due_on: dt.date, until: dt.date, style: Style, said: Said
) -> Figure:
    """The course of one step.

    Args:
        points: Day and count, in order; not empty.
        known: Earlier counts; those that cannot be placed are left to words.
        due_on: The round's due date: a dotted line, and what earlier counts are aligned by.
        until: Last day of the axis; the line ends earlier while the round runs.
        style: How figures are drawn for the reader.
        said: The words.
    """
    beside = placed(known, due_on)
    first = min(points[0][0], *(day for _, day in beside), due_on)
    last = max(points[-1][0], until, due_on, *(day for _, day in beside))
    high = style.size * 17
    canvas = Canvas(style, kind="course")
    marks = ticks(0, max([1, *(count for _, count in points), *(each.value for each, _ in beside)]), most=4, whole=True)
    left = max(text_width(style.exact(mark), style.small) for mark in marks) + style.size * 0.7
    x = Linear(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), left, style.width - style.size * 4.6)
    y = Linear(marks[0], marks[-1], high - style.size * 1.9, style.size * 1.6)
    canvas.add(*_grid(canvas, x, y, marks, (first, last), high))
    canvas.add(*_deadline(canvas, x, y, due_on, said))
    canvas.add(*_line(canvas, x, y, points, said))
    for each, day in beside:
        canvas.add(_point(canvas, x, y, each, day, said))
    svg = canvas.svg(said.title, said.description, width=style.width, height=high)
    return Figure(svg, said.title, said.description, table(points, known, due_on, style, said), style.width, high)


def _grid(
    canvas: Canvas, x: Linear, y: Linear, marks: list[float], span: tuple[dt.date, dt.date], high: float
) -> Iterator[str]:
    style = canvas.style
    for mark in marks:
        at = y(mark)
        yield canvas.line(x.start, at, x.end, at, "ink-2" if mark == 0 else "line", width=style.size * 0.07)
        yield canvas.text(
            x.start - style.size * 0.45, at + style.small * 0.35, style.exact(mark), token="ink-3", size=style.small,
            anchor="end",
        )  # fmt: skip
    for day in months(*span, room=x.end - x.start, style=style):
        text = _month(day, style) if day.month != 1 else str(day.year)
        yield canvas.text(
            x(day.toordinal()), high - style.size * 0.5, text, token="ink-3", size=style.small, anchor="middle"
        )


def months(first: dt.date, last: dt.date, *, room: float, style: Style) -> list[dt.date]:
    """First days of months to write under the axis, as many as fit."""
    found: list[dt.date] = []
    year, month = first.year, first.month
    while (day := dt.date(year, month, 1)) <= last:
        if day >= first:
            found.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    longest = max((text_width(_month(each, style), style.small) for each in found), default=1)
    most = max(2, int(room / (longest + style.size)))
    return found[:: -(-len(found) // most)] if found else []


def _month(day: dt.date, style: Style) -> str:
    """A month's name; of the two that Arabic writes together, the second."""
    return formats.month_name(day.month, style.language).split("/")[-1]


def _deadline(canvas: Canvas, x: Linear, y: Linear, due_on: dt.date, said: Said) -> Iterator[str]:
    style, at = canvas.style, x(due_on.toordinal())
    yield canvas.line(at, y.end - style.size * 0.6, at, y.start, "ink-2", width=style.size * 0.08, dash="2 4")
    before = text_width(said.deadline, style.small) + style.size * 0.4 < at
    where, anchor = (at - style.size * 0.35, "end") if before else (at + style.size * 0.35, "start")
    yield canvas.text(
        where, y.end - style.size * 0.3, said.deadline, token="ink-2", size=style.small, anchor=anchor, halo="bg"
    )


def _line(canvas: Canvas, x: Linear, y: Linear, points: Points, said: Said) -> Iterator[str]:
    style = canvas.style
    path = "L".join(f"{num(x(day.toordinal()))} {num(y(count))}" for day, count in points)
    day, count = points[-1]
    end_x, end_y = x(day.toordinal()), y(count)
    name = said.point.format(round=said.line, count=style.exact(count))
    shape = tag("path", d=f"M{path}", fill="none", stroke=canvas.colour("lake"), stroke_width=style.size * 0.17)
    dot = tag("circle", cx=end_x, cy=end_y, r=style.size * 0.27, fill=canvas.colour("lake"))
    yield titled(f"{name} ({formats.date(day, style.language)})", shape, dot)
    yield canvas.text(end_x + style.size * 0.55, end_y - style.size * 0.4, name, token="lake", bold=True, halo="bg")


def _point(canvas: Canvas, x: Linear, y: Linear, each: Earlier, day: dt.date, said: Said) -> str:
    style = canvas.style
    name = said.point.format(round=each.round, count=style.exact(each.value))
    at_x, at_y = x(day.toordinal()), y(each.value)
    ring = tag(
        "circle", cx=at_x, cy=at_y, r=style.size * 0.3, fill=canvas.colour("bg"), stroke=canvas.colour("ink-2"),
        stroke_width=style.size * 0.12,
    )  # fmt: skip
    words = canvas.text(
        at_x + style.size * 0.6, at_y + style.small * 0.35, name, token="ink-2", size=style.small, halo="bg"
    )
    return titled(f"{name} ({formats.date(each.as_of, style.language)})", ring, words)


def table(points: Points, known: Sequence[Earlier], due_on: dt.date, style: Style, said: Said) -> FigureTable:
    """The same values as words: the line week by week and on its last day, and every earlier count on its own row."""
    rows: dict[dt.date, list[str]] = {}
    for place, (day, count) in enumerate(points):
        if place % 7 == 0 or place == len(points) - 1:
            rows[day] = [formats.date(day, style.language), style.exact(count), ""]
    for each, day in placed(known, due_on):
        row = rows.setdefault(day, [formats.date(day, style.language), "", ""])
        name = said.point.format(round=each.round, count=style.exact(each.value))
        row[2] = f"{row[2]}; {name}" if row[2] else name
    ordered = [tuple(rows[day]) for day in sorted(rows)]
    has_earlier = any(row[2] for row in ordered)
    columns = (said.day, said.reports, said.earlier) if has_earlier else (said.day, said.reports)
    width = len(columns)
    statuses: list[tuple[Status | None, ...]] = [(None,) * width for _ in ordered]
    return FigureTable(columns, tuple(row[:width] for row in ordered), tuple(statuses), (False, True, False)[:width])

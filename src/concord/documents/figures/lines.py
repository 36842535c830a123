"""Series over time: lines not joined across a break or a gap, marks by status, names at the line's end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concord.documents.figures.labels import spread
from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, Status, Style
from concord.documents.figures.palette import Tone, text_tone, tones
from concord.documents.figures.scale import Linear, ticks, years
from concord.documents.figures.strokes import Plot, Series, drawn
from concord.documents.figures.svg import Canvas
from concord.errors import Invalid

_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4")
MOST_SERIES = 5


def lines(
    series: Sequence[Series],
    *,
    title: str,
    style: Style,
    description: str = "",
    height: float | None = None,
    from_zero: bool = True,
    heading: str = "",
) -> Figure:
    """Up to five series over years. Time runs left to right in every language.

    Args:
        series: At most five; more are small multiples.
        title, style, description: As for bars.
        height: Of the whole drawing.
        from_zero: Whether the value axis begins at 0.
        heading: Of the table's first column.

    Raises:
        Invalid: ``figures.lines.too-many`` for more than five series.
    """
    if len(series) > MOST_SERIES:
        raise Invalid("figures.lines.too-many", params={"count": len(series), "most": MOST_SERIES})
    high = height or style.size * 15.4
    canvas = Canvas(style, kind="lines")
    known = [v for one in series for _, v in one.points if v.is_known]
    if not known:
        canvas.add(canvas.text(0, style.size * 1.2, style.words.none_known, token="ink-2"))
        svg = canvas.svg(title, description, width=style.width, height=style.size * 2)
        return Figure(svg, title, description, _table(series, style, heading), style.width, style.size * 2)
    is_keyed = any(_is_cut(one, style) for one in series)
    ends = [_end_lines(one, style, is_named=not is_keyed) for one in series]
    plot = _plot(series, ends, style, high, from_zero)
    canvas.add(*_axes(canvas, plot, high))
    canvas.add(*_breaks(canvas, series, plot))
    colours = tones([one.tone for one in series])
    for one, tone, dash in zip(series, colours, _DASHES, strict=False):
        canvas.add(*drawn(canvas, one, plot, tone, dash))
    canvas.add(*_names(canvas, series, ends, colours, plot))
    whole = high
    for one, tone, dash in zip(series, colours, _DASHES, strict=False) if is_keyed else ():
        said = wrapped(one.name, style.width - style.size * 3.2, style.small, lines=3)
        canvas.add(*_keyed(canvas, said, tone, dash, whole))
        whole += style.size * (0.5 + 1.2 * len(said))
    svg = canvas.svg(title, description, width=style.width, height=whole)
    return Figure(svg, title, description, _table(series, style, heading), style.width, whole)


def _name(one: Series, style: Style) -> list[str]:
    return wrapped(one.name, style.width * 0.32, style.small, lines=3) if one.name else []


def _is_cut(one: Series, style: Style) -> bool:
    """Whether a name has no room at its line's end; then all names stand in a key below."""
    return any(line.endswith("…") for line in _name(one, style)) and not one.name.endswith("…")


def _end_lines(one: Series, style: Style, *, is_named: bool) -> list[str]:
    last = next((value for _, value in reversed(one.points) if value.is_known), None)
    if last is None:
        return []
    return [style.say(last), *(_name(one, style) if is_named else ())]


def _keyed(canvas: Canvas, said: Sequence[str], tone: Tone, dash: str, top: float) -> Iterator[str]:
    """A piece of the line, and its name beside it."""
    style, size = canvas.style, canvas.style.size
    base, anchor = top + size * 1.1, "end" if style.is_rtl else "start"
    begin, end, at = (0.0, size * 2.4, size * 3.2)
    if style.is_rtl:
        begin, end, at = style.width - begin, style.width - end, style.width - at
    middle = base - style.small * 0.35
    yield canvas.line(begin, middle, end, middle, tone, width=size * 0.17, dash=dash)
    for number, line in enumerate(said):
        yield canvas.text(at, base + size * 1.2 * number, line, token=text_tone(tone), size=style.small, anchor=anchor)


def _plot(series: Sequence[Series], ends: list[list[str]], style: Style, high: float, from_zero: bool) -> Plot:
    values = [v for one in series for _, v in one.points if v.number is not None]
    numbers = [n for v in values for n in (v.number, v.low, v.high) if n is not None]
    marks = ticks(min(0.0, *numbers) if from_zero else min(numbers), max(numbers), most=4)
    left = max(text_width(style.exact(mark), style.small) for mark in marks) + style.size * 0.7
    after = max((text_width(t, style.size, bold=True) for lines_ in ends for t in lines_), default=0) + style.size * 1.2
    top = style.size * (1.7 if any(_broken(one) for one in series) else 0.9)
    bottom = high - style.size * 1.9
    when = [year for one in series for year, _ in one.points]
    first, last = min(when), max(when)
    pad = style.size * 0.3
    x = Linear(first, last if last > first else first + 1, left + pad, max(left + style.size * 4, style.width - after))
    room = max(2, int((x.end - x.start) / (style.small * 3.6)))
    return Plot(x, Linear(marks[0], marks[-1], bottom, top), marks, years(first, last, most=room), style.small)


def _axes(canvas: Canvas, plot: Plot, high: float) -> Iterator[str]:
    style = canvas.style
    left, right = plot.x.start - style.size * 0.3, plot.x.end
    for mark in plot.marks:
        y = plot.y(mark)
        is_zero = mark == 0
        yield canvas.line(
            left, y, right, y, "ink-2" if is_zero else "line", width=style.size * (0.1 if is_zero else 0.07)
        )
        at = left - style.size * 0.45
        yield canvas.text(at, y + style.small * 0.35, style.exact(mark), token="ink-3", size=style.small, anchor="end")
    for year in plot.under:
        y = high - style.size * 0.5
        yield canvas.text(plot.x(year), y, str(int(year)), token="ink-3", size=style.small, anchor="middle")


def _broken(one: Series) -> list[tuple[float, str]]:
    """Where a series breaks: the place between the last old and the first new year, and the new year."""
    out: list[tuple[float, str]] = []
    before: int | None = None
    for year, value in one.points:
        if value.status == "break":
            out.append(((before + year) / 2 if before is not None else year - 0.5, str(year)))
        if value.is_known:
            before = year
    return out


def _breaks(canvas: Canvas, series: Sequence[Series], plot: Plot) -> Iterator[str]:
    style = canvas.style
    free = -1.0
    for place, period in sorted({each for one in series for each in _broken(one)}):
        x = max(plot.x(place), plot.x.start - style.size * 0.3)
        text = style.words.break_at.format(period=period)
        long = text_width(text, style.small)
        top = plot.y.end - style.size * 0.8
        yield canvas.line(x, top, x, plot.y.start, "ink-2", width=style.size * 0.08, dash="2 3")
        fits_before = x - long - style.size * 0.4 >= max(0.0, free)
        at, anchor = (x - style.size * 0.4, "end") if fits_before else (x + style.size * 0.4, "start")
        yield canvas.text(at, top + style.small * 0.5, text, token="ink-2", size=style.small, anchor=anchor, halo="bg")
        free = x if fits_before else at + long


def _names(
    canvas: Canvas, series: Sequence[Series], ends: list[list[str]], colours: list[Tone], plot: Plot
) -> Iterator[str]:
    """Last value and name at each line's end, pushed apart where they would touch."""
    style = canvas.style
    step = style.size * 1.15
    wanted: list[tuple[float, int]] = []
    for i, one in enumerate(series):
        last = next(((year, v) for year, v in reversed(one.points) if v.is_known), None)
        if last is not None:
            wanted.append((plot.y(last[1].number or 0), i))
    heights = [(y, step * len(ends[i])) for y, i in sorted(wanted)]
    top, above, below = plot.y.end - step, plot.y.start, plot.y.start + step * 1.2
    fits = sum(high for _, high in heights) <= above - top  # above the line of zero, so that no name meets a year
    tops = spread(heights, top, above if fits else below)
    for (_, i), top in zip(sorted(wanted), tops, strict=True):
        year, value = next((y, v) for y, v in reversed(series[i].points) if v.is_known)
        token = text_tone(colours[i])
        at = (plot.x(year) if len(series) == 1 else plot.x.end) + style.size * 0.7
        yield canvas.number(at, top + style.size * 0.95, value, token=token)
        for line, text in enumerate(ends[i][1:], 1):
            yield canvas.text(at, top + style.size * 0.95 + line * step, text, token=token, size=style.small)


def _table(series: Sequence[Series], style: Style, heading: str) -> FigureTable:
    words = style.words
    when = sorted({year for one in series for year, _ in one.points})
    found = [dict(one.points) for one in series]
    rows: list[tuple[str, ...]] = []
    statuses: list[tuple[Status | None, ...]] = []
    for year in when:
        cells = [one.get(year) for one in found]
        rows.append((str(year), *("" if value is None else style.say(value) for value in cells)))
        statuses.append((None, *(None if value is None else value.status for value in cells)))
    names = (heading or words.period, *(one.name or words.value for one in series))
    return FigureTable(names, tuple(rows), tuple(statuses), (False, *(True for _ in series)))

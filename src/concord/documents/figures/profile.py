"""A profile: every element of a group as a square, without a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from concord.documents.figures.measure import width as text_width
from concord.documents.figures.measure import wrapped
from concord.documents.figures.model import Figure, FigureTable, Style
from concord.documents.figures.svg import Canvas, num, tag, titled

Mark = Literal["met", "partly", "absent", "not-applicable", "open"]
MARKS: tuple[Mark, ...] = ("met", "partly", "absent", "not-applicable", "open")


@dataclass(frozen=True, slots=True)
class Group:
    """A row: its name, a note beside it (articles), and its elements in order, each with its own name."""

    label: str
    marks: Sequence[tuple[str, Mark]]
    note: str = ""


def profile(
    groups: Sequence[Group], *, title: str, style: Style, description: str = "", columns: int = 2, legend: bool = False
) -> Figure:
    """Squares by group: full met, half partly, red dashed with a dot absent, a dash where it does not apply, open.

    Args:
        columns: Groups side by side, filled downwards; one column on narrow drawings.
        legend: Whether what each square says stands below, for paper.
    """
    canvas, size = Canvas(style, kind="profile"), style.size
    side_by_side = columns if style.width >= size * 44 else 1
    gutter = size * 4
    room = (style.width - gutter * (side_by_side - 1)) / side_by_side
    deep = -(-len(groups) // side_by_side)
    pitch = size * 2.7
    for i, group in enumerate(groups):
        column, row = divmod(i, deep)
        start = column * (room + gutter)
        canvas.add(*_group(canvas, group, start, row * pitch, room, pitch))
    height = deep * pitch
    if legend:
        shown = [mark for mark in MARKS if any(mark == each for group in groups for _, each in group.marks)]
        lines = _legend(canvas, shown, top=height + pitch / 2, pitch=pitch * 0.8)
        height += pitch / 2 + len(lines) * pitch * 0.8
        canvas.add(*(each for line in lines for each in line))
    rows = tuple((group.label, group.note, name, word(mark, style)) for group in groups for name, mark in group.marks)
    heads = (style.words.label, "", "", style.words.value)
    svg = canvas.svg(title, description, width=style.width, height=height)
    return Figure(svg, title, description, FigureTable(heads, rows, (), (False,) * 4), style.width, height)


def word(mark: Mark, style: Style) -> str:
    """The word for a mark."""
    words = style.words
    said = {"met": words.met, "partly": words.partly, "absent": words.absent, "open": words.unmarked}
    return said.get(mark, words.not_applicable)


def _group(canvas: Canvas, group: Group, start: float, top: float, room: float, pitch: float) -> list[str]:
    style, size = canvas.style, canvas.style.size
    box, gap = size * 1.28, size * 0.3
    taken = len(group.marks) * (box + gap)
    note = text_width("  " + group.note, style.small) if group.note else 0
    middle, base = top + pitch / 2, top + pitch / 2 + size * 0.36
    free, wanted = room - taken - size, text_width(group.label, size)
    is_long = wanted > free  # then the note stands in the table alone
    is_under = bool(group.note) and not is_long and wanted > free - note
    lines = wrapped(group.label, free, size, lines=2 if is_long else 1)
    under = [group.note] if group.note and not is_long else []
    ends = (base - size * 0.6, base + size * 0.6) if is_under or len(lines) > 1 else (base, base)
    marks = [
        canvas.text(_across(style, start), at, line, anchor=_anchor(style))
        for at, line in zip(ends, lines, strict=False)
    ]
    for said in under:
        beside = _across(style, start + (0 if is_under else text_width(lines[0] + "  ", size)))
        marks.append(canvas.text(beside, ends[1], said, token="ink-3", size=style.small, anchor=_anchor(style)))
    for i, (name, mark) in enumerate(group.marks):
        x = start + room - taken + gap + i * (box + gap)
        said = style.words.pair.format(label=name, value=word(mark, style))
        at = style.width - x - box if style.is_rtl else x
        marks.append(titled(said, square(canvas, mark, at, middle - box / 2, box)))
    edge = _across(style, start), _across(style, start + room)
    marks.append(canvas.line(edge[0], top + pitch - 0.5, edge[1], top + pitch - 0.5, "line", width=max(0.5, size / 15)))
    return marks


def _legend(canvas: Canvas, shown: Sequence[Mark], *, top: float, pitch: float) -> list[list[str]]:
    """What each square says, in as many lines as the width needs."""
    style, size, box = canvas.style, canvas.style.small, canvas.style.size * 1.1
    lines: list[list[str]] = [[]]
    x = 0.0
    for mark in shown:
        said = word(mark, style)
        wide = box * 1.5 + text_width(said, size) + size * 1.6
        if x and x + wide - size * 1.6 > style.width:
            lines.append([])
            x = 0.0
        middle = top + (len(lines) - 0.5) * pitch
        at = style.width - x - box if style.is_rtl else x
        text = canvas.text(_across(style, x + box * 1.5), middle + size * 0.36, said, token="ink-2", size=size,
                           anchor=_anchor(style))  # fmt: skip
        lines[-1] += [square(canvas, mark, at, middle - box / 2, box), text]
        x += wide
    return lines


def square(canvas: Canvas, mark: Mark, x: float, y: float, side: float) -> str:
    """One mark of a profile."""
    line = side * 0.055
    wide = side - 2 * line
    frame = {"x": x + line, "y": y + line, "width": side - 2 * line, "height": side - 2 * line, "rx": num(side * 0.12)}
    lake = canvas.colour("lake")
    if mark == "met":
        return tag(
            "rect", x=float(x), y=float(y), width=float(side), height=float(side), rx=num(side * 0.14), fill=lake
        )
    if mark == "partly":
        low = tag(
            "path",
            d=f"M{num(x + line)} {num(y + side / 2)}h{num(wide)}v{num(side / 2 - line)}h{num(-wide)}z",
            fill=lake,
        )
        return low + tag("rect", **frame, fill="none", stroke=lake, stroke_width=float(2 * line))
    if mark == "absent":
        red = canvas.colour("red")
        dash = f"{num(side * 0.16)} {num(side * 0.1)}"
        ring = tag("rect", **frame, fill="none", stroke=red, stroke_width=float(1.4 * line), stroke_dasharray=dash)
        return ring + tag("circle", cx=float(x + side / 2), cy=float(y + side / 2), r=float(side * 0.13), fill=red)
    if mark == "open":
        return tag("rect", **frame, fill="none", stroke=canvas.colour("edge"), stroke_width=float(line))
    middle = y + side / 2
    return canvas.line(x + side * 0.2, middle, x + side * 0.8, middle, "edge", width=side * 0.11)


def _across(style: Style, x: float) -> float:
    return style.width - x if style.is_rtl else x


def _anchor(style: Style) -> str:
    return "end" if style.is_rtl else "start"

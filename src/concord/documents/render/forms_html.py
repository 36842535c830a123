"""Questions of a form in HTML: what a page shows and a browser prints; nothing here can be sent."""

from __future__ import annotations

from collections.abc import Callable

from concord.documents.forms import Area, Ask, Comb, Lines, Matrix, Ticks
from concord.documents.model import Phrase, readable

Said = Callable[[Phrase], str]
Escape = Callable[[str], str]


def ask(value: Ask, said: Said, escape: Escape) -> str:
    """One question; ``said`` writes a phrase, ``escape`` a text."""
    mark = f' <span class="needed">{said(value.mark)}</span>' if value.mark else ""
    head = f'<p class="asked"><span class="number">{escape(value.number)}</span> <b>{said(value.label)}</b>{mark}</p>\n'
    condition = f'<p class="condition">{said(value.condition)}</p>\n' if value.condition else ""
    notes = "".join(f'<p class="note">{said(each)}</p>\n' for each in value.notes)
    areas = "".join(_area(each, said, escape) for each in value.areas)
    foot = f'<p class="source">{said(value.foot)}</p>\n' if value.foot else ""
    where = f' id="{escape(value.id)}"' if value.id else ""
    return f'<div class="ask"{where}>\n{head}{condition}{notes}{areas}{foot}</div>\n'


def _area(area: Area, said: Said, escape: Escape) -> str:
    if isinstance(area, Ticks):
        return _ticks(area, said)
    if isinstance(area, Lines):
        return _lines(area, said)
    if isinstance(area, Comb):
        return _comb(area, said, escape)
    return _matrix(area, said, escape)


def _ticks(area: Ticks, said: Said) -> str:
    kind = "one" if area.only_one else "many"
    several = (" several" if area.columns > 1 else "") + (" aside" if area.aside else "")
    ticked, open_ = ('<li class="ticked">', '<span class="vh"> ✓</span></li>'), ("<li>", "</li>")
    items = []
    for each in area.items:
        before, after = ticked if each.ticked else open_
        items.append(f"{before}{said(each.label)}{after}")
    return f'<ul class="ticks {kind}{several}">{"".join(items)}</ul>\n'


def _lines(area: Lines, said: Said) -> str:
    before = f"<span>{said(area.before)}</span> " if area.before else ""
    after = f" <span>{said(area.after)}</span>" if area.after else ""
    if area.text:
        return f'<p class="given">{before}<span>{said(area.text)}</span>{after}</p>\n'
    wide = "long" if area.width > 0.66 else "half" if area.width > 0.33 else "short"
    lines = f'<span class="line {wide}" aria-hidden="true"></span>' * area.count
    return f'<div class="lines">{before}{lines}{after}</div>\n'


def _comb(area: Comb, said: Said, escape: Escape) -> str:
    slots = []
    for slot in area.slots:
        letters = readable(slot.text).ljust(slot.letters)
        boxes = "".join(f"<i>{escape(letter.strip())}</i>" for letter in letters[: slot.letters])
        slots.append(f'<span class="slot"><span dir="ltr">{boxes}</span><small>{said(slot.label)}</small></span>')
    return f'<div class="comb{" beside" if area.beside else ""}">{"".join(slots)}</div>\n'


def _matrix(area: Matrix, said: Said, escape: Escape) -> str:
    caption = f"<caption>{said(area.caption)}</caption>" if area.caption else ""
    heads = "".join(f'<th scope="col">{said(each)}</th>' if each else "<td></td>" for each in area.head)
    rows = "".join(
        f'<tr><th scope="row">{said(label)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>\n'
        for label, cells in area.rows
    )
    return (
        f'<div class="table"><table class="matrix">{caption}<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>'
        "</table></div>\n"
    )

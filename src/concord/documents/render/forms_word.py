"""Questions of a form in a Word file: boxes and lines are controls, so that it is filled in on the screen too."""

from __future__ import annotations

from itertools import count

from concord.documents.forms import Area, Ask, Comb, Lines, Matrix, Tick, Ticks
from concord.documents.model import Phrase, Run
from concord.documents.render.forms_payload import first_width
from concord.documents.render.word_styles import INK_3, LAKE, LINE, TABLE_STYLE
from concord.documents.render.word_text import clean, paragraph, phrase, run, said, style_id, turned

_W14 = "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"
_SYMBOLS = (
    "<w:rFonts w:ascii='MS Gothic' w:hAnsi='MS Gothic' w:eastAsia='MS Gothic' w:cs='MS Gothic' w:hint='eastAsia'/>"
)
#: What stands in an empty control: figure spaces, which keep its width.
_ROOM = "\u2007"
_INDENT = "<w:ind w:left='567'/>"


class Writer:
    """Writes questions; every control of a file has a number of its own."""

    def __init__(self, language: str, *, rtl: bool, width: int) -> None:
        self.language, self.rtl, self.width = language, rtl, width
        self._ids = count(1)

    def ask(self, value: Ask) -> str:
        """One question."""
        number = run(f"{value.number}\u2002", self.language, strong=True, colour=LAKE)
        label = phrase(_strong(value.label))
        mark = run("  ", self.language) + phrase(value.mark) if value.mark else ""
        keep = "<w:keepNext/><w:keepLines/>"
        head = paragraph(
            number + label + mark, "Body Text",
            extra=f"{keep}{turned(value.label, self.language)}<w:spacing w:before='220' w:after='60'/>"
            "<w:ind w:left='567' w:hanging='567'/>",
        )  # fmt: skip
        condition = self._said(value.condition, "Note", keep="<w:keepNext/>" + self._bar())
        notes = "".join(self._said(each, "Note", keep="<w:keepNext/>") for each in value.notes)
        areas = "".join(self._area(each, value) for each in value.areas)
        return head + condition + notes + areas + self._said(value.foot, "Source")

    def _said(self, given: Phrase, style: str, *, keep: str = "") -> str:
        """A phrase below the question; properties stand in the order that Word asks for."""
        if not given:
            return ""
        return paragraph(phrase(given), style, extra=f"{keep}{turned(given, self.language)}{_INDENT}")

    def _bar(self) -> str:
        side = "right" if self.rtl else "left"
        return f"<w:pBdr><w:{side} w:val='single' w:sz='18' w:space='6' w:color='EFB03A'/></w:pBdr>"

    def _area(self, area: Area, value: Ask) -> str:
        if isinstance(area, Ticks):
            return self._ticks(area)
        if isinstance(area, Lines):
            return self._lines(area, value)
        if isinstance(area, Comb):
            return self._comb(area)
        return self._matrix(area)

    def _ticks(self, area: Ticks) -> str:
        """One under the other; those set apart on one line."""
        if not area.aside:
            return "".join(self._tick(each, only_one=area.only_one) for each in area.items)
        space = run("      ", self.language)
        said = [self._box(each, only_one=area.only_one) + phrase(each.label) for each in area.items]
        return paragraph(space.join(said), "Note", extra=f"<w:spacing w:before='60' w:after='60'/>{_INDENT}")

    def _tick(self, tick: Tick, *, only_one: bool) -> str:
        label = phrase(_strong(tick.label) if tick.ticked else tick.label)
        extra = (
            f"<w:keepLines/>{turned(tick.label, self.language)}<w:spacing w:before='0' w:after='40'/>"
            "<w:ind w:left='964' w:hanging='397'/>"
        )
        return paragraph(self._box(tick, only_one=only_one) + label, "Body Text", extra=extra)

    def _box(self, tick: Tick, *, only_one: bool) -> str:
        """A box that can be ticked on the screen too."""
        on, off = ("25C9", "25CB") if only_one else ("2612", "2610")
        shown = chr(int(on if tick.ticked else off, 16))
        control = (
            f"<w:sdt><w:sdtPr><w:id w:val='{next(self._ids)}'/><w14:checkbox {_W14}>"
            f"<w14:checked w14:val='{int(tick.ticked)}'/><w14:checkedState w14:val='{on}' w14:font='MS Gothic'/>"
            f"<w14:uncheckedState w14:val='{off}' w14:font='MS Gothic'/></w14:checkbox></w:sdtPr>"
            f"<w:sdtContent><w:r><w:rPr>{_SYMBOLS}</w:rPr><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
        )
        return control + run(" ", self.language)

    def _lines(self, area: Lines, value: Ask) -> str:
        before = phrase(area.before) + run(" ", self.language) if area.before else ""
        after = run(" ", self.language) + phrase(area.after) if area.after else ""
        if area.text:
            return paragraph(before + phrase(_strong(area.text)) + after, "Body Text", extra=_INDENT)
        room = _ROOM * (60 if area.width > 0.66 else 28 if area.width > 0.33 else 14)
        control = self.control(room, title=str(value.label), several=area.count > 1)
        filler = paragraph("", "Body Text", extra=_box(after=0) + _INDENT) * max(0, area.count - 1)
        if area.count > 1:
            return paragraph(before + control + after, "Body Text", extra=_box(after=0) + _INDENT) + filler
        return paragraph(before + control + after, "Body Text", extra=_INDENT)

    def control(self, room: str, *, title: str, several: bool = False) -> str:
        """A control that takes text; ``title`` is what a screen reader says of it."""
        lines = " w:multiLine='1'" if several else ""
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val=\"{clean(title[:64])}\"/><w:id w:val='{next(self._ids)}'/><w:text{lines}/>"
            f"</w:sdtPr><w:sdtContent><w:r><w:rPr><w:shd w:val='clear' w:color='auto' w:fill='F1EEE7'/></w:rPr>"
            f"<w:t xml:space='preserve'>{room}</w:t></w:r></w:sdtContent></w:sdt>"
        )

    def _comb(self, area: Comb) -> str:
        parts = []
        for slot in area.slots:
            label = run(f"{slot.label} ", self.language, colour=INK_3)
            given = run(slot.text, "en", strong=True) if slot.text else ""
            box = given or self.control(_ROOM * slot.letters * 2, title=str(slot.label))
            parts.append(box + run("  ", self.language) + phrase(slot.label) if area.beside else label + box)
        return paragraph(run("   ", self.language).join(parts), "Body Text", extra=_INDENT)

    def _matrix(self, area: Matrix) -> str:
        first, others = first_width(area), max(1, len(area.head) - 1)
        one = self.width / (first + others)
        widths = [round(one * first), *[round(one)] * others]
        sized = [f"<w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{_BORDERS}</w:tcPr>" for width in widths]
        heads = "".join(
            f"<w:tc>{size}{said(head, 'Table Head', self.language) or paragraph('', 'Table Head')}</w:tc>"
            for size, head in zip(sized, area.head, strict=True)
        )
        rows = "".join(self._row(label, cells, sized, area) for label, cells in area.rows)
        columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
        caption = said(area.caption, "Caption", self.language)
        return (
            f"{caption}<w:tbl><w:tblPr><w:tblStyle w:val='{style_id(TABLE_STYLE)}'/>"
            f"{'<w:bidiVisual/>' if self.rtl else ''}<w:tblW w:w='5000' w:type='pct'/><w:tblLayout w:type='fixed'/>"
            f"<w:tblLook w:val='04A0' w:firstRow='1' w:lastRow='0' w:firstColumn='1' w:lastColumn='0' w:noHBand='1' "
            f"w:noVBand='1'/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{rows}</w:tbl>{paragraph('', 'Source')}"
        )

    def _row(self, label: Phrase, cells: tuple[str, ...], sized: list[str], area: Matrix) -> str:
        shown = [said(label, "Table Text", self.language)]
        for head, cell in zip(area.head[1:], cells, strict=True):
            given = run(cell, self.language, strong=True)
            shown.append(paragraph(given or self.control(_ROOM * 3, title=f"{label} · {head}"), "Table Text"))
        tcs = "".join(f"<w:tc>{size}{content}</w:tc>" for size, content in zip(sized, shown, strict=True))
        return f"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val='400' w:hRule='atLeast'/></w:trPr>{tcs}</w:tr>"


_BORDERS = "<w:tcBorders>" + "".join(
    f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='{LINE}'/>" for side in ("top", "left", "bottom", "right")
) + "</w:tcBorders>"  # fmt: skip


def _box(*, after: int) -> str:
    """The border of a box to write in; paragraphs of one box that follow each other share it."""
    sides = "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='4' w:color='77736A'/>"
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:pBdr>{sides}</w:pBdr><w:spacing w:before='0' w:after='{after}'/>"


def _strong(given: Phrase) -> Phrase:
    runs = tuple(Run(each.text, True, each.language, each.status, each.link, each.reference) for each in given.runs)
    return Phrase(runs, given.language, given.is_fallback)

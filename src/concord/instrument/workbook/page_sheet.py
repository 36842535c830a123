"""A sheet of questions: number, question with hint and condition, answer, unit, non-answer, last answer, remarks."""

from __future__ import annotations

from typing import Any

from concord.instrument.model import FILES, Group, Question
from concord.instrument.workbook import validation
from concord.instrument.workbook.addresses import address
from concord.instrument.workbook.drawing import Drawing
from concord.instrument.workbook.fields import answer, fill, grey, last_words, put, rule
from concord.instrument.workbook.layout import Line, Page, Slot
from concord.instrument.workbook.machine import Mapped
from concord.instrument.workbook.showing import status_of

HEADERS = ("number", "question", "answer", "unit", "status", "last", "remarks")
NUMBER, QUESTION, ANSWER, UNIT, STATUS, LAST, REMARKS = range(7)
_WIDTHS = (8, 62, 40, 13, 20, 30, 30)
FIRST_LINE = 3
_ASK_BELOW = {"pick": "mark-each", "place": "rank-each", "nth": "choose-below"}


def remember(drawing: Drawing, page: Page) -> None:
    """Remember where every answer of a page will stand, before any sheet is drawn."""
    name = drawing.sheet_name(page)
    for row, line in enumerate(page.lines, start=FIRST_LINE + 1):
        if line.slot is not None and line.slot.part in ("value", "pick"):
            drawing.place(line.slot.question, line.slot.choice, name, f"$C${row}")


def draw(drawing: Drawing, page: Page) -> None:
    """Draw a page."""
    name = drawing.sheet_name(page)
    sheet = drawing.add_sheet(name)
    for column, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        drawing.text(sheet, 0, column, drawing.word(f"header-{header}"), "header")
    if not drawing.last:
        sheet.set_column(LAST, LAST, 14)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    drawing.text(sheet, 1, QUESTION, drawing.title(page), "title")
    sheet.set_row(1, 30)
    _about(drawing, sheet, page)
    for row, line in enumerate(page.lines, start=FIRST_LINE):
        _line(drawing, sheet, name, row, line)
    sheet.ignore_errors({"number_stored_as_text": f"A1:G{FIRST_LINE + len(page.lines) + 1}"})


def _about(drawing: Drawing, sheet: Any, page: Page) -> None:
    said = [drawing.word("generated")] if drawing.generated else []
    if page.group is not None:
        said += [drawing.hint(page.group), drawing.only_if(page.group, name="part-only-if")]
    text = "\n".join(part for part in said if part)
    if text:
        drawing.text(sheet, 2, QUESTION, text, "generated" if drawing.generated else "note")


def _line(drawing: Drawing, sheet: Any, name: str, row: int, line: Line) -> None:
    if line.kind == "heading":
        assert isinstance(line.node, Group)
        words = (drawing.label(line.node) if line.node.label else "", drawing.only_if(line.node, name="part-only-if"))
        drawing.text(sheet, row, QUESTION, "\n".join(word for word in words if word), "section")
        return
    if line.kind == "note":
        _rich(drawing, sheet, row, [(drawing.label(line.node), ""), (_hint(drawing, line), "label-hint")], "note")
        return
    drawing.text(sheet, row, NUMBER, line.code, "number")
    if line.kind == "pointer":
        _pointer(drawing, sheet, row, line)
    elif line.kind == "cell":
        _cell(drawing, sheet, name, row, line)
    else:
        _question(drawing, sheet, name, row, line)
    if line.kind != "pointer":
        grey(drawing, sheet, name, line.node, f"A{row + 1}:G{row + 1}")


def _hint(drawing: Drawing, line: Line) -> str:
    return drawing.hint(line.node)


def _pointer(drawing: Drawing, sheet: Any, row: int, line: Line) -> None:
    target = drawing.names[line.code]
    parts = [(drawing.label(line.node), "label-bold"), (_hint(drawing, line), "label-hint")]
    _rich(drawing, sheet, row, [*parts, (drawing.only_if(line.node), "label-rule")], "question")
    words = drawing.word("see-sheet", sheet=target)
    sheet.write_url(row, ANSWER, f"internal:'{target}'!A1", drawing.styles["link"], words)


def _question(drawing: Drawing, sheet: Any, name: str, row: int, line: Line) -> None:
    question = line.node
    assert isinstance(question, Question)
    listed = line.slot is None
    _rich(drawing, sheet, row, _words(drawing, question, listed=listed), "question")
    value = answer(drawing, line.slot or Slot(question), (), drawing.answers)
    if line.slot is not None:
        fill(drawing, sheet, (row, ANSWER), line.slot, value, with_status=False)
        _rule(drawing, sheet, row, line.slot)
        _map(drawing, name, row, line.slot)
    drawing.text(sheet, row, UNIT, drawing.unit(question), "unit")
    _status(drawing, sheet, name, row, question, value)
    drawing.text(sheet, row, LAST, last_words(drawing, question), "last")
    put(sheet, (row, REMARKS), None, drawing.styles.field("text"))


def _words(drawing: Drawing, question: Question, *, listed: bool) -> list[tuple[str, str]]:
    said = [(drawing.label(question), "label-bold"), (drawing.hint(question), "label-hint")]
    if listed:
        parts = {"rank": "place"}.get(question.kind) or _part(drawing, question)
        said.append((drawing.word(_ASK_BELOW[parts]), "label-hint"))
    else:
        said.append((drawing.what_to_write(question), "label-hint"))
        if question.kind in ("many", "rank"):
            said.append((drawing.word("several"), "label-hint"))
    said.append((drawing.only_if(question), "label-rule"))
    if question.rules.required.strip().casefold() in ("yes", "true", "true()"):
        said.append((drawing.word("required"), "label-rule"))
    return said


def _part(drawing: Drawing, question: Question) -> str:
    following = drawing.plan.lines.get(f"{drawing.numbers[question.path]}.1")
    return following[1].slot.part if following and following[1].slot else "pick"


def _cell(drawing: Drawing, sheet: Any, name: str, row: int, line: Line) -> None:
    slot = line.slot
    assert slot is not None
    words = drawing.choice(line.choice) if line.choice else drawing.word("nth", nth=slot.nth)
    words = f"{words}. {drawing.word('several')}" if slot.is_last else words
    drawing.text(sheet, row, QUESTION, words, "choice")
    value = drawing.answers.get(slot.question.key)
    fill(drawing, sheet, (row, ANSWER), slot, value, with_status=False)
    _rule(drawing, sheet, row, slot)
    _map(drawing, name, row, slot)


def _rule(drawing: Drawing, sheet: Any, row: int, slot: Slot) -> None:
    checked = rule(drawing, slot)
    if checked:
        sheet.data_validation(row, ANSWER, row, ANSWER, checked)


def _map(drawing: Drawing, name: str, row: int, slot: Slot) -> None:
    if slot.question.kind not in FILES:
        choice = slot.choice or (str(slot.nth) if slot.nth else "")
        drawing.mapped.append(Mapped(name, f"C{row + 1}", address(slot.question), slot.part, choice))


def _status(drawing: Drawing, sheet: Any, name: str, row: int, question: Question, value: object) -> None:
    allowed = question.about.statuses
    if not allowed:
        drawing.text(sheet, row, STATUS, "", "unit")
        return
    put(sheet, (row, STATUS), drawing.statuses.get(status_of(value)), drawing.styles.field("text"))
    drawing.mapped.append(Mapped(name, f"E{row + 1}", address(question), "status"))
    place = drawing.lists.place([drawing.statuses[status] for status in allowed])
    sheet.data_validation(row, STATUS, row, STATUS, validation.of_list("=" + place, drawing.language))


def _rich(drawing: Drawing, sheet: Any, row: int, parts: list[tuple[str, str]], style: str) -> None:
    """A cell of several wordings, one under another, each in its own ink."""
    said = [(text, ink) for text, ink in parts if text]
    if len(said) == 1:
        text, ink = said[0]
        drawing.text(sheet, row, QUESTION, text, "strong" if ink == "label-bold" else style)
        return
    pieces: list[Any] = []
    for place, (text, ink) in enumerate(said):
        ended = text if place == len(said) - 1 else text + "\n"
        pieces += [drawing.styles[ink], ended] if ink else [ended]
    sheet.write_rich_string(row, QUESTION, *pieces, drawing.styles[style])

"""``write``: the answer workbook of an instrument, to be filled in anywhere and read back."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from concord.errors import Invalid
from concord.instrument.answers import as_json, parse
from concord.instrument.model import Instrument
from concord.instrument.workbook import grid_sheet, machine, page_sheet, start_sheet, table_sheet
from concord.instrument.workbook.drawing import Drawing
from concord.instrument.workbook.laying import plan
from concord.instrument.workbook.layout import GridSheet, Page, Plan, Sheet, Table
from concord.instrument.workbook.machine import Facts
from concord.vocabulary.languages import LANGUAGES


def write(
    instrument: Instrument,
    language: str,
    *,
    answers: Mapping[str, Any] | None = None,
    last: Mapping[str, Any] | None = None,
    area: str | None = None,
    area_name: str = "",
    round: str | None = None,
    generated: bool = False,
    sections: Iterable[str] | None = None,
) -> bytes:
    """An Excel workbook to fill in offline; the same arguments give the same sheets.

    Args:
        instrument: What is asked.
        language: One of the six; Arabic sheets run from right to left.
        answers: What is answered already; it stands in the cells.
        last: Last round's answers, address → value; they stand beside the cells.
        area: Code of the country it is written for.
        area_name: The country's name in the workbook's language.
        round: The round; the instrument's where it is left out.
        generated: Whether the answers are invented for a demonstration; every sheet says so.
        sections: Names of the sections to write, ``""`` for what stands outside of sections; all where left out.

    Raises:
        Invalid: A language that is not one of the six, a section that is not there, or a text too long for a cell.
    """
    import xlsxwriter

    if language not in LANGUAGES:
        raise Invalid("instrument.workbook.language", params={"language": language, "known": ", ".join(LANGUAGES)})
    whole = plan(instrument)
    chosen = _chosen(whole, instrument, sections)
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="concord-") as folder:
        options = {"tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(stream, options) as book:
            book.set_properties({"title": instrument.title.best(language).text[:250], "author": "Concord"})
            earlier = as_json(parse(last or {}))
            drawing = Drawing(book, instrument, language, as_json(parse(answers or {})), earlier, generated)
            facts = Facts(
                instrument.id,
                instrument.version,
                instrument.digest,
                language,
                area or "",
                instrument.round if round is None else round,
                tuple(sheet.code for sheet in chosen if isinstance(sheet, Page)),
            )
            _draw(drawing, facts, chosen, area_name)
    return stream.getvalue()


def _chosen(whole: Plan, instrument: Instrument, sections: Iterable[str] | None) -> tuple[Sheet, ...]:
    if sections is None:
        return whole.sheets
    wanted = set(sections)
    by_name = {page.group.name if page.group is not None else "": page.code for page in whole.pages}
    unknown = wanted - set(by_name)
    if unknown:
        params = {"section": ", ".join(sorted(unknown)), "known": ", ".join(by_name)}
        raise Invalid("instrument.workbook.no-such-section", params=params)
    codes = {by_name[name] for name in wanted}
    return tuple(sheet for sheet in whole.sheets if whole.section_of(sheet) in codes)


def _draw(drawing: Drawing, facts: Facts, sheets: Sequence[Sheet], area: str) -> None:
    drawing.names["start"] = drawing.word("sheet-start")
    for sheet in sheets:
        drawing.sheet_name(sheet)
    for sheet in sheets:
        if isinstance(sheet, Page):
            page_sheet.remember(drawing, sheet)
        elif isinstance(sheet, GridSheet):
            grid_sheet.remember(drawing, sheet)
    start_sheet.draw(drawing, facts, sheets, area=area)
    for sheet in sheets:
        match sheet:
            case Page():
                page_sheet.draw(drawing, sheet)
            case GridSheet():
                grid_sheet.draw(drawing, sheet)
            case Table():
                table_sheet.draw(drawing, sheet)
    held = frozenset(drawing.held)
    said = Facts(
        facts.instrument, facts.version, facts.digest, facts.language, facts.area, facts.round, facts.sections, held
    )
    machine.write(drawing.book, said, drawing.mapped, drawing.lists)

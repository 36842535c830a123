"""What all sheets of one workbook share while it is written: instrument, language, answers, styles, places of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from concord.instrument.model import FILES, STATUSES, Choice, Group, Instrument, Node, Question
from concord.instrument.words import plain_label, range_of, say
from concord.instrument.workbook.labels import label
from concord.instrument.workbook.laying import plan
from concord.instrument.workbook.layout import Plan, Sheet
from concord.instrument.workbook.machine import Lists, Mapped
from concord.instrument.workbook.styles import Styles
from concord.instrument.workbook.wordings import fold, word
from concord.intake.out_xlsx import write_text
from concord.vocabulary.languages import direction

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]+")
LONGEST_NAME = 31
_ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "select_locked_cells": True}


@dataclass(eq=False)
class Drawing:
    """One workbook being written.

    Args:
        book: The xlsxwriter workbook.
        instrument: What is asked.
        language: The workbook's.
        answers: What is filled in already.
        last: Answers of the last round, by address.
        generated: Whether the answers are invented.
    """

    book: Any
    instrument: Instrument
    language: str
    answers: Mapping[str, Any]
    last: Mapping[str, Any]
    generated: bool = False
    lists: Lists = field(default_factory=Lists)
    mapped: list[Mapped] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[tuple[str, ...], str], tuple[str, str]] = field(default_factory=dict)
    styles: Styles = field(init=False)
    defined: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = Styles(self.book, rtl=self.is_rtl)

    @property
    def is_rtl(self) -> bool:
        """Whether sheets run from right to left."""
        return direction(self.language) == "rtl"

    @property
    def plan(self) -> Plan:
        """Where everything stands."""
        return plan(self.instrument)

    @property
    def numbers(self) -> Mapping[tuple[str, ...], str]:
        """Numbers of questions by path."""
        return self.plan.numbers

    # ---- words

    def word(self, name: str, /, **params: object) -> str:
        """A wording of the workbook."""
        return word(name, self.language, **params)

    def label(self, node: Node) -> str:
        """The label of a question or group."""
        return plain_label(node.label, self.instrument, self.language, numbers=self.numbers) or node.name

    def hint(self, node: Question | Group) -> str:
        """The hint of a question or group, with its longer help."""
        texts = [node.hint, *((node.help,) if isinstance(node, Question) else ())]
        said = (plain_label(text, self.instrument, self.language, numbers=self.numbers) for text in texts)
        return "\n".join(text for text in said if text)

    def choice(self, choice: Choice) -> str:
        """The label of a choice."""
        return label(choice, self.language)

    def only_if(self, node: Node, *, name: str = "only-if") -> str:
        """When the node is asked, in words; empty where it always is."""
        said = say(node.rules.relevant, self.instrument, self.language, node=node, numbers=self.numbers)
        return self.word(name, condition=said) if said else ""

    def what_to_write(self, question: Question) -> str:
        """What the cell takes."""
        if question.kind in FILES:
            return self.word("file-elsewhere")
        if question.kind == "acknowledge":
            return self.word("confirm")
        said = range_of(question, self.instrument, self.language)
        listed = question.kind == "one" and self.instrument.lists[question.choices].choices
        return self.word("choose" if listed else "write", range=said) if said else ""

    def unit(self, question: Question) -> str:
        """The unit's name, or the author's words for it."""
        return unit_name(question.about.unit, self.language)

    def listed(self, words: Iterable[str]) -> str:
        """Words in a row, as the language parts them."""
        whole = ""
        for each in words:
            whole = self.word("listed", first=whole, second=each) if whole else each
        return whole

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """Non-answers by code, as the workbook writes them."""
        return {status: self.word(f"status-{status}") for status in STATUSES}

    # ---- sheets

    def sheet_name(self, sheet: Sheet) -> str:
        """The name of a sheet's tab: number and title, one of its kind."""
        if sheet.code not in self.names:
            title = self.title(sheet)
            self.names[sheet.code] = self._free(f"{sheet.code} {title}" if sheet.code != "0" else title)
        return self.names[sheet.code]

    def title(self, sheet: Sheet) -> str:
        """The title of a sheet."""
        return self.label(sheet.group) if sheet.group is not None else self.word("sheet-loose")

    def _free(self, wanted: str) -> str:
        clean = _cut(" ".join(_NOT_IN_A_NAME.sub(" ", wanted).split())) or "–"
        taken = {fold(name) for name in self.names.values()}
        number = 2
        name = clean
        while fold(name) in taken:
            name = f"{clean[: LONGEST_NAME - 1 - len(str(number))]} {number}"
            number += 1
        return name

    def add_sheet(self, name: str, *, landscape: bool = True) -> Any:
        """A new sheet with direction, protection and print set-up."""
        sheet = self.book.add_worksheet(name)
        if self.is_rtl:
            sheet.right_to_left()
        sheet.protect("", _ALLOWED)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.7, 0.7)
        sheet.set_footer("&C" + self.word("page-of", page="&P", pages="&N"))
        sheet.set_header("&L" + self.instrument.id + "&R&A")
        sheet.hide_gridlines(2)
        return sheet

    def above(self, sheet: Any, row: int, parts: Iterable[str], *, columns: int, width: int) -> None:
        """Lines above a table, over several columns of so many characters together."""
        said = [part for part in parts if part]
        style = self.styles["generated" if self.generated else "about"]
        text = "\n".join(([self.word("generated")] if self.generated else []) + said)
        sheet.merge_range(row, 0, row, max(1, columns - 1), text, style)
        sheet.set_row(row, 4 + 13.5 * sum(1 + len(line) // width for line in text.split("\n")))

    def text(self, sheet: Any, row: int, column: int, text: str, style: str) -> None:
        """A cell of words."""
        if text:
            write_text(sheet, row, column, text, self.styles[style])
        else:
            sheet.write_blank(row, column, None, self.styles[style])

    def place(self, question: Question, choice: str, sheet: str, cell: str) -> None:
        """Remember where an answer's cell stands, for conditions on other sheets."""
        self.places[question.path, choice] = (sheet, cell)


def _cut(name: str) -> str:
    """A name that fits on a tab, cut between words where that leaves enough of it."""
    if len(name) <= LONGEST_NAME:
        return name
    whole = name[: LONGEST_NAME + 1].rpartition(" ")[0].rstrip(" ,;:.")
    return whole if len(whole) > LONGEST_NAME // 2 else name[:LONGEST_NAME].rstrip()


def unit_name(unit: str, language: str) -> str:
    """A unit's name where it is a code, else the author's words."""
    from concord.vocabulary.codelists import codelist

    listed = codelist("unit")
    return listed.name(unit, language).text if unit in listed else unit

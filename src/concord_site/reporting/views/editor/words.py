"""Rows of a draft in words: their wordings, numbers and conditions, in the reader's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from concord.vocabulary.text import Text, Wording
from concord_site.reporting import wording
from concord_site.reporting.editing import blocks, cells
from concord_site.reporting.editing import choices as listed
from concord_site.reporting.editing.blocks import Block
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.queries import contents
from concord_site.reporting.views.editor.desk import Desk, inside
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def label_of(book: Book, line: Line) -> Wording:
    """A row's wording in the reader's language, or its name."""
    said = {book.language: line["label"]} | {
        key.partition("::")[2]: value for key, value in line.cells.items() if key.startswith("label::")
    }
    best = Text(said).best(language())
    return best if best.text else Wording(line.name or line["type"], "en", language() != "en")


def names_of(book: Book) -> dict[str, str]:
    """Names of what a condition can speak of, with their wordings."""
    silent = ("note", "group", "repeat")
    return {
        line.name: label_of(book, line).text[:90] for line in book.survey.lines
        if line.name and line["type"] and cells.kind(line) not in silent and blocks.kind_of(line) not in blocks.END
    }  # fmt: skip


def choice_words(book: Book) -> dict[str, dict[str, list[str]]]:
    """Wordings of the choices of each question, those of the reader's language first."""
    known = listed.lists(book)
    made: dict[str, dict[str, list[str]]] = {}
    for line in book.survey.lines:
        choices_ = known.get(cells.list_of(line), ())
        if choices_ and line.name:
            made[line.name] = {each.name: _said(each, book) for each in choices_}
    return made


def _said(line: Line, book: Book) -> list[str]:
    first = label_of(book, line).text
    others = [value for key, value in line.cells.items() if key.partition("::")[0] == "label"]
    return list(dict.fromkeys((first, *others)))


def when_of(expression: str, labels: Mapping[str, Mapping[str, Any]], named: Mapping[str, str]) -> str:
    """When a row is asked, in words; as it is written where words cannot say it."""
    said = wording.condition(
        expression, lambda name: named.get(name) or name,
        lambda name, value: next(iter(labels.get(name, {}).get(value, ())), ""),
    )  # fmt: skip
    return said or expression


def numbers_of(desk: Desk) -> dict[int, str]:
    """Numbers of sections and questions by row, as every page and workbook has them; none while it cannot be read."""
    asked = desk.checked.instrument or desk.checked.draft
    if asked is None:
        return {}
    made: dict[int, str] = {}
    for each in contents.every(asked):
        line = desk.book.at("survey", each.node.row)
        if line is not None and each.number:
            made.setdefault(line.id, each.number)
    return made


def name_of(label: str) -> str:
    """A name from a wording: its first words in Latin letters."""

    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:5]
    name = "_".join(words)
    return name if name and name[0].isalpha() else f"question_{name}".rstrip("_")


def way_to(desk: Desk, block: Block, *, is_link: bool = False) -> list[Crumb]:
    """The groups around a block, outermost first, then itself."""
    found_: list[Crumb] = [Crumb(label_of(desk.book, block.line).text, inside(desk, block.line.id) if is_link else "")]
    parent = block.parent
    while parent is not None and (around := blocks.find(desk.book, parent)) is not None:
        found_.insert(0, Crumb(label_of(desk.book, around.line).text, inside(desk, around.line.id)))
        parent = around.parent
    return found_

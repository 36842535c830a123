"""One pass over a worksheet's markup for what its values do not tell: formulas, errors, hidden rows, filters, formats.

The parser is expat with document types and entities refused, fed piece by piece while the part is inflated.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from xml.parsers import expat

from concord.intake.columns import index_of

_TRUE = frozenset({"1", "true", "on"})


HELD_AT_MOST = 4 << 20


class MarkupRefused(Exception):
    """The markup declares a document type or an entity, or is not well formed."""


@dataclass(slots=True)
class Scan:
    """What a worksheet's markup says.

    Args:
        last_row: Last physical row with a value.
        last_column: Last column with a value, from 0; -1 where there is none.
        rows: Rows with a value.
        hidden_rows: Physical rows that are hidden and have a value.
        hidden_columns: Ranges of hidden columns, from 0, both ends included.
        filters: Columns or tables whose filter is active.
        formulas: Column → rows with a formula.
        without_value: Column → rows with a formula whose result was never stored.
        errors: Column → rows with an error value.
        styled: Style → column → number of cells with a value.
        merged: Merged ranges.
    """

    last_row: int = 0
    last_column: int = -1
    rows: int = 0
    hidden_rows: array[int] = field(default_factory=lambda: array("L"))
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filters: int = 0
    formulas: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("L")))
    without_value: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("L")))
    errors: dict[int, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("L")))
    styled: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    merged: list[str] = field(default_factory=list)


def _runs_of_plain_cells(styles: frozenset[str]) -> re.Pattern[bytes]:
    """Cells side by side of which there is nothing to say: a value, no formula, no error, no style looked for.

    Of each run the last cell alone goes to the parser, which is four times faster; markup of any other form goes to
    it whole.
    """
    watched = "|".join(sorted(styles))
    style = rf' s="(?!(?:{watched})")\d+"' if watched else r' s="\d+"'
    value = r"(?:<v>[^<&]*</v>|<is><t(?: xml:space=\"preserve\")?>[^<&]*</t></is>)"
    cell = rf'<c r="[A-Z]{{1,3}}\d{{1,7}}"(?:{style})?(?: t="(?:n|s|b|inlineStr)")?>{value}</c>'
    return re.compile(rf"(?:{cell})+({cell})".encode("ascii"))


class Scanner:
    """Feeds on the pieces of one worksheet part; an empty piece ends it."""

    def __init__(self, styles: frozenset[str]) -> None:
        self.scan = Scan()
        self._styles = styles
        self._plain_cells = _runs_of_plain_cells(styles)
        self._held = b""
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = False
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = None
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._row = 0
        self._column = -1
        self._row_hidden = False
        self._row_counted = False
        # Letters → column, and how many figures the row's number has at the end of a reference.
        self._columns: dict[str, int] = {}
        self._cut = -1
        self._style = "0"
        self._type = "n"
        self._is_formula = False
        self._has_value = False
        self._text: list[str] = []

    def __call__(self, piece: bytes) -> None:
        if piece:
            held = self._held + piece
            cut = held.rfind(b"</row>")
            if cut < 0 and len(held) < HELD_AT_MOST:
                self._held = held
                return
            cut = len(held) if cut < 0 else cut
            self._held = held[cut:]
            self._feed(self._plain_cells.sub(rb"\1", held[:cut]), last=False)
            return
        self._feed(self._held, last=True)
        self._held = b""
        self._end_cell()

    def _feed(self, markup: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(markup, last)
        except (expat.ExpatError, LookupError, ValueError, OSError) as error:  # also encodings that are locked out
            raise MarkupRefused(str(error)) from error

    def _refuse(self, *_: object) -> None:
        raise MarkupRefused("document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        # Called for every cell of a sheet of millions: the two commonest tags are treated here, at once.
        if tag == "c":
            if self._is_formula:
                self._end_cell()
            self._has_value = False
            self._style = attributes.get("s", "0")
            self._type = attributes.get("t", "n")
            reference = attributes.get("r", "")
            known = self._columns.get(reference[: self._cut])
            self._column = self._place(reference) if known is None else known
            if self._type == "e":
                self.scan.errors[self._column].append(self._row)
        elif tag == "v" or tag == "t":
            if not self._has_value:
                self._value()
        elif tag == "row":
            self._new_row(attributes)
        elif tag == "f":
            self._formula()
        elif tag in _OTHERS:
            self._other(tag, attributes)
        elif ":" in tag:
            self._start(tag.rpartition(":")[2], attributes)

    def _place(self, reference: str) -> int:
        """The column of a cell; one without a reference stands right of the last."""
        if not reference:
            return self._column + 1
        column = _column_of(reference)
        if reference[self._cut :] == str(self._row):
            self._columns[reference[: self._cut]] = column
        return column

    def _value(self) -> None:
        self._has_value = True
        scan = self.scan
        if self._column > scan.last_column:
            scan.last_column = self._column
        if not self._row_counted:
            self._row_counted = True
            scan.rows += 1
            scan.last_row = self._row
            if self._row_hidden:
                scan.hidden_rows.append(self._row)
        if self._style in self._styles:
            scan.styled[self._style][self._column] += 1

    def _new_row(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        number = attributes.get("r")
        self._row = int(number) if number is not None and number.isdigit() else self._row + 1
        self._column = -1
        self._cut = -len(str(self._row))
        self._row_counted = False
        self._row_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") in ("0", "0.0")

    def _formula(self) -> None:
        self._is_formula = True
        self._text.clear()
        self.scan.formulas[self._column].append(self._row)
        self._parser.CharacterDataHandler = self._text.append
        self._parser.EndElementHandler = self._formula_ended

    def _formula_ended(self, tag: str) -> None:
        """The formula's own text is not its value: forget it, and gather what comes after it."""
        if tag.rpartition(":")[2] == "f":
            self._text.clear()
            self._parser.EndElementHandler = None

    def _end_cell(self) -> None:
        if not self._is_formula:
            return
        self._is_formula = False
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None
        # A formula may well have given an empty text ("str"); any other kind without a value was never calculated.
        empty = not "".join(self._text).strip() and self._type != "str"
        if not self._has_value or empty:
            self.scan.without_value[self._column].append(self._row)
        self._text.clear()

    def _other(self, tag: str, attributes: dict[str, str]) -> None:
        scan = self.scan
        if tag == "col" and (attributes.get("hidden") in _TRUE or attributes.get("width") in ("0", "0.0")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit():
                scan.hidden_columns.append((int(first) - 1, int(last) - 1))
        elif tag == "filterColumn":
            scan.filters += 1
        elif tag == "mergeCell" and len(scan.merged) < 1_000:
            scan.merged.append(attributes.get("ref", ""))


_OTHERS = frozenset({"col", "filterColumn", "mergeCell"})


def _column_of(reference: str) -> int:
    letters = reference.rstrip("0123456789")
    if not letters or len(letters) > 3 or not letters.isalpha():
        raise MarkupRefused("reference")
    return index_of(letters.upper())

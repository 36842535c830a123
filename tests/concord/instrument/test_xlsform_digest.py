from __future__ import annotations

import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from concord.instrument.sheets import Row, Sheet, Sheets
from concord.instrument.xlsform import read_sheets

sys.path.insert(0, str(Path(__file__).parent))
from drawn import FORM, instrument_of

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"


def shuffled(sheet: Sheet) -> Sheet:
    rows = tuple(Row(row.number * 3 + 4, MappingProxyType(dict(reversed(row.cells.items())))) for row in sheet.rows)
    return Sheet(sheet.name, tuple(reversed(sheet.columns)), rows)


def test_the_digest_does_not_depend_on_order_of_columns_rows_skipped_or_the_files_name() -> None:
    sheets = instrument_of(FORM).sheets
    other = Sheets("other.csv", shuffled(sheets.survey), shuffled(sheets.choices), shuffled(sheets.settings))
    found = read_sheets(other).instrument
    assert found is not None
    assert found.digest == instrument_of(FORM).digest


@pytest.mark.parametrize(("old", "new"), [
    ("Which?", "Which one?"), ("Lequel ?", "Laquelle ?"),
    ("| office | Which?", "| bureau | Which?"), ("| Non ", "| Nein"),
    ("old-1/has", "old-1/had"), ("${has} = 'y'", "${has} = 'n'"),
])  # fmt: skip
def test_the_digest_changes_with_everything_that_counts(old: str, new: str) -> None:
    assert old in FORM
    assert instrument_of(FORM.replace(old, new, 1)).digest != instrument_of(FORM).digest


def test_the_digest_does_not_change_with_notes_and_spellings() -> None:
    noted = FORM.replace("begin_group ", "begin group ", 1).replace("| label  ", "| Caption ", 1)
    assert instrument_of(noted).digest == instrument_of(FORM).digest

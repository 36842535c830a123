"""Broken and hostile files given as forms: refused with words, in a process that can do nothing else."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from typing import Any

import pytest

from concord.findings import hint, message
from concord.instrument.xlsform import raw as reader
from concord.instrument.xlsform import read, write_workbook
from concord.instrument.xlsform.book import read_grids
from concord.instrument.xlsform.files import _grid
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints

TESTS = Path(__file__).resolve().parents[2]
EXAMPLES = TESTS / "specimens/xlsform-examples"


def _files() -> Any:
    path = TESTS / "specimens/intake/broken_files.py"
    spec = importlib.util.spec_from_file_location("broken_files_as_forms", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FILES


FILES = _files()


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_broken_file_is_never_taken_for_a_form(name: str) -> None:
    """The reader itself, without starting a process for each of the files."""
    file, content = FILES[name]()
    remarks = Remarks()
    tables = reader.read(Source(file, content), Limits(), remarks, Hints())
    found = read_grids(file, [_grid(sheet) for sheet in tables.sheets])
    assert remarks.hard or found.instrument is None
    for each in found.findings:
        assert message(each)
        assert hint(each)


@pytest.mark.parametrize(
    "name",
    ["macros", "macro-sheet", "inflation-bomb", "password", "document-type-in-sheet", "workbook-in-workbook",
     "path-upwards", "external-link", "cell-too-long", "zero-byte", "web-page-named-xls", "random-bytes"],
)  # fmt: skip
def test_hostile_kinds_are_refused_through_the_process_too(name: str) -> None:
    file, content = FILES[name]()
    found = read(content, file)
    assert found.instrument is None
    assert found.findings.hard


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_workbook_ends_in_findings(seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(["tutorial.xls", "xlsform_spec_test.xlsx", "widgets.xls", "or_other.xlsx"])
    content = bytearray((EXAMPLES / name).read_bytes())
    for _ in range(chance.randrange(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 3 == 0:
        del content[chance.randrange(len(content)) :]
    found = read(bytes(content), name)
    assert found.instrument is not None or found.findings.hard


def test_a_form_with_a_far_cell_is_not_read() -> None:
    import io

    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("survey")
        sheet.write_row(0, 0, ("type", "name", "label"))
        sheet.write(1_000_000, 400, "far")
    found = read(stream.getvalue(), "far.xlsx")
    assert {each.code for each in found.findings.hard} <= {"intake.limit.far-cell", "intake.limit.columns"}
    assert found.instrument is None


def test_a_workbook_of_our_own_is_read_without_a_remark_on_the_file() -> None:
    instrument = read(EXAMPLES / "tutorial.xls").instrument
    assert instrument is not None
    found = read(write_workbook(instrument), "own.xlsx")
    assert [each.code for each in found.findings if each.code.startswith("intake.")] == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_a_form_in_another_encoding_is_read_or_asked_about(encoding: str) -> None:
    text = "survey\n,type,name,label\n,text,a,Как называется ваше учреждение?\n,text,b,Сколько человек там работает?\n"
    found = read(text.encode(encoding), "form.csv")
    if found.instrument is not None:
        assert found.instrument.questions[0].label["en"] == "Как называется ваше учреждение?"
    else:
        assert {each.code.rpartition(".")[0] for each in found.findings.hard} == {"intake.encoding"}

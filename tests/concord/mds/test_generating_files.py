"""Generated files: the same bytes again, marked as generated, errors exactly where they are said to be."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from concord.declarations import messages, packs
from concord.declarations.check import check_folder
from concord.errors import Invalid
from concord.mds.generating import tables as making
from concord.mds.generating.commands import register as add_commands
from concord.mds.generating.kinds import kinds
from concord.mds.generating.styles import style, style_ids
from concord.mds.generating.wish import COLUMNS, Wish
from concord.mds.generating.writing import Written, write

FORMATS = ("csv", "xlsx", "parquet")


def made(folder: Path, name: str = "register.csv", **said: Any) -> Written:
    wish = {"area": "KEN", "seed": 7, "rows": 400, **said}
    return write(Wish(**wish), folder / name)


def rows_of(written: Written) -> list[list[str]]:
    """All physical rows of a written file as texts."""
    path, chosen = written.file, style(written.facts["style"])
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        cells = [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]
        return [frame.columns, *cells]
    if path.suffix == ".xlsx":
        sheet = load_workbook(path).active
        assert sheet is not None
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = path.read_bytes().decode(chosen.encoding).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=chosen.delimiter))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("chosen", ["standard", "fr-ordre", "ar-niqaba"])
def test_the_same_wish_gives_the_same_bytes(tmp_path: Path, format: str, chosen: str) -> None:
    digests = set()
    for again in ("a", "b"):
        written = made(tmp_path / again, f"register.{format}", style=chosen, broken=("all",), years=2)
        files = (written.file, *written.beside)
        digests.add(tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in files))
    assert len(digests) == 1


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    assert made(tmp_path, "a.csv").file.read_bytes() != made(tmp_path, "b.csv", seed=8).file.read_bytes()


def test_a_file_already_made_stays_as_it_is_over_versions(tmp_path: Path) -> None:
    """A changed digest means that generated registers changed: say so in the news, and bring it up to date."""
    written = made(tmp_path, rows=50, seed=1)
    assert hashlib.sha256(written.file.read_bytes()).hexdigest()[:16] == "ace1f58c0c581b04"


def test_pieces_of_any_size_give_the_same_rows() -> None:
    register = making.register(Wish("FJI", 5, rows=300, years=2, broken=("all",)))
    whole = [table.to_pylist() for table in making.tables(register, typed=False)]
    small = [table.to_pylist() for table in making.tables(register, typed=False, piece=17)]
    assert list(chain(*whole)) == list(chain(*small))


@pytest.mark.parametrize("format", FORMATS)
def test_every_row_says_that_it_is_generated(tmp_path: Path, format: str) -> None:
    head, *rows = rows_of(made(tmp_path, f"register.{format}"))
    assert tuple(head) == COLUMNS
    assert {row[-1] for row in rows} == {"generated"}


def test_every_file_says_that_it_is_generated(tmp_path: Path) -> None:
    beside = json.loads((made(tmp_path).beside[0]).read_text(encoding="utf-8"))
    assert beside["concord:generated"]["generated"] is True
    assert beside["url"] == "register.csv"
    parquet = pq.read_schema(made(tmp_path, "r.parquet").file).metadata
    assert json.loads(parquet[b"concord.generated"])["seed"] == 7
    book = load_workbook(made(tmp_path, "r.xlsx").file)
    assert "no row is about a person" in (book.properties.description or "")


@pytest.mark.parametrize("chosen", style_ids())
def test_every_style_can_be_written_and_has_its_titles(tmp_path: Path, chosen: str) -> None:
    written = made(tmp_path, style=chosen, rows=1500, quality="poor")
    declared = style(chosen)
    table = rows_of(written)
    above = len(declared.above)
    assert table[above] == [column.header for column in declared.columns]
    generated = declared.column("generated")
    occupation = declared.column("occupation")
    assert generated is not None
    assert occupation is not None
    body = table[above + 1 : above + 1 + 1500]
    assert len({row[generated] for row in body}) == 1
    if declared.columns[occupation].form == "title":
        assert not any(row[occupation].isdigit() for row in body)


def test_a_style_reads_as_its_country_writes(tmp_path: Path) -> None:
    table = rows_of(made(tmp_path, style="fr-ordre", quality="tidy"))
    assert table[0][0] == "Répertoire national des professionnels de santé – Kenya"
    row = dict(zip(table[3], table[4], strict=True))
    assert row["Sexe"] in ("Femme", "Homme")
    assert row["ETP"] in ("1,0", "0,8", "0,6", "0,5", "0,2")
    assert row["Date de naissance"][2] == "/"
    table = rows_of(made(tmp_path, style="ar-niqaba"))
    assert table[1][1] == "٢٠٢٤"
    table = rows_of(made(tmp_path, style="en-isco-88"))
    assert {row[3] for row in table[1:]} <= {"2221", "2222", "2224", "2230", "3221", "3223", "3224", "3225", "3226"} | {
        "3228", "3231", "3232", "3133"
    }  # fmt: skip


def test_parquet_keeps_dates_and_numbers(tmp_path: Path) -> None:
    frame = pl.read_parquet(made(tmp_path, "r.parquet").file)
    assert frame.schema["birth_date"] == pl.Date
    assert frame.schema["year"] == pl.Int32
    assert frame.schema["fte"] == pl.Float64
    assert frame["left"].null_count() > 0


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("chosen", ["standard", "fr-ordre", "ru-reestr"])
def test_errors_stand_exactly_where_they_are_said_to_be(tmp_path: Path, format: str, chosen: str) -> None:
    clean = rows_of(made(tmp_path, f"clean.{format}", style=chosen, years=2))
    written = made(tmp_path, f"broken.{format}", style=chosen, years=2, broken=tuple(set(kinds()) & _able(chosen)))
    found = rows_of(written)
    said = {each["row"]: each for each in written.broken if each["row"] is not None}
    below = len(style(chosen).below)
    last = len(clean) - below
    for number, (before, after) in enumerate(zip(clean[:last], found[:last], strict=True), start=1):
        if number not in said:
            assert format != "csv" or before == after, number
        elif said[number]["kind"] != "duplicate-row":
            place = _place(said[number]["column"]["letter"])
            assert after[place] in (said[number]["value"], _iso(said[number]["value"])), said[number]
            others = [n for n, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1] and n != place]
            assert format != "csv" or not others
    totals = [each for each in written.broken if each["kind"] == "total-row"]
    assert all(found[each["row"] - 1][0] == "Total" for each in totals)


def _place(letter: str) -> int:
    return ord(letter) - ord("A")


def _iso(text: str) -> str:
    """A date as a workbook's reader shows it."""
    day, _, rest = text.replace(".", "/").partition("/")
    month, _, year = rest.partition("/")
    return f"{year}-{month}-{day} 00:00:00" if year else f"{text} 00:00:00"


def _able(chosen: str) -> set[str]:
    """Kinds that leave the sizes alone and that this style can hold."""
    register = making.register(Wish("KEN", 7, rows=400, years=1, style=chosen, broken=("all",)))
    return set(register.plan.wish.broken)


def test_a_duplicate_is_a_duplicate(tmp_path: Path) -> None:
    written = made(tmp_path, broken=("duplicate-row", "duplicate-person"))
    table = rows_of(written)
    for each in written.broken:
        before, row = table[each["row"] - 2], table[each["row"] - 1]
        assert before[0] == row[0]
        assert (before == row) == (each["kind"] == "duplicate-row")


def test_every_error_is_worked_in_as_often_as_asked(tmp_path: Path) -> None:
    written = made(tmp_path, rows=2000, broken=("isco-88", "blank-sex", "total-row"), broken_each=20)
    counted = [sum(each["kind"] == kind for each in written.broken) for kind in ("isco-88", "blank-sex", "total-row")]
    assert counted == [20, 20, 1]
    beside = json.loads(written.beside[1].read_text(encoding="utf-8"))
    assert len(beside["broken"]) == 41


def test_a_jump_of_definition_can_be_asked_for() -> None:
    jumps = making.register(Wish("KEN", 7, rows=4000, years=3, broken=("definition-jump",))).plan.jumps
    assert any(jump.year == 2024 and jump.group == "nurses" for jump in jumps)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"quality": "best"}, "mds.generating.quality"),
        ({"style": "xx"}, "mds.generating.style"),
        ({"broken": ("x",)}, "mds.generating.kind"),
        ({"broken": ("definition-jump",)}, "mds.generating.one-year"),
        ({"broken": ("fte-above",), "style": "en-isco-88"}, "mds.generating.kind-without-column"),
        ({"broken": ("look-alike",), "style": "fr-ordre"}, "mds.generating.kind-without-column"),
        ({"rows": 2, "years": 3}, "mds.generating.too-few-rows"),
    ],
)
def test_what_cannot_be_met_is_refused_with_words(tmp_path: Path, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(tmp_path, **said)
    assert refused.value.code == code
    assert "{" not in messages.said(refused.value).message + messages.said(refused.value).hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("rows", [0, -1])
def test_no_rows_are_no_register(rows: int) -> None:
    with pytest.raises(Invalid):
        Wish("KEN", 1, rows=rows)


def test_too_many_rows_for_a_sheet_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        made(tmp_path, "r.xlsx", rows=1_048_576)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()

    @app.callback()
    def frame() -> None: ...

    add_commands(app)
    return app


def test_the_command_answers_with_file_rows_and_errors(tmp_path: Path, command: typer.Typer) -> None:
    out = tmp_path / "register.parquet"
    call = ["generate", "register", "--area", "Kenya", "--rows", "120", "--seed", "3", "--out", str(out)]
    ran = CliRunner().invoke(command, [*call, "--broken", "isco-88,blank-sex", "--json"])
    answer = json.loads(ran.output)
    assert ran.exit_code == 0
    assert (answer["file"], answer["rows"], len(answer["broken"])) == (str(out), 120, 6)
    assert pl.read_parquet(out).height == 120


def test_the_command_makes_a_national_register(tmp_path: Path, command: typer.Typer) -> None:
    out = tmp_path / "registre.csv"
    call = ["generate", "register", "--area", "SEN", "--rows", "50", "--out", str(out), "--style", "national"]
    assert CliRunner().invoke(command, [*call, "--language", "fr"]).exit_code == 0
    assert "Profession" in out.read_bytes().decode("windows-1252").splitlines()[3] or "Emploi" in out.read_text(
        "utf-16-le"
    )


def test_every_error_that_is_worked_in_has_a_finding_with_words() -> None:
    known = messages.known_codes()
    assert {kind.id for kind in kinds().values() if kind.code and kind.code not in known} == set()


def test_the_declared_figures_follow_their_schemas() -> None:
    found, checked = check_folder(packs.BUILT_IN / "generating")
    assert not found
    assert {"marginals.yaml", "qualities.yaml", "broken.yaml", "styles/standard.yaml"} <= set(checked)


@pytest.mark.parametrize("chosen", style_ids())
def test_every_title_of_a_style_can_be_written_in_its_encoding(chosen: str) -> None:
    declared = style(chosen)
    words = [word for titles in declared.titles.values() for word in titles]
    words += [column.header for column in declared.columns] + [*declared.above, *declared.below]
    words += [word for values in declared.values.values() for word in values.values()]
    for word in words:
        assert word.encode(declared.encoding) or not word

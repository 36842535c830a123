"""A register on disk, run by run: what stands in it, and the standard columns that are made of it when asked."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.intake.landing.arrays import coded as coded_array
from concord.intake.landing.arrays import texts_of
from concord.intake.landing.pieces import Head, Piece
from concord.mds.persons import in_duckdb
from concord.mds.persons.columns import BY_NAME, TYPED, is_text
from concord.mds.persons.conditions import Apart, Empty, OneOf, Outside, Same, Without
from concord.mds.persons.in_duckdb import DuckRegister, opened, opened_parts
from concord.mds.persons.landed import Landed, Writer
from concord.mds.persons.texts import Texts
from concord.mds.persons.typed import Coded
from concord.mds.persons.typed_parts import TypedParts

#: Column → text → what it stands for; texts beyond ASCII, and several texts of one meaning.
MEANINGS: dict[str, dict[str, Any]] = {
    "year": {"2023": 2023, "2024": 2024, "٢٠٢٤": 2024, "": None},
    "occupation": {"2221": "2221", "infirmière": "2221", "2211": "2211", "?": None},
    "training": {"Philippines": "PHL", "PHL": "PHL", "Ghana": "GHA", "": None},
    "fte": {"1": 1.0, "0,5": 0.5, "": None},
    "entered": {"2019": 2019, "2024": 2024, "": None},
    "left": {"2024": 2024, "": None},
}
PERSONS = ["R1", " R1", "R2", "R3 ", "", "  ", "ñ4"]
COLUMNS = ("person", *MEANINGS)
LETTERS = "ABCDEFG"
ROWS = st.lists(
    st.tuples(st.sampled_from(PERSONS), *(st.sampled_from(sorted(texts)) for texts in MEANINGS.values())),
    min_size=1,
    max_size=40,
)


def column_of(texts: list[str], *, plain: bool) -> Any:
    import numpy as np

    if plain:
        return texts_of(texts)
    distinct = list(dict.fromkeys(texts))
    return coded_array(np.array([distinct.index(text) for text in texts], dtype=np.uint8), texts_of(distinct))


def landed_of(rows: list[tuple[str, ...]], runs: list[int], folder: Path, *, gaps: bool = False) -> Landed:
    """The rows, in runs of so many, the last run taking the rest; with gaps between the physical rows, or without."""
    import numpy as np

    landed = Landed("t.csv", None, folder / "landed.rows", Head(COLUMNS, tuple(LETTERS), (1,)))
    physical = [2 + at * (3 if gaps else 1) for at in range(len(rows))]
    at = 0
    with Writer(landed) as writer:
        for run in [*runs, len(rows)]:
            part = rows[at : at + run]
            columns = [column_of(list(texts), plain=not index) for index, texts in enumerate(zip(*part, strict=True))]
            if part:
                writer.take(Piece(np.array(physical[at : at + run], dtype=np.uint32), tuple(columns)))
            at += run
    return landed


def typed_of(
    landed: Landed,
    *,
    only_year: int | None = None,
    left_out: str | None = None,
    constants: dict[str, Any] | None = None,
) -> TypedParts:
    columns = [Coded.plain(BY_NAME["person"], "A")]
    for letter, (name, meaning) in zip(LETTERS[1:], MEANINGS.items(), strict=True):
        known = landed.texts[letter].known
        out = frozenset(number for text, number in known.items() if name == "training" and text == left_out)
        values = {name: [meaning[text] for text in known]}
        if BY_NAME[name].kind == "day":
            values[f"{name}_on"] = [None] * len(known)
        columns.append(Coded(name, letter, values, out))
    return TypedParts(landed, columns, {"area": "NZL"}, only_year=only_year)


def expected_of(
    rows: list[tuple[str, ...]], physical: list[int], *, only_year: int | None, left_out: str | None
) -> list[Any]:
    made = []
    for at, (person, *texts) in zip(physical, rows, strict=True):
        row = {"row": at, "person": person.strip() or None, "area": "NZL"}
        row |= {name: meaning[text] for (name, meaning), text in zip(MEANINGS.items(), texts, strict=True)}
        if only_year is not None and row["year"] not in (None, only_year):
            continue
        if texts[2] == left_out:
            continue
        made.append(row)
    return made


@settings(max_examples=40, deadline=None)
@given(
    ROWS,
    st.lists(st.integers(1, 9), max_size=4),
    st.booleans(),
    st.sampled_from([None, 2024]),
    st.sampled_from([None, "", "Ghana"]),
)
def test_rows_in_standard_columns_are_those_that_their_texts_stand_for(
    rows: list[tuple[str, ...]], runs: list[int], gaps: bool, only_year: int | None, left_out: str | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        landed = landed_of(rows, runs, Path(folder), gaps=gaps)
        typed = typed_of(landed, only_year=only_year, left_out=left_out)
        names = ["row", "person", "area", *MEANINGS]
        found = typed.reader(names).read_all().to_pylist()
        physical = [2 + at * (3 if gaps else 1) for at in range(len(rows))]
        expected = expected_of(rows, physical, only_year=only_year, left_out=left_out)
        assert found == [{name: row[name] for name in names} for row in expected]
        assert typed.count == len(expected)
        written = Path(folder) / "rows.parquet"
        assert typed.write(written) == len(expected)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.lists(st.integers(1, 9), max_size=4), st.sampled_from(["year", "training"]))
def test_texts_are_counted_and_found_on_their_rows(rows: list[tuple[str, ...]], runs: list[int], name: str) -> None:
    place = COLUMNS.index(name)
    texts = [row[place] for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        landed = landed_of(rows, runs, Path(folder), gaps=True)
        held = landed.texts[LETTERS[place]]
        assert dict(zip(held.known, held.counts, strict=True)) == Counter(texts)
        assert list(held.known) == list(dict.fromkeys(texts))
        assert held.firsts == [2 + 3 * texts.index(text) for text in held.known]
        wanted = sorted(set(texts))[:2]
        found = [pair for part in landed.rows_with(LETTERS[place], wanted) for pair in part.iter_rows()]
        assert found == [(2 + 3 * at, text) for at, text in enumerate(texts) if text in wanted]
        first = landed.first_rows(LETTERS[place], wanted, 2)
        assert first == {t: [2 + 3 * at for at, text in enumerate(texts) if text == t][:2] for t in wanted}


def test_a_run_that_names_texts_twice_or_in_vain_is_counted_all_the_same() -> None:
    import numpy as np

    texts = Texts()
    codes, rows = np.array([2, 0, 1, 0], dtype=np.uint8), np.array([5, 6, 7, 9], dtype=np.uint32)
    assert texts.numbered(["a", "b", "a", "c"], codes, rows).tolist()[:3] == [0, 1, 0]
    assert (texts.known, texts.counts, texts.firsts) == ({"a": 0, "b": 1}, [3, 1], [5, 7])
    many = [f"t{at}" for at in range(300)]
    order = np.arange(299, -1, -1, dtype=np.uint16)
    texts.numbered(many, order, np.arange(100, 400, dtype=np.uint32))
    assert list(texts.known)[2:] == many[::-1]
    assert texts.firsts[2:] == list(range(100, 400))


def test_wide_and_narrow_numbers_of_one_column_stand_side_by_side(tmp_path: Path) -> None:
    import numpy as np

    landed = Landed("t.csv", None, tmp_path / "rows", Head(("place",), ("A",), (1,)))
    many = [f"place {at}" for at in range(400)]
    with Writer(landed) as writer:
        writer.take(Piece(np.array([2], dtype=np.uint32), (column_of(["place 7"], plain=False),)))
        wide = coded_array(np.arange(400, dtype=np.uint16), texts_of(many))
        writer.take(Piece(np.arange(3, 403, dtype=np.uint32), (wide,)))
    assert [each.columns[0].width for each in landed.parts] == [1, 2]  # type: ignore[union-attr]
    values = {"subnational": [text.upper() for text in landed.texts["A"].known]}
    typed = TypedParts(landed, [Coded("subnational", "A", values)], {}, only_year=None)
    found = typed.reader(["subnational"]).read_all().column(0).to_pylist()
    assert found == ["PLACE 7", *(text.upper() for text in many)]


CONDITIONS = [
    Empty("person"),
    OneOf("training", ("GHA",)),
    OneOf("occupation", ("2211", "2221", "x", "y", "z")),
    Outside("fte", 0.6, 1.0),
    Apart("left", "entered", 0, None),
    Same("training", "area"),
    Without("left", "entered"),
]


def answers(register: DuckRegister) -> list[Any]:
    few = register.few_offending(CONDITIONS, most=1000)
    assert few is not None
    stocks = register.counted(["year", "occupation", "training", "area"], where="stock", with_fte=True)
    keys = ("area", "person", "year")
    return [
        register.count(),
        few.rows(),
        sorted(register.offending(CONDITIONS, first=3), key=lambda each: each.mask),
        sorted(stocks.select(sorted(stocks.columns)).rows(), key=repr),
        register.doubles(keys, first=2),
        list(register.all_doubles(keys)),
        register.filled(["person", "training", "fte"]),
        register.distinct("occupation"),
        register.values([2, 3], ["person", "year", "left"]),
    ]


@settings(max_examples=12, deadline=None)
@given(ROWS, st.lists(st.integers(1, 9), max_size=3), st.sampled_from([0, 1 << 30]), st.sampled_from([None, 2024]))
def test_a_landed_register_answers_as_the_same_rows_in_a_file(
    rows: list[tuple[str, ...]], runs: list[int], sorted_from: int, only_year: int | None
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_duckdb, "SORTED_FROM", sorted_from)
        folder = Path(name)
        typed = typed_of(landed_of(rows, runs, folder), only_year=only_year)
        if not typed.count:
            return
        path = folder / "rows.parquet"
        typed.write(path)
        with opened_parts(typed, folder) as here, opened(path) as there:
            assert here.columns == there.columns == frozenset(typed.columns) & frozenset(TYPED)
            assert answers(here) == answers(there)
            for column, said in here.statistics().items():
                if said.nulls is not None:
                    assert said.nulls == here.count() - here.filled([column])[column]
            held = {column: here.distinct(column) for column in here.columns if is_text(column)}
            for column, value in here.constant().items():
                assert held[column] == {value}


def test_the_engine_may_open_nothing_where_a_register_has_landed(tmp_path: Path) -> None:
    import duckdb

    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    typed = typed_of(landed_of([("R1", "2024", "2221", "PHL", "1", "2019", "")], [], tmp_path))
    with opened_parts(typed, tmp_path) as register, pytest.raises(duckdb.Error):
        register._all(f"SELECT * FROM read_csv('{secret}')")


def test_counting_a_register_never_looks_for_another_data_frame_library(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    lines = "".join(f"R{at},NZL,2024,2221,practising,F,PHL\n" for at in range(300))
    path.write_text("person,area,year,occupation,activity,sex,training\n" + lines + "R1,NZL,2024,2221,x,F,XQX\n")
    code = (
        "import sys; from pathlib import Path; from concord.mds.harmonise import Asked; "
        "from concord.mds.persons import in_duckdb, landing, register; landing.LARGE = in_duckdb.SORTED_FROM = 0; "
        f"done = register.tabulate_register(Path({str(path)!r}), Asked('NZL'), as_of=2026); "
        "print(len(done.findings) > 1, 'pandas' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "False"]

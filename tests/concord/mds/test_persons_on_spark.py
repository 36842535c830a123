"""The same register gives the same findings and the same tables on DuckDB and on a real Spark, wherever its rows stand.

Tests that ask Spark skip with their reason where its library or Java is not installed; ``CONCORD_CAMPAIGN`` asks it
about every case of the room and about a million generated rows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from concord.declarations.read import read_yaml
from concord.errors import Conflict, Invalid, Refusal, Unavailable
from concord.mds.engines import spark
from concord.mds.engines.address import Engine, engine, place_of
from concord.mds.generating.wish import Wish
from concord.mds.generating.writing import write
from concord.mds.harmonise import Asked
from concord.mds.persons import checking, in_cluster, in_duckdb, in_spark, landing, tabulating
from concord.mds.persons.conditions import Apart, Empty, OneOf, Outside, Same, Without
from concord.mds.persons.register import Registered, tabulate_register
from concord.mds.profile import profile_of

CASES_FOLDER = Path(__file__).parents[2] / "cases" / "mds"
CASES = read_yaml(CASES_FOLDER / "persons.yaml")
ROWS = read_yaml(CASES_FOLDER / "person_rows.yaml")
AS_OF = 2026
HERE = "spark://local[2]"
#: A column of persons is most different from so many on, and is then not decided text by text.
GENERATED = 24_000
IS_CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
LACKING = (
    "pyspark is not installed" if find_spec("pyspark") is None else "no Java" if shutil.which("java") is None else ""
)
needs_spark = pytest.mark.skipif(bool(LACKING), reason=LACKING)
campaign = pytest.mark.skipif(not IS_CAMPAIGN, reason="asked in a campaign")


@pytest.fixture(scope="module")
def local() -> Iterator[str]:
    """One Spark on this computer for the module; every call finds it running."""
    if LACKING:
        pytest.skip(LACKING)
    with spark.session(Engine("spark", "local[2]")):
        yield HERE


def same(one: Registered | None, other: Registered | None) -> Registered:
    """Everything that came of one way came of the other."""
    assert one is not None
    assert other is not None
    assert [repr(each) for each in one.findings] == [repr(each) for each in other.findings]
    assert [table.structure for table in one.tables] == [table.structure for table in other.tables]
    for here, there in zip(one.tables, other.tables, strict=True):
        assert here.frame.schema == there.frame.schema
        assert here.frame.rows() == there.frame.rows(), here.structure
        assert here.provenance == there.provenance
    assert (one.changes, one.kept, one.columns, one.inputs) == (other.changes, other.kept, other.columns, other.inputs)
    return one


def on_both(path: Path, asked: Asked, folder: Path) -> Registered:
    """A register on DuckDB and on Spark, and the lists of offending rows of both."""
    lists = folder / "duckdb.csv", folder / "spark.csv"
    here = tabulate_register(path, asked, as_of=AS_OF, offending=lists[0])
    there = tabulate_register(path, asked, as_of=AS_OF, offending=lists[1], engine=HERE)
    made = same(here, there)
    assert [each.exists() for each in lists] in ([True] * 2, [False] * 2)
    if lists[0].exists():
        listed = [sorted(each.read_text(encoding="utf-8").splitlines()) for each in lists]
        assert listed[0] == listed[1]
    return made


# Addresses


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", Engine()), ("duckdb", Engine()),
        ("spark://local", Engine("spark", "local")), ("spark://local[*]", Engine("spark", "local[*]")),
        ("spark://local[2]", Engine("spark", "local[2]")),
        ("spark://master.example:7077", Engine("spark", "spark://master.example:7077")),
        ("spark://10.0.0.1:7077,10.0.0.2:7077", Engine("spark", "spark://10.0.0.1:7077,10.0.0.2:7077")),
        ("spark://yarn", Engine("spark", "yarn")), ("spark://session", Engine("spark", "session")),
    ],
)  # fmt: skip
def test_an_engine_is_chosen_by_its_address(address: str, expected: Engine) -> None:
    assert engine(address) == expected
    assert expected.is_here is (expected.master.startswith("local") or expected.kind == "duckdb")


@pytest.mark.parametrize(
    "address", ["polars", "spark", "spark:local", "spark://", "spark://host", "spark://local[0]", "spark://local[-1]",
                "spark://host:0", "spark://host:7077/x", "postgres://host/x", "duckdb://x", "spark://a b:7077"],
)  # fmt: skip
def test_an_unknown_address_is_refused_with_those_that_are_known(address: str) -> None:
    with pytest.raises(Invalid) as refused:
        engine(address)
    assert refused.value.code == "mds.engine.address"
    assert "spark://local[N]" in str(refused.value.params["known"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("register.csv", ""), ("/data/register.parquet", ""), ("C:/data/register.parquet", ""),
        ("hdfs://host:8020/r/2024", "hdfs://host:8020/r/2024"), ("hdfs:///r/2024", "hdfs:///r/2024"),
        ("s3a://bucket/r", "s3a://bucket/r"), ("abfss://c@account.example/r", "abfss://c@account.example/r"),
        ("file:///mnt/r", "file:///mnt/r"), ("table:lake.persons.nurses", "table:lake.persons.nurses"),
    ],
)  # fmt: skip
def test_a_place_in_a_cluster_is_told_from_a_path_of_this_computer(written: str, expected: str) -> None:
    assert place_of(Path(written)) == expected
    assert place_of(written) == expected


def test_one_module_alone_names_the_library_of_spark() -> None:
    source = Path(spark.__file__).parents[3]
    naming = [path for path in source.rglob("*.py") if "pyspark" in path.read_text(encoding="utf-8")]
    assert naming == [Path(spark.__file__)]


def test_spark_strips_the_same_blanks_as_a_file_that_lands() -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    assert set(in_cluster.BLANKS) == {chr(code) for code in range(0x110000) if chr(code).isspace()}
    others = "\u200b\u00ad\ufeff"
    text = f"{in_cluster.BLANKS}{others}a b{others}{in_cluster.BLANKS}"
    assert pc.utf8_trim_whitespace(pa.array([text]))[0].as_py() == f"{others}a b{others}" == text.strip()


# What is refused


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(Unavailable) as refused:
        tabulate_register(tmp_path, Asked("NZL"), as_of=AS_OF, engine=HERE)
    assert refused.value.code == "mds.engine.no-spark"


@needs_spark
@pytest.mark.slow
def test_without_java_it_is_said_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALL.format(path=str(tmp_path), engine=HERE)],
        env={**os.environ, "PATH": "/nowhere", "JAVA_HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "mds.engine.no-java", done.stderr


CALL = """
from pathlib import Path
from concord.errors import Refusal
from concord.mds.harmonise import Asked
from concord.mds.persons.register import tabulate_register
try:
    made = tabulate_register(Path({path!r}), Asked("NZL", 2024), as_of=2026, engine={engine!r})
    print(len(made.tables))
except Refusal as refused:
    print(refused.code)
"""


def test_a_file_of_this_computer_is_not_sent_to_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)
    path = tmp_path / "register.csv"
    path.write_text("person,year,occupation,training\nA1,2024,2221,PHL\n", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        tabulate_register(path, Asked("NZL"), as_of=AS_OF, engine="spark://master.example:7077")
    assert refused.value.code == "mds.engine.file-here"


def test_a_place_in_a_cluster_needs_the_clusters_engine() -> None:
    with pytest.raises(Invalid) as refused:
        tabulate_register(Path("hdfs://host:8020/register"), Asked("NZL"), as_of=AS_OF)
    assert refused.value.code == "mds.engine.place-without-spark"


@pytest.mark.slow
def test_what_spark_does_not_find_or_is_no_register_is_refused(local: str, tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "counts.parquet")
    for place, code in (
        (tmp_path / "nothing.parquet", "mds.engine.not-found"), (Path("table:nowhere"), "mds.engine.not-found"),
        (tmp_path, "mds.engine.not-a-register"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            tabulate_register(place, Asked("NZL"), as_of=AS_OF, engine=local)
        assert refused.value.code == code
    assert tabulate_register(tmp_path / "counts.parquet", Asked("NZL"), as_of=AS_OF, engine=local) is None
    with pytest.raises(Conflict) as other:
        tabulate_register(tmp_path, Asked("NZL"), as_of=AS_OF, engine="spark://local[1]")
    assert other.value.code == "mds.engine.other-session"


def test_an_error_of_the_engine_is_said_without_what_stands_in_a_row(local: str) -> None:
    with spark.session(engine(local)) as session, pytest.raises(Refusal) as refused, spark.answers("here"):
        session.sql("SELECT CAST(a AS INT) FROM VALUES ('SECRET1') AS t(a)").collect()
    assert refused.value.code == "mds.engine.failed"
    assert "SECRET" not in repr(refused.value.params)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


# The same answers


def rows_on_disk(rows: list[dict[str, Any]], path: Path, *, numbered: bool = True) -> Path:
    numbers = {"year", "birth_year", "age", "entered", "left", "returned", "graduated"}
    schema = {key: pl.Int16 if key in numbers else pl.Float64 if key == "fte" else pl.String for key in ROWS["clean"]}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    if numbered:
        frame = frame.with_columns(pl.Series("row", range(2, len(rows) + 2), dtype=pl.UInt32))
    frame.write_parquet(path)
    return path


def checked_on_both(path: Path) -> checking.Checked:
    with in_duckdb.opened(path) as here:
        one = checking.check(here, as_of=AS_OF)
        rows_here = pl.concat(list(one.all_rows(here))).sort("row", "rule").rows()
        tables_here = tabulating.tables(here)
    with in_spark.opened(engine(HERE), path) as there:
        other = checking.check(there, as_of=AS_OF)
        rows_there = pl.concat(list(other.all_rows(there))).sort("row", "rule").rows()
        tables_there = tabulating.tables(there)
    assert [repr(each) for each in one.findings] == [repr(each) for each in other.findings]
    assert one.counts == other.counts
    assert rows_here == rows_there
    assert [(t.structure, t.frame.rows()) for t in tables_here] == [(t.structure, t.frame.rows()) for t in tables_there]
    return one


@pytest.mark.slow
def test_every_rule_finds_on_spark_what_it_finds_on_duckdb(
    local: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = ROWS["clean"]
    rows = [{**clean, **offence, "person": offence.get("person", f"P{at}")} for at, offence in
            enumerate(ROWS["offences"].values()) for _ in range(2)]  # fmt: skip
    rows += [{**clean, "year": 2023, "person": f"Q{at}", "training": None if at % 3 else "PHL"} for at in range(400)]
    rows += [{**clean, "person": f"R{at}"} for at in range(100)]
    path = rows_on_disk(rows, tmp_path / "rows.parquet")
    found = checked_on_both(path)
    declared = {f"mds.person.{each}" for each in ROWS["offences"]}
    assert declared <= set(found.counts)
    assert {"mds.person.twice", "mds.person.training-not-known", "mds.person.stock-jump"} <= set(found.counts)
    monkeypatch.setattr(checking, "HELD", 5)
    assert checked_on_both(path).few is None
    rows_on_disk(rows, tmp_path / "unnumbered.parquet", numbered=False)
    checked_on_both(tmp_path / "unnumbered.parquet")


CONDITIONS = [
    Empty("sex"), OneOf("sex", ("T", "Q")), OneOf("left_for", ("A", "B", "C", "D", "E", "NZL")), Outside("fte", 0, 1.5),
    Outside("entered", 1900, None), Outside("left", None, None), Apart("entered", "birth_year", 17, 80),
    Apart("left", "entered", 0, None, unless="returned"), Same("left_for", "area"), Without("left_for", "left"),
]  # fmt: skip


@pytest.mark.slow
def test_every_condition_says_the_same_of_rows_with_and_without_values(local: str, tmp_path: Path) -> None:
    years = [None, 1890, 1899, 1980, 1997, 2024, 2040]
    rows = [
        {**ROWS["clean"], "entered": years[at % 7], "left": years[at * 3 % 7], "returned": years[at * 5 % 7],
         "birth_year": years[at // 7 % 7], "sex": [None, "F", "T", "Q"][at % 4],
         "fte": [None, -0.5, 0.0, 1.5, 1.500001][at % 5], "left_for": [None, "NZL", "GBR", "F"][at // 4 % 4]}
        for at in range(420)
    ]  # fmt: skip
    path = rows_on_disk(rows, tmp_path / "rows.parquet")
    with in_duckdb.opened(path) as here, in_spark.opened(engine(local), path) as there:
        masks = here.few_offending(CONDITIONS, most=1000)
        other = there.few_offending(CONDITIONS, most=1000)
        assert masks is not None
        assert other is not None
        assert masks.rows() == other.rows()
        assert 0 < masks.height < 420
        assert there.few_offending(CONDITIONS, most=masks.height - 1) is None
        assert here.offending(CONDITIONS, first=3) == there.offending(CONDITIONS, first=3)
        assert here.filled(["left", "fte"]) == there.filled(["left", "fte"])
        keys = ("entered", "left", "sex")
        assert here.doubles(keys, first=4) == there.doubles(keys, first=4)
        assert list(here.all_doubles(keys)) == list(there.all_doubles(keys))


@pytest.mark.slow
@pytest.mark.parametrize("format", ["csv", "parquet"])
@pytest.mark.parametrize("case", CASES if IS_CAMPAIGN else CASES[:1], ids=lambda case: case["name"])
def test_every_register_gets_the_same_findings_and_tables(
    local: str, case: dict[str, Any], format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)
    text, count = case["table"], 0
    for year, rows in case.get("repeat", {}).items():
        text += "".join(f"P{count + row},{year},2221,PHL\n" for row in range(rows))
        count += rows
    path = tmp_path / "register.csv"
    path.write_text(text, encoding="utf-8")
    if format == "parquet":
        sign = max(",;\t", key=text.splitlines()[0].count)
        frame = pl.read_csv(path, separator=sign, infer_schema=False, truncate_ragged_lines=True)
        path = path.with_suffix(".parquet")
        frame.write_parquet(path)
    call = case.get("call", {})
    asked = Asked(call.get("area"), call.get("year"), profile_of(call.get("profile", {})))
    said = [_said(path, asked, each) for each in ("", local)]
    assert said[0] == said[1]
    if said[0] == "a register":
        on_both(path, asked, tmp_path)


def _said(path: Path, asked: Asked, address: str) -> str:
    """What it is taken for, or why it is refused."""
    try:
        return "a register" if tabulate_register(path, asked, as_of=AS_OF, engine=address) else "something else"
    except Refusal as refused:
        return refused.code


AWKWARD = {
    "person": ["ع-١", "😀2", " 3 ", "4", "4", None, "n/a", "e\u0301", "é", "9\u200b", "10", "11"],
    "Year": [2024, 2024, 2024, 2023, 2023, 2024, None, 2024, 2024, 2024, 2024, 2024],
    "occupation": ["2221", "2221", "ممرضة", "2211", "2211", None, "", " 2221 ", "nurse", "护士", "Sage-femme", "2221"],
    "training": ["Philippines", "الفلبين", "Côte d'Ivoire", "Cote d'Ivoire", None, "", "?", "Nowhere", "IND", "IND",
                 "Congo, Dem. Rep.", "ZZZ"],
    "birth_date": [date(1980, 5, 1), None, date(1899, 1, 1), date(2020, 2, 29), *[date(1975, 12, 31)] * 8],
    "entered": [datetime(2010, 1, 1), datetime(2010, 1, 1, 12, 30), None, *[datetime(2030, 6, 1)] * 9],
    "fte": [1.0, 0.5, 1e-7, None, 7.5, 1.0, 0.1, 0.2, 0.7, float("nan"), 1.0, 1.0],
    "graduated": [Decimal("2001.0"), None, *[Decimal("2005.0")] * 10],
    "left": [None] * 12,
    "is_member": [True, False, None] * 4,
    'a "strange". name': ["x"] * 12,
}  # fmt: skip


@pytest.mark.slow
def test_values_of_every_kind_and_script_are_read_alike(local: str, tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    pl.DataFrame(AWKWARD, strict=False).write_parquet(path)
    made = on_both(path, Asked("NZL", 2024, profile_of({"activity": "practising"})), tmp_path)
    assert {each.code for each in made.findings} >= {"mds.person.missing", "mds.register.rows-left-out"}
    clean = {**AWKWARD, "occupation": ["2221"] * 12, "Year": [2024] * 11 + [2023], "entered": [None] * 12,
             "person": [f"é{at}" for at in range(12)], "fte": [0.5, None] * 6, "training": ["IND", None, "PHL"] * 4,
             "birth_date": [date(1980, 5, 1)] * 12,
             "graduated": [None, Decimal("2005"), Decimal("2007")] * 4}  # fmt: skip
    pl.DataFrame(clean, strict=False).write_parquet(path)
    made = on_both(path, Asked("NZL", 2024, profile_of({"activity": "practising"})), tmp_path)
    assert {each.structure for each in made.tables} >= {"mds-stock-by-training", "mds-stock-detail"}


@pytest.mark.slow
def test_an_empty_register_and_one_of_another_year_are_told_alike(local: str, tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    pl.DataFrame({key: AWKWARD[key] for key in ("person", "Year", "occupation", "training")}).clear().write_parquet(
        path
    )
    assert [each.code for each in on_both(path, Asked("NZL"), tmp_path).findings] == ["intake.table.no-rows"]
    pl.DataFrame({"person": ["a"], "year": [2020], "occupation": ["2221"]}).write_parquet(path)
    assert on_both(path, Asked("NZL", 2024), tmp_path).kept[0].left_out == 1


def generated(rows: int, folder: Path, broken: tuple[str, ...], **wish: Any) -> Path:
    path = folder / "generated.parquet"
    write(Wish("NZL", 11, rows=rows, broken=broken, **wish), path)
    return path


@pytest.mark.slow
def test_a_generated_register_with_every_error_is_told_and_counted_alike(local: str, tmp_path: Path) -> None:
    path = generated(GENERATED, tmp_path, ("all",), quality="poor")
    made = on_both(path, Asked(), tmp_path)
    assert len({each.code for each in made.findings if each.level == "hard"}) > 5
    assert not made.tables


@pytest.mark.slow
def test_a_generated_register_gives_the_same_tables_from_one_file_and_from_several(local: str, tmp_path: Path) -> None:
    path = generated(GENERATED, tmp_path, (), quality="tidy", years=2)
    made = on_both(path, Asked(), tmp_path)
    assert len(made.tables) >= 6, list(made.findings)
    folder = tmp_path / "lake" / path.name
    folder.mkdir(parents=True)
    frame = pl.read_parquet(path)
    for at, begin in enumerate(range(0, frame.height, 9_000)):
        frame.slice(begin, 9_000).write_parquet(folder / f"part-{at}.parquet")
    parts = tabulate_register(folder, Asked(), as_of=AS_OF, engine=local)
    assert parts is not None
    assert [repr(each) for each in parts.findings] == [repr(each) for each in made.findings]
    assert [(t.structure, t.frame.rows()) for t in parts.tables] == [(t.structure, t.frame.rows()) for t in made.tables]
    assert parts.inputs[0].digest != made.inputs[0].digest
    assert len(parts.inputs[0].digest) == 64


@pytest.mark.slow
def test_rows_of_several_files_are_named_by_their_place_in_all_of_them(local: str, tmp_path: Path) -> None:
    rows = {"person": [f"P{at}" for at in range(30)], "year": [2024] * 30, "occupation": ["2221"] * 30,
            "training": ["PHL"] * 30, "fte": ["1"] * 20 + ["9"] + ["1"] * 9}  # fmt: skip
    frame = pl.DataFrame(rows)
    for at in range(3):
        frame.slice(10 * at, 10).write_parquet(tmp_path / f"part-{at}.parquet")
    made = tabulate_register(tmp_path, Asked("NZL"), as_of=AS_OF, engine=local)
    assert made is not None
    named = {each.code: each.where.row for each in made.findings}
    assert named["mds.fte.unit"] == 22


@pytest.mark.slow
def test_a_column_that_no_table_needs_never_leaves_the_cluster(
    local: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    taken = in_cluster.InCluster._taken

    def seen(self: in_cluster.InCluster, letter: str) -> Any:
        asked.append(self.head.headers[self.head.letters.index(letter)])
        return taken(self, letter)

    monkeypatch.setattr(in_cluster.InCluster, "_taken", seen)
    monkeypatch.setattr(in_cluster, "MANY", 5)
    rows = [{"person": f"SECRET{at}", "name": f"NAME{at}", "email": f"{at}@example.org", "year": 2024,
             "occupation": "2221", "training": "PHL"} for at in range(20)]  # fmt: skip
    path = tmp_path / "register.parquet"
    pl.DataFrame(rows).write_parquet(path)
    made = tabulate_register(path, Asked("NZL"), as_of=AS_OF, engine=local)
    assert made is not None
    assert sorted(asked) == ["occupation", "training", "year"]
    assert "SECRET" not in repr(made)
    assert "NAME1" not in repr(made)


@pytest.mark.slow
def test_too_many_different_texts_are_refused_before_they_come_here(
    local: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_cluster, "MOST_TEXTS", 3)
    path = tmp_path / "register.parquet"
    pl.DataFrame({"person": ["a"] * 5, "year": [2024] * 5, "occupation": list("12345")}).write_parquet(path)
    with pytest.raises(Invalid) as refused:
        tabulate_register(path, Asked("NZL"), as_of=AS_OF, engine=local)
    assert refused.value.code == "mds.engine.too-many-texts"


@needs_spark
@pytest.mark.slow
def test_nothing_is_left_of_the_rows_when_a_spark_of_our_own_has_ended(tmp_path: Path) -> None:
    path, scratch = tmp_path / "register.parquet", tmp_path / "scratch"
    scratch.mkdir()
    rows = {"person": [f"P{at}" for at in range(50)], "occupation": ["2221"] * 50, "training": ["PHL"] * 50}
    pl.DataFrame(rows).write_parquet(path)
    done = subprocess.run(
        [sys.executable, "-c", CALL.format(path=str(path), engine="spark://local[1]")],
        env={**os.environ, "TMPDIR": str(scratch), "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={scratch}"},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "3", done.stderr
    assert [each.name for each in scratch.iterdir() if not each.name.startswith("hsperfdata")] == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["register.parquet", "scratch"]


@campaign
@pytest.mark.slow
@pytest.mark.parametrize("broken", [(), ("all",)], ids=["to be counted", "with every error"])
def test_a_million_rows_are_told_and_counted_alike(local: str, broken: tuple[str, ...], tmp_path: Path) -> None:
    path = generated(1_000_000, tmp_path, broken, quality="tidy" if not broken else "usual", years=4)
    made = on_both(path, Asked(), tmp_path)
    assert made.kept[0].rows >= 1_000_000
    assert bool(made.tables) is not bool(broken)

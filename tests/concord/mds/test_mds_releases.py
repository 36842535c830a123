"""Releases are frozen, whole, citable and alike on every day; the store answers like a filter."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.declarations.bundle import digest_of
from concord.errors import Conflict, Invalid, NotFound
from concord.mds import facts, freezing, release, store
from concord.mds.citation import content_digest
from concord.mds.release import freeze, from_bundled
from concord.mds.store import Store
from concord.vocabulary.structures import Table, structure, table

AS_OF = "2026-11-21"


def stock(**more: list[object]) -> Table:
    columns = {
        "area": ["NZL", "NZL", "NZL"],
        "year": [2018, 2018, 2017],
        "occupation": ["221", "221", "221"],
        "origin": ["IND", None, "PHL"],
        "row_kind": ["origin", "unknown", "origin"],
        "headcount": [10, None, 0],
        "status": ["normal", "suppressed", "normal"],
        "source": ["submitted"] * 3,
        "source_file": ["a.csv"] * 3,
        "source_row": [2, 3, 4],
    }
    return table("mds-stock-by-training", **{**columns, **more})


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("bundled")
    from_bundled(folder, as_of=AS_OF)
    return Store(folder)


def test_every_bundled_structure_is_in_the_first_release(bundled: Store) -> None:
    latest = bundled.latest()
    assert latest is not None
    assert latest.id == "2026.1"
    assert tuple(each.structure for each in latest.tables) == facts.bundled_structures()
    assert bundled.verify(latest) == ()
    assert bundled.query("mds-stock-by-training")["headcount"].sum() == 165_951
    assert bundled.query("mds-totals")["headcount"].sum() == 76_818_818


def test_every_bundled_figure_leads_to_a_declared_source_a_file_and_a_row() -> None:
    from concord.vocabulary.provenance import source

    for id in facts.bundled_structures():
        frame = facts.bundled(id).frame
        assert frame.select(pl.col("source", "source_file", "source_row").is_null().any()).row(0) == (False,) * 3
        for name in frame["source"].unique():
            assert source(name).licence, name


def test_the_same_content_has_the_same_digest_and_bytes_on_any_day_and_in_any_order(tmp_path: Path) -> None:
    first = freeze([stock()], folder=tmp_path / "a", id="2026.1", as_of=AS_OF)
    shuffled = Table(stock().structure, stock().frame.reverse(), stock().provenance)
    second = freeze([shuffled], folder=tmp_path / "b", id="2026.1", as_of="2030-01-01")
    assert first.digest == second.digest
    assert first.tables == second.tables
    path = first.path("mds-stock-by-training")
    assert path is not None
    assert digest_of(path) == first.tables[0].sha256


def test_freezing_the_same_again_gives_the_release_that_is_there(tmp_path: Path) -> None:
    assert freeze([stock()], folder=tmp_path, id="x", as_of=AS_OF) == freeze(
        [stock()], folder=tmp_path, id="x", as_of=AS_OF
    )


def test_a_release_is_never_changed(tmp_path: Path) -> None:
    freeze([stock()], folder=tmp_path, id="2026.1", as_of=AS_OF)
    with pytest.raises(Conflict) as refused:
        freeze([stock(headcount=[11, None, 0])], folder=tmp_path, id="2026.1", as_of=AS_OF)
    assert refused.value.code == "mds.release.exists"


@pytest.mark.parametrize("id", ["", "../x", "a/b", ".hidden", "a b"])
def test_a_release_cannot_be_named_outside_its_folder(tmp_path: Path, id: str) -> None:
    with pytest.raises(Invalid) as refused:
        freeze([stock()], folder=tmp_path, id=id, as_of=AS_OF)
    assert refused.value.code == "mds.release.id"


def test_rows_that_are_persons_are_in_no_release(tmp_path: Path) -> None:
    people = table("cohort", cohort=["2020"], person=["P-1"], outcome=["followed"], years=[1.5], status=["normal"])
    with pytest.raises(Invalid) as refused:
        freezing.freeze([stock(), people], folder=tmp_path, id="2026.1", as_of=AS_OF)
    assert refused.value.code == "mds.release.of-persons"
    assert not (tmp_path / "releases").exists()


def test_a_failed_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(freezing, "_keep", full)
    with pytest.raises(OSError, match="No space"):
        freeze([stock()], folder=tmp_path, id="2026.1", as_of=AS_OF)
    assert list((tmp_path / "releases").iterdir()) == []
    assert Store(tmp_path).releases() == ()


def test_a_half_written_folder_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "releases" / ".new-1").mkdir(parents=True)
    (tmp_path / "releases" / "2026.9").mkdir()
    assert Store(tmp_path).releases() == ()


def test_a_changed_file_is_not_read(tmp_path: Path) -> None:
    made = freeze([stock()], folder=tmp_path, id="2026.1", as_of=AS_OF)
    path = made.path("mds-stock-by-training")
    assert path is not None
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(Conflict) as refused:
        Store(tmp_path).query("mds-stock-by-training")
    assert refused.value.code == "mds.release.changed"
    assert Store(tmp_path).verify(made) == ("mds-stock-by-training.parquet",)


def test_what_a_table_is_travels_in_its_file(tmp_path: Path) -> None:
    made = freeze([stock()], folder=tmp_path, id="2026.1", as_of=AS_OF, notes=["Checked twice."])
    path = made.path("mds-stock-by-training")
    said = {key.decode(): value.decode() for key, value in (parquet.read_metadata(path).metadata or {}).items()}
    assert said["concord.structure"] == "mds-stock-by-training"
    assert said["concord.digest"] == made.tables[0].digest
    assert "release 2026.1" in said["concord.citation"]
    assert json.loads(said["concord.notes"]) == ["Checked twice."]


def test_the_next_release_replaces_the_series_that_was_sent_and_keeps_the_rest(tmp_path: Path) -> None:
    held = Store(tmp_path)
    first = held.add([stock()], as_of=AS_OF)
    newer = table(
        "mds-stock-by-training",
        area=["NZL"],
        year=[2018],
        occupation=["221"],
        origin=["KEN"],
        row_kind=["origin"],
        headcount=[3],
        source=["submitted"],
        source_file=["b.csv"],
        source_row=[2],
    )
    second = held.add([newer], as_of=AS_OF)
    assert (first.id, second.id, second.previous) == ("2026.1", "2026.2", "2026.1")
    rows = held.query("mds-stock-by-training").frame.select("year", "origin", "headcount").rows()
    assert rows == [(2017, "PHL", 0), (2018, "KEN", 3)]
    assert held.query("mds-stock-by-training", release=first)["headcount"].to_list() == [0, None, 10]
    assert held.add([newer], as_of=AS_OF) == second


def test_releases_are_in_order_of_their_numbers(tmp_path: Path) -> None:
    for id in ("2026.10", "2026.9", "2025.30"):
        freeze([stock(headcount=[int(id[-1]), None, 0])], folder=tmp_path, id=id, as_of=AS_OF)
    assert [each.id for each in Store(tmp_path).releases()] == ["2025.30", "2026.9", "2026.10"]


def test_without_a_release_the_bundled_facts_answer_and_say_so(tmp_path: Path) -> None:
    answer = Store(tmp_path).answer("population", area="KEN", year=2020)
    assert (answer.vintage, answer.basis) == ("bundled", "bundled facts")
    assert len(answer.table) == 1
    with pytest.raises(NotFound) as refused:
        Store(tmp_path).query("mds-outflow")
    assert refused.value.code == "mds.query.nothing"


@pytest.mark.parametrize("name", ['area" OR 1=1 --', "headcounts", "rowid", "*"])
def test_a_name_that_is_not_declared_never_reaches_the_query(bundled: Store, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        bundled.query("mds-stock-by-training", **{name: "NZL"})
    assert refused.value.code == "mds.query.column"
    with pytest.raises(Invalid):
        store.filtered(facts.bundled("density").frame, "density", {name: ("x",)})


@pytest.mark.parametrize("value", ["' OR '1'='1", "NZL'; DROP TABLE released; --", "%", "\x00"])
def test_a_value_is_only_ever_a_value(bundled: Store, value: str) -> None:
    assert len(bundled.query("mds-stock-by-training", area=value)) == 0


def test_the_engine_can_open_nothing_and_change_nothing(bundled: Store, tmp_path: Path) -> None:
    import duckdb

    from concord.mds.engines.duckdb import locked

    latest = bundled.latest()
    assert latest is not None
    path = latest.path("population")
    attempts = [
        f"SELECT * FROM read_parquet('{path}')",
        f"SELECT * FROM '{path}'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        f"COPY (SELECT 1) TO '{tmp_path / 'x.csv'}'",
        f"ATTACH '{tmp_path / 'x.db'}'",
        f"EXPORT DATABASE '{tmp_path / 'd'}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access=true",
        "SET lock_configuration=false",
        f"SET allowed_directories=['{tmp_path}']",
        "SET memory_limit='64GB'",
        "SET temp_directory='/tmp'",
    ]
    outside = pl.DataFrame({"a": [1]})
    assert len(outside) == 1
    for attempt in [*attempts, "SELECT * FROM outside"]:
        with locked() as connection, pytest.raises(duckdb.Error):
            connection.execute(attempt).fetchall()
    assert list(tmp_path.iterdir()) == []


AREAS = ["CAN", "NZL", "GRC", "DEU", "XXX"]
ORIGINS = ["IND", "NAM", "NOR", "CAN", "TWN"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    area=st.none() | st.lists(st.sampled_from(AREAS), max_size=3),
    origin=st.none() | st.lists(st.sampled_from(ORIGINS), max_size=3),
    year=st.none() | st.lists(st.integers(2016, 2019), max_size=3),
)
def test_a_question_gives_the_rows_that_a_filter_gives(
    bundled: Store, area: list[str] | None, origin: list[str] | None, year: list[int] | None
) -> None:
    frame = bundled.query("mds-stock-by-training").frame
    expected = frame
    for name, values in (("area", area), ("origin", origin), ("year", year)):
        if values is not None:
            expected = expected.filter(pl.col(name).is_in(values))
    assert bundled.query("mds-stock-by-training", area=area, origin=origin, year=year).frame.equals(expected)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["IND", "NAM", "NOR", "PHL"]),
            st.integers(2000, 2020),
            st.one_of(st.none(), st.integers(0, 10**9)),
        ),
        min_size=1,
        max_size=20,
        unique_by=lambda row: (row[0], row[1]),
    )
)
def test_what_is_frozen_is_what_is_read(tmp_path: Path, rows: list[tuple[str, int, int | None]]) -> None:
    given_table = table(
        "mds-stock-by-training",
        area=["NZL"] * len(rows),
        year=[row[1] for row in rows],
        occupation=["221"] * len(rows),
        origin=[row[0] for row in rows],
        row_kind=["origin"] * len(rows),
        headcount=[row[2] for row in rows],
        source=["submitted"] * len(rows),
    )
    digest = content_digest(release.in_order(given_table))
    made = freeze([given_table], folder=tmp_path, id=f"x-{digest[:16]}", as_of=AS_OF)
    read = Store(tmp_path).query("mds-stock-by-training", release=made)
    assert read.frame.equals(release.in_order(given_table).frame)
    assert content_digest(read) == made.tables[0].digest


def test_a_base_chooses_the_stock_by_that_base(bundled: Store) -> None:
    assert bundled.query("mds-stock-by-birth", base="training").structure == "mds-stock-by-training"
    with pytest.raises(Invalid) as refused:
        bundled.query("population", base="birth")
    assert refused.value.code == "mds.query.base"


def test_every_structure_with_facts_is_declared() -> None:
    for id in facts.bundled_structures():
        assert structure(id).of("measure")

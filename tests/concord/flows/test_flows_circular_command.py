"""``concord estimate circular``: rates from a register without its persons, bounds from tables without guesses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.cli import main
from concord.findings import Findings
from concord.flows.circular import Circular, Share, circular
from concord.flows.circular_rows import spells
from concord.flows.circular_shown import OTHERS, protected
from concord.flows.declared import declared

pytestmark = pytest.mark.usefixtures("read_in_this_process")
HEADERS = ("Reg. no.", "First registered", "Left", "To", "Back", "Died")
NAMED = ("person", "entered", "left", "left_for", "returned", "ended")
COLUMNS = [part for pair in zip(NAMED, HEADERS, strict=True) for part in ("--column", "=".join(pair))]


def written(path: Path, rows: list[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SystemExit) as left:
        main(["estimate", "circular", *map(str, arguments), "--json"])
    return int(left.value.code or 0), json.loads(capsys.readouterr().out)


def codes(said: dict[str, Any]) -> list[str]:
    return [each["code"] for each in said["findings"]]


def people() -> list[list[Any]]:
    """Thirty at home; ten to GBR of whom five came back after two years; two to IRL; one died there."""
    rows: list[list[Any]] = [list(HEADERS)]
    rows += [[f"SECRET-{n}", "2010", "", "", "", ""] for n in range(30)]
    rows += [[f"SECRET-{n}", "01/01/2010", "01/01/2012", "GBR", "01/01/2014", ""] for n in range(30, 35)]
    rows += [[f"SECRET-{n}", "2010-01-01", "2012-01-01", "GBR", "", ""] for n in range(35, 40)]
    return [*rows, ["SECRET-40", "2010", "2013", "IRL", "", "2015"], ["SECRET-41", "2010", "2013", "IRL", "", ""]]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return written(tmp_path / "register.csv", people())


def told(said: dict[str, Any], measure: str, **where: Any) -> list[Any]:
    rows = [each for each in said["rows"] if each["measure"] == measure]
    return [each["value"] for each in rows if all(each.get(key) == value for key, value in where.items())]


def test_a_register_with_headers_of_its_own_gives_rates_and_times(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    code, said = asked(
        capsys, "--register", register, "--from", 2010, "--to", 2019, "--out", out, *COLUMNS, "--dates", "DD/MM/YYYY"
    )
    assert (code, codes(said), said["method"], said["window"]) == (0, [], "circular-register", [2010, 2020])
    assert (told(said, "persons"), told(said, "leavers")[0], told(said, "returners")[0]) == ([42], 12, 5)
    # 30 for 9.5 years, five for 2 + 6, five for 2, two for 3 (entered in the middle of 2010, left in that of 2013)
    assert told(said, "person-years")[0] == pytest.approx(30 * 9.5 + 5 * 8 + 5 * 2 + 2 * 3, abs=0.05)
    # of twelve who were watched for two years five were back; the median is not reached
    assert told(said, "back-after", years=2)[0] == pytest.approx(5 / 12)
    assert told(said, "median-years-away") == [None]
    assert told(said, "mean-years-away-of-returned") == [pytest.approx(2.0)]
    assert list(said["inputs"]) == ["register.csv"]
    assert said["version"] == declared().version


def test_no_person_and_no_small_count_leaves_a_register(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    arguments = ("--register", register, "--from", 2010, "--to", 2019, "--out", out, *COLUMNS, "--dates", "DD/MM/YYYY")
    _, said = asked(capsys, *arguments)
    whole = out.read_text() + json.dumps(said)
    assert "SECRET" not in whole
    assert "IRL" not in whole
    # two who went to IRL are not alone: GBR stands with them
    assert told(said, "leavers", destination=OTHERS) == [12]
    _, bare = asked(capsys, *arguments, "--no-protect")
    assert told(bare, "leavers", destination="IRL") == [2]


def test_a_date_that_cannot_be_read_is_found_at_its_row_and_nothing_is_written(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    code, said = asked(capsys, "--register", register, "--from", 2010, "--to", 2019, "--out", out, *COLUMNS)
    assert (code, said["file"], out.exists()) == (1, None, False)
    found = [each for each in said["findings"] if each["code"] == "flows.circular.row"]
    assert [(each["row"], each["column"]["header"]) for each in found] == [(row, HEADERS[1]) for row in range(32, 37)]


@pytest.mark.parametrize(
    ("header", "code"),
    [(["person", "left"], "flows.table.column"), (["person", "entered"], "flows.circular.no-left")],
)
def test_a_register_without_a_needed_column_is_said_to_lack_it(
    header: list[str], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "r.csv", [header, ["a", "2010"], ["b", "2011"]])
    done, said = asked(capsys, "--register", path, "--from", 2010, "--to", 2012, "--out", tmp_path / "o.csv")
    assert (done, codes(said)) == (1, [code])


TABLES = {
    "left": [["area", "destination", "year", "departures"], ["PHL", "GBR", 2019, 60], ["PHL", "GBR", 2020, 40],
             ["PHL", "IRL", 2019, 5], ["PHL", "DEU", 2019, 9], ["PHL", "DEU", 2020, ".."]],
    "back": [["area", "origin", "year", "returns"], ["PHL", "GBR", 2019, 20], ["PHL", "GBR", 2020, 60],
             ["PHL", "IRL", 2019, 1], ["PHL", "IRL", 2020, 1], ["PHL", "DEU", 2019, 1], ["PHL", "DEU", 2020, 1]],
    "away": [["area", "destination", "year", "abroad"], ["PHL", "GBR", 2018, 20], ["PHL", "GBR", 2019, 999]],
}  # fmt: skip


def test_tables_give_bounds_where_every_year_is_known_and_say_where_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {name: written(tmp_path / f"{name}.csv", rows) for name, rows in TABLES.items()}
    given = ("--departures", files["left"], "--returns", files["back"], "--from", 2019, "--to", 2020)
    code, said = asked(capsys, *given, "--abroad", files["away"], "--out", tmp_path / "o.csv")
    assert code == 0
    only = said["rows"][0]
    assert len(said["rows"]) == 1
    assert (only["partner"], only["departures"], only["returns"]) == ("GBR", 100, 80)
    # as the worked case: twenty were away before, so sixty at least of the hundred came back
    assert (only["back_low"], only["back_high"], only["away_low"], only["away_high"]) == (0.6, 0.8, 40, 40)
    assert sorted(codes(said)) == ["flows.circular.years", "flows.circular.years", "flows.table.unknown"]


def test_rows_that_are_neither_a_partner_nor_a_total_are_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def table(name: str, partner: str, count: str, a: int, b: int) -> Path:
        rows = [
            ["area", "year", partner, "row_kind", count],
            ["KEN", 2020, "", "total", a],
            ["KEN", 2020, "", "unknown", b],
        ]
        return written(tmp_path / name, rows)

    left, back = table("l.csv", "destination", "headcount", 50, 9), table("b.csv", "origin", "headcount", 10, 3)
    _, said = asked(
        capsys, "--departures", left, "--returns", back, "--from", 2020, "--to", 2020, "--out", tmp_path / "o.csv"
    )
    assert [(each["departures"], each["returns"], each["away_low"]) for each in said["rows"]] == [(50, 10, 40)]


def test_more_returns_than_could_be_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = written(tmp_path / "l.csv", [["year", "departures"], [2020, 5]])
    back = written(tmp_path / "b.csv", [["year", "returns"], [2020, 50]])
    away = written(tmp_path / "a.csv", [["year", "abroad"], [2019, 10]])
    code, said = asked(
        capsys, "--departures", left, "--returns", back, "--abroad", away, "--from", 2020, "--to", 2020,
        "--out", tmp_path / "o.csv",
    )  # fmt: skip
    assert (code, codes(said)) == (1, ["flows.circular.counts"])


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        ((), "flows.circular.asked"),
        (("--register", "r.csv", "--returns", "b.csv"), "flows.circular.asked"),
        (("--departures", "l.csv"), "flows.circular.asked"),
        (("--departures", "l.csv", "--returns", "b.csv", "--from", "2019-05"), "flows.circular.whole-years"),
        (("--register", "r.csv", "--from", "2025"), "flows.circular.window"),
        (("--register", "r.csv", "--column", "name=X"), "flows.circular.column"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(
    arguments: tuple[str, ...], refused: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    years = () if "--from" in arguments else ("--from", "2019")
    code, said = asked(capsys, *arguments, *years, "--to", "2020", "--out", tmp_path / "o.csv")
    assert said["error"]["code"] == refused
    assert code in (2, 3)


# --- What is shown of a register -----------------------------------------------------------------------------
Destinations = st.dictionaries(
    st.sampled_from(["GBR", "IRL", "DEU", "USA", "CAN"]), st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5
)


@given(Destinations)
def test_destinations_shown_add_up_and_point_at_nobody(given_counts: dict[str, tuple[int, int]]) -> None:
    counts = {id: (left + back, back) for id, (left, back) in given_counts.items() if left + back}
    whole = sum(left for left, _ in counts.values()), sum(back for _, back in counts.values())
    nobody = Share(1.0, 0.0, 0.0, 0.0, 0)
    found = Circular((0, 1), 9, 9.0, *whole, 0, nobody, (), 1.0, 1.0, counts, Findings(), "1")
    shown = protected(found).by_destination
    assert (sum(left for left, _ in shown.values()), sum(back for _, back in shown.values())) == whole
    small = [(a, b) for a, b in shown.values() if any(0 < each < declared().least for each in (a, b, a - b))]
    assert not small or (set(shown) == {OTHERS} and "flows.circular.few" in [
        each.code for each in protected(found).findings
    ])  # fmt: skip


def test_times_that_rest_on_few_are_not_shown() -> None:
    made, _ = spells([{"person": str(n), "entered": "2010", "left": "2012", "returned": "2014"} for n in range(4)])
    seen = protected(circular(made, since=2010, until=2020))
    assert (seen.back, seen.median_abroad, seen.mean_abroad) == ((), None, None)
    made, _ = spells([{"person": str(n), "entered": "2010", "left": "2012", "returned": "2014"} for n in range(5)])
    seen = protected(circular(made, since=2010, until=2020))
    assert ([each.years for each in seen.back], seen.median_abroad) == ([1, 2], 2)

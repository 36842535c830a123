"""Explanations, stable keys, and findings as JSON and CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

from concord.findings import Finding, Findings, Place
from concord.mds import finding_files
from concord.mds.beside import NOTHING_BESIDE
from concord.mds.checks import Explanation, check_tables, explained, key
from concord.mds.harmonise import Asked
from concord.mds.tabulate import tabulate
from concord.vocabulary.structures import table

TOLD = date(2026, 3, 1)


def jumps(folder: Path, rows: str) -> tuple[Finding, ...]:
    path = folder / "totals.csv"
    path.write_text(f"year,occupation,headcount\n{rows}", encoding="utf-8")
    return tabulate([path], Asked(area="NZL"), as_of=2026, beside=NOTHING_BESIDE).findings.soft


def test_next_years_same_finding_finds_last_years_explanation(tmp_path: Path) -> None:
    (first,) = jumps(tmp_path, "2017,221,1000\n2018,221,1500\n")
    told = Explanation(key(first), "Two registers were joined.", "officer@health.example", TOLD)
    later = jumps(tmp_path, "2019,221,1510\n2018,221,1500\n2017,221,1000\n")
    assert [each.where.row for each in later] == [3]
    (note,) = explained(later, [told])
    assert (note.level, note.params["explanation"], note.params["explained_on"]) == (
        "note", "Two registers were joined.", "2026-03-01",
    )  # fmt: skip


def test_an_explained_jump_does_not_explain_the_next_one(tmp_path: Path) -> None:
    (first,) = jumps(tmp_path, "2017,221,1000\n2018,221,1500\n")
    told = Explanation(key(first), "Two registers were joined.", "officer", TOLD)
    later = explained(jumps(tmp_path, "2017,221,1000\n2018,221,1500\n2019,221,3000\n"), [told])
    assert [(each.level, each.params["year"]) for each in later] == [("soft", 2019), ("note", 2018)]


def test_what_holds_for_a_series_is_explained_in_any_year(tmp_path: Path) -> None:
    def unknown(year: int) -> Finding:
        stock = table(
            "mds-stock-by-training", area=["KEN"] * 2, year=[year] * 2, occupation=["221"] * 2,
            row_kind=["unknown", "total"], headcount=[30, 100],
        )  # fmt: skip
        (found,) = check_tables([stock], as_of=2026).soft
        return found

    assert key(unknown(2018)) == key(unknown(2019))
    told = Explanation(key(unknown(2018)), "Diplomas are not recorded before 1990.", "officer", TOLD)
    assert not explained([unknown(2019)], [told]).soft


def test_a_hard_finding_is_never_explained_away() -> None:
    hard = Finding("mds.count.negative", "hard", Place("t.csv", None, 2), {"series": "s"}, "-1")
    told = Explanation(key(hard), "It is right.", "officer", TOLD)
    assert explained([hard], [told]).hard == (hard,)


def test_an_empty_explanation_explains_nothing_and_the_latest_counts() -> None:
    soft = Finding("mds.break.unexplained", "soft", Place("t.csv", None, 2), {"series": "s", "year": 2018})
    assert explained([soft], [Explanation(key(soft), "  ", "officer", TOLD)]).soft
    several = [Explanation(key(soft), text, "officer", TOLD.replace(day=day)) for text, day in (("new", 9), ("old", 1))]
    (note,) = explained([soft], several)
    assert note.params["explanation"] == "new"


def test_a_key_is_of_what_is_wrong_not_of_where_it_stands() -> None:
    flag = Finding("mds.flag.unknown", "soft", Place("a.csv", None, 4, "Flag", "E"), {"rows": "4"}, "zz")
    assert key(flag) == key(replace(flag, where=Place("b.csv", None, 9, "Flag", "F")))
    assert key(flag) != key(replace(flag, value="yy"))


def test_json_keeps_the_contracts_keys_and_adds_the_finding_s_own(tmp_path: Path) -> None:
    (first,) = jumps(tmp_path, "2017,221,1000\n2018,221,1500\n")
    said = finding_files.as_json(first)
    contract = {"code", "level", "file", "sheet", "row", "column", "value", "message", "hint"}
    assert contract <= set(said)
    assert (said["column"], said["row"], said["count"]) == ({"header": "headcount", "letter": "C"}, 3, 1)
    (note,) = explained([first], [Explanation(key(first), "Joined.", "A. Officer", TOLD)])
    told = finding_files.as_json(note)
    assert told["explanation"] == {"text": "Joined.", "by": "A. Officer", "on": "2026-03-01"}
    assert told["hint"] == "Explained by A. Officer on 2026-03-01: Joined."


def test_csv_is_inert_and_says_how_many_are_left_out(tmp_path: Path) -> None:
    place = Place("t.csv", "=x", 2, "@sum", "D")
    many = Findings(
        Finding("mds.flag.unknown", "soft", replace(place, row=at), {"rows": str(at)}, "=1+1") for at in range(2, 143)
    )
    path = finding_files.save(tmp_path / "findings.csv", many)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 101
    assert (rows[-1]["code"], rows[-1]["count"]) == ("mds.findings.more", "41")
    assert {(row["sheet"], row["header"], row["value"]) for row in rows[:-1]} == {("'=x", "'@sum", "'=1+1")}
    document = finding_files.document(many)
    assert (len(document["findings"]), document["left_out"], document["counts"]["soft"]) == (100, 41, 141)
    assert [each["row"] for each in document["findings"]] == list(range(2, 102))

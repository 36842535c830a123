"""Findings keep their place, come gravest first, and read as a sentence in the reader's language."""

from __future__ import annotations

from concord.findings import Finding, Findings, Place, as_json, message

NOTE = Finding("declarations.pack.no-file", "note", Place(file="b.csv"), params={"file": "b.csv"})
HARD = Finding(
    "declarations.csv.ragged",
    "hard",
    Place(file="a.csv", sheet="Stock", row=14, header="headcount", letter="E"),
    params={"cells": 3, "columns": 4},
    value="-3",
)


def test_hard_findings_come_first_and_levels_are_counted() -> None:
    both = Findings([NOTE, HARD])
    assert list(both) == [HARD, NOTE]
    assert both.worst == "hard"
    assert both.counts() == {"hard": 1, "soft": 0, "note": 1}


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    many = Findings(Finding("x.y.z", "soft", Place(row=row)) for row in range(250))
    shown, more = many.capped()
    assert (len(shown), more) == (100, 150)


def test_the_place_fills_the_sentence() -> None:
    assert message(HARD) == "a.csv, row 14: the row has 3 cells and the header 4."


def test_the_json_has_every_key_scripts_rely_on() -> None:
    said = as_json(NOTE)
    assert set(said) >= {"code", "level", "file", "sheet", "row", "column", "value", "message", "hint"}
    assert said["column"] is None
    assert said["sheet"] is None
    assert as_json(HARD)["column"] == {"header": "headcount", "letter": "E"}

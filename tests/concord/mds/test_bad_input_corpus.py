"""Every bad input through the command line: refused, asked or read, with places and words, and nothing half-saved."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from concord.errors import Refusal
from concord.findings import Finding, Place
from concord.intake.limits import Limits
from concord.mds.commands import register
from concord.mds.readers.registry import read as read_on_a_site

from .bad_inputs import TESTS, Case, cases, load, makers, wrong

CAMPAIGN = bool(os.environ.get("CONCORD_CAMPAIGN"))
CASES = [case for case in cases() if CAMPAIGN or not case.slow]
ON_A_SITE = [case for case in CASES if case.site is not None]
EXIT = {"read": 0, "asked": 1, "refused": 1}
#: Names of persons that stand in the makers' files; they must never be echoed.
PERSONS = ("A. Person", "B. Person")


@pytest.fixture(scope="module", autouse=True)
def _forked_readers() -> Iterator[None]:
    """The reading processes, locks and all, from one that is already warm (bench/zygote.py)."""
    if CAMPAIGN or not hasattr(os, "fork"):
        yield
        return
    with load(TESTS.parent / "bench/zygote.py").both():
        yield


@pytest.fixture(scope="module")
def command() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def sent(case: Case, folder: Path) -> tuple[Path, list[str]]:
    """The file as it is sent, and the call."""
    path = folder / case.file
    path.write_bytes(case.data())
    call = ["tabulate", str(path), "--folder", str(folder / "store"), "--out", str(folder / "out"), "--json"]
    call += ["--as-of", "2026-11-21"]
    for option in ("area", "year"):
        if option in case.call:
            call += [f"--{option}", str(case.call[option])]
    if "profile" in case.call:
        profile = folder / "profile.json"
        profile.write_text(json.dumps(case.call["profile"]), encoding="utf-8")
        call += ["--profile", str(profile)]
    return path, call


def answered(command: typer.Typer, case: Case, folder: Path) -> tuple[int, dict[str, Any], Exception | None]:
    _, call = sent(case, folder)
    ran = CliRunner().invoke(command, call)
    bug = ran.exception if isinstance(ran.exception, Exception) else None
    if bug is not None:
        return 3 if isinstance(bug, Refusal) else 70, {}, bug
    return ran.exit_code, json.loads(ran.stdout), None


def finding_of(said: dict[str, Any]) -> Finding:
    column = said["column"] or {}
    place = Place(said["file"], said["sheet"], said["row"], column.get("header"), column.get("letter"))
    return Finding(said["code"], said["level"], place, value=said["value"])


def test_the_corpus_is_large_and_covers_every_class() -> None:
    counted = Counter(case.class_ for case in cases())
    assert sum(counted.values()) >= 150
    assert len({case.id for case in cases()}) == len(cases())
    assert set(counted) >= {
        "encodings", "delimiters", "decimals", "digits", "lines", "flags", "codes", "areas", "totals", "duplicates",
        "dates", "look-alikes", "shape", "formulas", "workbooks", "limits", "packages", "kinds", "messages",
        "registers",
    }  # fmt: skip


def test_at_least_98_of_100_have_the_right_place_and_wording() -> None:
    """All that are not `weak` have them: the test of each case says so. Every case is safe, weak or not."""
    weak = [case.id for case in cases() if case.weak]
    share = 1 - len(weak) / len(cases())
    sys.stdout.write(f"{len(cases())} bad inputs, {share:.1%} with the right place and wording; weak: {weak}\n")
    assert share >= 0.98


def test_where_a_page_does_otherwise_the_case_says_why() -> None:
    told = [case.officer for case in cases() if case.officer is not None]
    assert told
    for each in told:
        assert len(each.why.split()) > 5
        assert each.verdict != "asked" or each.asks


def test_every_maker_is_used() -> None:
    used = {case._source.get("maker") for case in cases()}
    assert set(makers().MAKERS) <= used


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_bad_input_through_the_command_line(case: Case, command: typer.Typer, tmp_path: Path) -> None:
    code, answer, bug = answered(command, case, tmp_path)
    assert code != 70, bug
    saved = (tmp_path / "store").exists(), (tmp_path / "out").exists()
    assert saved == ((True, True) if case.expect.verdict == "read" else (False, False))
    if case.expect.refusal:
        assert isinstance(bug, Refusal)
        assert bug.code == case.expect.refusal
        return
    assert bug is None, bug
    found = [finding_of(each) for each in answer["findings"]]
    assert code == EXIT[case.expect.verdict], answer["findings"]
    assert case.weak or not wrong(case.expect, found), answer["findings"]
    if case.expect.verdict == "read":
        got = {each["structure"]: {"rows": each["rows"], "total": each["total"]} for each in answer["tables"]}
        assert got == case.tables or (case.class_ == "registers" and case.tables is None)
    else:
        assert not answer["saved"]
    for each in answer["findings"]:
        said = f"{each['message']} {each['hint']}"
        assert each["message"], each["code"]
        assert not re.search(r"\{[a-z_]+\}|\bNone\b", said.replace(str(each["value"]), "")), said
        assert not any(name in json.dumps(each) for name in PERSONS)


@pytest.mark.parametrize("case", ON_A_SITE, ids=[case.id for case in ON_A_SITE])
def test_a_bad_input_under_the_limits_of_a_site(case: Case) -> None:
    assert case.site is not None
    reading = read_on_a_site(case.data(), case.file, limits=Limits())
    assert not wrong(case.site, reading.findings), list(reading.findings)
    if reading.findings.hard:
        assert not reading.ok


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.class_ in ("packages", "kinds", "messages")], ids=lambda c: c.id
)
def test_a_hostile_package_stays_within_the_limits_of_a_site(case: Case) -> None:
    reading = read_on_a_site(case.data(), case.file, limits=Limits())
    assert case.weak or not any(
        each.code in ("intake.process.failed", "intake.process.garbled") for each in reading.findings
    )
    assert reading.facts.get("peak_memory_bytes", 0) < 512 * 1024 * 1024

"""Spoilt files through every reader: no crash, no hang, nothing half-saved. ``CONCORD_FUZZ`` says how many of each.

The same campaign as `bench/fuzz_mds.py`, in small.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from .bad_inputs import TESTS, load

INPUTS = int(os.environ.get("CONCORD_FUZZ", "120"))
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="reading processes are forked on Linux alone"
)


@pytest.fixture(scope="module")
def fuzz() -> Any:
    return load(TESTS.parent / "bench/fuzz_mds.py")


READERS = ("csv", "xlsx", "xls", "ods", "sdmx-ml", "sdmx-json", "fhir", "odk", "zip", "cells-csv", "cells-xlsx")


def test_every_reader_is_fuzzed(fuzz: Any) -> None:
    assert fuzz.READERS == READERS


@pytest.mark.parametrize("reader", READERS)
def test_fuzzed_files_do_not_break_a_reader(fuzz: Any, reader: str) -> None:
    tally = fuzz.readers(reader, inputs=INPUTS, key="test", workers=1)
    assert tally.inputs == INPUTS
    assert tally.well, tally.figures()


@pytest.mark.parametrize("reader", READERS)
def test_fuzzed_files_are_stored_whole_or_not_at_all(fuzz: Any, reader: str) -> None:
    tally = fuzz.whole(reader, inputs=max(3, INPUTS // 100), key="test")
    assert tally.well, tally.figures()


def test_good_files_are_good(fuzz: Any) -> None:
    """What is spoilt has to be worth spoiling: some input of every reader is read."""
    for reader in READERS:
        name, good = fuzz.seeds(reader)
        assert name
        assert all(good)
        assert len(good) >= 1


def test_an_input_can_be_made_again(fuzz: Any) -> None:
    mutations = load(TESTS.parent / "bench/fuzz_mutations.py")
    _, good = fuzz.seeds("csv")
    assert mutations.mutated(good, "a/csv", 7) == mutations.mutated(good, "a/csv", 7)
    assert mutations.mutated(good, "a/csv", 7) != mutations.mutated(good, "a/csv", 8)


@pytest.mark.parametrize("what", ["crash", "hang"])
def test_the_campaign_finds_a_reader_that_breaks(fuzz: Any, what: str, tmp_path: Path) -> None:
    """A reader that raises or never ends on one input of eight is found, and the input is named."""
    wrong = random.Random(1).randrange(8)
    (tmp_path / "fuzz_child.py").write_text(_BROKEN.format(wrong=wrong, what=what), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fuzz, "HERE", tmp_path)
        patch.setattr(fuzz, "START", -1.0)
        patch.setattr(fuzz, "WAITING", 1)
        tally = fuzz.readers("ods", inputs=8, key="test", workers=1)
    assert not tally.well
    assert [each[0] for each in (tally.crashes if what == "crash" else tally.hangs)] == [wrong]


_BROKEN = """
import json, os, time
from concord.intake import child
from concord.intake.tables import Tables
def main(): child.main(batch)
def batch(source, limits, remarks, hints):
    numbers = json.loads(source.whole())["numbers"]
    if {wrong} in numbers:
        os._exit(134) if "{what}" == "crash" else time.sleep(600)
    return Tables([], dict(done=len(numbers), refused=0, rows=0, crashes=[], hangs=[], longest=0.0))
"""

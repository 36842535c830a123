"""The forking process of the tests never takes one number for another: a process id of 0 would end the whole run."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


@pytest.fixture
def zygote() -> Any:
    spec = importlib.util.spec_from_file_location("zygote_looked_at", ROOT / "bench/zygote.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_what_a_late_process_says_is_not_taken_for_the_next_ones_number(zygote: Any) -> None:
    with zygote.Zygote(namespaces=False) as forking:
        forking._rest = b"ended 0\n"
        with pytest.raises(RuntimeError, match="ended"):
            forking.number("forked")


@pytest.mark.parametrize("pid", [0, -1, 1])
def test_nobody_but_a_forked_process_is_ended(zygote: Any, pid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(zygote.os, "kill", lambda pid, _signal: ended.append(pid))
    zygote.Forked(None, pid, None, None).kill()
    assert ended == []
    zygote.Forked(None, 4711, None, None).kill()
    assert ended == [4711]


def test_it_begins_anew(zygote: Any) -> None:
    from concord.intake import read

    with zygote.Zygote(namespaces=False) as forking, forking.in_place():
        assert read(b"area,headcount\nKEN,1200\n", "a.csv").ok
        forking.again()
        assert read(b"area,headcount\nKEN,1200\n", "a.csv").ok

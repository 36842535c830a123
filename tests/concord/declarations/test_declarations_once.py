"""What is worked out once is one object for every thread that asks."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from concord.declarations.once import once


def test_threads_that_ask_at_the_same_moment_are_given_the_same_object() -> None:
    calls: list[str] = []
    begin = threading.Barrier(8)

    @once(4)
    def slow(name: str) -> list[str]:
        calls.append(name)
        time.sleep(0.05)
        return [name]

    def ask(_: int) -> list[str]:
        begin.wait()
        return slow("a")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(8)))
    assert calls == ["a"]
    assert len({id(each) for each in found}) == 1


def test_a_failure_is_not_kept_and_the_oldest_goes_first() -> None:
    calls: list[int] = []

    @once(2)
    def asked(number: int) -> int:
        calls.append(number)
        if number < 0:
            raise ValueError(number)
        return number

    for number in (-1, -1):
        with pytest.raises(ValueError, match="-1"):
            asked(number)
    for number in (1, 2, 3, 2, 3, 1):
        assert asked(number) == number
    assert calls == [-1, -1, 1, 2, 3, 1]
    asked.cache_clear()
    asked(1)
    assert calls[-1] == 1
    with pytest.raises(TypeError):
        asked(number=1)

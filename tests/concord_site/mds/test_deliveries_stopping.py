"""Reading happens in a process of its own: the same is found as here, and a stop ends it at once, whatever it is at."""

from __future__ import annotations

import threading
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from concord.errors import Unavailable
from concord.mds.harmonise.breaks import Break
from concord.vocabulary.structures import table
from concord_site.mds import apart, apart_files, apart_process, outcome, reading
from concord_site.mds.actions import delivering, reading_files
from concord_site.mds.models import Delivery
from concord_site.mds.queries import beside
from concord_site.shell import jobs
from concord_site.shell.models import Job

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 2.0


class _Enough(Exception):
    pass


def _sleeps(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Have the process do something else than read."""
    code = apart._START.replace("main()", body)
    monkeypatch.setattr(apart, "_START", code)


def _wish(row: Any) -> reading.Wish:
    return reading.Wish(row.area, row.year, {}, 2026, beside=beside.of(row, as_of=2026))


def test_the_process_finds_what_is_found_here(delivery: Any) -> None:
    with reading_files.folder(list(delivery.files.all())) as paths:
        here, made_here = reading.read(paths, _wish(delivery))
        there, made_there = apart.read(paths, _wish(delivery))
        assert sorted(path.name for path in paths[0].parent.parent.iterdir()) == [paths[0].parent.name]
    assert outcome.dumped(here) == outcome.dumped(there)
    assert [each.structure for each in made_here] == [each.structure for each in made_there]
    for one, other in zip(made_here, made_there, strict=True):
        assert one.frame.equals(other.frame)
        assert one.provenance == other.provenance


def test_a_register_of_persons_is_counted_there_and_leaves_nothing(officer: Any) -> None:
    row = delivering.begin(area="KEN", by=officer, what="register", year=2023)
    delivering.add(delivery_id=row.pk, chunks=[small_files.register()], name="register.csv", by=officer)
    jobs.run_waiting()
    reading_files.start(delivery_id=row.pk, by=officer)
    jobs.run_waiting()
    row.refresh_from_db()
    assert row.figures["mds-stock-by-training"]["total"] == 43
    assert list((Path(settings.CONCORD.private) / "reading").iterdir()) == []


def test_every_part_of_a_wish_travels(tmp_path: Path) -> None:
    known = beside.Beside(
        population=table("population", area=["KEN"], year=[2023], persons=[5]),
        previous=(table("mds-totals", area=["KEN"], year=[2023], row_kind=["total"], headcount=[7]),),
        breaks=(Break((("occupation", "2221"),), 2024, "definition", "Cleaned."),),
    )
    wish = reading.Wish("KEN", 2023, {"decimal": ","}, 2026, {"base": "training"}, beside=known)
    apart_files.ask(tmp_path, [tmp_path / "a.csv"], wish)
    paths, again = apart_files.asked(tmp_path)
    assert paths == [tmp_path / "a.csv"]
    plain = {each.name for each in fields(reading.Wish)} - {"beside"}
    assert {name: getattr(again, name) for name in plain} == {name: getattr(wish, name) for name in plain}
    assert again.beside is not None
    assert again.beside.breaks == known.breaks
    assert again.beside.population is not None
    assert again.beside.population.frame.equals(known.population.frame)  # type: ignore[union-attr]
    assert again.beside.previous[0].frame.equals(known.previous[0].frame)


def test_a_stop_ends_it_within_two_seconds_inside_a_long_step(delivery: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _sleeps(monkeypatch, "import time; time.sleep(600)")
    began = time.monotonic()

    def step(*_: Any) -> None:
        if time.monotonic() - began > 1:
            raise _Enough

    with reading_files.folder(list(delivery.files.all())) as paths:
        with pytest.raises(_Enough):
            apart.read(paths, _wish(delivery), step)
        assert time.monotonic() - began < 1 + SECONDS
        assert len(list(paths[0].parent.parent.iterdir())) == 1


def test_a_reading_that_is_stopped_keeps_nothing(delivery: Any, officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _sleeps(monkeypatch, "import time; time.sleep(600)")
    made = reading_files.start(delivery_id=delivery.pk, by=officer)
    seen: list[float] = []
    real = jobs.Progress.step

    def step(self: Any, *said: Any) -> None:
        if not seen:
            seen.append(time.monotonic())
            reading_files.stop(delivery_id=delivery.pk, by=officer)
        real(self, *said)

    monkeypatch.setattr(jobs.Progress, "step", step)
    jobs.run_waiting()
    made.refresh_from_db()
    delivery.refresh_from_db()
    assert time.monotonic() - seen[0] < SECONDS
    assert made.state == Job.State.STOPPED
    assert delivery.state == Delivery.State.DRAFT
    assert not delivery.readings.exists()
    assert list((Path(settings.CONCORD.private) / "reading").iterdir()) == []


def test_a_process_that_dies_is_a_failure_and_a_refusal_comes_back_as_one(
    delivery: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading_files.folder(list(delivery.files.all())) as paths:
        monkeypatch.setattr(apart, "_START", "raise SystemExit('gone')")
        with pytest.raises(apart.Failed, match="gone"):
            apart.read(paths, _wish(delivery))
        said = "{'refused': 'Unavailable', 'code': 'x.y', 'params': {'n': '1'}, 'hint': ''}"
        monkeypatch.setattr(apart, "_START", f"import json; print(json.dumps({said}))")
        with pytest.raises(Unavailable) as refusal:
            apart.read(paths, _wish(delivery))
        assert (refusal.value.code, refusal.value.params) == ("x.y", {"n": "1"})


def test_it_ends_with_whoever_started_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    class Closed:
        class buffer:  # noqa: N801
            @staticmethod
            def read() -> bytes:
                return b""

    monkeypatch.setattr(apart_process.sys, "stdin", Closed)
    monkeypatch.setattr(apart_process.os, "_exit", lambda _code: ended.set())
    apart_process._end_with_parent()
    assert ended.is_set()


def test_limits_travel(delivery: Any, tmp_path: Path) -> None:
    wish = replace(_wish(delivery), limits=replace(reading.Limits(), text_rows=3))
    apart_files.ask(tmp_path, [], wish)
    assert apart_files.asked(tmp_path)[1].limits.text_rows == 3

"""Protecting in a process of its own: the same is found there, the site answers meanwhile, a stop leaves nothing."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from concord.errors import NotFound
from concord.mds.beside import Beside
from concord.mds.checks import Explanation
from concord.vocabulary.structures import table
from concord_site.mds import apart, apart_tables, protecting
from concord_site.mds.actions import releasing
from concord_site.mds.models import NationalRelease
from concord_site.shell import jobs
from concord_site.shell.models import Job

from .release_ground import STOCK

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 2.0


def quiet(*_: Any) -> None:
    """Nobody is told."""


@pytest.fixture
def begun(confirmed: Any, officer: Any) -> NationalRelease:
    return releasing.begin(area="KEN", deliveries=[confirmed.pk], title="Nurses of 2023", by=officer)


def left() -> list[Path]:
    ground = Path(settings.CONCORD.private) / "reading"
    return list(ground.iterdir()) if ground.is_dir() else []


def test_the_process_finds_what_is_found_here(begun: NationalRelease) -> None:
    wish = releasing._wish(begun)
    said: list[str] = []
    here = protecting.protected(wish, quiet)
    there = apart.protect(wish, lambda _at, _of, what: said.append(what))
    assert here.tables
    assert (there.digest, there.findings) == (here.digest, here.findings)
    assert there.proof == here.proof
    for one, other in zip(here.tables, there.tables, strict=True):
        assert one.cost == other.cost
        assert one.table.frame.equals(other.table.frame)
        assert one.table.provenance == other.table.provenance
        assert one.both is not None
        assert one.both.equals(other.both)
    assert said
    assert left() == []


def test_what_it_refuses_comes_back_as_a_refusal(begun: NationalRelease) -> None:
    begun.rules = "no-such-rules"
    with pytest.raises(NotFound) as refused:
        apart.protect(releasing._wish(begun), quiet)
    assert refused.value.code == "mds.protect.rules-unknown"
    assert left() == []


def test_the_job_protects_and_a_stop_keeps_nothing(
    begun: NationalRelease, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = releasing.start(release_id=begun.pk, by=officer)
    jobs.run_waiting()
    started.refresh_from_db()
    assert started.state == NationalRelease.State.PROTECTED
    assert {each["structure"] for each in started.tables} >= {STOCK}

    monkeypatch.setattr(apart, "_START", apart._START.replace("main()", "import time; time.sleep(600)"))
    again = releasing.start(release_id=begun.pk, by=officer)
    real, seen = jobs.Progress.step, []

    def step(self: Any, *told: Any) -> None:
        if not seen:
            seen.append(time.monotonic())
            releasing.stop(release_id=begun.pk, by=officer)
        real(self, *told)

    monkeypatch.setattr(jobs.Progress, "step", step)
    jobs.run_waiting()
    assert time.monotonic() - seen[0] < SECONDS
    assert Job.objects.get(pk=again.job).state == Job.State.STOPPED
    again.refresh_from_db()
    assert (again.digest, again.state) == (started.digest, started.state)
    assert left() == []


def test_every_part_of_a_wish_travels(tmp_path: Path) -> None:
    stock = table("mds-totals", area=["KEN"], year=[2023], row_kind=["total"], headcount=[7])
    older = table("mds-totals", area=["KEN"], year=[2022], row_kind=["total"], headcount=[6])
    why = Explanation("a key", "Cleaned.", "An officer", dt.date(2026, 5, 1))
    wish = protecting.Wish(
        (stock,), "suppress-5", 2026, Beside(previous=(older,)), ((older,), (stock, older)), True, (why,), ("XZZ",)
    )
    apart_tables.ask(tmp_path, wish)
    again = apart_tables.asked(tmp_path)
    plain = ("rules", "as_of", "of_persons", "explanations", "invented")
    assert {name: getattr(again, name) for name in plain} == {name: getattr(wish, name) for name in plain}
    assert [each.frame["year"].to_list() for each in again.tables] == [[2023]]
    assert [[each.frame["year"].to_list() for each in part] for part in again.earlier] == [[[2022]], [[2023], [2022]]]
    assert again.beside.previous[0].frame.equals(older.frame)
    assert again.tables[0].provenance == stock.provenance

"""The clock removes what visitors left behind."""

from __future__ import annotations

from concord_site.reporting.actions import instruments, trials
from concord_site.shell import suppliers


def test_the_clock_calls_both_sweeps_of_the_room() -> None:
    called = suppliers.named("tick.work")
    assert called["reporting.trials"] is trials.sweep
    assert called["reporting.instruments"] is instruments.sweep_uploads

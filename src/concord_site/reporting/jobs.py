"""Work of this room that runs in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from concord_site.reporting.actions import letters
from concord_site.shell import jobs


@jobs.job(letters.MAKE, title="Make letters")
def make_letters(
    by: Any, progress: jobs.Progress, *, round_id: int, areas: Sequence[str], what: str, sender: dict[str, Any], on: str
) -> dict[str, Any]:
    """Make letters to many countries; whoever asked must still be allowed to write to each."""
    given = letters.Sender(sender["office"], tuple(sender["lines"]), tuple(sender["signed"]))
    batch = letters.make_many(
        round_id=round_id, areas=areas, what=what, sender=given, on=dt.date.fromisoformat(on), by=by,
        progress=progress.step,
    )  # fmt: skip
    return batch.as_json()

"""What a correction changes, as it is kept with the release and shown: counts, and the rows of each table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from concord.mds.comparing.changes import changes
from concord.vocabulary.structures import Table

#: Rows that are kept with a release; the rest is counted.
MOST = 500


def told(before: Sequence[Table], after: Sequence[Table]) -> dict[str, Any]:
    """What changed from published tables to others, from published figures alone.

    Provenance is left aside: a row that was counted again from another file is the same row.

    Returns:
        ``counts`` by kind of change, ``same`` rows, ``rows`` (the first of them), ``more``, ``added`` and ``removed``
        tables.
    """
    found = changes(before, after)
    rows = [
        {
            "structure": each.structure, "key": dict(each.key), "kind": each.kind, "measure": each.measure,
            "before": each.before, "after": each.after,
            "before_status": each.before_status, "after_status": each.after_status,
        }
        for each in found.rows[:MOST]
    ]  # fmt: skip
    return {
        "counts": dict(found.counts), "same": found.same, "rows": rows, "more": max(0, len(found.rows) - MOST),
        "added": list(found.tables_added), "removed": list(found.tables_removed),
    }  # fmt: skip

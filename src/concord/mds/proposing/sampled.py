"""Run inside the limited reading process: as :mod:`concord.mds.proposing.cells`, of long text tables the first part.

A proposal is made from the first rows of a register of millions; what is read afterwards is read whole.
"""

from __future__ import annotations

from functools import partial

from concord.mds.proposing import cells


def main() -> None:
    """Answer as :func:`concord.mds.proposing.cells.main` does."""
    from concord.intake import child

    child.main(partial(cells.read, most=cells.SAMPLE))

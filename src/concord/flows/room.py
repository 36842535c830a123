"""Memory for tables that come and go: asked of the system once, not at every step.

The C library of Linux gives a block of some hundred kilobytes back to the system whenever it lies at the end of its
memory, and asks for it anew at the next step: a thousand times a table, a third of the time of an estimate. It stops
doing so once it has seen a larger block come and go (glibc, ``mallopt(3)``: the threshold is dynamic). Elsewhere this
does nothing.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

#: Numbers in a block of four megabytes, which nobody writes to.
PIECE = 500_000


@lru_cache(maxsize=1)
def roomy() -> None:
    """Let a block come and go, once in a process; it costs some microseconds and no memory."""
    np.empty(PIECE)

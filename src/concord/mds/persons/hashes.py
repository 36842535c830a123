"""Numbers that stand more than once among very many, without grouping: parted at the middle, sorted side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def twice(batches: Iterable[Any], count: int) -> Any:
    """The different 64-bit numbers that stand more than once; it needs eight bytes for each.

    Args:
        batches: Arrays of unsigned 64-bit numbers.
        count: How many there are in all, at most.
    """
    import numpy as np

    whole = np.empty(count, dtype=np.uint64)
    filled = 0
    for batch in batches:
        whole[filled : filled + len(batch)] = batch
        filled += len(batch)
    return _among(whole[:filled])


def _among(whole: Any) -> Any:
    import numpy as np

    middle = len(whole) // 2
    if not middle:
        return whole[:0]
    whole.partition(middle)
    _sorted(whole[:middle], whole[middle:])
    return np.unique(whole[1:][whole[1:] == whole[:-1]])


def _sorted(*parts: Any) -> None:
    """Each part in place, side by side: sorting lets other threads work."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(lambda part: part.sort(), parts))

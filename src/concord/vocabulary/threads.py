"""Matrix products on one thread: the same bytes wherever they run, and no quarrel between tables side by side.

NumPy has no switch for the threads of its linear algebra; the library it carries has one. Where that cannot be
found (another build) nothing is switched.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

_NAMES = ("scipy_openblas_{}_num_threads64_", "openblas_{}_num_threads64_", "openblas_{}_num_threads")
_LOCK = Lock()
_held: list[int] = []


@lru_cache(maxsize=1)
def _switches() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    import importlib

    try:
        library = ctypes.CDLL(str(importlib.import_module("numpy._core._multiarray_umath").__file__))
    except (ImportError, OSError):
        return None
    for name in _NAMES:
        try:
            return getattr(library, name.format("get")), getattr(library, name.format("set"))
        except AttributeError:
            continue
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """Within it, matrix products of this process use one thread; may be entered many times and from many threads."""
    switches = _switches()
    if switches is None:
        yield
        return
    get, put = switches
    with _LOCK:
        _held.append(get())
        put(1)
    try:
        yield
    finally:
        with _LOCK:
            before = _held.pop()
            if not _held:
                put(before)

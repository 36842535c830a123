"""A value worked out once, however many threads ask for it at the same moment: all of them are given the same one.

``functools.lru_cache`` works a value out as often as it is asked for before it is there, and gives each asker another
object; caches that are keyed by such objects then compare them part by part at every look-up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from threading import RLock
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Once(Generic[P, R]):
    """A function of hashable positional arguments that keeps its last results; failures are not kept."""

    def __init__(self, function: Callable[P, R], most: int) -> None:
        self._function, self._most = function, most
        self._kept: dict[Any, R] = {}
        self._lock = RLock()
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """What the function gives, worked out at the first call."""
        if kwargs:
            raise TypeError("positional arguments alone")
        try:
            return self._kept[args]
        except KeyError:
            pass
        with self._lock:
            if args not in self._kept:
                found = self._function(*args, **kwargs)
                while len(self._kept) >= self._most:
                    del self._kept[next(iter(self._kept))]
                self._kept[args] = found
            return self._kept[args]

    def cache_clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


def once(most: int) -> Callable[[Callable[P, R]], Once[P, R]]:
    """Keep the last ``most`` different results of a function.

    Example:
        >>> @once(2)
        ... def squared(number: int) -> int:
        ...     return number * number
        >>> squared(3), squared(3)
        (9, 9)
    """
    return lambda function: Once(function, most)

"""Public answers kept in memory for readers who are not signed in: which may be, and the shelf they stand on.

A view says that anybody may read its page (:func:`kept`); the :mod:`front <concord_site.evidence.front>` of the site
keeps what was said so and gives it again, before anything else is asked, as long as nothing has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse

#: How long something is kept, and how many bytes in all.
SECONDS = 60.0
MOST_BYTES = 24_000_000
#: The word in a request's environment by which a view says that its answer is for anybody.
OPEN = "concord.open"

View = Callable[..., HttpResponse]
Key = tuple[object, ...]
Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Values by key, the longest unused thrown out first; safe between threads."""

    def __init__(self, most: int = MOST_BYTES, seconds: float = SECONDS) -> None:
        self.most, self.seconds = most, seconds
        self.bytes = 0
        self._held: OrderedDict[Key, tuple[float, int, Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """A value that is still fresh."""
        with self._lock:
            held = self._held.get(key)
            if held is None or monotonic() - held[0] > self.seconds:
                return None
            self._held.move_to_end(key)
            return held[2]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep a value of so many bytes; older ones go when there is no room."""
        with self._lock:
            self._drop(key)
            self._held[key] = (monotonic(), weight, value)
            self.bytes += weight
            while self.bytes > self.most and self._held:
                self._drop(next(iter(self._held)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self.bytes = 0

    def _drop(self, key: Key) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self.bytes -= held[1]


def kept(view: View) -> View:
    """Let the answers of a view be given again to readers without a session, as long as nothing has changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        request.META[OPEN] = True
        return view(request, *args, **more)

    return answer

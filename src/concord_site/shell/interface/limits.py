"""How often a program may ask: so many times a minute from one address, or with one key."""

from __future__ import annotations

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

MINUTE = 60


class Rate(BaseThrottle):
    """A fixed number of requests a minute; counted in each process of the server by itself.

    Args:
        name: What is counted.
        anonymous: Requests a minute from one network address.
        keyed: Requests a minute with one key.
    """

    def __init__(self, name: str, *, anonymous: int, keyed: int) -> None:
        self.name, self.anonymous, self.keyed = name, anonymous, keyed

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and say whether it is still within the limit."""
        who, most = self._who(request)
        window = int(time.time()) // MINUTE
        key = f"api:{self.name}:{window}:{hashlib.sha256(who.encode()).hexdigest()[:24]}"
        cache = caches["here"]
        cache.add(key, 0, MINUTE * 2)
        try:
            return cache.incr(key) <= most
        except ValueError:  # pushed out of the cache between the two lines
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - time.time() % MINUTE

    def _who(self, request: HttpRequest) -> tuple[str, int]:
        key = getattr(getattr(request, "auth", None), "key", None)
        if key is not None:
            return f"key {key}", self.keyed
        return f"address {get_adapter().get_client_ip(request)}", self.anonymous

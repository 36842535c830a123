"""Reading the bodies that programs send: JSON of bounded size and depth, each name once, numbers that are numbers."""

from __future__ import annotations

import json
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from concord.errors import Invalid

#: Bytes of one body, and how deep lists and objects may stand in each other.
BYTES, DEPTH = 1_000_000, 24


class Bodies(Parser):
    """The parser of every body."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The body as plain values.

        Raises:
            Invalid: ``site.api.body-too-large``, ``site.api.body-too-deep`` or ``site.api.body-unreadable``.
        """
        return cast(DictStrAny, read(request.body))


def read(body: bytes) -> Any:
    """JSON as plain values; see :meth:`Bodies.parse_body`."""
    if len(body) > BYTES:
        raise Invalid("site.api.body-too-large", params={"bytes": BYTES})
    if _depth(body) > DEPTH:
        raise Invalid("site.api.body-too-deep", params={"depth": DEPTH})
    try:
        return json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise Invalid("site.api.body-unreadable", params={"problem": str(problem)[:120]}) from None


def _depth(body: bytes) -> int:
    """How deep the brackets go, those inside strings not counted; found without building anything."""
    deepest = depth = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            in_string = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} stands twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")

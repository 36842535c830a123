"""Limits of the system on the reading process: processor time, memory, files, core dumps."""

from __future__ import annotations

import sys

from concord.intake.limits import MEBIBYTE, Limits

# What the interpreter and the readers have reserved before a file is read.
RESERVED = 96 * MEBIBYTE


def limit(limits: Limits) -> tuple[str, ...]:
    """Set what this system knows; the names of the limits that were set."""
    if sys.platform == "win32":
        return ()
    import resource

    wanted: dict[str, tuple[int, int]] = {"CORE": (0, 0), "FSIZE": (0, 0), "MEMLOCK": (0, 0)}
    if limits.cpu_seconds is not None:
        wanted["CPU"] = (limits.cpu_seconds, limits.cpu_seconds + 2)
    if limits.memory_bytes is not None:
        # The parent measures what is resident; these stop one leap that would outrun it.
        wanted["DATA"] = (limits.memory_bytes + RESERVED,) * 2
        wanted["AS"] = (4 * limits.memory_bytes + RESERVED,) * 2
    return tuple(name for name, pair in wanted.items() if _set(resource, name, pair))


def _set(resource: object, name: str, pair: tuple[int, int]) -> bool:
    number = getattr(resource, f"RLIMIT_{name}", None)
    if number is None:
        return False
    try:
        resource.setrlimit(number, pair)  # type: ignore[attr-defined]  # the module, absent on Windows
    except (ValueError, OSError):
        return False
    return True

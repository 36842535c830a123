"""What protects this installation from the files it reads: tried out, not assumed; for ``/health``."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass
from typing import Literal

from concord.errors import Unavailable
from concord.intake import process
from concord.intake.limits import Limits

Force = Literal["system", "interpreter", "none"]


@dataclass(frozen=True, slots=True)
class Protection:
    """Which locks are in force on this system.

    Args:
        enforced_by: ``system`` where the kernel alone refuses everything tried, ``interpreter`` where the audit hook
            does, ``none`` where something got through.
        landlock: Version of the kernel's Landlock interface, or 0.
        network_namespace: Whether the process has an empty network of its own.
        system_calls: Whether the kernel filters its system calls.
        limits: The limits of the system that were set.
        memory_is_measured: Whether its resident memory is seen from outside.
        refused: What was tried and refused.
        allowed: What was tried and went through with the interpreter's hook alone or with all locks.
    """

    enforced_by: Force
    landlock: int
    network_namespace: bool
    system_calls: bool
    limits: tuple[str, ...]
    memory_is_measured: bool
    refused: tuple[str, ...]
    allowed: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """The same as plain values, for ``/health``."""
        return {name: getattr(self, name) for name in self.__slots__}


@functools.cache
def protection() -> Protection:
    """Start the reading process and have it try what it must not do; the answer is kept.

    Raises:
        Unavailable: The process cannot be started.
    """
    kernel, kernel_peak = _tried(hook=False)
    everything, _ = _tried(hook=True)
    locks = _mapping(everything.get("locks"))
    force: Force = "none" if everything.get("allowed") else "interpreter" if kernel.get("allowed") else "system"
    landlock = locks.get("landlock")
    return Protection(
        enforced_by=force,
        landlock=landlock if isinstance(landlock, int) else 0,
        network_namespace=locks.get("network_namespace") is True,
        system_calls=locks.get("system_calls") is True,
        limits=_texts(locks.get("limits")),
        memory_is_measured=kernel_peak > 0,
        refused=_texts(everything.get("refused")),
        allowed=_texts(everything.get("allowed")),
    )


def _tried(*, hook: bool) -> tuple[dict[str, object], int]:
    with tempfile.TemporaryFile() as stream:
        outcome = process.run(stream, "", Limits(), {"rehearse": "self-test", "hook": hook})
    if outcome.failure:
        raise Unavailable("intake.process.unavailable", params={"reason": outcome.failure})
    return outcome.message.facts, outcome.peak_bytes


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()

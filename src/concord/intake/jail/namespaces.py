"""A network of its own with nothing in it (Linux namespaces)."""

from __future__ import annotations

from concord.intake.jail.libc import library

CLONE_NEWNET = 0x4000_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000


def enter() -> bool:
    """Leave the machine's network for an empty one; whether the system allowed it."""
    call = library().unshare
    return int(call(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)) == 0 or int(call(CLONE_NEWNET | CLONE_NEWIPC)) == 0

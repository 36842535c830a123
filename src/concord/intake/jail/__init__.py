"""What keeps the reading process from anything but its work: each layer in its own file, the strongest first.

Landlock (no file can be opened), an empty network namespace, a system-call filter, limits of the system, and where
none of these exist an audit hook of the interpreter. :func:`lock` puts up what the system has and says what it was.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass

from concord.intake.limits import Limits


@dataclass(frozen=True, slots=True)
class Locks:
    """Which layers are up.

    Args:
        landlock: Version of the kernel's Landlock interface, or 0.
        network_namespace: Whether the process stands in a network of its own, with nothing in it.
        system_calls: Whether opening, connecting and starting processes are refused by the kernel's filter.
        limits: Which limits of the system were set.
        audit_hook: Whether the interpreter refuses these itself.
    """

    landlock: int = 0
    network_namespace: bool = False
    system_calls: bool = False
    limits: tuple[str, ...] = ()
    audit_hook: bool = False

    def as_dict(self) -> dict[str, object]:
        """The layers as plain values."""
        return asdict(self)


def lock_early() -> bool:
    """Put up what must come before anything is imported: the empty network."""
    if not sys.platform.startswith("linux"):
        return False
    from concord.intake.jail import namespaces

    return namespaces.enter()


def lock(limits: Limits, *, network_namespace: bool, system: bool = True, hook: bool = True) -> Locks:
    """Put up every layer the system has. Nothing can be opened, connected or started afterwards.

    Args:
        limits: Processor time and memory.
        network_namespace: What :func:`lock_early` answered.
        system: Whether the kernel's layers are put up (tests leave them out to prove the hook).
        hook: Whether the audit hook is put up (tests leave it out to prove the kernel's layers).
    """
    # All of it is imported before the first lock is up: nothing can be imported afterwards.
    from concord.intake.jail import hook as interpreter
    from concord.intake.jail import resources

    on_linux = system and sys.platform.startswith("linux")
    if on_linux:
        from concord.intake.jail import landlock, seccomp
    named = resources.limit(limits)
    landlocked = landlock.restrict() if on_linux else 0
    filtered = seccomp.restrict() if on_linux else False
    if hook:
        interpreter.install()
    return Locks(landlocked, network_namespace, filtered, named, hook)

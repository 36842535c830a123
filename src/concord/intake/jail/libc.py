"""The C library, for the few calls Python does not offer."""

from __future__ import annotations

import ctypes
import functools

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38


@functools.cache
def library() -> ctypes.CDLL:
    """The C library this process already has."""
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, first: int = 0) -> bool:
    """``prctl(option, first, 0, 0, 0)``; whether it succeeded."""
    zero = ctypes.c_ulong(0)
    return int(library().prctl(option, ctypes.c_ulong(first), zero, zero, zero)) == 0


def no_new_privileges() -> bool:
    """Give up, for good, gaining rights by starting another program."""
    return prctl(PR_SET_NO_NEW_PRIVS, 1)

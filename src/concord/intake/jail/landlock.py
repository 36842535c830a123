"""No file can be opened, made, moved or removed any more (Landlock, Linux 5.13 and later)."""

from __future__ import annotations

import ctypes

from concord.intake.jail.libc import library, no_new_privileges

CREATE_RULESET, RESTRICT_SELF = 444, 446
ASK_VERSION = 1
# Rights over files, by the version of the interface that brought them.
FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
NETWORK_FROM, NETWORK = 4, 0b11
SCOPES_FROM, SCOPES = 6, 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


def version() -> int:
    """Version of the interface this kernel has, or 0."""
    found = int(library().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION)))
    return max(0, found)


def restrict() -> int:
    """Give up every right over files and, where the kernel knows it, connections; the version in force, or 0.

    Files already open (the input and the answer) stay usable.
    """
    known = version()
    if known < 1 or not no_new_privileges():
        return 0
    files = sum(right for since, right in FILES.items() if since <= known)
    ruleset = _Ruleset(files, NETWORK if known >= NETWORK_FROM else 0, SCOPES if known >= SCOPES_FROM else 0)
    size = 8 if known < NETWORK_FROM else 16 if known < SCOPES_FROM else 24
    call = library().syscall
    made = int(call(CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0)))
    if made < 0:
        return 0
    return known if int(call(RESTRICT_SELF, ctypes.c_int(made), ctypes.c_uint32(0))) == 0 else 0

"""A finished file, put where it was asked for.

Public face: :func:`put`, :func:`ending`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any


def ending(out: Path) -> str:
    """The format that a file's name asks for; the whole name where it has no ending."""
    return out.suffix.removeprefix(".").lower() or str(out)


def put(content: bytes, out: Path) -> dict[str, Any]:
    """Write beside the name first, then take the name, so that nothing half-written is left behind.

    Returns:
        ``path`` and ``sha256`` (hexadecimal).
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(out.name + ".part")
    beside.write_bytes(content)
    beside.replace(out)
    return {"path": str(out), "sha256": hashlib.sha256(content).hexdigest()}

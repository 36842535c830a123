"""Question maps as authors write them: ``nri-2024/a``, ``reworded nri-2024/a``, ``merged nri-2024/a nri-2024/b``."""

from __future__ import annotations

from typing import Final, cast

from concord.instrument.model import Link, Mode

MODES: Final[tuple[str, ...]] = ("same", "reworded", "split", "merged")


def link(cell: str) -> Link | None:
    """The link a cell says; None where it says none, or nothing that can be understood."""
    return None if problem(cell) else _link(cell)


def _link(cell: str) -> Link | None:
    parts = cell.split()
    if not parts:
        return None
    if parts[0] in MODES:
        return Link(cast(Mode, parts[0]), tuple(parts[1:]))
    return Link("same", tuple(parts))


def problem(cell: str) -> str:
    """What is wrong with a cell: ``mode``, ``no-id``, ``several`` or ``merged-one``; "" where nothing is."""
    parts = cell.split()
    if not parts:
        return ""
    if parts[0] in MODES:
        mode, ids = parts[0], parts[1:]
    elif len(parts) > 1:
        return "mode"
    else:
        mode, ids = "same", parts
    if not ids:
        return "no-id"
    if mode == "merged":
        return "merged-one" if len(ids) < 2 else ""
    return "several" if len(ids) > 1 else ""

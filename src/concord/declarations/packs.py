"""Where declared files are looked for: the built-in data folder first, then installed packs.

A pack is a folder of declared files with the same tree as ``concord/data``; it is offered by an installed distribution
through the entry point group ``concord.packs`` (the entry names a module whose folder is the pack), or added for one
process with :func:`using`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from concord.declarations.doors import entries
from concord.errors import NotFound

BUILT_IN = Path(__file__).resolve().parent.parent / "data"
_added: list[Path] = []


@lru_cache(maxsize=1)
def _installed() -> tuple[Path, ...]:
    return tuple(sorted(Path(entry.load().__file__).resolve().parent for entry in entries("concord.packs")))


def roots() -> tuple[Path, ...]:
    """All pack folders, the built-in one first."""
    return (BUILT_IN, *_installed(), *_added)


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Add one pack folder while the block runs (a region's annex, a test's own files)."""
    _added.append(folder)
    try:
        yield
    finally:
        _added.remove(folder)


def folder(name: str) -> list[Path]:
    """Every existing folder of this name, in order of the packs."""
    return [path / name for path in roots() if (path / name).is_dir()]


def each(name: str, pattern: str = "*.yaml") -> list[Path]:
    """Files matching ``pattern`` in every folder ``name``, sorted by name within a pack."""
    return [path for place in folder(name) for path in sorted(place.glob(pattern))]


def find(relative: str) -> Path:
    """The first file of this relative path.

    Raises:
        NotFound: ``declarations.pack.no-file`` when no pack holds it.
    """
    for root in roots():
        path = root / relative
        if path.is_file():
            return path
    raise NotFound("declarations.pack.no-file", params={"file": relative})

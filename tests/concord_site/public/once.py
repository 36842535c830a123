"""A folder that many tests need alike: made once in each process, then copied."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_MADE: dict[str, tempfile.TemporaryDirectory[str]] = {}


def copied(name: str, folder: Path, make: Callable[[Path], object]) -> None:
    """Lay into ``folder`` what ``make`` lays into an empty one; it is called the first time alone.

    Args:
        name: Of what is made, the same for the same content.
        folder: The test's own data folder.
        make: Fills a folder.
    """
    if name not in _MADE:
        fresh = tempfile.TemporaryDirectory(prefix=f"concord-{name}-")
        make(Path(fresh.name))
        _MADE[name] = fresh
    shutil.copytree(_MADE[name].name, folder, dirs_exist_ok=True)

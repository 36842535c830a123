"""What runs in the process that reads a delivery or protects a release; started by :mod:`concord_site.mds.apart`.

Its working folder holds the wish and takes what was found. It ends when whoever started it ends, since its standard
input is then closed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from concord.errors import Refusal
from concord_site.mds import apart_files, apart_tables, protecting, reading


def main() -> None:
    """Do what the wish in the working folder says."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    place = Path.cwd()
    try:
        (_read if (place / apart_files.WISH).exists() else _protect)(place)
    except Refusal as refusal:
        params = {name: str(value) for name, value in refusal.params.items()}
        _say(refused=type(refusal).__name__, code=refusal.code, params=params, hint=refusal.hint)
    else:
        _say(done=True)


def _read(place: Path) -> None:
    paths, wish = apart_files.asked(place)
    apart_files.told(place, *reading.read(paths, wish, _step))


def _protect(place: Path) -> None:
    apart_tables.told(place, protecting.protected(apart_tables.asked(place), _step))


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _step(done: int, total: int, note: str) -> None:
    _say(at=done, of=total, note=note)


def _say(**told: object) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()

"""The doors through which installed distributions add parts: entry points, found without reading every package.

``importlib.metadata`` parses the records of all installed distributions to answer for one group, which costs more than
the rest of a command's start. Here only files that name the group are parsed.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import EntryPoint


def entries(group: str) -> tuple[EntryPoint, ...]:
    """Entry points of ``group`` (such as ``concord.commands``) of every distribution on the path, by name."""
    found: dict[tuple[str, str], EntryPoint] = {}
    for folder in sys.path:
        for text in _texts(folder or "."):
            if f"[{group}]" in text:
                found.update({(each.name, each.value): each for each in _parsed(text, group)})
    return tuple(found[key] for key in sorted(found))


def _texts(folder: str) -> list[str]:
    texts = []
    try:
        names = [name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info"))]  # noqa: PTH208
    except OSError:
        return []
    for name in names:
        try:
            with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
                texts.append(file.read())
        except OSError:
            continue
    return texts


def _parsed(text: str, group: str) -> list[EntryPoint]:
    section = ""
    found = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and "=" in line:
            name, _, value = line.partition("=")
            found.append(EntryPoint(name.strip(), value.strip(), group))
    return found

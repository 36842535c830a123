"""Names of the sheets of a marked copy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from concord.vocabulary.structures import structures

LONGEST_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def titles_of(names: Iterable[str | None], file: str, taken: str) -> dict[str | None, str]:
    """The name of each sheet in the copy: its own, where a workbook can have a sheet of that name, and each once.

    Args:
        names: As read; None for a text table, whose sheet gets a name that says nothing of its contents.
        file: Name of the file; one that is named as a structure says so in its sheet.
        taken: A name that none may have.
    """
    titles: dict[str | None, str] = {}
    used = {taken.casefold(), "history"}
    for name in names:
        base = _FORBIDDEN.sub("_", name or _of_text_table(file)).strip("'")[:LONGEST_TITLE] or "table"
        title, number = base, 2
        while title.casefold() in used:
            title, number = f"{base[: LONGEST_TITLE - 4]} ({number})", number + 1
        used.add(title.casefold())
        titles[name] = title
    return titles


def _of_text_table(file: str) -> str:
    stem = PurePath(file).stem
    return stem if stem in structures() else "table"

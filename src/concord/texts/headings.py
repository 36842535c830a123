"""What a heading looks like where no number tells: short, alone, in capitals or marked as one, no end of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from concord.texts.markers import ENDS, HEADING_SIGNS, HEADING_WORDS


def is_heading(lines: Sequence[str], row: int, *, any_case: bool = False) -> bool:
    """Whether the line could be a heading: short, no end of a sentence, nothing that carries it on.

    Args:
        lines: The text's lines.
        row: Which.
        any_case: Whether a line in ordinary letters may be one (below a number that stands alone it may).
    """
    said = lines[row].strip()
    bare = said.strip("#*_ \t")
    if not bare or len(bare.split()) > HEADING_WORDS or len(bare) > HEADING_SIGNS or bare[-1] in ENDS:
        return False
    if not any(character.isalpha() for character in bare):
        return False
    if any_case:
        return not bare[0].islower() and not _carried_on(lines, row)
    return said.startswith("#") or _bold(said) or _capitals(bare) or stands_as_heading(lines, row)


def stands_as_heading(lines: Sequence[str], row: int) -> bool:
    """Whether the line stands between blank lines, or is marked as a heading, with something below it."""
    said = lines[row].strip()
    marked = said.startswith("#") or _bold(said) or _capitals(said)
    before = row == 0 or not lines[row - 1].strip()
    below = [line for line in lines[row + 1 : row + 4] if line.strip()]
    after = row + 1 < len(lines) and not lines[row + 1].strip()
    return before and bool(below) and (marked or (after and len(said.split()) <= 8))


def is_paragraph(lines: Sequence[str], row: int) -> bool:
    """Whether a paragraph begins at this line: the first of the text, or after a blank one."""
    return bool(lines[row].strip()) and (row == 0 or not lines[row - 1].strip())


def _bold(said: str) -> bool:
    return len(said) > 4 and any(said.startswith(mark) and said.endswith(mark) for mark in ("**", "__"))


def _capitals(bare: str) -> bool:
    letters = [character for character in bare if character.isalpha()]
    return len(letters) > 2 and all(character.isupper() for character in letters)


def _carried_on(lines: Sequence[str], row: int) -> bool:
    """Whether the next line goes on in small letters, so that this one is the beginning of a sentence."""
    following = lines[row + 1].strip() if row + 1 < len(lines) else ""
    return bool(following) and following[0].islower()

"""How long a label will be, without a browser: widths of Noto Sans and Noto Sans Arabic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

FONT_FOLDER: Final = Path(__file__).resolve().parent.parent / "fonts"
_ARABIC_JOINED: Final = 0.86  # joined letters are narrower than the isolated forms that were measured
_SPARE: Final = 1.02
_WIDE: Final = "\u2e80"  # from here on characters are as wide as high, and a line may break on either side
_CLOSING: Final = "，。、）：；"


@lru_cache(maxsize=1)
def _advances() -> Mapping[str, Mapping[str, int]]:
    table: Mapping[str, Mapping[str, int]] = json.loads((FONT_FOLDER / "advances.json").read_text(encoding="ascii"))
    return table


@lru_cache(maxsize=8192)
def _ems(text: str, bold: bool) -> float:
    widths = _advances()["600" if bold else "400"]
    total = 0.0
    for character in text:
        width = widths.get(character, 1000 if character >= _WIDE else 600)
        total += width * (_ARABIC_JOINED if "\u0600" <= character <= "\u06ff" else 1)
    return total / 1000


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The length of a line of text, same unit as ``size``; right to a few percent."""
    return _ems(text, bold) * size * _SPARE


def wrapped(text: str, room: float, size: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """Text in at most ``lines`` lines no longer than ``room``; what still does not fit ends in an ellipsis."""
    out: list[str] = []
    line = ""
    for word in _words(text):
        if line and width((line + word).strip(), size, bold=bold) > room:
            out.append(line.strip())
            line = word
        else:
            line += word
    out.append(line.strip())
    if len(out) > lines:
        out = [*out[: lines - 1], " ".join(out[lines - 1 :])]
    return [_shortened(each, room, size, bold=bold) for each in out]


def _words(text: str) -> list[str]:
    """Pieces between which a line may break: after spaces and hyphens, and between Chinese characters."""
    pieces: list[str] = []
    for character in text:
        before = pieces[-1][-1] if pieces else ""
        may_break = before.isspace() or before == "-" or before >= _WIDE or character >= _WIDE
        if before and (not may_break or character in _CLOSING):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces or [""]


def _shortened(text: str, room: float, size: float, *, bold: bool) -> str:
    if width(text, size, bold=bold) <= room or len(text) < 4:
        return text
    while len(text) > 3 and width(text + "…", size, bold=bold) > room:
        text = text[:-1].rstrip()
    return text + "…"

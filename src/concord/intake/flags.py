"""Marks that stand where a number would: missing, not applicable, confidential, below a threshold. Never zero.

Sources: UN Demographic Yearbook ("..." and "-"), Eurostat (":" and the letters of observation status), the United
Kingdom's analysis function ("[c]", "[x]", "[z]", "[low]"), OECD ("x"), and what national tables are seen to use. A dash
is "nil" with some publishers and "not available" with others, so it is missing until somebody says otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Flag = Literal["", "empty", "missing", "not-applicable", "confidential", "below"]

# Words by flag; several words of one mark are parted by " | ".
_SAID: dict[Flag, str] = {
    "missing": (
        ". | .. | ... | .... | … | ‥ | · | ·· | - | -- | --- | – | — | − | － | : | :: | / | ? | x | [x] | m | [m] | "
        "w | [w] | n/a | na | n.a | n.a. | #n/a | n/d | nd | n.d | n.d. | n/k | nk | none | null | nan | unknown | "
        "missing | unavailable | not available | not known | no data | inconnu | non disponible | desconocido | "
        "no disponible | sin datos | нд | н/д | н.д. | "
        "нет данных | неизвестно | غ.م. | غ/م | غير متاح | غير متوفر | غير معروف | "
        "不详 | 不明 | 未知 | 无数据"
    ),
    "not-applicable": (
        "z | [z] | not applicable | does not apply | sans objet | s.o. | s/o | no aplica | не применимо | "
        "لا ينطبق | 不适用"
    ),
    "confidential": (
        "c | [c] | (c) | :c | : c | s | [s] | * | ** | *** | conf | conf. | confidential | suppressed | confidentiel | "
        "confidencial | конфиденциально | سري | 保密"
    ),
}
FLAGS: dict[str, Flag] = {said: flag for flag, words in _SAID.items() for said in words.split(" | ")}

# Letters beside a number (Eurostat, SDMX CL_OBS_STATUS).
MARKS = {
    "b": "break",
    "c": "confidential",
    "d": "difference",
    "e": "estimated",
    "f": "forecast",
    "i": "imputed",
    "p": "provisional",
    "r": "revised",
    "u": "unreliable",
}

_BELOW = re.compile(
    r"(?:<|≤|<=|=<|＜|under |below |less than |fewer than |moins de |menos de |менее |أقل من |少于)\s*(\d{1,4})"
)
_BELOW_STARTS = frozenset("<≤=＜ublfmأ少")
_LOW = frozenset({"[low]", "low"})


@dataclass(frozen=True, slots=True)
class Flagged:
    """A mark that was read; ``bound`` is the number in "<5"."""

    flag: Flag
    bound: int | None = None


def western(text: str) -> str:
    """The same text with the decimal digits of every script as 0 to 9; superscripts are not digits and stay."""
    if text.isascii():
        return text
    return "".join(_western(character) for character in text)


def _western(character: str) -> str:
    number = unicodedata.decimal(character, None)
    return character if number is None else str(number)


def flag_of(text: str) -> Flagged | None:
    """What the mark says, or None where the text is no mark."""
    bare = " ".join(western(text).split()).strip("\u200e\u200f\u061c\ufeff").casefold()
    if not bare:
        return Flagged("empty")
    flag = FLAGS.get(bare)
    if flag:
        return Flagged(flag)
    if bare in _LOW:
        return Flagged("below")
    below = _BELOW.fullmatch(bare) if bare[0] in _BELOW_STARTS else None
    return Flagged("below", int(below.group(1))) if below else None

"""How wide the columns of a table want to be, guessed from their words, the same for print and for Word."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

from concord.documents.model import Column, Table

#: No column asks for more than this many characters on a line; longer words and sentences wrap.
MOST = 34.0
#: Characters that a line of a table holds, in its two sizes, and the width above which a column holds sentences.
ROOM, ROOM_SMALL, WRAPS = 98.0, 108.0, 18.0
#: What a word may ask of a declared width at most, and how much longer it is in a head.
LONGEST, BOLD = 14.0, 1.1


def weights(table: Table) -> tuple[float, ...]:
    """The share of the width that each column asks for; declared widths are kept where they hold their words."""
    if any(column.width for column in table.columns):
        return _holding(tuple(column.width or 1.0 for column in table.columns), table)
    wanted = [_wanted(column, table, position) for position, column in enumerate(table.columns)]
    room = ROOM_SMALL if table.small else ROOM
    return tuple(_pressed(wanted, room)) if sum(wanted) > room else tuple(wanted)


def _holding(declared: tuple[float, ...], table: Table) -> tuple[float, ...]:
    """Declared widths, none too narrow for its longest word, so that no word breaks where it cannot be hyphenated."""
    each = sum(declared) / (ROOM_SMALL if table.small else ROOM)
    texts = [[str(column.head), *(row[at].text for row in table.rows)] for at, column in enumerate(table.columns)]
    least = [min(LONGEST, max(map(_longest_word, some)) * BOLD + 2) for some in texts]
    return tuple(max(wide, least[at] * each) for at, wide in enumerate(declared))


def _pressed(wanted: list[float], room: float) -> list[float]:
    """Wide columns give way, because sentences wrap and numbers and dates do not."""
    narrow = sum(each for each in wanted if each <= WRAPS)
    wide = sum(each for each in wanted if each > WRAPS)
    share = max(0.4, (room - narrow) / wide) if wide else 1.0
    return [each * share if each > WRAPS else each for each in wanted]


def _wanted(column: Column, table: Table, position: int) -> float:
    cells = [row[position].text for row in table.rows]
    head = str(column.head)
    if column.align == "end":
        longest = max((length(text) for text in cells), default=3)
        return max(longest, _longest_word(head), min(length(head), 9)) + 2.2
    typical = sorted(length(text) for text in cells)[-max(1, len(cells) // 12) :][0] if cells else 6
    return min(MOST, max(typical, _longest_word(head), 6)) + 1.2


def _longest_word(text: str) -> float:
    """The longest stretch that does not break, in characters; Chinese breaks anywhere."""
    return max((length(word) if not _is_wide(word) else 6 for word in text.split()), default=0)


def _is_wide(text: str) -> bool:
    return any(unicodedata.east_asian_width(letter) in "WF" for letter in text)


@lru_cache(maxsize=16384)
def length(text: str) -> float:
    """Length in characters of Latin text: capitals and wide letters count for more."""
    return math.fsum(_letter(letter) for letter in text)


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.8
    if unicodedata.category(letter) == "Mn":
        return 0.0
    return 1.25 if letter.isupper() or letter in "mwMW%жшщю" else 0.55 if letter in "iIlj.,:;'()" else 1.0

"""Which kinds of answer are still an answer when a question's kind has changed, and how."""

from __future__ import annotations

from concord.instrument.answers import Value
from concord.instrument.model import CHOOSING, FILES, Kind

_WORDS: frozenset[Kind] = frozenset({"text", "long-text", "link", "barcode"})
_ALIKE: tuple[frozenset[Kind], ...] = (
    frozenset({"text", "long-text", "barcode"}),
    frozenset({"integer", "decimal", "range"}),
    FILES,
)


def convertible(old: Kind, new: Kind) -> bool:
    """Whether an answer of the old kind can be one of the new kind without anybody deciding anything.

    Example:
        >>> convertible("integer", "decimal"), convertible("one", "many"), convertible("many", "one")
        (True, True, True)
        >>> convertible("text", "integer"), convertible("date", "year")
        (False, False)
    """
    if old == new:
        return True
    if {old, new} <= CHOOSING:
        return True
    if new in {"text", "long-text"} and old in _WORDS:
        return True
    return any({old, new} <= alike for alike in _ALIKE)


def converted(value: Value, old: Kind, new: Kind) -> Value | None:
    """The value as one of the new kind; None where this one cannot be (2.5 is no whole number, two are not one).

    Choices are not mapped here: see :mod:`~concord.instrument.prefill`.
    """
    if old == new:
        return value
    if new == "integer" and isinstance(value, float):
        return int(value) if value.is_integer() else None
    if new in {"many", "rank"} and isinstance(value, str):
        return (value,)
    if new == "one" and isinstance(value, tuple):
        return str(value[0]) if len(value) == 1 else None
    if new == "rank" and old == "many":
        return value if isinstance(value, tuple) and len(value) <= 1 else None
    return value

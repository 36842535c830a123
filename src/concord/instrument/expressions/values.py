"""Values of expressions and how one kind becomes another: XPath 1.0, section 4, with dates as ODK's forms have them.

A value is a text, a number, a truth or a list of values (nodes); a
:class:`~concord.instrument.expressions.moments.Moment` is a text that is also a date.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Union, cast

from concord.instrument.expressions.moments import Moment, moment
from concord.instrument.expressions.unreadable import Costly

Atom = str | float | bool
Value = Union[Atom, "list[Atom]"]
NAN = math.nan
#: The longest text that an expression may make, in characters.
LONGEST_TEXT = 100_000
_NUMBER = re.compile(r"[ \t\r\n]*-?(?:\d+(?:\.\d*)?|\.\d+)[ \t\r\n]*", re.ASCII)


def number(value: Value) -> float:
    """A value as a number; NaN where it is none."""
    kind = type(value)
    if kind is float:
        return cast(float, value)
    if kind is str:
        return _number_of_text(cast(str, value))
    if kind is Moment:
        return cast(Moment, value).days
    if kind is bool:
        return 1.0 if value else 0.0
    if kind is list:
        nodes = cast("list[Atom]", value)
        return number(nodes[0]) if nodes else NAN
    return _number_of_text(str(value))


def _number_of_text(value: str) -> float:
    return _short_number(value) if len(value) <= 40 else _read_number(value)


def _read_number(value: str) -> float:
    if _NUMBER.fullmatch(value):
        return float(value)
    at = moment(value)
    return NAN if at is None else at.days


_short_number = lru_cache(maxsize=4096)(_read_number)


def text(value: Value) -> str:
    """A value as text."""
    kind = type(value)
    if kind is str or kind is Moment:
        return cast(str, value)
    if kind is float:
        return text_of_number(cast(float, value))
    if kind is bool:
        return "true" if value else "false"
    if kind is list:
        nodes = cast("list[Atom]", value)
        return text(nodes[0]) if nodes else ""
    return str(value)


def text_of_number(value: float) -> str:
    """A number as XPath writes it: ``3``, ``2.5``, ``-0.1``, ``NaN``, ``Infinity``; never with an exponent."""
    if value != value:
        return "NaN"
    if value in (math.inf, -math.inf):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    shown = repr(value)
    if "e" in shown:
        shown = format(Decimal(shown), "f")
    return shown.removesuffix(".0")


def boolean(value: Value) -> bool:
    """A value as a truth: a number that is neither 0 nor NaN, a text or list of nodes that is not empty."""
    kind = type(value)
    if kind is bool:
        return cast(bool, value)
    if kind is float:
        return value == value and value != 0
    return bool(value)


def atom(value: Value) -> Atom:
    """The first of many nodes, or the value itself."""
    if type(value) is list:
        return value[0] if value else ""
    return cast(Atom, value)


def nodes(value: Value) -> list[Atom]:
    """A value as a list of nodes: itself, or the one value."""
    return value if type(value) is list else [cast(Atom, value)]


def bounded(made: str) -> str:
    """A text that an expression made, refused where it is longer than it may be."""
    if len(made) > LONGEST_TEXT:
        raise Costly("text-too-long", params={"limit": LONGEST_TEXT})
    return made

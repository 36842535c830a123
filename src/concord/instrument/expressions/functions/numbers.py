"""Arithmetic: rounding, powers, logarithms, angles. What has no result is NaN, and overflow is infinite."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext

from concord.instrument.expressions.functions.declared import Function, plain
from concord.instrument.expressions.values import NAN


def rounded(value: float, digits: float = 0.0) -> float:
    """Half goes towards positive infinity (XPath 1.0); digits after the point, or before it where negative."""
    if not math.isfinite(value) or digits != digits:
        return value if digits == digits else NAN
    if abs(digits) > 30:
        return NAN
    places = math.trunc(digits)
    if places == 0 and abs(value) < 1e15 and value == math.trunc(value):
        return value
    with localcontext() as context:
        context.prec = 400
        unit = Decimal(1).scaleb(-places)
        way = ROUND_HALF_UP if value >= 0 else ROUND_HALF_DOWN
        return float((Decimal(repr(value)) / unit).quantize(Decimal(1), rounding=way) * unit)


def whole(value: float) -> float:
    """The number without what stands behind its point."""
    return float(math.trunc(value)) if math.isfinite(value) else value


def power(base: float, exponent: float) -> float:
    """A power by IEEE 754."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:
        return math.inf if base == 0 else NAN


def _guarded(work: Callable[[float], float]) -> Callable[[float], float]:
    def guarded(value: float) -> float:
        try:
            return work(value)
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return guarded


def _log(work: Callable[[float], float]) -> Callable[[float], float]:
    return _guarded(lambda value: -math.inf if value == 0 else work(value))


def _single(name: str, work: Callable[[float], float]) -> Function:
    return plain(name, "n", "number", _guarded(work), shown="number")


NUMBERS: tuple[Function, ...] = (
    plain("round", "nn", "number", rounded, least=1, shown="number, digits"),
    plain("int", "n", "number", whole, shown="number"),
    plain("floor", "n", "number", lambda value: float(math.floor(value)) if math.isfinite(value) else value),
    plain("ceiling", "n", "number", lambda value: float(math.ceil(value)) if math.isfinite(value) else value),
    plain("abs", "n", "number", abs, shown="number"),
    plain("pow", "nn", "number", power, shown="number, power"),
    _single("exp", math.exp),
    plain("exp10", "n", "number", lambda value: power(10.0, value), shown="number"),
    plain("log", "n", "number", _log(math.log), shown="number"),
    plain("log10", "n", "number", _log(math.log10), shown="number"),
    _single("sin", math.sin),
    _single("cos", math.cos),
    _single("tan", math.tan),
    _single("asin", math.asin),
    _single("acos", math.acos),
    _single("atan", math.atan),
    plain("atan2", "nn", "number", math.atan2, shown="y, x"),
    _single("sqrt", math.sqrt),
    plain("pi", "", "number", lambda: math.pi),
)

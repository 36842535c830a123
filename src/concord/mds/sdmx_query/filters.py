"""Conditions on one component: ``A,B`` (or), ``ge:2015+le:2018`` (and), ``ne:A``, ``sw:22``, ``co:text``.

Source: SDMX REST API 2.1, data queries, operators of the parameter ``c``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from concord.errors import Invalid
from concord.mds.sdmx_query import periods
from concord.mds.writers.sdmx.shape import Component

OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew")
_PREFIX = re.compile(r"([a-z]{2}):(.*)", re.DOTALL)
#: How many values one condition may name, and how many of them with another operator than "equals".
MOST, MOST_COMPARED = 400, 40


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison with one value."""

    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What the values of one component must be: one of the alternatives, each of which is several tests at once."""

    component: Component
    alternatives: tuple[tuple[Comparison, ...], ...]

    def holds(self, text: str | None) -> bool:
        """Whether what a row says of the component (None: nothing) is wanted."""
        return any(all(_holds(self.component, test, text) for test in tests) for tests in self.alternatives)

    def wanted(self) -> Callable[[str | None], bool]:
        """What :meth:`holds` says, the quicker way where values are only named."""
        named = self.exactly
        if named is None or self.component.role == "time":
            return self.holds
        if _is_number(self.component):
            numbers = frozenset(map(float, named))
            return lambda text: text is not None and float(text) in numbers
        return named.__contains__

    @property
    def exactly(self) -> frozenset[str] | None:
        """The values that are named, where the condition does no more than name some; else None."""
        if any(len(tests) != 1 or tests[0].operator != "eq" for tests in self.alternatives):
            return None
        return frozenset(tests[0].value for tests in self.alternatives)


def condition(component: Component, text: str) -> Condition:
    """Read a condition.

    Raises:
        Invalid: ``mds.sdmx.operator``, ``mds.sdmx.condition``, ``mds.sdmx.period``, ``mds.sdmx.number``.
    """
    if not text or text.count(",") + text.count("+") >= MOST:
        raise Invalid("mds.sdmx.condition", params={"component": component.id, "most": MOST})
    read = tuple(tuple(_test(component, each) for each in part.split("+")) for part in text.split(","))
    if sum(test.operator != "eq" for tests in read for test in tests) > MOST_COMPARED:
        raise Invalid("mds.sdmx.condition", params={"component": component.id, "most": MOST_COMPARED})
    return Condition(component, read)


def _test(component: Component, text: str) -> Comparison:
    found = _PREFIX.fullmatch(text)
    operator, value = (found[1], found[2]) if found else ("eq", text)
    if operator not in OPERATORS:
        raise Invalid("mds.sdmx.operator", params={"operator": operator, "known": ", ".join(OPERATORS)})
    if not value:
        raise Invalid("mds.sdmx.condition", params={"component": component.id, "most": MOST})
    if component.role == "time" and operator not in ("co", "nc", "sw", "ew"):
        periods.span(value)
    elif _is_number(component) and operator not in ("co", "nc", "sw", "ew"):
        _number(component, value)
    return Comparison(operator, value)


def _is_number(component: Component) -> bool:
    return component.type in ("integer", "number") and not component.codes


def _number(component: Component, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Invalid("mds.sdmx.number", params={"component": component.id, "value": text[:40]}) from None


def _holds(component: Component, test: Comparison, text: str | None) -> bool:
    if text is None:  # nothing is said: it is not equal to anything, and contains nothing
        return test.operator in ("ne", "nc")
    match test.operator:
        case "co":
            return test.value in text
        case "nc":
            return test.value not in text
        case "sw":
            return text.startswith(test.value)
        case "ew":
            return text.endswith(test.value)
    if component.role == "time":
        return _in_time(test, text)
    if _is_number(component):
        return _compared(test.operator, float(text), float(test.value))
    return _compared(test.operator, text, test.value)


def _in_time(test: Comparison, year: str) -> bool:
    """A year is at or after a period when it begins no earlier, at or before it when it ends no later."""
    first, last = periods.year(year)
    begins, ends = periods.span(test.value)
    match test.operator:
        case "ge":
            return first >= begins
        case "gt":
            return first > ends
        case "le":
            return last <= ends
        case "lt":
            return last < begins
    return ((first, last) == (begins, ends)) == (test.operator == "eq")


def _compared(operator: str, one: float | str, other: float | str) -> bool:
    match operator:
        case "eq":
            return one == other
        case "ne":
            return one != other
        case "lt":
            return one < other  # type: ignore[operator]  # both are of one kind
        case "le":
            return one <= other  # type: ignore[operator]
        case "gt":
            return one > other  # type: ignore[operator]
    return one >= other  # type: ignore[operator]

"""Simple conditions as builder rows (question, comparison, value) and as XLSForm expressions, both ways.

What cannot be drawn as rows stays an expression; nothing is rewritten that the author did not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Operator = Literal["is", "is-not", "has", "has-not", "more", "less", "at-least", "at-most", "answered", "empty"]
OPERATORS: tuple[Operator, ...] = (
    "is", "is-not", "has", "has-not", "more", "less", "at-least", "at-most", "answered", "empty",
)  # fmt: skip
WITHOUT_VALUE = frozenset({"answered", "empty"})
_SIGNS = {"is": "=", "is-not": "!=", "more": ">", "less": "<", "at-least": ">=", "at-most": "<="}
_NAMES = {sign: name for name, sign in _SIGNS.items()}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_VALUE = r"(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?))"
_COMPARED = re.compile(r"\$\{\s*(?P<name>[^}\s]+)\s*\}\s*(?P<sign>!=|<=|>=|=|<|>)\s*" + _VALUE)
_SELECTED = re.compile(
    r"(?P<not>not\s*\(\s*)?selected\s*\(\s*\$\{\s*(?P<name>[^}\s]+)\s*\}\s*,\s*" + _VALUE + r"\s*\)(?(not)\s*\))"
)
_RANGE = re.compile(r"\.\s*>=\s*(-?\d+(?:\.\d+)?)(?:\s+and\s+\.\s*<=\s*(-?\d+(?:\.\d+)?))?")
_AT_MOST = re.compile(r"\.\s*<=\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Condition:
    """One builder row: ``question`` by name, a comparison, a value."""

    question: str
    operator: Operator
    value: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Builder rows that all hold (``and``), or of which one holds (``or``)."""

    rows: tuple[Condition, ...] = ()
    joined: Literal["and", "or"] = "and"


def written(conditions: Conditions) -> str:
    """The expression of some builder rows; empty without rows."""
    return f" {conditions.joined} ".join(_one(row) for row in conditions.rows)


def _one(row: Condition) -> str:
    if row.operator in WITHOUT_VALUE:
        return f"${{{row.question}}} {'!=' if row.operator == 'answered' else '='} ''"
    value = row.value if _is_number(row) else _quoted(row.value)
    if row.operator in ("has", "has-not"):
        inner = f"selected(${{{row.question}}}, {_quoted(row.value)})"
        return inner if row.operator == "has" else f"not({inner})"
    return f"${{{row.question}}} {_SIGNS[row.operator]} {value}"


def _is_number(row: Condition) -> bool:
    return row.operator in ("more", "less", "at-least", "at-most") and bool(_NUMBER.fullmatch(row.value))


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"


def read(expression: str) -> Conditions | None:
    """The builder rows an expression is made of, or None where it is more than rows can say."""
    text = expression.strip()
    if not text:
        return Conditions()
    for joined in ("and", "or"):
        rows = [_row(piece) for piece in _split(text, joined)]
        if all(row is not None for row in rows):
            return Conditions(tuple(row for row in rows if row is not None), "or" if joined == "or" else "and")
    return None


def _split(text: str, word: str) -> list[str]:
    """Pieces between a joining word that stands outside quotes and brackets."""
    pieces, depth, quote, start, at = [], 0, "", 0, 0
    while at < len(text):
        sign = text[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "({":
            depth += 1
        elif sign in ")}":
            depth -= 1
        elif depth == 0 and re.match(rf"\s{word}\s", text[at:]):
            pieces.append(text[start:at])
            at += len(word) + 1
            start = at
            continue
        at += 1
    return [*pieces, text[start:]]


def _row(piece: str) -> Condition | None:
    piece = piece.strip()
    if found := _SELECTED.fullmatch(piece):
        return Condition(found["name"], "has-not" if found["not"] else "has", _value(found))
    if found := _COMPARED.fullmatch(piece):
        value, sign = _value(found), found["sign"]
        if value == "" and sign in ("=", "!="):
            return Condition(found["name"], "answered" if sign == "!=" else "empty")
        name = _NAMES[sign]
        return Condition(found["name"], next(each for each in OPERATORS if each == name), value)
    return None


def _value(found: re.Match[str]) -> str:
    return next(value for value in (found["single"], found["double"], found["number"]) if value is not None)


# ---- ranges of a number -------------------------------------------------------------------------------------------
def limits(constraint: str) -> tuple[str, str] | None:
    """``(at least, at most)`` of a constraint that is nothing more than that; empty where a side is open."""
    text = constraint.strip()
    if not text:
        return ("", "")
    if found := _RANGE.fullmatch(text):
        return (found[1], found[2] or "")
    if found := _AT_MOST.fullmatch(text):
        return ("", found[1])
    return None


def within(least: str, most: str) -> str:
    """The constraint that a number is at least and at most something."""
    return " and ".join(f". {sign} {value}" for sign, value in ((">=", least), ("<=", most)) if value)


def names_in(expressions: Iterable[str]) -> Sequence[str]:
    """Names that expressions refer to, each once."""
    return tuple(dict.fromkeys(name for text in expressions for name in re.findall(r"\$\{\s*([^}\s]+)\s*\}", text)))

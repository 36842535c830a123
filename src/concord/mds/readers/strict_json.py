"""JSON read strictly: no repeated keys, no endless nesting, every number exactly as it was written.

Runs in the limited reading process.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from concord.intake.remarks import Remarks
from concord.intake.source import Source

LONGEST_INTEGER = 18


class Number(str):
    """A number with a fraction or an exponent, kept as its own text so that no digit of it is lost."""


class _Repeated(ValueError):
    """One object says a key twice."""


def read(source: Source, remarks: Remarks) -> Any:
    """The whole document: dicts, lists, texts, whole numbers, :class:`Number`, true, false and None.

    Raises:
        Stop: It is no JSON in UTF-8, repeats a key within one object, or is nested too deep (remarked).
    """
    try:
        text = source.whole().decode("utf-8-sig")
        return json.loads(
            text, object_pairs_hook=_object, parse_float=Number, parse_int=_whole, parse_constant=_no_number
        )
    except _Repeated as problem:
        raise remarks.stop("mds.message.key-twice", value=str(problem)[:100]) from problem
    except RecursionError as problem:
        raise remarks.stop("mds.message.too-deep", limit="JSON") from problem
    except json.JSONDecodeError as problem:
        raise remarks.stop("mds.message.broken", row=problem.lineno, format="JSON") from problem
    except ValueError as problem:
        raise remarks.stop("mds.message.broken", row=1, format="JSON") from problem


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Repeated(twice)
    return made


def _whole(digits: str) -> int | Number:
    return int(digits) if len(digits) <= LONGEST_INTEGER else Number(digits)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def text_of(value: object) -> str:
    """A value as a cell: texts as they are, true and false in words, nothing for None, lists joined by ``; ``."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case list():
            return "; ".join(filter(None, map(text_of, value)))
        case dict():
            return _localised(value)
        case _:
            return ""


def _localised(value: dict[str, Any]) -> str:
    """An object of languages → texts: English where there is one, else the first."""
    texts = {key: said for key, said in value.items() if isinstance(said, str)}
    return texts.get("en") or next(iter(texts.values()), "")


def listed(value: object) -> list[Any]:
    """A list, or an empty one where something else stands."""
    return value if isinstance(value, list) else []


def mapped(value: object) -> dict[str, Any]:
    """An object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}

"""``enableWhen`` and bounds as XLSForm expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from concord.instrument.fhir.conditions import DATE, FLIPPED, plain_number
from concord.instrument.fhir.terms import MAX_VALUE, MIN_VALUE


def relevant(
    item: Mapping[str, Any], name_of: Callable[[str], str | None], several: Callable[[str], bool]
) -> str | None:
    """The condition that an item's ``enableWhen`` says; empty where it has none, None where it cannot be said.

    Args:
        item: The item.
        name_of: The question's name by link id; None where there is no such question.
        several: Whether several choices of a question can be chosen, by link id.
    """
    listed = item.get("enableWhen")
    if not isinstance(listed, list) or not listed:
        return ""
    said = [_expression(each, name_of, several) for each in listed if isinstance(each, Mapping)]
    if len(said) != len(listed) or any(each is None for each in said):
        return None
    return (" or " if item.get("enableBehavior") == "any" else " and ").join(each for each in said if each)


def _expression(
    when: Mapping[str, Any], name_of: Callable[[str], str | None], several: Callable[[str], bool]
) -> str | None:
    link = str(when.get("question", ""))
    name, operator = name_of(link), when.get("operator")
    if name is None:
        return None
    reference = f"${{{name}}}"
    if operator == "exists":
        return f"{reference} {'!=' if when.get('answerBoolean') else '='} ''"
    if operator not in FLIPPED:
        return None
    value = _value(when)
    if value is None:
        return None
    if several(link):
        chosen = f"selected({reference}, {value})"
        return chosen if operator == "=" else f"not({chosen})" if operator == "!=" else None
    return f"{reference} {operator} {value}"


def _value(when: Mapping[str, Any]) -> str | None:
    """The value of a condition as a literal of an expression."""
    for name in ("answerInteger", "answerDecimal"):
        if isinstance(when.get(name), int | float) and not isinstance(when[name], bool):
            return plain_number(float(when[name]))
    if isinstance(when.get("answerCoding"), Mapping):
        return quoted(str(when["answerCoding"].get("code", "")))
    if isinstance(when.get("answerBoolean"), bool):
        return quoted("yes" if when["answerBoolean"] else "no")
    text = next((when[name] for name in ("answerString", "answerDate") if isinstance(when.get(name), str)), None)
    return quoted(text) if text is not None else None


def quoted(text: str) -> str | None:
    """A text as a literal; None where it has both kinds of quotation mark, which XPath cannot write."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else None


def constraint(extensions: Sequence[Mapping[str, Any]], longest: object) -> str:
    """Bounds and greatest length as a constraint."""
    said: list[str] = []
    for url, operator in ((MIN_VALUE, ">="), (MAX_VALUE, "<=")):
        for each in extensions:
            if each.get("url") != url:
                continue
            value = next((each[name] for name in ("valueInteger", "valueDecimal") if name in each), None)
            day = next((each[name] for name in ("valueDate", "valueDateTime") if name in each), None)
            if isinstance(value, int | float) and not isinstance(value, bool):
                said.append(f". {operator} {plain_number(float(value))}")
            elif isinstance(day, str) and DATE.match(day[:10]):
                said.append(f". {operator} '{day[:10]}'")
    if isinstance(longest, int) and not isinstance(longest, bool):
        said.append(f"string-length(.) <= {longest}")
    return " and ".join(said)

"""What was typed into the boxes of one question, and the same backwards: an answer as it stands in its boxes.

Names of boxes: ``a:<address>`` or ``a:<address>|<part>`` hold the answer, ``s:`` one of the words "not known" and the
like, ``w:`` why a number moved, ``x:`` the wish to take a file away, ``r:`` the revision that the page shows. A
question is on the page that was sent where its ``r:`` is.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.datastructures import MultiValueDict

from concord.instrument.model import FILES, Kind, Question

#: Parts of kinds that are asked in several boxes, in the order of the boxes.
PARTS: dict[Kind, tuple[str, ...]] = {
    "date": ("day", "month", "year"),
    "month": ("month", "year"),
    "datetime": ("day", "month", "year", "time"),
    "point": ("latitude", "longitude", "altitude", "accuracy"),
}
#: What is written into a small box of a grid in place of a number; the first sign is the one that is shown.
SIGNS: dict[str, tuple[str, ...]] = {
    "not-known": ("··", "..", "?"), "not-available": ("…", "..."), "not-applicable": ("–", "-", "—", "n/a"),
}  # fmt: skip
OPTIONAL_PARTS = frozenset({"altitude", "accuracy"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What one question's boxes held when the page was sent.

    Args:
        value: As the library's reader of answers takes it; None where the boxes are empty.
        parts: Each box as it was typed, to be shown again where it cannot be accepted.
        status: One of the words in place of an answer.
        revision: The revision that the page showed.
        is_partial: Some boxes are filled and others that belong to them are not.
        is_doubled: Two things have the same place in an order.
        is_untouched: The boxes hold what they held when the page was made.
        has_reason: The page asked why the number moved.
    """

    value: Any = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    status: str = ""
    reason: str = ""
    revision: int = 0
    is_partial: bool = False
    is_doubled: bool = False
    is_untouched: bool = False
    has_reason: bool = False
    upload: Any = None  # what Django calls an uploaded file
    removes_file: bool = False


def name(address: str, part: str = "") -> str:
    """The name of a box."""
    return f"a:{address}|{part}" if part else f"a:{address}"


def is_sent(data: MultiValueDict[str, Any], address: str) -> bool:
    """Whether a question stood on the page that was sent."""
    return f"r:{address}" in data


def read(
    question: Question, address: str, data: MultiValueDict[str, Any], files: MultiValueDict[str, Any] | None = None
) -> Typed:
    """What was typed for one question."""
    parts, status = _parts(question, address, data), _text(data, f"s:{address}")
    if question.cell and (sign := _sign(question, str(parts.get("", "")))):
        parts, status = {}, sign
    revision, _, shown_then = _text(data, f"r:{address}").partition(".")
    upload = files.get(name(address)) if files is not None and question.kind in FILES else None
    is_same = shown_then == mark(parts, status) and upload is None and f"x:{address}" not in data
    return replace(
        from_parts(question, parts), status=status, reason=_text(data, f"w:{address}"),
        has_reason=f"w:{address}" in data, revision=int(revision) if revision.isdigit() else 0,
        is_untouched=is_same, upload=upload, removes_file=f"x:{address}" in data,
    )  # fmt: skip


def from_parts(question: Question, parts: Mapping[str, Any]) -> Typed:
    """What some boxes say together."""
    value, is_partial = _value(question, parts)
    return Typed(value, parts, is_partial=is_partial, is_doubled=_is_doubled(question, parts))


def of_value(question: Question, value: Any, *, revision: int) -> Typed:
    """What typing an answer would have sent, for an answer that is taken over by a button."""
    if isinstance(value, Mapping) and "file" in value:
        return Typed(value=dict(value), revision=revision)
    if isinstance(value, Mapping):
        return Typed(status=str(value.get("status", "")), revision=revision)
    return replace(from_parts(question, shown(question, value)), revision=revision)


def _sign(question: Question, typed: str) -> str:
    """The status that a sign in a box of a grid stands for, where the question offers it."""
    return next((each for each in question.about.statuses if typed.lower() in SIGNS[each]), "")


def mark(parts: Mapping[str, Any], status: str) -> str:
    """Tells boxes that somebody has touched from those that stand as the page was made."""
    filled = {part: held for part, held in parts.items() if held}
    text = json.dumps([filled, status], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _text(data: MultiValueDict[str, Any], key: str) -> str:
    return str(data.get(key, "")).replace("\r\n", "\n").replace("\x00", "").strip()


def _parts(question: Question, address: str, data: MultiValueDict[str, Any]) -> dict[str, Any]:
    if question.kind == "many":
        return {"": [each for each in data.getlist(name(address)) if each]}
    if question.kind == "rank":
        prefix = name(address, "")
        return {
            key[len(prefix) + 1 :]: _text(data, key)
            for key in data if key.startswith(f"{prefix}|") and _text(data, key)
        }  # fmt: skip
    if question.kind in PARTS:
        found = {part: _text(data, name(address, part)) for part in PARTS[question.kind]}
        return {part: typed for part, typed in found.items() if typed}
    typed = _text(data, name(address))
    return {"": typed} if typed else {}


def _value(question: Question, parts: Mapping[str, Any]) -> tuple[Any, bool]:
    kind = question.kind
    if kind == "many":
        return parts.get("") or None, False
    if kind == "rank":
        return [choice for choice, _place in sorted(parts.items(), key=lambda each: _place_of(each[1]))] or None, False
    if kind in PARTS:
        needed = [part for part in PARTS[kind] if part not in OPTIONAL_PARTS]
        is_partial = bool(parts) and not all(part in parts for part in needed)
        return (_joined(kind, parts) if parts else None), is_partial
    if kind in FILES:
        return None, False
    if kind in {"line", "shape"} and parts.get(""):
        return _path(parts[""]), False
    return parts.get(""), False


def _path(typed: str) -> str:
    """One point a line, as the points of a line: latitude, longitude, altitude and accuracy, joined by semicolons."""
    points = [_digits(each).replace(",", " ").split() for each in typed.replace(";", "\n").splitlines() if each.strip()]
    return "; ".join(" ".join([*each, "0", "0"][: max(4, len(each))]) for each in points)


def _joined(kind: Kind, parts: Mapping[str, str]) -> str:
    if kind == "point":
        return " ".join(_digits(parts.get(part, "0")) for part in PARTS[kind]).strip()
    day = "-".join(
        _digits(parts.get(part, "")).zfill(2 if part != "year" else 4)
        for part in reversed(PARTS[kind]) if part != "time"
    )  # fmt: skip
    return f"{day}T{_digits(parts.get('time', ''))}" if kind == "datetime" else day


def _digits(text: str) -> str:
    """The digits of any script as 0-9."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)


def _place_of(typed: str) -> tuple[int, str]:
    plain = _digits(typed)
    return (int(plain), "") if plain.isdigit() else (10**6, typed)


def _is_doubled(question: Question, parts: Mapping[str, Any]) -> bool:
    if question.kind != "rank":
        return False
    places = [_place_of(each) for each in parts.values()]
    return len(set(places)) < len(places) or any(place[0] == 10**6 for place in places)


def shown(question: Question, value: Any) -> dict[str, Any]:
    """An accepted answer as it stands in the boxes: ``read`` of these gives the same answer."""
    if value is None or isinstance(value, Mapping):
        return {}
    kind = question.kind
    if kind == "many":
        return {"": list(value)}
    if kind == "rank":
        return {choice: str(place) for place, choice in enumerate(value, start=1)}
    if kind == "point":
        return dict(zip(PARTS[kind], str(value).split(), strict=False))
    if kind in PARTS:
        return _taken_apart(kind, str(value))
    if kind in {"line", "shape"}:
        points = (each.strip().removesuffix(" 0 0") for each in str(value).split(";"))
        return {"": "\n".join(each for each in points if each)}
    return {"": _plain(value)}


def _taken_apart(kind: Kind, value: str) -> dict[str, Any]:
    day, _, clock = value.partition("T")
    pieces = day.split("-")
    found = dict(zip(("year", "month", "day"), (str(int(p)) if p.isdigit() else p for p in pieces), strict=False))
    if kind == "datetime" and clock:
        found["time"] = clock
    return {part: found[part] for part in PARTS[kind] if part in found}


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
    return str(value)

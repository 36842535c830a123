"""What answers are: values by key, addressed, put and taken, and their digest.

An answer is a text, a number, several choices, a file or a :class:`NonAnswer`; a repeating block is a list of further
answers. Groups do not nest answers. An address is ``key``, or ``block[2]/key`` in the second instance of a block.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union

from concord.errors import Invalid
from concord.instrument.model import STATUSES, Group, Instrument, Question, Status

#: Instances that one repeating block may have, and levels that blocks may stand in one another.
MOST_INSTANCES, DEEPEST = 1_000, 4
_INNERMOST = re.compile(r"((?:[^\[\]]+\[\d+\]/)*)([^\[\]]+)(?:\[(\d+)\])?")
_OUTER = re.compile(r"([^\[\]]+)\[(\d+)\]/")


@dataclass(frozen=True, slots=True)
class NonAnswer:
    """Not known, not available or not applicable: an answer of its own, and no value."""

    status: Status


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that answers a question: its id in the store, name, size in bytes and SHA-256."""

    file: str
    name: str
    size: int = 0
    digest: str = ""


Value = Union[str, int, float, tuple[str, ...], NonAnswer, Attached, "tuple[Answers, ...]"]


class Answers(Mapping[str, Value]):
    """Answers by key, frozen; what was not answered is absent."""

    __slots__ = ("_hash", "_values")

    def __init__(self, values: Mapping[str, Value] | None = None) -> None:
        self._values = dict(values or {})
        self._hash: int | None = None

    def __getitem__(self, key: str) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Answers({self._values!r})"

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(tuple(sorted((key, repr(value)) for key, value in self._values.items())))
        return self._hash


def parse(raw: object, *, depth: int = 0) -> Answers:
    """Answers from JSON as it stands, without an instrument.

    Args:
        raw: ``{"key": value}``; null and the empty text are no answer.
        depth: How many blocks around it.

    Raises:
        Invalid: ``instrument.answers.shape``, with the key, where something is no answer at all.
    """
    if not isinstance(raw, Mapping) or depth > DEEPEST:
        raise Invalid("instrument.answers.shape", params={"key": "", "found": type(raw).__name__})
    found: dict[str, Value] = {}
    for key, value in raw.items():
        if not isinstance(key, str):
            raise Invalid("instrument.answers.shape", params={"key": str(key)[:40], "found": type(key).__name__})
        read = _value(key, value, depth)
        if read is not None:
            found[key] = read
    return Answers(found)


def _value(key: str, value: object, depth: int) -> Value | None:
    if value is None or value == "" or value == [] or value == ():
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | NonAnswer | Attached):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, Mapping):
        return _mapping(key, value)
    if isinstance(value, list | tuple):
        return _several(key, value, depth)
    raise Invalid("instrument.answers.shape", params={"key": key[:80], "found": type(value).__name__})


def _mapping(key: str, value: Mapping[str, Any]) -> Value:
    if value.get("status") in STATUSES and len(value) == 1:
        return NonAnswer(value["status"])
    if isinstance(value.get("file"), str):
        size = value.get("size")
        return Attached(
            value["file"], str(value.get("name") or ""), size if isinstance(size, int) else 0,
            str(value.get("digest") or ""),
        )  # fmt: skip
    raise Invalid("instrument.answers.shape", params={"key": key[:80], "found": "object"})


def _several(key: str, value: list[Any] | tuple[Any, ...], depth: int) -> Value:
    if all(isinstance(each, Mapping) for each in value):
        if len(value) > MOST_INSTANCES:
            params = {"key": key[:80], "found": len(value), "limit": MOST_INSTANCES}
            raise Invalid("instrument.answers.too-many", params=params)
        return tuple(parse(each, depth=depth + 1) for each in value)
    if all(isinstance(each, str | int) for each in value):
        return tuple(str(each) for each in value)
    raise Invalid("instrument.answers.shape", params={"key": key[:80], "found": "list"})


def as_json(answers: Mapping[str, Value]) -> dict[str, Any]:
    """The answers as JSON has them."""
    return {key: value_as_json(value) for key, value in answers.items()}


def value_as_json(value: Value) -> Any:
    """One answer as JSON has it."""
    match value:
        case NonAnswer():
            return {"status": value.status}
        case Attached():
            return {"file": value.file, "name": value.name, "size": value.size, "digest": value.digest}
        case tuple():
            return [as_json(each) if isinstance(each, Mapping) else each for each in value]
        case _:
            return value


def digest(answers: Mapping[str, Value]) -> str:
    """SHA-256 of the answers, whatever order they were given in."""
    plain = json.dumps(as_json(answers), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: the blocks around it with their instances, its key, and its own instance if any."""

    around: tuple[tuple[str, int], ...]
    key: str
    instance: int | None = None

    @property
    def repeats(self) -> tuple[str, ...]:
        """Keys of the blocks around it, as :attr:`Question.repeat` has them."""
        return tuple(key for key, _ in self.around)


def address(text: str) -> Address:
    """An address read; raises Invalid ``instrument.answers.address``."""
    match = _INNERMOST.fullmatch(text)
    if match is None:
        raise Invalid("instrument.answers.address", params={"address": text[:120]})
    around = tuple((key.rpartition("]/")[2], int(place)) for key, place in _OUTER.findall(match[1]))
    return Address(around, match[2], int(match[3]) if match[3] else None)


def get(answers: Mapping[str, Value], at: str) -> Value | None:
    """The answer at an address, or None; ``block[2]`` is a whole instance, as a tuple of one."""
    where = address(at)
    inner: Mapping[str, Value] | None = answers
    for key, place in where.around:
        inner = _instance(inner, key, place)
        if inner is None:
            return None
    assert inner is not None
    if where.instance is None:
        return inner.get(where.key)
    found = _instance(inner, where.key, where.instance)
    return None if found is None else (Answers(found),)


def _instance(answers: Mapping[str, Value] | None, key: str, place: int) -> Mapping[str, Value] | None:
    block = answers.get(key) if answers is not None else None
    if not isinstance(block, tuple) or not 1 <= place <= len(block):
        return None
    found = block[place - 1]
    return found if isinstance(found, Mapping) else None


def put(answers: Mapping[str, Value], at: str, value: Value | None) -> Answers:
    """The answers with one put at an address; None takes it away. Instances before it that are missing are empty."""
    where = address(at)
    if where.instance is not None:
        raise Invalid("instrument.answers.address", params={"address": at[:120]})
    return _put(answers, where.around, where.key, value)


def _put(answers: Mapping[str, Value], around: tuple[tuple[str, int], ...], key: str, value: Value | None) -> Answers:
    changed = dict(answers)
    if not around:
        changed.pop(key, None)
        if value is not None and value != "" and value != ():
            changed[key] = value
        return Answers(changed)
    block, place = around[0]
    if not 1 <= place <= MOST_INSTANCES:
        raise Invalid("instrument.answers.too-many", params={"key": block, "found": place, "limit": MOST_INSTANCES})
    held = changed.get(block)
    instances = [each for each in held if isinstance(each, Mapping)] if isinstance(held, tuple) else []
    if place > len(instances) and value in (None, "", ()):
        return Answers(changed)
    instances.extend(Answers() for _ in range(place - len(instances)))
    instances[place - 1] = _put(instances[place - 1], around[1:], key, value)
    changed[block] = tuple(Answers(each) for each in instances)
    return Answers(changed)


def addresses(instrument: Instrument, answers: Mapping[str, Value]) -> Iterator[tuple[str, Question, Value]]:
    """Every answer that belongs to a question of the instrument: its address, the question and the value."""
    yield from _addresses(instrument, answers, (), "")


def _addresses(
    instrument: Instrument, answers: Mapping[str, Value], repeat: tuple[str, ...], prefix: str
) -> Iterator[tuple[str, Question, Value]]:
    for key, value in answers.items():
        node = instrument.by_key.get((repeat, key))
        if isinstance(node, Question):
            yield f"{prefix}{key}", node, value
        elif isinstance(node, Group) and isinstance(value, tuple):
            for place, each in enumerate(value, start=1):
                if isinstance(each, Mapping):
                    yield from _addresses(instrument, each, (*repeat, key), f"{prefix}{key}[{place}]/")

"""Expressions on their own: evaluated over plain values, with lists of mappings for repeating blocks.

What an instrument does is in :mod:`concord.instrument.routing`; this is for tables of cases, trials and figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from concord.instrument.expressions.binding import Scope, bind
from concord.instrument.expressions.compiled import compile
from concord.instrument.expressions.dispatch import bind_tree
from concord.instrument.expressions.moments import moment
from concord.instrument.expressions.nearest import nearest
from concord.instrument.expressions.shape import Fn, Frame, Level, Run, Spec
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Value

Plain = Mapping[str, object]
DAY = date(2024, 2, 29)


class Standing:
    """A tree and its frames made from plain values, and the place one stands at (``block[2]/question``)."""

    def __init__(self, given: Plain, *, lists: Mapping[str, Sequence[Mapping[str, str]]] | None = None) -> None:
        self.level = Level(None)
        self.root = Spec("data", "root", self.level, None)
        self.level.spec = self.root
        self.lists = PlainLists(lists or {})
        self.specs: dict[str, list[Spec]] = {}
        _shape(given, self.root, self.level, self.specs)
        self.frame = _filled(given, self.level, None, "")

    def at(self, address: str) -> tuple[Spec, Frame]:
        """The spec and the frame of an address; the root for an empty one."""
        spec, frame = self.root, self.frame
        for name, _, place in re.findall(r"([^/\[\]]+)(\[(\d+)\])?", address):
            spec = spec.children[name][0]
            if place:
                frame = frame.kids[spec.level.place][int(place) - 1]
        return spec, frame

    def bound(self, source: str, address: str = "") -> Fn:
        """The closure of an expression that stands at an address."""
        spec, _ = self.at(address)
        return bind(compile(source).tree, Scope(self.root, spec, self.lists, self._named, bind_tree)).fn

    def _named(self, name: str, here: Spec, position: int) -> Spec:
        found = self.specs.get(name)
        if not found:
            params = {"name": name, "nearest": nearest(name, self.specs) or "–"}
            raise Unreadable("unknown-name", position=position, params=params)
        return found[0]


def _shape(given: Plain, parent: Spec, level: Level, specs: dict[str, list[Spec]]) -> None:
    for name, value in given.items():
        if isinstance(value, list):
            below = Level(level)
            below.spec = spec = Spec(name, "repeat", below, parent)
            _shape(_merged(value), spec, below, specs)
        elif isinstance(value, dict) and "status" not in value:
            spec = Spec(name, "group", level, parent)
            _shape(value, spec, level, specs)
        else:
            spec = level.leaf(Spec(name, "leaf", level, parent))
            if isinstance(value, dict):
                companion = level.leaf(Spec(f"{name}_status", "leaf", level, parent))
                specs.setdefault(companion.name, []).append(companion)
        specs.setdefault(name, []).append(spec)


def _merged(rows: Sequence[Plain]) -> Plain:
    """One row with everything that any of them has."""
    found: dict[str, object] = {}
    for row in rows:
        for name, value in row.items():
            held = found.get(name)
            if isinstance(value, list):
                found[name] = [*held, *value] if isinstance(held, list) else value
            elif not isinstance(held, dict):
                found[name] = value
    return found


def _filled(given: Plain, level: Level, up: Frame | None, prefix: str, place: int = 1) -> Frame:
    frame = Frame(level, up, place, prefix)
    _fill(given, level.spec, frame)
    return frame


def _fill(given: Plain, parent: Spec, frame: Frame) -> None:
    for name, value in given.items():
        spec = parent.children[name][0]
        if isinstance(value, list):
            made = [
                _filled(each, spec.level, frame, f"{frame.prefix}{name}[{at}]/", at)
                for at, each in enumerate(value, start=1)
            ]
            frame.kids[spec.level.place] = frame.every[spec.level.place] = made
        elif isinstance(value, dict) and "status" not in value:
            _fill(value, spec, frame)
        elif isinstance(value, dict):
            frame.v[parent.children[f"{name}_status"][0].slot] = str(value["status"])
        else:
            frame.v[spec.slot] = value_of(value)


def value_of(given: object) -> Value:
    """A plain value as an expression's: numbers are floats, ISO dates are moments, nothing is the empty text."""
    if given is None:
        return ""
    if isinstance(given, bool):
        return given
    if isinstance(given, int | float):
        return float(given)
    return moment(str(given)) or str(given)


class PlainLists:
    """Lists of choices given as mappings."""

    def __init__(self, given: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        self.given = given
        self.made: dict[str, tuple[Level, tuple[Frame, ...]]] = {}

    def items(self, name: str) -> tuple[Level, tuple[Frame, ...]] | None:
        """Items as frames."""
        if name not in self.given:
            return None
        if name not in self.made:
            self.made[name] = frames_of_rows(self.given[name])
        return self.made[name]

    def label(self, name: str, choice: str, language: str) -> str | None:
        """The label of a choice."""
        return next((row.get("label") for row in self.given.get(name, ()) if row.get("name") == choice), None)

    def wording(self, id: str, language: str) -> str:
        """There are no translations here."""
        return id


def frames_of_rows(rows: Sequence[Mapping[str, str]]) -> tuple[Level, tuple[Frame, ...]]:
    """Rows of a list as frames of a level of their own: ``root/item/<column>``."""
    level = Level(None)
    root = Spec("root", "root", level, None)
    level.spec = Spec("item", "repeat", level, root)
    for name in dict.fromkeys(name for row in rows for name in row):
        level.leaf(Spec(name, "leaf", level, level.spec))
    frames = []
    for place, row in enumerate(rows, start=1):
        frame = Frame(level, None, place)
        for name, value in row.items():
            frame.v[level.spec.children[name][0].slot] = value
        frames.append(frame)
    return level, tuple(frames)


def evaluate(
    source: str,
    values: Plain | None = None,
    *,
    at: str = "",
    today: date = DAY,
    now: datetime | None = None,
    seed: str = "",
    language: str = "en",
    lists: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
) -> Value:
    """The value of one expression over plain values.

    Args:
        source: The expression.
        values: By name; a list of mappings is a repeating block, a mapping a group, ``{"status": …}`` a non-answer.
        at: Where it stands, ``block[2]/question``; the answer there is ``.``.
        today: What ``today()`` says.
        now: What ``now()`` says; noon of that day, UTC, where it is not given.
        seed: What random values follow from.
        language: Of labels and names of months.
        lists: Lists of choices, by name.

    Example:
        >>> evaluate("sum(${count}) div 2", {"block": [{"count": 3}, {"count": 4}]})
        3.5
    """
    standing = Standing(values or {}, lists=lists)
    spec, frame = standing.at(at)
    run = Run(today, now or datetime(today.year, today.month, today.day, 12, tzinfo=UTC), seed, language)
    run.current = frame
    fn = bind(compile(source).tree, Scope(standing.root, spec, standing.lists, standing._named, bind_tree)).fn
    return fn(frame, run)

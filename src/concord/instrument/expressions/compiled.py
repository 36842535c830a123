"""A readable expression as a value: its source, its tree, what it reads and which functions it calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from concord.instrument.expressions.functions import check_call
from concord.instrument.expressions.functions.choices import NAMED
from concord.instrument.expressions.grammar import parse
from concord.instrument.expressions.tree import Call, Chosen, Literally, Path, Tree, walk


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read.

    Args:
        source: As written.
        tree: What it says.
        references: Names in ``${…}``, in order, each once; also that of ``jr:choice-name(…, '${q}')``.
        positions: Where in the source each of them first stands, from 0.
        functions: Names of the functions called, in order, each once.
        instances: Lists and files named by ``instance(…)`` and ``pulldata(…)``.
        has_dot: Whether it speaks of the answer it stands at (``.``, or a path from there).
    """

    source: str
    tree: Tree = field(repr=False)
    references: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    functions: tuple[str, ...] = ()
    instances: tuple[str, ...] = ()
    has_dot: bool = False

    def __hash__(self) -> int:
        return hash(self.source)

    def __str__(self) -> str:
        return self.source


@lru_cache(maxsize=8192)
def compile(source: str) -> Expression:
    """Read an expression.

    Raises:
        Unreadable: with code, position and, for a mistyped function, the nearest name.

    Example:
        >>> compile("${age} >= 18 and selected(${role}, 'nurse')").references
        ('age', 'role')
    """
    tree = parse(source)
    names: dict[str, int] = {}
    functions: dict[str, None] = {}
    instances: dict[str, None] = {}
    has_dot = False
    for each in walk(tree):
        if isinstance(each, Call):
            check_call(each)
            functions[each.name] = None
            _named_in_texts(each, names, instances)
        elif isinstance(each, Chosen):
            functions["if"] = None
        elif isinstance(each, Path):
            if each.start == "name":
                names.setdefault(each.name, each.position)
            elif each.start in {"instance", "current"}:
                functions[each.start] = None
                instances.update(dict.fromkeys([each.name] if each.start == "instance" else []))
            has_dot = has_dot or (each.start == "here" and all(step.axis == "self" for step in each.steps))
    return Expression(source, tree, tuple(names), tuple(names.values()), tuple(functions), tuple(instances), has_dot)


def _named_in_texts(call: Call, names: dict[str, int], instances: dict[str, None]) -> None:
    if call.name == "jr:choice-name" and isinstance(call.args[1], Literally):
        match = NAMED.fullmatch(str(call.args[1].value))
        if match:
            names.setdefault(match[1], call.args[1].position)
    if call.name == "pulldata" and isinstance(call.args[0], Literally):
        instances[str(call.args[0].value).removesuffix(".csv")] = None

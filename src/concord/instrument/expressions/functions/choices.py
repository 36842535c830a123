"""What is chosen: ``selected``, ``selected-at``, ``count-selected``, and the labels of choices."""

from __future__ import annotations

import math
import re
from typing import cast

from concord.instrument.expressions.binding import Bound, Scope, as_text, bind, wording
from concord.instrument.expressions.functions.declared import Function, plain, special
from concord.instrument.expressions.routes import route_of
from concord.instrument.expressions.shape import Frame, Run, Spec
from concord.instrument.expressions.tree import Binary, Call, Literally, Path, Step
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Value, text

#: A question named inside a text, as ``jr:choice-name(${q}, '${q}')`` has it, or by its path.
NAMED = re.compile(r"\s*\$\{\s*([^\s{}]+)\s*\}\s*")


def selected(chosen: str, choice: str) -> bool:
    """Whether a choice is among those chosen."""
    return f" {choice.strip()} " in f" {chosen} "


def selected_at(chosen: str, place: float) -> str:
    """The choice at a place, from 0; empty where there is none."""
    names = chosen.split()
    return names[math.trunc(place)] if 0 <= place < len(names) else ""


def _selected(call: Call, scope: Scope) -> Bound:
    chosen, choice = wording(bind(call.args[0], scope)), as_text(bind(call.args[1], scope))
    if isinstance(choice.constant, str):
        wanted = f" {choice.constant.strip()} "
        return Bound(lambda f, r: wanted in f" {chosen(f, r)} ", "boolean")
    said = wording(choice)
    return Bound(lambda f, r: selected(chosen(f, r), said(f, r)), "boolean")


def _choice_name(call: Call, scope: Scope) -> Bound:
    choice, asked = wording(bind(call.args[0], scope)), call.args[1]
    spec = _question(asked, scope)
    if not spec.choices:
        raise Unreadable("not-a-choice-question", position=call.position, params={"name": spec.name})
    lists, name = scope.lists, spec.choices

    def label(f: Frame, r: Run) -> str:
        said = choice(f, r)
        labels = [lists.label(name, each, r.language) or "" for each in said.split()] if said else []
        return ", ".join(each for each in labels if each)

    return Bound(label, "text")


def _question(tree: object, scope: Scope) -> Spec:
    """The question that the second argument names: a path, or a path or ``${name}`` in quotes."""
    if isinstance(tree, Path):
        return route_of(tree, scope).spec
    if not isinstance(tree, Literally) or not isinstance(tree.value, str):
        raise Unreadable("not-a-question", position=getattr(tree, "position", None))
    match = NAMED.fullmatch(tree.value)
    if match:
        return scope.named(match[1], scope.here, tree.position)
    names = [name for name in tree.value.strip().split("/") if name]
    if tree.value.strip().startswith("/"):
        steps = tuple(Step("child", name) for name in names)
        return route_of(Path("root", "", steps, tree.position), scope).spec
    return scope.named(names[-1] if names else "", scope.here, tree.position)


def _itext(call: Call, scope: Scope) -> Bound:
    id, lists = wording(bind(call.args[0], scope)), scope.lists
    return Bound(lambda f, r: lists.wording(id(f, r), r.language), "text")


def _pulldata(call: Call, scope: Scope) -> Bound:
    """``instance(file)/root/item[key = value]/wanted``, which is what it is short for."""
    names = [arg.value if isinstance(arg, Literally) and isinstance(arg.value, str) else None for arg in call.args[:3]]
    if None in names:
        raise Unreadable("pulldata-names", position=call.position)
    file, wanted, key = cast("list[str]", names)
    stem = file.removesuffix(".csv")
    found = scope.lists.items(stem)
    if found is None:
        raise Unreadable("unknown-file", position=call.position, params={"found": file})
    here = Path("here", "", (Step("child", key),), call.args[2].position)
    condition = Binary("=", here, call.args[3], call.position)
    steps = (Step("child", "root"), Step("child", "item", (condition,)), Step("child", wanted))
    made = bind(Path("instance", stem, steps, call.position), scope)
    first = made.fn

    def pull(f: Frame, r: Run) -> Value:
        return text(first(f, r))

    return Bound(pull, "text")


CHOICES: tuple[Function, ...] = (
    special("selected", 2, 2, _selected, shown="question, choice"),
    special("is-selected", 2, 2, _selected, shown="question, choice"),
    plain("selected-at", "tn", "text", selected_at, shown="question, place"),
    plain("count-selected", "t", "number", lambda chosen: float(len(chosen.split())), shown="question"),
    special("jr:choice-name", 2, 2, _choice_name, shown="choice, question"),
    special("jr:itext", 1, 1, _itext, shown="id"),
    special("pulldata", 4, 4, _pulldata, shown="file, column, key column, key"),
)

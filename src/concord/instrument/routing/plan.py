"""An instrument's rules bound once: closures in the order they must be evaluated, and who depends on whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from concord.instrument.expressions.binding import Bound, Reading, Scope, bind
from concord.instrument.expressions.compiled import compile
from concord.instrument.expressions.dispatch import bind_tree
from concord.instrument.expressions.routes import route_of, route_to
from concord.instrument.expressions.shape import Frame, Level, Run, Spec
from concord.instrument.expressions.tree import Path, Step, weight
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.walking import frames_of
from concord.instrument.model import Instrument, Node, Question
from concord.instrument.routing.lists import InstrumentLists
from concord.instrument.routing.rules import Job, Problem, Rule, aliased
from concord.instrument.routing.rules import is_dynamic as is_dynamic
from concord.instrument.routing.shaping import Shape

#: What finds the items or instances that a filter leaves.
Sift = Callable[[Frame, Run], Sequence[Frame]]


@dataclass(slots=True)
class Plan:
    """Everything about an instrument that does not depend on answers."""

    instrument: Instrument
    shape: Shape
    lists: InstrumentLists
    steps: list[tuple[Job, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cycles: list[tuple[str, ...]] = field(default_factory=list)
    gates: dict[tuple[Level, int], list[Spec]] = field(default_factory=dict)
    silent: dict[Level, list[tuple[str, Question, Spec]]] = field(default_factory=dict)
    order: dict[Level, list[tuple[str, Node, Spec]]] = field(default_factory=dict)
    by_key: dict[Level, dict[str, tuple[Node, Spec]]] = field(default_factory=dict)
    dependants: dict[object, list[tuple[Job, Reading]]] = field(default_factory=dict)
    calculations: dict[Spec, list[Job]] = field(default_factory=dict)
    is_random: bool = False
    _rules: dict[tuple[tuple[str, ...], Rule], Bound | None] = field(default_factory=dict)
    _given: dict[tuple[str, ...], tuple[Spec, Sift] | None] = field(default_factory=dict)
    _filters: dict[tuple[str, ...], Sift | None] = field(default_factory=dict)

    def scope(self, spec: Spec) -> Scope:
        """Where the expressions of a node stand."""
        return Scope(self.shape.root, spec, self.lists, self.shape.named, bind_tree)

    def rule(self, node: Node, rule: Rule, source: str) -> Bound | None:
        """A rule bound, once; None where there is none or it is not readable (which is then a problem)."""
        key = (node.path, rule)
        if key not in self._rules:
            self._rules[key] = self._bound(node, rule, source) if source.strip() else None
        return self._rules[key]

    def _bound(self, node: Node, rule: Rule, source: str) -> Bound | None:
        try:
            tree = compile(aliased(source)).tree
            return replace(bind(tree, self.scope(self.shape.spec_of[node.path])), weight=weight(tree))
        except Unreadable as why:
            self.problems.append(Problem(node, rule, why))
            return None

    def read(self, node: Node, rule: Rule, source: str) -> tuple[Bound | None, list[tuple[Spec, Reading]]]:
        """A rule bound anew, with what it reads; None where there is none or it is not readable."""
        reads: list[tuple[Spec, Reading]] = []
        if not source.strip():
            return None, reads
        try:
            scope = self.scope(self.shape.spec_of[node.path])
            scope.reads = reads
            tree = compile(aliased(source)).tree
            return replace(bind(tree, scope), weight=weight(tree)), reads
        except Unreadable as why:
            self.problems.append(Problem(node, rule, why))
            return None, reads

    def filtered(self, question: Question) -> Sift | None:
        """The closure of a question's choices after its filter, as frames of the list; None where it has no filter."""
        if question.path not in self._filters:
            self._filters[question.path] = self._filter(question)
        return self._filters[question.path]

    def given(self, question: Question) -> tuple[Spec, Sift] | None:
        """Of choices that are answers in a block (``select_one ${name}``): the question, and the instances kept."""
        if question.path not in self._given:
            try:
                self._given[question.path] = self._from_answers(question)
            except Unreadable as why:
                self.problems.append(Problem(question, "choice_filter", why))
                self._given[question.path] = None
        return self._given[question.path]

    def _from_answers(self, question: Question) -> tuple[Spec, Sift]:
        scope = self.scope(self.shape.spec_of[question.path])
        spec = self.shape.named(question.choices.strip().removeprefix("${").removesuffix("}"), scope.here, 0)
        written = question.rules.choice_filter
        filters = {spec.level.spec: (compile(written).tree,)} if written.strip() else {}
        return spec, frames_of(route_to(spec, scope, filters), scope)

    def _filter(self, question: Question) -> Sift | None:
        source = question.rules.choice_filter
        found = self.lists.items(question.choices) if source.strip() else None
        if found is None:
            return None
        try:
            scope = self.scope(self.shape.spec_of[question.path])
            item = Step("child", "item", (compile(source).tree,))
            name = next((n for n in (question.choices, f"{question.choices}.csv") if self.lists.items(n)), "")
            return frames_of(route_of(Path("instance", name, (Step("child", "root"), item), 0), scope), scope)
        except Unreadable as why:
            self.problems.append(Problem(question, "choice_filter", why))
            return None

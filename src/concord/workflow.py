"""States, transitions and guards: what may happen next to a thing. Stores nothing.

A room declares its workflow once, as a value::

    WORKFLOW = Workflow(
        "document",
        states=(State("draft"), State("in-review"), State("signed", is_final=True)),
        transitions=(
            Transition("submit", ("draft",), "in-review", action="submit", guards=(no_hard_findings,)),
            Transition("sign", ("in-review",), "signed", action="approve"),
        ),
        may=roles.may,
    )

and its actions ask :meth:`Workflow.apply`, which changes the thing's ``state`` and returns the step taken, for the
caller to save and to log. Who may do it is said by ``data/roles.yaml`` (kind = the workflow's, action = the
transition's), which the workflow asks through ``may``; never here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from concord.errors import Conflict, Invalid, NotAllowed

#: Role, action, kind, state → whether; :func:`concord.roles.may`.
May = Callable[[str, str, str, str], bool]


class Stateful(Protocol):
    """Anything with a state."""

    state: str


class HasLevels(Protocol):
    """What a check found (:class:`concord.findings.Findings`), as far as a guard looks at it."""

    @property
    def hard(self) -> Sequence[object]:
        """What must change."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard may look at."""

    findings: HasLevels | None = None
    today: date | None = None
    more: Mapping[str, object] = field(default_factory=dict)


#: A guard returns the code of the refusal, or an empty string where it has nothing against the step.
Guard = Callable[[Stateful, Facts], str]


@dataclass(frozen=True, slots=True)
class State:
    """A state by its id, the word ``data/roles.yaml`` uses."""

    id: str
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from one of some states to another."""

    name: str
    sources: tuple[str, ...]
    target: str
    action: str
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A transition as it was taken."""

    name: str
    before: str
    after: str
    role: str


def no_hard_findings(thing: Stateful, facts: Facts) -> str:
    """A guard: nothing that must change is left."""
    return "workflow.step.hard-findings" if facts.findings is not None and facts.findings.hard else ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states of one kind of thing and the steps between them.

    Raises:
        Invalid: ``workflow.declared.state`` when a transition names a state that is not declared or leaves a final one,
            ``workflow.declared.twice`` when two transitions of one name leave the same state.
    """

    kind: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    may: May

    def __post_init__(self) -> None:
        known = {state.id: state for state in self.states}
        seen: set[tuple[str, str]] = set()
        for step in self.transitions:
            for source in step.sources:
                if source not in known or step.target not in known or known[source].is_final:
                    raise Invalid(
                        "workflow.declared.state", params={"kind": self.kind, "step": step.name, "state": source}
                    )
                if (step.name, source) in seen:
                    raise Invalid(
                        "workflow.declared.twice", params={"kind": self.kind, "step": step.name, "state": source}
                    )
                seen.add((step.name, source))

    @property
    def initial(self) -> str:
        """The state in which a thing begins: the first declared."""
        return self.states[0].id

    def allowed(
        self, thing: Stateful, *, by: str | Iterable[str], facts: Facts | None = None
    ) -> tuple[Transition, ...]:
        """The steps that one of these roles may take now, guards included, in order of declaration."""
        held = _roles(by)
        known = facts or Facts()
        return tuple(
            step
            for step in self.transitions
            if thing.state in step.sources
            and self._role(step, thing.state, held)
            and not any(guard(thing, known) for guard in step.guards)
        )

    def apply(
        self,
        thing: Stateful,
        name: str,
        *,
        by: str | Iterable[str],
        expected: str | None = None,
        findings: HasLevels | None = None,
        today: date | None = None,
        more: Mapping[str, object] | None = None,
    ) -> Step:
        """Take a step: change ``thing.state`` and say what was done.

        Args:
            thing: Its ``state`` is changed, and nothing else.
            name: Name of the transition.
            by: Role or roles of whoever asks.
            expected: The state the person saw; refused if it has moved on since.
            findings: For guards.
            today: For guards.
            more: For guards.

        Raises:
            Invalid: ``workflow.step.unknown``: no transition has this name.
            Conflict: ``workflow.step.moved-on``: the thing is not in a state this step leaves, or not in ``expected``;
                or a guard's own code.
            NotAllowed: ``workflow.step.role``: none of the roles may take the step in this state.
        """
        candidates = [step for step in self.transitions if step.name == name]
        if not candidates:
            raise Invalid("workflow.step.unknown", params={"kind": self.kind, "step": name})
        before = thing.state
        step = next((each for each in candidates if before in each.sources), None)
        if step is None or (expected is not None and expected != before):
            raise Conflict("workflow.step.moved-on", params={"kind": self.kind, "step": name, "state": before})
        role = self._role(step, before, _roles(by))
        if not role:
            raise NotAllowed("workflow.step.role", params={"kind": self.kind, "step": name, "state": before})
        facts = Facts(findings, today, more or {})
        for guard in step.guards:
            if code := guard(thing, facts):
                raise Conflict(code, params={"kind": self.kind, "step": name, "state": before})
        thing.state = step.target
        return Step(name, before, step.target, role)

    def _role(self, step: Transition, state: str, held: tuple[str, ...]) -> str:
        return next((role for role in held if self.may(role, step.action, self.kind, state)), "")


def _roles(by: str | Iterable[str]) -> tuple[str, ...]:
    return (by,) if isinstance(by, str) else tuple(by)

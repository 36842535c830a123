"""Answers laid out as frames, and the rules of a plan carried out over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from concord.instrument.answers import MOST_INSTANCES
from concord.instrument.expressions import values
from concord.instrument.expressions.binding import Bound
from concord.instrument.expressions.moments import moment_of_date, moment_of_time
from concord.instrument.expressions.shape import Frame, Level, Run
from concord.instrument.expressions.unreadable import Costly, Unreadable
from concord.instrument.expressions.values import Value
from concord.instrument.model import Group, Node, Question
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.reading import seen, status
from concord.instrument.routing.rules import NO, RULE_OF, Holds, Job, Problem, Rule, is_dynamic
from concord.instrument.routing.triggers import keep

#: Instances of all blocks together.
MOST_FRAMES = 20_000


class Frames:
    """The frames of one set of answers: :meth:`evaluate` carries out all rules, :meth:`change` what an answer moves."""

    def __init__(self, plan: Plan, answers: Mapping[str, object], run: Run) -> None:
        self.plan, self.run = plan, run
        self.problems: list[Problem] = []
        self.fired: set[tuple[Job, Frame]] = set()
        self.by_prefix: dict[str, Frame] = {}
        self.of: dict[Level, list[Frame]] = {level: [] for level in plan.shape.levels}
        self.root = self._frame(plan.shape.levels[0], None, 1, "", answers)
        run.current = self.root

    def _frame(self, level: Level, up: Frame | None, place: int, prefix: str, raw: Mapping[str, object]) -> Frame:
        if len(self.by_prefix) >= MOST_FRAMES:
            raise Costly("too-many-instances", params={"limit": MOST_FRAMES})
        frame = Frame(level, up, place, prefix)
        frame.raw = dict(raw)
        self.by_prefix[prefix] = frame
        self.of[level].append(frame)
        own, known = frame.own, self.plan.by_key[level]
        for key, given in frame.raw.items():
            found = known.get(key)
            if found is not None and isinstance(found[0], Question):
                own[found[1].slot] = seen(found[0].kind, given)
        for key, question, spec in self.plan.silent[level]:
            if key not in frame.raw:
                own[spec.slot] = self._given(question)
        for of, companion in self.plan.shape.companions.items():
            if of.level is level:
                frame.own[companion.slot] = status(frame.raw.get(self.plan.shape.node_of[of].key))
        frame.v = frame.own.copy()
        for below in level.below:
            self._instances(frame, below)
        return frame

    def _instances(self, frame: Frame, below: Level) -> None:
        group = self.plan.shape.node_of[below.spec]
        given = frame.raw.get(group.key)
        several = [each for each in given if isinstance(each, Mapping)] if isinstance(given, list | tuple) else []
        for place, raw in enumerate(several[:MOST_INSTANCES], start=1):
            self._grow(frame, below, group.key, place, raw)
        frame.kids[below.place] = list(frame.every[below.place])

    def _grow(self, frame: Frame, below: Level, key: str, place: int, raw: Mapping[str, object]) -> None:
        prefix = f"{frame.prefix}{key}[{place}]/"
        frame.every[below.place].append(self._frame(below, frame, place, prefix, raw))

    def _given(self, question: Question) -> Value:
        """What nobody answers: a fixed default, the day, the time, or what is known of the person."""
        if question.kind == "meta":
            if question.meta == "today":
                return moment_of_date(self.run.today)
            if question.meta in {"start", "end"}:
                return moment_of_time(self.run.now)
            return self.run.person.get(question.meta, "")
        default = question.rules.default
        return "" if is_dynamic(default, question) else seen(question.kind, default)

    def evaluate(self) -> None:
        """Carry out every rule, in order."""
        for step in self.plan.steps:
            self._whole_step(step)

    def _whole_step(self, step: tuple[Job, ...]) -> None:
        if len(step) == 1:
            job = step[0]
            for frame in tuple(self.of[job.level]):
                self.do(job, frame)
            self._settled(job)
            return
        for frame in tuple(self.of[step[0].level]):
            for job in step:
                self.do(job, frame)
        for job in step:
            self._settled(job)

    def _settled(self, job: Job) -> None:
        """After a count, the frames in order; after instances' own gates, which are shown."""
        if job.sort == "count":
            self._in_order()
        elif job.sort == "gate" and job.slot == 0 and job.level.outer is not None:
            for up in self.of[job.level.outer]:
                self.show(up, job.level)

    @staticmethod
    def show(up: Frame, level: Level) -> None:
        """Say anew which instances of a block are shown."""
        up.kids[level.place] = [each for each in up.every[level.place] if each.on[0]]

    def _in_order(self) -> None:
        for level in self.plan.shape.levels:
            if level.outer is not None:
                self.of[level] = [kid for up in self.of[level.outer] for kid in up.every[level.place]]

    def do(self, job: Job, frame: Frame) -> bool:
        """Carry out one rule in one frame; whether something changed."""
        try:
            self.run.left -= job.weight
            if job.sort == "gate":
                return self._gate(job, frame)
            if job.sort == "value":
                return self._value(job, frame)
            return self._count(job, frame)
        except Unreadable as why:
            self.failed(job.node, RULE_OF[job.sort], why)
            return False

    def failed(self, node: Node, rule: Rule, why: Unreadable) -> None:
        """Keep what is wrong with a rule, once."""
        if not any(each.node is node and each.why.code == why.code for each in self.problems):
            self.problems.append(Problem(node, rule, why))

    def carried_out(self, bound: Bound, frame: Frame, node: Node, rule: Rule, otherwise: Value) -> Value:
        """A rule on which no other depends; where it fails, it is kept as a problem and counts as not written."""
        try:
            self.run.spend(bound.weight)
            return bound.fn(frame, self.run)
        except Unreadable as why:
            self.failed(node, rule, why)
            return otherwise

    def _gate(self, job: Job, frame: Frame) -> bool:
        is_instance = job.slot == 0
        on = (frame.up.on[job.around] and not frame.is_cut) if is_instance else frame.on[job.around]
        if on and job.fn is not None:
            on = cast(bool, job.fn(frame, self.run))
        if on is frame.on[job.slot]:
            return False
        frame.on[job.slot] = on
        for spec in self.plan.gates.get((job.level, job.slot), ()):
            frame.v[spec.slot] = frame.own[spec.slot] if on else ""
        return True

    def _value(self, job: Job, frame: Frame) -> bool:
        question, slot = cast(Question, job.node), job.slot
        if not frame.on[job.around]:
            value: Value = ""
        elif job.is_set_off is not None:
            value = self._triggered(job, frame)
        elif job.fn is None or (frame.own[slot] != "" and _may_be_answered(question)):
            value = frame.own[slot]
        else:
            value = values.atom(cast(Value, job.fn(frame, self.run)))
            value = "" if value != value else value
        if type(value) is type(frame.v[slot]) and value == frame.v[slot]:
            return False
        frame.v[slot] = value
        return True

    def _triggered(self, job: Job, frame: Frame) -> Value:
        """What is kept; where nothing is, it is worked out once a trigger has changed or is answered."""
        if frame.own[job.slot] != "" or job.fn is None:
            return frame.own[job.slot]
        if (job, frame) not in self.fired and not cast(Holds, job.is_set_off)(frame, self.run):
            return ""
        self.fired.discard((job, frame))
        value = values.atom(cast(Value, job.fn(frame, self.run)))
        return "" if value != value else keep(job, frame, value)

    def _count(self, job: Job, frame: Frame) -> bool:
        if job.fn is None:
            return False
        asked = values.number(cast(Value, job.fn(frame, self.run)))
        wanted = int(min(max(asked, 0.0), MOST_INSTANCES)) if asked == asked else 0
        below, group = job.spec.level, cast(Group, job.node)
        every, changed = frame.every[below.place], False
        for place in range(len(every) + 1, wanted + 1):
            self._grow(frame, below, group.key, place, {})
            changed = True
        for each in every:
            if each.is_cut is not (each.place > wanted):
                each.is_cut, changed = each.place > wanted, True
        if asked > MOST_INSTANCES:
            raise Costly("too-many-instances", params={"limit": MOST_INSTANCES})
        return changed


def _may_be_answered(question: Question) -> bool:
    """Whether people may put their own answer in the place of a calculation."""
    return question.is_asked and question.rules.readonly.strip().casefold() in {"", *NO}

"""What one answer moves: rules that wait to be carried out again, first things first."""

from __future__ import annotations

import heapq

from concord.instrument.expressions.shape import BUDGET, Frame, Level, Spec
from concord.instrument.expressions.values import Value
from concord.instrument.model import Question
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.reading import seen, status
from concord.instrument.routing.rules import Job
from concord.instrument.routing.triggers import forget


def change(frames: Frames, frame: Frame, question: Question, given: object) -> bool:
    """Take one new answer and carry out what depends on it; False where instances must be laid out anew."""
    spec = frames.plan.shape.spec_of[question.path]
    frames.run.left = BUDGET
    moved: list[tuple[object, Frame]] = []
    _own(frame, spec, seen(question.kind, given), moved)
    companion = frames.plan.shape.companions.get(spec)
    if companion is not None:
        _own(frame, companion, status(given), moved)
    waiting = Waiting(frames)
    for job in frames.plan.calculations.get(spec, ()):
        waiting.set_off.add((job, frame))  # an answer just given is not worked out over
        waiting.add(job, "one", frame)
    for source, where in moved:
        waiting.moved(source, where, is_answer=True)
    return waiting.run()


def _own(frame: Frame, spec: Spec, value: Value, moved: list[tuple[object, Frame]]) -> None:
    if type(value) is type(frame.own[spec.slot]) and value == frame.own[spec.slot]:
        return
    frame.own[spec.slot] = value
    if frame.on[spec.gate]:
        frame.v[spec.slot] = value
        moved.append((spec, frame))


class Waiting:
    """Rules that must be carried out again, first things first."""

    def __init__(self, frames: Frames) -> None:
        self.frames = frames
        self.steps: list[int] = []
        self.jobs: dict[int, dict[tuple[Job, Frame], None]] = {}
        self.set_off: set[tuple[Job, Frame]] = set()  # by a trigger, once for each answer

    def moved(self, source: object, frame: Frame, *, is_answer: bool = False) -> None:
        """Something changed in a frame: all that read it there wait.

        Args:
            source: What changed.
            frame: Where.
            is_answer: The value itself changed, not only whether it is shown: what it triggers is worked out anew.
        """
        for job, reading in self.frames.plan.dependants.get(source, ()):
            if is_answer and job.is_set_off is not None:
                self._set_off(job, reading, frame)
            self.add(job, reading, frame)

    def _set_off(self, job: Job, reading: str, frame: Frame) -> None:
        for each in self._where(job, reading, frame):
            if (job, each) not in self.set_off:
                self.set_off.add((job, each))
                self.frames.fired.add((job, each))
                forget(job, each)

    def add(self, job: Job, reading: str, frame: Frame) -> None:
        """A rule waits, in the frames that a change in ``frame`` may move."""
        waiting = self.jobs.get(job.step)
        if waiting is None:
            waiting = self.jobs[job.step] = {}
            heapq.heappush(self.steps, job.step)
        if reading == "one" and job.level is frame.level:
            waiting[(job, frame)] = None
            return
        for each in self._where(job, reading, frame):
            waiting[(job, each)] = None

    def _where(self, job: Job, reading: str, frame: Frame) -> list[Frame]:
        return below(frame, job.level) if reading == "one" else self.frames.of[job.level]

    def run(self) -> bool:
        """Carry out what waits; False where the number of instances changed."""
        while self.steps:
            step = heapq.heappop(self.steps)
            jobs = self.jobs.pop(step)
            tangled = self.frames.plan.steps[step]
            pairs = list(jobs) if len(tangled) == 1 else [
                (job, frame) for frame in self.frames.of[tangled[0].level] for job in tangled
            ]  # fmt: skip
            for job, frame in pairs:
                if self.frames.do(job, frame) and not self._follow(job, frame):
                    return False
        return True

    def _follow(self, job: Job, frame: Frame) -> bool:
        if job.sort == "count":
            return False
        if job.sort == "value":
            self.moved(job.spec, frame, is_answer=True)
            return True
        if job.slot == 0 and job.level.outer is not None:
            self.frames.show(frame.up, job.level)
            self.moved(job.level, frame.up)
        self.moved((job.level, job.slot), frame)
        for spec in self.frames.plan.gates.get((job.level, job.slot), ()):
            self.moved(spec, frame)
        return True


def below(frame: Frame, level: Level) -> list[Frame]:
    """All frames of a level under a frame, shown or not."""
    if frame.level is level:
        return [frame]
    chain: list[Level] = []
    here: Level | None = level
    while here is not None and here is not frame.level:
        chain.insert(0, here)
        here = here.outer
    found = [frame] if here is not None else []
    for each in chain:
        found = [kid for one in found for kid in one.every[each.place]]
    return found

"""What one answer moves: rules that wait to be carried out again, first things first."""

from __future__ import annotations

import heapq

from concord.instrument.expressions.shape import BUDGET, Frame, Level, Spec
from concord.instrument.expressions.values import Value
from concord.instrument.model import Question
from concord.instrument.routing.frames import Frames
from concord.instrument.routing.reading import seen, status
from concord.instrument.routing.rules import Job


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
        waiting.add(job, "one", frame)
    for source, where in moved:
        waiting.moved(source, where)
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

    def moved(self, source: object, frame: Frame) -> None:
        """Something changed in a frame: all that read it there wait."""
        for job, reading in self.frames.plan.dependants.get(source, ()):
            self.add(job, reading, frame)

    def add(self, job: Job, reading: str, frame: Frame) -> None:
        """A rule waits, in the frames that a change in ``frame`` may move."""
        waiting = self.jobs.get(job.step)
        if waiting is None:
            waiting = self.jobs[job.step] = {}
            heapq.heappush(self.steps, job.step)
        if reading == "one" and job.level is frame.level:
            waiting[(job, frame)] = None
            return
        for each in below(frame, job.level) if reading == "one" else self.frames.of[job.level]:
            waiting[(job, each)] = None

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
            self.moved(job.spec, frame)
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

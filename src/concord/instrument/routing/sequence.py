"""The order in which an instrument's rules are carried out, what goes round in circles, and who waits for whom."""

from __future__ import annotations

from typing import cast

from concord.instrument.expressions.binding import Reading
from concord.instrument.expressions.shape import Level
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.routing.ordering import components
from concord.instrument.routing.plan import Plan
from concord.instrument.routing.rules import RULE_OF, Job, Problem


def put_in_order(plan: Plan, jobs: list[Job]) -> None:
    """Give the plan its steps, its circles and its dependants."""
    makes = _makers(jobs)
    after = {job: _needed(job, makes, plan, siblings=True) for job in jobs}
    steps: list[tuple[Job, ...]] = []
    for part in components(jobs, after):
        if len(part) == 1 and part[0] not in after[part[0]]:
            steps.append(part)
        else:
            steps.extend(_untangled(plan, part, makes))
    plan.steps = steps
    for place, step in enumerate(steps):
        for job in step:
            job.step = place
    _depend(plan, jobs)


def _makers(jobs: list[Job]) -> dict[object, Job]:
    made: dict[object, Job] = {}
    for job in jobs:
        if job.sort == "value":
            made[job.spec] = job
        elif job.sort == "gate":
            made[(job.level, job.slot)] = job
        else:
            made[job.spec.level] = job
    return made


def _sources(job: Job, plan: Plan, *, siblings: bool) -> list[tuple[object, Reading]]:
    """What a job needs: values, the gates they are under, instances of blocks, and the gate around it."""
    found: list[tuple[object, Reading]] = []
    for spec, reading in job.reads:
        if reading == "sibling" and not siblings:
            continue
        if spec.sort == "leaf":
            found.append((spec, reading))
            found.append(((spec.level, spec.gate), reading))
        else:
            found += [((spec.level, 0), reading), (spec.level, reading)]
    if job.sort == "gate" and job.slot == 0:
        found += [((cast(Level, job.level.outer), job.around), "one"), (job.level, "one")]
    elif job.sort == "gate":
        found.append(((job.level, job.around), "one"))
    else:
        found.append(((job.level, job.around), "one"))
    return found


def _needed(job: Job, makes: dict[object, Job], plan: Plan, *, siblings: bool) -> list[Job]:
    return list(dict.fromkeys(makes[s] for s, _ in _sources(job, plan, siblings=siblings) if s in makes))


def _untangled(plan: Plan, part: tuple[Job, ...], makes: dict[object, Job]) -> list[tuple[Job, ...]]:
    """Rules that read earlier instances of their own block go instance by instance; the rest are circles."""
    after = {
        job: [j for j in _needed(job, makes, plan, siblings=False) if j in part] if job.is_set_off is None else []
        for job in part
    }  # what a trigger sets off reads values as they stand: two questions may well set off each other
    smaller = components(part, after)
    circles = [each for each in smaller if len(each) > 1 or each[0] in after[each[0]]]
    for circle in circles:
        plan.cycles.append(tuple(dict.fromkeys(job.node.name for job in circle)))
        for job in circle:
            names = " → ".join(plan.cycles[-1])
            plan.problems.append(Problem(job.node, RULE_OF[job.sort], Unreadable("circular", params={"names": names})))
            job.fn, job.reads = None, []
    ordered = [job for each in smaller for job in each]
    if circles:
        return [(job,) for job in ordered]
    if len({job.level for job in ordered}) == 1:
        return [tuple(ordered)]
    return [(job,) for job in [*ordered, *ordered]]


def _depend(plan: Plan, jobs: list[Job]) -> None:
    for job in jobs:
        if job.sort == "value":
            plan.calculations.setdefault(job.spec, []).append(job)
        for source, reading in dict.fromkeys(_wakers(job, plan)):
            plan.dependants.setdefault(source, []).append((job, reading))


def _wakers(job: Job, plan: Plan) -> list[tuple[object, Reading]]:
    """Whose change carries a job out again: all it reads, or its triggers alone."""
    if job.is_set_off is None:
        return _sources(job, plan, siblings=True)
    return [*job.fired_by, ((job.level, job.around), "one")]

"""A projection: supply by area and occupation, year by year, as quantiles of draws, with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from concord.errors import Invalid
from concord.labour_market.calibration import Fit, fitted
from concord.labour_market.inputs import CARE_WORKERS, NURSES, Inputs, care_workers
from concord.labour_market.method import Method, method
from concord.labour_market.quantities import Given, Quantity, files, quantity
from concord.labour_market.result import MEASURES, PROBABILITIES, Corridor, Curve, Note, Projection, Used
from concord.labour_market.scenarios import Plan
from concord.labour_market.supply import Done, Task, central, computed
from concord.vocabulary.provenance import Input

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

__all__ = ["MEASURES", "PROBABILITIES", "Corridor", "Curve", "Note", "Projection", "Used", "project"]

MOST_DRAWS, MOST_YEARS = 100_000, 60


def project(
    inputs: Sequence[Inputs],
    *,
    to: int,
    since: int | None = None,
    plan: Plan | None = None,
    draws: int = 1000,
    seed: int = 1,
    threads: int = 1,
    how: Method | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Projection:
    """Project supply; areas given together share their flows.

    Args:
        inputs: Areas in order (a scenario is for the first unless it names another); each area once an occupation.
        to: Last year.
        since: First year; the latest stock's year by default. An older stock is itself brought forward by the model.
        plan: Scenarios; none by default.
        draws: Of the Monte Carlo; a multiple of nothing.
        seed: Same seed, same bytes, on any number of threads.
        threads: Workers.
        how: The method; the declared one by default.
        progress: Told (done, all) after every block; what it raises stops the run.

    Raises:
        Invalid: ``labour-market.project.nothing``, ``.twice``, ``.years``, ``.draws``, ``.area``.
    """
    how, plan = how or method(), plan or Plan()
    given = (*inputs, *added(inputs, plan))
    first = since if since is not None else max((each.year for each in given), default=0)
    _checked(given, first, to, draws, plan)
    groups: dict[str, list[Inputs]] = {}
    for each in given:
        groups.setdefault(each.occupation, []).append(each)
    areas = list(dict.fromkeys(each.area for each in given))
    blocks = [(b, min(how.block, draws - b * how.block)) for b in range(-(-draws // how.block))]
    fits = {(each.area, each.occupation): fitted(each, central(each, how), how) for each in given}
    tasks = [
        Task(
            tuple(group), plan.levers(areas), first, to, seed, block, size, how,
            tuple(fits[each.area, each.occupation] for each in group),
        )
        for group in groups.values()
        for block, size in blocks
    ]  # fmt: skip
    ran = _all(tasks, threads, progress)
    curves: list[Curve] = []
    corridors: list[Corridor] = []
    for at, (occupation, group) in enumerate(groups.items()):
        mine = ran[at * len(blocks) : (at + 1) * len(blocks)]
        curves += _curves(group, [each.measures for each in mine])
        corridors += _corridors(group, occupation, [each.corridors for each in mine])
    return Projection(
        how.id, how.version, seed, draws, plan.text, tuple(range(first, to + 1)), tuple(curves), tuple(corridors),
        tuple(used for each in given for used in _used(each)), tuple(fits.values()),
        {(e.area, e.occupation): tuple(e.destinations.items()) for e in given if e.destinations},
        {(e.area, e.occupation): tuple(e.origins.items()) for e in given if e.origins},
        _provenance(given), notes=_notes(given, first, fits),
    )  # fmt: skip


def added(inputs: Sequence[Inputs], plan: Plan) -> tuple[Inputs, ...]:
    """Care workers beside the nurses of every area, where a scenario brings them in and they are not there."""
    if CARE_WORKERS not in plan.adds:
        return ()
    there = {each.area for each in inputs if each.occupation == CARE_WORKERS}
    return tuple(care_workers(each) for each in inputs if each.occupation in NURSES and each.area not in there)


def _checked(given: Sequence[Inputs], first: int, to: int, draws: int, plan: Plan) -> None:
    pairs = [(each.area, each.occupation) for each in given]
    if not pairs:
        raise Invalid("labour-market.project.nothing")
    twice = next((pair for pair in pairs if pairs.count(pair) > 1), None)
    if twice is not None:
        raise Invalid("labour-market.project.twice", params={"area": twice[0], "occupation": twice[1]})
    late = max(each.year for each in given)
    if not late <= first < to <= first + MOST_YEARS:
        raise Invalid(
            "labour-market.project.years", params={"from": first, "to": to, "stock": late, "most": MOST_YEARS}
        )
    if not 1 <= draws <= MOST_DRAWS:
        raise Invalid("labour-market.project.draws", params={"draws": draws, "most": MOST_DRAWS})
    areas = {area for area, _ in pairs}
    other = next((each.area for each in plan.chosen if each.area and each.area not in areas), None)
    if other is not None:
        raise Invalid("labour-market.project.area", params={"area": other, "areas": ", ".join(sorted(areas))})


def _all(tasks: Sequence[Task], threads: int, progress: Callable[[int, int], None] | None) -> list[Done]:
    """Every block, in order, whoever did it."""
    done: list[Done] = []

    def told(result: Done) -> None:
        done.append(result)
        if progress is not None:
            progress(len(done), len(tasks))

    if threads <= 1:
        for task in tasks:
            told(computed(task))
        return done
    with ThreadPoolExecutor(threads) as pool:
        try:
            for result in pool.map(computed, tasks):
                told(result)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done


def _curves(group: Sequence[Inputs], blocks: Sequence[Sequence[Mapping[str, Draws]]]) -> list[Curve]:
    import numpy as np

    out = []
    for index, each in enumerate(group):
        for measure in MEASURES:
            whole = np.concatenate([block[index][measure] for block in blocks], axis=1)
            unit = "fte" if measure == "fte" else "persons"
            out.append(Curve(each.area, each.occupation, measure, unit, *_summed(whole)))
    return out


def _corridors(
    group: Sequence[Inputs], occupation: str, blocks: Sequence[Mapping[tuple[int, int], Draws]]
) -> list[Corridor]:
    import numpy as np

    out = []
    for a, b in blocks[0]:
        whole = np.concatenate([block[a, b] for block in blocks], axis=1)
        mean, _, quantiles = _summed(whole)
        out.append(Corridor(group[a].area, group[b].area, occupation, mean, quantiles))
    return out


def _summed(
    whole: Draws,
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[tuple[float, ...], ...]]:
    """Mean, standard deviation and quantiles (linear between order statistics) by year, of all draws."""
    import numpy as np

    quantiles = np.quantile(whole, PROBABILITIES, axis=1).T
    return (
        tuple(whole.mean(axis=1).tolist()),
        tuple(whole.std(axis=1).tolist()),
        tuple(tuple(row) for row in quantiles.tolist()),
    )


def used_of(id: str, held: Quantity, area: str, occupation: str) -> Used:
    """A quantity as a result tells it."""
    low, middle, high = held.span
    if isinstance(held, Given):
        return Used(
            area, occupation, id, "data", low, middle, high, "fixed", held.source, held.note, held.at_least, held.year
        )
    return Used(area, occupation, id, "assumption", low, middle, high, held.distribution, held.source, held.reason)


def _used(inputs: Inputs) -> list[Used]:
    held: dict[str, Quantity] = {"stock": inputs.stock, **inputs.quantities}
    return [used_of(id, each, inputs.area, inputs.occupation) for id, each in held.items()]


def _provenance(given: Sequence[Inputs]) -> tuple[Input, ...]:
    found = {each for one in given for each in one.provenance} | set(files())
    return tuple(sorted(found, key=lambda each: each.id))


def _notes(given: Sequence[Inputs], first: int, fits: Mapping[tuple[str, str], Fit]) -> tuple[Note, ...]:
    """What a reader must know, by code (``labour-market.note.<id>``)."""
    notes: list[Note] = []
    for each in given:
        if each.stock_note:
            kind = "stock-assumed" if each.occupation == CARE_WORKERS else "stock-estimated"
            notes.append(Note(kind, each.area, each.occupation, each.year))
        if each.year < first:
            notes.append(Note("stock-brought-forward", each.area, each.occupation, each.year))
        if fits[each.area, each.occupation].kind == "range":
            notes.append(Note("entries-assumed", each.area, each.occupation, each.year))
    return tuple(notes)


def unit_of(id: str) -> str:
    """The unit of a quantity; of the stock: persons."""
    return "persons" if id == "stock" else quantity(id).unit

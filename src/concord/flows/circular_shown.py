"""What of a register may be shown: no count from which persons could be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from concord.findings import Finding, Findings
from concord.flows.circular import Circular
from concord.flows.declared import declared

OTHERS = "others"
Counts = tuple[int, int]


def protected(found: Circular) -> Circular:
    """The same with small destinations put together, without times that rest on too few.

    A destination is shown where who left, who came back and who did not are each nobody or at least the declared
    number; the others are one line, to which the smallest that could be shown is added until the same holds of it.
    Where it does not even hold of all together, ``flows.circular.few`` says so.
    """
    least = declared().least
    shown = dict(found.by_destination)
    others = {id: shown.pop(id) for id in list(shown) if not _is_safe(shown[id], least)}
    while others and not _is_safe(_sum(others), least) and shown:
        smallest = min(shown, key=lambda id: (shown[id], id))
        others[smallest] = shown.pop(smallest)
    told = dict(shown) | ({OTHERS: _sum(others)} if others else {})
    few: tuple[Finding, ...] = ()
    if not _is_safe((found.leavers, found.returners), least):
        few = (Finding("flows.circular.few", "soft", params={"least": least}),)
    back = tuple(each for each in found.back if each.at_risk >= least)
    made = replace(found, by_destination=told, back=back, findings=Findings((*found.findings, *few)))
    return made if found.returners >= least else replace(made, median_abroad=None, mean_abroad=None)


def _is_safe(counts: Counts, least: int) -> bool:
    left, back = counts
    return all(each == 0 or each >= least for each in (left, back, left - back))


def _sum(counts: Mapping[str, Counts]) -> Counts:
    return sum(left for left, _ in counts.values()), sum(back for _, back in counts.values())


def rows(found: Circular) -> Iterator[dict[str, object]]:
    """A row for each figure: measure, destination, years, value with its band, and how many it rests on."""

    def row(measure: str, value: float | None, **more: object) -> dict[str, object]:
        return {"measure": measure, "value": value, "status": found.status, **more}

    yield row("persons", found.persons)
    yield row("person-years", found.person_years)
    rate = found.leaving_rate
    band = {"low": _known(rate.low), "high": _known(rate.high)}
    yield row("leaving-rate", rate.share if found.person_years else None, count=found.leavers, **band)
    yield row("leavers", found.leavers)
    yield row("returners", found.returners)
    yield row("left-more-than-once", found.repeated)
    for each in found.back:
        yield row("back-after", each.share, years=each.years, low=each.low, high=each.high, count=each.at_risk)
    yield row("median-years-away", found.median_abroad)
    yield row("mean-years-away-of-returned", found.mean_abroad, count=found.returners)
    for destination, (left, back) in found.by_destination.items():
        yield row("leavers", left, destination=destination)
        yield row("returners", back, destination=destination)


def _known(value: float) -> float | None:
    return None if value != value else value

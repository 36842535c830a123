"""The figures of each step of an analysis: what is known, worked out by the methods of this room; else nothing."""

from __future__ import annotations

from collections.abc import Iterator

from concord.labour_market.analysis_inputs import newest
from concord.labour_market.analysis_known import NAMES, Known, detail, figure, last_of, total_of
from concord.labour_market.analysis_model import CORE, DOCTORS, NURSES_ALONE, Figure, declared
from concord.labour_market.analysis_moves import Moves
from concord.labour_market.curves import Curve, Range
from concord.labour_market.demand import Fit
from concord.labour_market.gaps import Both, Gaps, Hiring
from concord.labour_market.need import Threshold


def stock(of: Known) -> Iterator[Figure]:
    """Who is there: published densities with their age, head counts, sex and age where rows say them."""
    for code in CORE:
        name, point = NAMES[code], newest(of.densities[code], of.base)
        counted = newest(of.totals[NURSES_ALONE if code != DOCTORS else DOCTORS])
        if point is not None:
            yield from figure(f"density-{name}", point.value, "per_10k", year=point.year, rows=(point.row,))
        years = [each.year for each in (point, counted) if each is not None]
        if years:
            yield from figure(f"age-{name}", of.as_of.year - max(years), "years")
            yield from figure(f"now-{name}", of.now(code), "persons", year=of.base, standing="estimated")
    for code in (DOCTORS, NURSES_ALONE):
        point = newest(of.totals[code])
        if point is not None:
            yield from figure(f"headcount-{NAMES[code]}", point.value, "persons", year=point.year, rows=(point.row,))
    yield from figure("stock-core", of.core(), "persons", year=of.base, standing="estimated")
    people = of.population.get(of.base)
    if people is not None:
        rows = (of.population_row,) if of.population_row else ()
        yield from figure("population", people, "persons", year=of.base, rows=rows, standing="estimated")
    recent = [each for each in of.jumps if of.base - each.after.year <= declared().limits["window"]]
    yield from figure("jumps", len(recent) or None, "count")
    yield from _composition(of)


def _composition(of: Known) -> Iterator[Figure]:
    found = detail(of, DOCTORS)
    if found is None:
        return
    year, rows = found
    for id, column, wanted, unknown in (
        ("share-women", "sex", {"F"}, {"U", "T"}), ("share-55", "age_band", {"Y55T64", "Y_GE65"}, {"U", "_T"}),
    ):  # fmt: skip
        said = [row for row in rows if row[column] not in unknown]
        whole = sum(int(str(row["headcount"])) for row in said)
        part = sum(int(str(row["headcount"])) for row in said if row[column] in wanted)
        yield from figure(id, 100 * part / whole if whole else None, "percent", year=year)
    places = {row["subnational"] for row in rows if row["subnational"]}
    yield from figure("places", len(places) or None, "count", year=year)


def education(of: Known) -> Iterator[Figure]:
    """Who is trained, and who of them enters: known from the country alone."""
    for id, given in (("graduates", of.given.graduates), ("entrants", of.given.entrants)):
        last = last_of(given)
        if last:
            yield from figure(id, last[1], "persons", year=last[0])


def movement(of: Known, moves: Moves | None = None) -> Iterator[Figure]:
    """Who came and who went: doctors by place of training (published pairs alone), and people of all occupations."""
    yield from _from_abroad(of)
    yield from _abroad(of)
    for id, structure in (("inflow", "mds-inflow-by-training"), ("outflow", "mds-outflow")):
        point = newest(total_of(of, structure))
        if point is not None:
            yield from figure(id, point.value, "persons", year=point.year, rows=(point.row,))
    last = last_of(of.given.exits)
    if last:
        yield from figure("exits", last[1], "persons", year=last[0])
    if moves is not None:
        yield from figure("people-out", moves.out, "persons", year=moves.last, standing="estimated")
        yield from figure("people-in", moves.into, "persons", year=moves.last, standing="estimated")


def _from_abroad(of: Known) -> Iterator[Figure]:
    if not of.origins:
        return
    year, persons = of.origins[0].year, sum(each.persons for each in of.origins)
    rows = tuple(each.row for each in of.origins)
    yield from figure("foreign-trained-doctors", persons, "persons", year=year, rows=rows)
    whole = next((each for each in of.totals[DOCTORS] if each.year == year and each.value), None)
    if whole is not None and whole.value:
        share = 100 * persons / whole.value
        yield from figure("foreign-trained-share", share, "percent", year=year, rows=(*rows, whole.row))
    largest = 100 * of.origins[0].persons / persons
    yield from figure("largest-origin-share", largest, "percent", year=year, rows=rows)


def _abroad(of: Known) -> Iterator[Figure]:
    if not of.destinations:
        return
    year, persons = max(each.year for each in of.destinations), sum(each.persons for each in of.destinations)
    rows = tuple(each.row for each in of.destinations)
    yield from figure("abroad-doctors", persons, "persons", year=year, rows=rows, at_least=True)
    home = newest(of.densities[DOCTORS], year)
    people = of.population.get(home.year) if home is not None else None
    if home is not None and home.value and people is not None:
        there = home.value * people.value / 10_000
        share = 100 * persons / (persons + there)
        yield from figure("abroad-share", share, "percent", year=year, standing="estimated", at_least=True,
                          rows=(*rows, home.row))  # fmt: skip


def labour_market(of: Known, both: Both | None, hiring: tuple[Hiring, ...]) -> Iterator[Figure]:
    """Posts, and people without one: known from the country alone."""
    for id, given in (("posts", of.given.posts), ("filled", of.given.filled), ("unemployed", of.given.unemployed)):
        last = last_of(given)
        if last:
            yield from figure(id, last[1], "persons", year=last[0])
    years = of.given.posts.keys() & of.given.filled.keys()
    if years:
        year = max(years)
        yield from figure("vacant", of.given.posts[year] - of.given.filled[year], "persons", year=year)
    if both is not None:
        yield from figure("could-meet", both.could_meet or None, "persons", year=both.year)
    if hiring:
        last_year = hiring[-1]
        yield from figure("beyond", last_year.beyond or None, "persons", year=last_year.year, standing="estimated")


def need(of: Known, curves: dict[str, Curve], gaps: dict[str, Gaps], chosen: Threshold) -> Iterator[Figure]:
    """What thresholds ask for in the base year and at the horizon, and what is missing to the chosen one."""
    for id, curve in curves.items():
        yield from figure(f"need-{id}", curve.at(of.base), "persons", year=of.base, standing="estimated")
        yield from figure(f"need-{id}-horizon", curve.at(of.horizon), "persons", year=of.horizon, standing="estimated")
    unmet = next((each for each in gaps[chosen.id].unmet if each.year == of.base), None)
    if unmet is not None:
        yield from figure("unmet", unmet.distance, "persons", year=of.base, standing="estimated")
    core, people = of.core(), of.population.get(of.base)
    if core is not None and people is not None:
        per = Range(core.value, core.low, core.high) * (10_000 / people.value)
        yield from figure("density-core", per, "per_10k", year=of.base, standing="estimated")


def demand(of: Known, curve: Curve | None, gaps: Gaps, fitted: Fit | None = None) -> Iterator[Figure]:
    """What the economy would employ, what a budget pays for, and how far both are from need and supply."""
    if curve is not None:
        yield from figure("demand-core", curve.at(of.base), "persons", year=of.base, standing="assumed")
        yield from figure("demand-horizon", curve.at(of.horizon), "persons", year=of.horizon, standing="assumed")
    if fitted is not None:
        yield from figure("fit-countries", fitted.countries, "count")
        yield from figure("fit-explained", 100 * fitted.r2, "percent", standing="estimated")
    for id, found in (("unfunded", gaps.unfunded), ("posts-unfilled", gaps.vacant)):
        now = next((each for each in found if each.year == of.base), None)
        if now is not None:
            yield from figure(id, now.distance, "persons", year=of.base, standing="assumed")
    years = of.given.pay_bill.keys() & of.given.cost_per_post.keys()
    if years:
        year = max(years)
        paid = of.given.pay_bill[year] / of.given.cost_per_post[year]
        yield from figure("posts-budget", paid, "persons", year=year, standing="estimated")


def projection(of: Known) -> Iterator[Figure]:
    """Who will be there, where a projection was handed over."""
    if of.supply is None:
        return
    last = max(of.supply.points, default=None)
    if last is not None:
        yield from figure("supply-horizon", of.supply.at(last), "persons", year=last, standing=of.supply.standing)


def governance(of: Known) -> Iterator[Figure]:
    """The list in force, and how far services reach."""
    if of.listed:
        yield from figure("listed", 1.0 if of.listed == "listed" else 0.0, "count")
    if of.coverage is not None and of.coverage.value is not None:
        yield from figure("coverage", of.coverage.value, "index", year=of.coverage.year, rows=(of.coverage.row,))


def finance(of: Known) -> Iterator[Figure]:
    """Income per head, and the pay bill where the country gave it."""
    if of.income is not None:
        year, value, row = of.income
        yield from figure("gdp-head", value, "usd", year=year, rows=(row,), standing="estimated")
    last = last_of(of.given.pay_bill)
    if last:
        yield from figure("pay-bill", last[1], "count", year=last[0])

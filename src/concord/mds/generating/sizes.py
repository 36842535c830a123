"""How many persons of each occupation a register holds, year by year: densities, growth, changes of definition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from concord.mds.facts import bundled
from concord.mds.generating.chance import one, quantile
from concord.mds.generating.declared import Occupation, groups, marginals
from concord.mds.generating.wish import Wish
from concord.vocabulary.areas import area as area_of


@dataclass(frozen=True, slots=True)
class Jump:
    """A year in which a definition changed, and by what factor the number did."""

    year: int
    group: str
    factor: float


@lru_cache(maxsize=64)
def sizes(area: str, year: int) -> dict[str, float]:
    """How many persons of each group a register of the area would hold: densities of the facts times its people."""
    known = marginals()["sizes"]
    region = area_of(area).region() or "EUR"
    people = _latest("population", area, year, "population") or 1_000_000
    per_10k = {
        "doctors": _latest("density", area, year, "221") or known["per_10k"][region]["doctors"],
        "nurses": _latest("density", area, year, "222_322") or known["per_10k"][region]["nurses"],
    }
    core = {group: density * people / 10_000 for group, density in per_10k.items()}
    midwives = core["nurses"] * known["midwives_among_nurses"]["value"]
    others = sum(core.values()) * known["others"]["value"]
    found = {"doctors": core["doctors"], "nurses": core["nurses"] - midwives, "midwives": midwives}
    return {**found, **{each.id: others * each.of_others for each in groups() if each.of_others is not None}}


def _latest(id: str, area: str, year: int, occupation: str) -> float | None:
    import polars as pl

    frame = bundled(id).frame.filter((pl.col("area") == area) & (pl.col("year") <= year))
    column = "persons" if id == "population" else "per_10k"
    if "occupation" in frame.columns:
        frame = frame.filter(pl.col("occupation") == occupation)
    frame = frame.filter(pl.col(column).is_not_null()).sort("year")
    return None if frame.is_empty() else float(frame[column][-1])


def by_year(
    wish: Wish, used: tuple[Occupation, ...], shares: list[float], years: list[int]
) -> tuple[list[list[float]], tuple[Jump, ...]]:
    """Relative sizes by year and occupation; persons of a group grow alike and jump together."""
    grows = {each.id: each.grows_as for each in groups()}
    level = {each.id: 1.0 for each in groups()}
    jumps: list[Jump] = []
    sizes: list[list[float]] = []
    for before, year in zip([years[0], *years], years, strict=False):
        for step in range(before, year):
            for group in level:
                level[group] *= 1 + _growth(wish, grows[group], group, step)
        for group in level if year != before else ():
            factor = _jump(wish, grows[group], group, year, forced=len(years) > 1 and year == years[-1])
            if factor != 1.0:
                level[group] *= factor
                jumps.append(Jump(year, group, factor))
        sizes.append([share * level[each.group] for share, each in zip(shares, used, strict=True)])
    return sizes, tuple(jumps)


def _growth(wish: Wish, as_group: str, group: str, year: int) -> float:
    low, middle, high = marginals()["growth"][as_group]
    points = [[0.0, 2 * low - middle], [0.05, low], [0.5, middle], [0.95, high], [1.0, 2 * high - middle]]
    return quantile(points, one(wish.seed, f"growth/{wish.area}/{group}/{year}"))


def _jump(wish: Wish, as_group: str, group: str, year: int, *, forced: bool) -> float:
    declared = marginals()["definition_jumps"]
    asked = forced and group == "nurses" and "definition-jump" in wish.broken
    if not asked and one(wish.seed, f"jump/{wish.area}/{group}/{year}") >= declared[as_group]:
        return 1.0
    factors: list[float] = declared["factors"]
    return factors[int(one(wish.seed, f"factor/{wish.area}/{group}/{year}") * len(factors))]


def rounded(sizes: list[list[float]], rows: int) -> list[list[int]]:
    """Whole numbers in these proportions that add up to ``rows`` (largest remainders)."""
    whole = sum(map(sum, sizes))
    exact = [[rows * size / whole for size in year] for year in sizes]
    made = [[int(size) for size in year] for year in exact]
    cells = [(y, k) for y, year in enumerate(made) for k in range(len(year))]
    cells.sort(key=lambda cell: (made[cell[0]][cell[1]] - exact[cell[0]][cell[1]], cell))
    for y, k in cells[: rows - sum(map(sum, made))]:
        made[y][k] += 1
    return made

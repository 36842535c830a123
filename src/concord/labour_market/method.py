"""What the supply model fixes and does not draw: ages, shapes, limits (``data/methods/supply.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.declarations import packs
from concord.declarations.read import read_yaml

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ages = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Method:
    """Constants of the cohort model; each has its reason beside it in the declared file.

    Args:
        first_age, last_age: Single years of age; the last one is open.
        mobile_until, mobile_end: Emigration counts fully up to the first age and fades to nothing at the second; equal
            and beyond the last age: all ages alike.
        graduate_ages: First and last age at entry, by occupation ("" for others).
        arrival_ages: First and last age of those who come from abroad.
        retirement_spread: Scale of the logistic distribution of ages at retirement, in years.
        mortality_slope: Growth of mortality by year of age (Gompertz).
        female_mortality: Mortality of women as a share of that of men.
        shock_memory: How much of one year's shock to entries is left in the next.
        block: Draws computed together; part of the method, because streams belong to blocks.
        history_years: How many years back a series is used.
        least_points: Points of a series below which nothing is calibrated.
        least_error: Least relative error taken for a published figure.
        look_back: Years before the stock over which the general range of growth is laid where there is no series.
        full_within: Years from the age at entry in which the young side of an assumed stock rises to its height.
        old_from, old_scale: Where its old side begins, and the scale by which it falls.
        oldest_stock: The first year of which a stock is offered on pages.
        unseen_central, unseen_high: How many work abroad for each one whom publishing destinations see.
    """

    id: str
    version: str
    first_age: int
    last_age: int
    mobile_until: float
    mobile_end: float
    graduate_ages: Mapping[str, tuple[int, int]] = field(hash=False)
    arrival_ages: tuple[int, int]
    retirement_spread: float
    mortality_slope: float
    female_mortality: float
    shock_memory: float
    block: int
    history_years: int
    least_points: int
    least_error: float
    unseen_central: float
    unseen_high: float
    look_back: int
    full_within: float
    old_from: int
    old_scale: float
    oldest_stock: int

    @property
    def ages(self) -> Ages:
        """Every single year of age."""
        import numpy as np

        return np.arange(self.first_age, self.last_age + 1, dtype=np.float64)

    def between(self, first: int, last: int) -> Ages:
        """An even spread over ages, adding up to one."""
        import numpy as np

        ages = self.ages
        inside = ((ages >= first) & (ages <= last)).astype(np.float64)
        total = inside.sum()
        return inside / total if total else inside

    @property
    def mobility(self) -> Ages:
        """Weight of emigration by age, 1 down to 0."""
        import numpy as np

        if self.mobile_end <= self.mobile_until:
            return np.ones(self.ages.shape)
        return np.clip((self.mobile_end - self.ages) / (self.mobile_end - self.mobile_until), 0, 1)

    def graduates_at(self, occupation: str) -> Ages:
        """Ages at entry of an occupation."""
        first, last = self.graduate_ages.get(occupation, self.graduate_ages[""])
        return self.between(first, last)


def method() -> Method:
    """The declared method."""
    return _method(packs.roots())


@lru_cache(maxsize=4)
def _method(roots: tuple[Path, ...]) -> Method:
    said: Mapping[str, Any] = read_yaml(packs.find("methods/supply.yaml"))
    value = {each["id"]: each["value"] for each in said["constants"]}
    ages = {str(each.get("occupation", "")): (each["first"], each["last"]) for each in said["graduate_ages"]}
    return Method(
        said["id"], str(said["version"]), value["first-age"], value["last-age"], value["mobile-until"],
        value["mobile-end"], ages, (value["arrival-first"], value["arrival-last"]), value["retirement-spread"],
        value["mortality-slope"], value["female-mortality"], value["shock-memory"], value["block"],
        value["history-years"], value["least-points"], value["least-error"], value["unseen-central"],
        value["unseen-high"], value["look-back"], value["full-within"], value["old-from"], value["old-scale"],
        value["oldest-stock"],
    )  # fmt: skip

"""What is drawn for each person of a piece: dates, places, work, particulars, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concord.mds.generating import calendar
from concord.mds.generating.chance import uniform
from concord.mds.generating.declared import groups, marginals, specialities

if TYPE_CHECKING:
    from concord.mds.generating.persons import Draws

#: Stands for a date that there is not.
NEVER = -(2**31)
NOWHERE = -1
SEXES = ("F", "M", "X")
#: Bits of a person's number within the occupation.
WIDE = 40


@dataclass(slots=True)
class Drawn:
    """Persons drawn: one number a row in every column; NOWHERE stands for an empty code, NEVER for an empty date.

    Args:
        columns: By name: ``number``, ``occupation`` (place in the plan), ``training``, ``birth``, ``nationality``,
            ``left_for`` (places in :attr:`Draws.places`), ``birth_date``, ``entered``, ``left``, ``returned`` (days
            since 1970), ``graduated`` (year), ``sex``, ``speciality``, ``activity``, ``sector``, ``fte``,
            ``facility``, ``subnational``, ``title`` (0-1, which of several titles).
    """

    columns: dict[str, Any] = field(default_factory=dict)


class Rows:
    """The rows of one piece while they are drawn."""

    def __init__(self, draws: Draws, year: int, k: Any, i: Any, again: Any, leaving: Any) -> None:
        import numpy as np

        self.draws, self.plan, self.year = draws, draws.plan, year
        self.k, self.i, self.again, self.leaving = k, i, again, leaving
        self.uid = ((k.astype(np.int64) << WIDE) + i).astype(np.uint64)
        self.group = np.array(draws.group)[k]

    def u(self, purpose: str) -> Any:
        """A number from 0 up to 1 for each row."""
        return uniform(self.uid, self.draws.key(purpose))

    def by_group(self, shares: dict[str, Any]) -> Any:
        import numpy as np

        return np.array([shares[each.id] for each in groups()])[self.group]

    def pick(self, purpose: str, weights: list[float]) -> Any:
        """The place of a weight for each row."""
        import numpy as np

        whole = np.cumsum(weights)
        return np.minimum(np.searchsorted(whole / whole[-1], self.u(purpose), side="right"), len(weights) - 1)

    def drawn(self) -> Drawn:
        found: dict[str, Any] = {"number": self.draws.offsets[self.k] + self.i, "occupation": self.k}
        self._dates(found)
        self._places(found)
        self._work(found)
        self._particulars(found)
        self._leave_out(found)
        return Drawn(found)

    def _dates(self, found: dict[str, Any]) -> None:
        import numpy as np

        cohorts = self.draws.cohorts
        which = np.searchsorted(np.array([each.start for each in cohorts]), self.uid.astype(np.int64), side="right") - 1
        since = np.array([each.year for each in cohorts])[which]
        entrants = np.array([each.entrants for each in cohorts])[which]
        rank = (self.i - np.array([each.first for each in cohorts])[which] + 0.5) / np.array(
            [each.size for each in cohorts]
        )[which]
        age = self._age(rank, entrants)
        birth = calendar.last_day(since) - (age * 365.2425).astype(np.int64)
        born = calendar.year_of(birth)
        graduated = np.minimum(born + np.array([o.graduated for o in self.plan.occupations])[self.k], since)
        self.foreign = self._foreign()
        lag = self._lag()
        entry_year = np.where(entrants, since, np.minimum(graduated + lag, since))
        graduated = np.where(entrants, np.clip(since - lag, born + 18, since), graduated)
        entered = calendar.day(entry_year, self.u("entered"))
        found["birth_date"], found["graduated"], found["entered"] = birth, graduated, entered
        self._moves(found, entry_year, entered)

    def _age(self, rank: Any, entrants: Any) -> Any:
        """Age in years at the end of the cohort's year; those who stand first are mostly the older ones."""
        import numpy as np

        share = marginals()["age"]["older_leave_first"]
        at = np.where(self.u("in-order") < share, 1.0 - rank, self.u("age"))
        bands = [self.plan.age_bands[each.id] for each in groups()]
        age = np.zeros(len(at))
        for group, known in enumerate(bands):
            mine = self.group == group
            age[mine] = _along(known, at[mine])
        age[entrants] = _along(marginals()["age"]["at_entry"], self.u("age-at-entry")[entrants])
        return age

    def _lag(self) -> Any:
        import numpy as np

        work = marginals()["work"]
        (near, far), (soon, late) = work["years_abroad_before_entry"], work["years_to_entry"]
        u = self.u("lag")
        abroad = near + (u * u * (far - near + 1)).astype(int)
        return np.where(self.foreign, abroad, soon + (u * (late - soon + 1)).astype(int))

    def _moves(self, found: dict[str, Any], entry_year: Any, entered: Any) -> None:
        import numpy as np

        known = marginals()["leaving"]
        year = np.full(len(self.k), self.year)
        left = np.maximum(calendar.day(year, self.u("left")), entered)
        found["left"] = np.where(self.leaving, left, NEVER)
        u = self.u("left-for")
        abroad = self.leaving & (u < known["of_whom_abroad"] * known["destination_known"])
        to = [self.draws.place[code] for code, _ in self.plan.corridors.destinations]
        weights = [weight for _, weight in self.plan.corridors.destinations]
        found["left_for"] = np.where(abroad, np.array(to)[self.pick("destination", weights)], NOWHERE)
        back = entry_year + 1 + (self.u("returned-after") * 10).astype(int)
        returned = (self.u("returned") < known["returned_once"]) & (back <= self.year) & ~self.leaving
        found["returned"] = np.where(returned, calendar.day(back, self.u("returned-day")), NEVER)

    def _foreign(self) -> Any:
        known = marginals()["foreign"]["others_as_multiple"]
        share = {each.id: self.plan.corridors.foreign * known.get(each.id, 1.0) for each in groups()}
        return self.u("foreign") < self.by_group(share)

    def _places(self, found: dict[str, Any]) -> None:
        import numpy as np

        known = marginals()["foreign"]
        weights = [weight for _, weight in self.plan.corridors.origins]
        trained = 1 + self.pick("training", weights)
        training = np.where(self.foreign, trained, 0)
        elsewhere = 1 + self.pick("born", weights)
        native = known["native_born_share"]["of_area"].get(self.plan.wish.area, known["native_born_share"]["default"])
        born = known["born_elsewhere_share"]
        u = self.u("birth")
        abroad = np.where(u < native, 0, np.where(u > 1 - born["foreign_trained"], elsewhere, training))
        home = np.where(u < born["home_trained"], elsewhere, 0)
        birth = np.where(self.foreign, abroad, home)
        found["training"], found["birth"] = training, birth
        naturalised = self.u("nationality") < known["naturalised_share"]["value"]
        found["nationality"] = np.where(naturalised, 0, birth)

    def _work(self, found: dict[str, Any]) -> None:
        import numpy as np

        work = marginals()["work"]
        many = max(work["regions"], sum(w.count for w in self.plan.years[0].windows) // work["workers_a_facility"])
        u = np.where(self.again, self.u("second-facility"), self.u("facility"))
        facility = (u * u * many).astype(np.int64)
        found["facility"] = facility
        rural = self.u("urban") >= self.by_group(marginals()["urban"])
        found["subnational"] = (facility % work["regions"]) * 2 + rural
        found["sector"] = self.pick("sector", list(work["sector"].values()))
        found["activity"] = self.pick("activity", list(work["activity"].values()))
        fte = self.pick("fte", [share for _, share in work["fte"]])
        found["fte"] = np.where(self.again, len(work["fte"]) - 1, fte)

    def _particulars(self, found: dict[str, Any]) -> None:
        import numpy as np

        other = marginals()["female"]["other_sex"]
        u = self.u("sex")
        female = u < self.by_group(self.plan.female) * (1 - other)
        found["sex"] = np.where(female, 0, np.where(u >= 1 - other, 2, 1))
        has = np.array([each.has_speciality for each in self.plan.occupations])[self.k]
        found["speciality"] = np.where(has, self.pick("speciality", [share for _, share in specialities()]), NOWHERE)
        found["title"] = self.u("title")

    def _leave_out(self, found: dict[str, Any]) -> None:
        import numpy as np

        for column, share in self.plan.quality.missing.items():
            empty = NEVER if column in ("birth_date", "entered", "graduated") else NOWHERE
            found[column] = np.where(self.u(f"missing/{column}") < share, empty, found[column])


def _along(bands: Any, at: Any) -> Any:
    """The age at a share of a pyramid, evenly within each band."""
    import numpy as np

    edges = np.cumsum([0.0, *(share for _, _, share in bands)])
    edges /= edges[-1]
    ages = [bands[0][0], *(high for _, high, _ in bands)]
    return np.interp(at, edges, np.array(ages, dtype=float))

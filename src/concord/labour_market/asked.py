"""A question as an address carries it: canonical and short, so that two readers with one address see one projection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from concord.errors import Invalid
from concord.labour_market.inputs import Inputs
from concord.labour_market.quantities import Assumed, quantity
from concord.labour_market.scenarios import Plan, read_plan
from concord.vocabulary.areas import area as known_area

USER = "given by the user"
DRAWS, SEED = 500, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be projected.

    Args:
        areas: Alpha-3, the one a scenario is for first.
        occupation: One code.
        first, to: Years.
        plan: Scenarios with their values.
        own: Assumptions of the reader's own, by quantity, for the first area.
        draws, seed: Of the Monte Carlo.
    """

    areas: tuple[str, ...]
    occupation: str
    first: int
    to: int
    plan: Plan = field(default_factory=Plan)
    own: tuple[tuple[str, Assumed], ...] = ()
    draws: int = DRAWS
    seed: int = SEED

    def query(self) -> str:
        """The canonical query string; what has its usual value is left out."""
        pairs = [("area", ",".join(self.areas)), ("occupation", self.occupation), ("from", str(self.first)),
                 ("to", str(self.to))]  # fmt: skip
        if self.plan.chosen:
            pairs.append(("s", self.plan.text))
        if self.own:
            pairs.append(("a", ";".join(f"{id}:{_said(each)}" for id, each in sorted(self.own))))
        if self.draws != DRAWS:
            pairs.append(("draws", str(self.draws)))
        if self.seed != SEED:
            pairs.append(("seed", str(self.seed)))
        return urlencode(pairs, safe=",:;@~", quote_via=quote)

    def applied(self, inputs: Inputs) -> Inputs:
        """Inputs of the first area with the reader's own assumptions; others as they are."""
        if inputs.area != self.areas[0]:
            return inputs
        return inputs.given(**{id.replace("-", "_"): each for id, each in self.own})


def read_query(given: Mapping[str, str], *, first: int, to: int, occupation: str = "221") -> Asked:
    """Read an address; what it leaves out has its usual value.

    Args:
        given: Parameters of the query, each once.
        first, to, occupation: Where the address says nothing.

    Raises:
        Invalid: ``labour-market.project.nothing`` without an area, ``labour-market.quantity.text``, or as
            :func:`~concord.labour_market.scenarios.read_plan`; ``labour-market.asked.number`` for a word in place of a
            number.
        NotFound: An area, scenario or quantity that is not known.
    """
    areas = tuple(
        dict.fromkeys(
            known_area(each.strip().upper()).code for each in given.get("area", "").split(",") if each.strip()
        )
    )
    if not areas:
        raise Invalid("labour-market.project.nothing")
    return Asked(
        areas, given.get("occupation") or occupation, _whole(given, "from", first), _whole(given, "to", to),
        read_plan(given.get("s", "")), read_own(given.get("a", "")), _whole(given, "draws", DRAWS), _whole(given,
        "seed", SEED),
    )  # fmt: skip


def read_own(text: str) -> tuple[tuple[str, Assumed], ...]:
    """Assumptions as ``exit-rate:1.5;return-rate:0.5~1~3``.

    Raises:
        Invalid: ``labour-market.quantity.text`` or ``labour-market.assumption.range``.
        NotFound: ``labour-market.quantity.unknown``.
    """
    found: dict[str, Assumed] = {}
    for part in (each.strip() for each in text.split(";") if each.strip()):
        id, _, numbers = part.partition(":")
        try:
            values = [float(each) for each in numbers.split("~")]
        except ValueError:
            raise Invalid("labour-market.quantity.text", params={"text": part}) from None
        if len(values) not in (1, 3):
            raise Invalid("labour-market.quantity.text", params={"text": part})
        low, central, high = values if len(values) == 3 else values * 3
        found[quantity(id.strip()).id] = Assumed(low, central, high, source=USER)
    return tuple(sorted(found.items()))


def _said(each: Assumed) -> str:
    return f"{each.central:g}" if each.low == each.high else f"{each.low:g}~{each.central:g}~{each.high:g}"


def _whole(given: Mapping[str, str], name: str, usual: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return usual
    try:
        return int(text)
    except ValueError:
        raise Invalid("labour-market.asked.number", params={"name": name, "text": text}) from None

"""What the address of the what-if page asks for, made good: thresholds, last year of facts, year looked ahead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from concord.safeguards import Edition, projection_method
from concord.safeguards.what_if import MOST

#: The first year whose facts may be the last that count.
EARLIEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A choice whose address leads back to it.

    Args:
        thresholds: By measure, those of the edition where nothing else was asked.
        until: The last year whose facts count.
        to: The year looked ahead to; 0 for none.
        wrong: Measures for which something was asked that no threshold can be, with what was asked.
    """

    edition: Edition
    thresholds: Mapping[str, float]
    until: int
    to: int
    wrong: Mapping[str, str]

    @property
    def is_changed(self) -> bool:
        """Whether a threshold is not the published one."""
        return bool(self.changed)

    @property
    def changed(self) -> dict[str, float]:
        """The thresholds that differ from the published ones."""
        published = {each.measure: each.threshold for each in self.edition.criteria}
        return {measure: value for measure, value in self.thresholds.items() if value != published[measure]}

    def address(self) -> str:
        """Where this choice is shown."""
        chosen = {measure: f"{value:g}" for measure, value in self.thresholds.items()} | {"until": str(self.until)}
        chosen |= {"to": str(self.to)} if self.to else {}
        return reverse("public:what-if", kwargs={"edition": self.edition.id}) + "?" + urlencode(chosen)

    def command(self) -> str:
        """The same on the command line."""
        options = {"density": "--density", "uhc-index": "--index"}
        said = [f"{options[measure]} {value:g}" for measure, value in self.changed.items()]
        ahead = [f"--project-to {self.to}"] if self.to else []
        return " ".join(
            ["concord safeguards --edition", self.edition.id, f"--recompute --on {self.until}", *said, *ahead]
        )


def asked(edition: Edition, query: Mapping[str, str], *, latest: int, this_year: int) -> Asked:
    """Read the address; what cannot be falls back to what was published.

    Args:
        latest: The newest year of the facts at hand: the last year that counts where none is asked.
        this_year: No later year of facts can be asked for.
    """
    thresholds, wrong = {}, {}
    for each in edition.criteria:
        said = query.get(each.measure, "").strip()
        value = _number(said)
        good = value is not None and 0 <= value <= MOST[each.measure]
        thresholds[each.measure] = value if good and value is not None else float(each.threshold)
        if said and not good:
            wrong[each.measure] = said[:20]
    until = _year(query.get("until", ""), EARLIEST, this_year) or latest
    to = _year(query.get("to", ""), until + 1, until + projection_method().furthest_years)
    return Asked(edition, thresholds, until, to, wrong)


def _number(said: str) -> float | None:
    """A number as people type it: 48.6 or 48,6, Arabic digits too."""
    try:
        return float(said.replace(",", ".").replace("٫", "."))
    except ValueError:
        return None


def _year(said: str, first: int, last: int) -> int:
    """A year within bounds; 0 where it is none."""
    year = int(said) if said.isdecimal() and len(said) == 4 else 0
    return year if first <= year <= last else 0

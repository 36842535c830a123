"""What a count is of: unit, head count or full-time equivalent, level of activity, base of the origins, reference day.

Each is stated on every result, with who said it: the file, the profile, the layout; what nobody said is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from concord.findings import NOWHERE, Finding, Level, Place
from concord.intake.flags import western
from concord.mds.harmonise import spoken

Said = Literal["file", "profile", "layout", "answer", ""]
#: What is stated, and the values each can take.
STATED: Mapping[str, tuple[str, ...]] = {
    "unit": ("persons", "thousands", "fte", "per_10k", "per_1000", "per_100k", "percent"),
    "counting": ("headcount", "fte"),
    "activity": ("licensed", "professionally-active", "practising"),
    "base": ("training", "birth", "nationality"),
}
#: What brings a unit to persons, exactly; other units are not persons and are never turned into them.
FACTOR: Mapping[str, int] = {"persons": 1, "thousands": 1000}


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that is stated: its value, and who said it; both "" where nobody did."""

    value: str = ""
    by: Said = ""


@dataclass(frozen=True)
class Definitions:
    """What the counts of one sheet or register are of."""

    unit: Stated = field(default_factory=Stated)
    counting: Stated = field(default_factory=Stated)
    activity: Stated = field(default_factory=Stated)
    base: Stated = field(default_factory=Stated)

    def of(self, name: str) -> Stated:
        """One of :data:`STATED` by its name."""
        found: Stated = getattr(self, name)
        return found

    @property
    def missing(self) -> tuple[str, ...]:
        """What nobody said."""
        return tuple(name for name in STATED if not self.of(name).value)

    def as_attributes(self) -> dict[str, str]:
        """For a table's provenance or a result: every definition, "not stated" where nobody said it."""
        return {name: self.of(name).value or "not stated" for name in STATED}


def unit_of(text: str) -> str | None:
    """The unit that a heading or a note names, or None: "Number (thousands)", "Effectif en milliers", "на 10 000".

    A rate outranks full-time equivalents, these thousands, and thousands persons, so that "persons, in thousands" is in
    thousands and "per 10 000 persons" a rate; two different rates are None.

    Example:
        >>> unit_of("Médecins, en milliers"), unit_of("Nurses per 10,000 population"), unit_of("Doctors")
        ('thousands', 'per_10k', None)
    """
    plain = " ".join(western(text).casefold().replace("\u00a0", " ").replace("\u202f", " ").split())
    found = {unit for unit, pattern in _units() if pattern.search(plain)}
    for unit in ("persons", "thousands", "fte"):
        if len(found) > 1:
            found.discard(unit)
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _units() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for row in spoken.rows("units"):
        word = row["word"].casefold()
        is_spaced = not ("\u2e80" <= word[0] <= "\u9fff")
        before = r"(?<![^\W_])" if is_spaced and word[0].isalnum() else ""
        after = r"(?![^\W_])" if is_spaced and word[-1].isalnum() else ""
        made.append((row["unit"], re.compile(before + re.escape(word) + after)))
    return tuple(made)


def counting_of(unit: str) -> str:
    """Head count or full-time equivalent, of a unit of persons; "" of a rate."""
    return {"persons": "headcount", "thousands": "headcount", "fte": "fte"}.get(unit, "")


def stated(
    *,
    file: Mapping[str, str] | None = None,
    profile: Mapping[str, str] | None = None,
    layout: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    headings: Iterable[str] = (),
) -> Definitions:
    """Everything that was said, the nearest first: an answer, the profile, the layout, the file, its headings.

    Args:
        file, profile, layout, answers: Name (of :data:`STATED`) → value; unknown values are not taken.
        headings: Headings and notes of the values, searched for units.
    """
    sources: list[tuple[Said, Mapping[str, str]]] = [
        ("answer", answers or {}),
        ("profile", profile or {}),
        ("layout", layout or {}),
        ("file", {**_of_headings(headings), **(file or {})}),
    ]
    found = {name: _first(name, sources) for name in STATED}
    if not found["counting"].value and (counting := counting_of(found["unit"].value)):
        found["counting"] = Stated(counting, found["unit"].by)
    return Definitions(**found)


def _of_headings(headings: Iterable[str]) -> dict[str, str]:
    units = {unit for heading in headings if (unit := unit_of(heading))}
    return {"unit": units.pop()} if len(units) == 1 else {}


def _first(name: str, sources: Sequence[tuple[Said, Mapping[str, str]]]) -> Stated:
    for by, said in sources:
        if said.get(name) in STATED[name]:
            return Stated(said[name], by)
    return Stated()


def ask(
    definitions: Definitions, *, names: Sequence[str] = (), level: Level = "soft", where: Place = NOWHERE
) -> list[Finding]:
    """A finding for every definition that neither file nor profile says, and for a unit that is no count of persons.

    Args:
        definitions: What was said.
        names: What is needed (of :data:`STATED`); by default all.
        level: ``soft`` is to be answered or explained; ``note`` only says that it is not stated.
        where: The sheet or the column.
    """
    wanted = names or tuple(STATED)
    asked = [
        Finding(f"mds.definition.{name}", level, where, {"possible": ", ".join(STATED[name])})
        for name in definitions.missing
        if name in wanted
    ]
    unit = definitions.unit.value
    if "unit" in wanted and unit and unit not in FACTOR and unit != "fte":
        asked.append(Finding("mds.definition.not-persons", "hard", where, {"unit": unit}))
    return asked

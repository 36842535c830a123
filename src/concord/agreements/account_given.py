"""What goes into a benefit account: years, parties and every figure; read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from concord.agreements.account_declared import declared
from concord.agreements.account_figures import GIVERS, OF_READER, SHARES, Given, hard, read_given
from concord.findings import Finding, Findings, Place
from concord.labour_market.curves import Range


@dataclass(frozen=True)
class Asked:
    """An account to be worked out.

    Attributes:
        id, title: Of the agreement.
        origin, destination: Names of the parties, as shown.
        first, years: The first year, and how many.
        price_year: Of whose US$ all amounts are.
        given: By quantity.
        counting: Lines that usually stand beside the balance and are counted in it here.
        invented: The agreement is an invented example.
    """

    id: str
    title: str
    origin: str
    destination: str
    first: int
    years: int
    price_year: int
    given: Mapping[str, Given]
    seed: int = 1
    draws: int | None = None
    counting: frozenset[str] = frozenset()
    invented: bool = False

    @property
    def span(self) -> tuple[int, ...]:
        """The years of the account."""
        return tuple(range(self.first, self.first + self.years))

    def changed(self, values: Mapping[str, Range]) -> Asked:
        """The same with other figures for some quantities, for all years; their source says that a reader gave them."""
        other = {id: Given(id, each, {}, "", OF_READER) for id, each in values.items()}
        return replace(self, given={**self.given, **other})


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the account where nothing must change, and all findings."""

    asked: Asked | None
    findings: Findings


def read(given: Mapping[str, Any], *, file: str | None = None) -> Read:
    """Read a declared account (``docs/explanation/benefit-account.md`` shows one).

    Args:
        given: ``first``, ``years``, ``price_year``, ``origin``, ``destination``, ``inputs`` by quantity; ``id``,
            ``title``, ``seed``, ``draws``, ``counting``, ``invented`` where wanted.
        file: Named in findings.

    Returns:
        Findings of all figures together; hard ones leave no account.
    """
    found: list[Finding] = []
    whole = {name: _whole(given.get(name), name, file, found) for name in ("first", "years", "price_year")}
    most = declared().most_years
    if whole["years"] is not None and not 1 <= whole["years"] <= most:
        found.append(hard("years", file, "years", years=whole["years"], most=most))
    inputs = given.get("inputs")
    figures: dict[str, Given] = {}
    for id, each in (inputs if isinstance(inputs, Mapping) else {}).items():
        one = read_given(str(id), each, file=file)
        found += one.findings
        if one.given is not None:
            figures[str(id)] = one.given
    seed, draws = _whole(given.get("seed", 1), "seed", file, found), given.get("draws")
    if seed is not None and seed < 0:
        found.append(hard("negative", file, "seed"))
    if draws is not None and (not isinstance(draws, int) or draws < 100):
        found.append(hard("draws", file, "draws", draws=draws))
    beside = {each.id for each in declared().terms if each.beside}
    listed = given.get("counting") or ()
    counting = tuple(map(str, listed)) if isinstance(listed, list | tuple) else (str(listed),)
    found += [hard("counting", file, each, id=each, known=", ".join(sorted(beside))) for each in counting
              if each not in beside]  # fmt: skip
    if any(each.level == "hard" for each in found):
        return Read(None, Findings([*found, *_needed(figures, (), file)]))
    asked = Asked(
        str(given.get("id") or "account"), str(given.get("title") or ""), str(given.get("origin") or ""),
        str(given.get("destination") or ""), whole["first"] or 0, whole["years"] or 0, whole["price_year"] or 0,
        figures, seed or 0, draws, frozenset(counting), bool(given.get("invented")),
    )  # fmt: skip
    found += check(asked, file=file)
    findings = Findings(found)
    return Read(None if findings.hard else asked, findings)


def check(asked: Asked, *, file: str | None = None) -> tuple[Finding, ...]:
    """What is wrong or worth knowing about the figures of an account as a whole."""
    found = _needed(asked.given, asked.span, file)
    for id, each in asked.given.items():
        outside = [year for year in each.by_year if year not in asked.span]
        if outside:
            params = {"id": id, "year": outside[0], "first": asked.first, "last": asked.span[-1]}
            found.append(Finding("agreements.account.year-outside", "soft", Place(file, item=id), params))
        unit = declared().quantities[id].unit
        if unit not in ("persons", "places", "person-months", "usd") and all(one.is_exact for one in each.ranges):
            found.append(Finding("agreements.account.no-range", "note", Place(file, item=id), {"id": id}))
    moved, returned = asked.given.get("moved"), asked.given.get("returned")
    if moved is not None and returned is not None:
        gone = sum(each.high for each in (moved.at(year) for year in asked.span) if each)
        back = sum(each.low for each in (returned.at(year) for year in asked.span) if each)
        if back > gone:
            params = {"returned": back, "moved": gone}
            found.append(Finding("agreements.account.more-returned", "soft", Place(file, item="returned"), params))
    return tuple(found)


def _needed(figures: Mapping[str, Given], span: tuple[int, ...], file: str | None) -> list[Finding]:
    found = []
    for quantity in declared().quantities.values():
        given = figures.get(quantity.id)
        lacking = [year for year in span if given is not None and given.at(year) is None]
        if quantity.needed and (given is None or lacking):
            params = {"id": quantity.id, "years": ", ".join(map(str, lacking)) or "–"}
            found.append(Finding("agreements.account.needed", "hard", Place(file, item=quantity.id), params))
    return found


def _whole(value: object, name: str, file: str | None, found: list[Finding]) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found.append(hard("field", file, name, name=name))
    return None


__all__ = ["GIVERS", "SHARES", "Asked", "Given", "Read", "check", "read", "read_given"]

"""Labour agreements of all sectors since 1945, and how often a clause was found in their texts.

Public face: :func:`labour_agreements`, :func:`between`, :func:`shares`, :func:`periods`. They are base rates and no
more: few are about health personnel, which side sends is not said, and the texts that were coded are those that could
be had. A share therefore comes with the interval that so few texts leave open, and never stands for a health agreement.

Source: data set of bilateral labour agreements (``data/sources/labour-agreements-1945.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from concord.agreements.intervals import wilson
from concord.agreements.repository_read import items
from concord.agreements.repository_words import FOLDER, coded_clauses
from concord.declarations import packs
from concord.declarations.read import read_csv, read_yaml
from concord.errors import NotFound


@dataclass(frozen=True, slots=True)
class LabourAgreement:
    """A labour agreement between two countries, of any sector.

    Attributes:
        areas: The two countries; their order says nothing.
        named: Their names as the data set has them.
        year: None where it is not known.
        signed, ratified: ISO dates, empty where they are not known.
        evidence: ``copy`` of the text, ``evidence`` of it, or ``none``.
        title: Of texts that were coded; empty for the others.
        clauses: Coded clauses that were found; None where the text was not coded.
        not_coded: Clauses that the coders left open.
    """

    id: str
    areas: tuple[str, str]
    named: str
    year: int | None
    signed: str
    ratified: str
    evidence: str
    title: str
    clauses: frozenset[str] | None
    not_coded: frozenset[str]
    row: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some texts have a clause.

    Attributes:
        first, last: Years of the texts, both included.
        found, texts: With the clause; all that were coded for it.
        low, high: Between which shares the truth lies in 95 of 100 cases, 0 to 1 (Wilson).
    """

    clause: str
    first: int
    last: int
    found: int
    texts: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where no text was coded."""
        return self.found / self.texts if self.texts else None


def labour_agreements() -> Mapping[str, LabourAgreement]:
    """Every labour agreement by the id that the data set gives it."""
    return _read(packs.find(f"{FOLDER}/labour-agreements.csv"))


def labour_agreement(id: str) -> LabourAgreement:
    """One of them.

    Raises:
        NotFound: ``agreements.register.labour-unknown``.
    """
    try:
        return labour_agreements()[id]
    except KeyError:
        raise NotFound("agreements.register.labour-unknown", params={"id": id[:20]}) from None


def between(one: str, other: str) -> tuple[LabourAgreement, ...]:
    """Those of two countries, newest first, those without a year last."""
    found = [each for each in labour_agreements().values() if set(each.areas) == {one, other}]
    return tuple(sorted(found, key=lambda each: (each.year is None, -(each.year or 0), each.signed, int(each.id))))


def periods() -> tuple[tuple[int, int], ...]:
    """Years that are taken together, as declared."""
    return _periods(packs.find(f"{FOLDER}/coded-clauses.yaml"))


@lru_cache(maxsize=4)
def _periods(path: Path) -> tuple[tuple[int, int], ...]:
    return tuple((first, last) for first, last in read_yaml(path)["periods"])


def shares(clause: str, spans: Iterable[tuple[int, int]] | None = None) -> tuple[Share, ...]:
    """How often a clause was found, period by period.

    Args:
        clause: A coded clause.
        spans: First and last year of each period; the declared ones where it is None.

    Raises:
        NotFound: ``agreements.register.code``.

    Example:
        >>> latest = shares("joint_commit")[-1]
        >>> latest.first, latest.found, latest.texts
        (2010, 34, 110)
    """
    if clause not in coded_clauses():
        raise NotFound("agreements.register.code", params={"kind": "clauses", "code": clause[:40]})
    path = packs.find(f"{FOLDER}/labour-agreements.csv")
    return tuple(_share(path, clause, first, last) for first, last in (periods() if spans is None else spans))


@lru_cache(maxsize=2048)
def _share(path: Path, clause: str, first: int, last: int) -> Share:
    texts = found = 0
    for each in _read(path).values():
        if each.clauses is None or each.year is None or not first <= each.year <= last or clause in each.not_coded:
            continue
        texts += 1
        found += clause in each.clauses
    low, high = wilson(found, texts)
    return Share(clause, first, last, found, texts, low, high)


@lru_cache(maxsize=4)
def _read(path: Path) -> Mapping[str, LabourAgreement]:
    declared = read_csv(path)
    found = {}
    for index, row in enumerate(declared.rows):
        one, other = items(row["areas"])
        found[row["id"]] = LabourAgreement(
            row["id"], (one, other), row["named"], int(row["year"]) if row["year"] else None, row["signed"],
            row["ratified"], row["evidence"], row["title"],
            frozenset(items(row["clauses"])) if row["coded"] == "yes" else None, frozenset(items(row["not_coded"])),
            declared.line(index),
        )  # fmt: skip
    return found

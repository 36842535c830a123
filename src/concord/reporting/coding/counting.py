"""What the codes of many texts come to: by code, region and use, with how sure one can be of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from concord.reporting.coding.agreement import Agreement, agreement
from concord.reporting.coding.book import CodeBook, carry

#: What is known of a text: two coders said the same; they differed and it was settled; one coder alone; they differ
#: still; a code that was given has been split since; nobody has coded it.
Decision = Literal["same", "settled", "single", "open", "again", "none"]
COUNTED: frozenset[Decision] = frozenset({"same", "settled", "single"})


@dataclass(frozen=True, slots=True)
class Given:
    """The codes one coder gave, with the number of the version they were given with."""

    codes: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Coded:
    """One text with what its coders gave.

    Args:
        owner: Whose text: alpha-3 of a country, or a stakeholder's reference.
        region: The region of the country, empty where there is none.
        use: ``national`` or ``stakeholder``: never counted together.
    """

    owner: str
    region: str
    use: str
    part: str
    first: Given | None = None
    second: Given | None = None
    settled: Given | None = None


@dataclass(frozen=True, slots=True)
class OfCode:
    """How often a code was given: texts, the reports they stand in, and these reports by region."""

    code: str
    texts: int
    reports: int
    by_region: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one round and use with one version of a book.

    Args:
        texts: Texts there are; ``reports`` of how many reports.
        coded: Texts that are counted; ``twice`` of these by two coders; ``settled`` after they differed.
        open: Texts on which coders differ still: in no count of a code.
        again: Texts to be coded again, since a code was split: in no count of a code.
        coders: How many people coded.
        reports_by_region: Reports with a counted text, by region.
        measured: Agreement of first and second coders before anything was settled; None where nothing was coded twice.
    """

    round: str
    use: str
    as_of: dt.date
    book: CodeBook
    texts: int
    reports: int
    coded: int
    twice: int
    settled: int
    open: int
    again: int
    coders: int
    codes: tuple[OfCode, ...]
    reports_by_region: Mapping[str, int]
    measured: Agreement | None
    is_example: bool = False

    def of(self, code: str) -> OfCode:
        """The counts of one code."""
        return next(each for each in self.codes if each.code == code)

    @property
    def is_known(self) -> bool:
        """Whether any text is counted."""
        return self.coded > 0

    def of_parts(self, *parts: str) -> tuple[OfCode, ...]:
        """Counts of the codes that are given to these parts alone, those given most first."""
        known = self.book.by_id
        chosen = [each for each in self.codes if set(known[each.code].parts) & set(parts)]
        return tuple(sorted(chosen, key=lambda each: (-each.reports, -each.texts, each.code)))


def decide(text: Coded, books: Sequence[CodeBook]) -> tuple[Decision, tuple[str, ...]]:
    """What is known of a text, and its codes as the newest of the versions reads them.

    Args:
        books: All versions, oldest first.
    """
    given = {"settled": text.settled, "first": text.first, "second": text.second}
    held = {name: _carried(each, books) for name, each in given.items() if each is not None}
    if not held:
        return "none", ()
    deciding = [held["settled"]] if "settled" in held else list(held.values())
    codes = deciding[0]
    if codes is None or None in deciding:
        return "again", ()
    if any(each != codes for each in deciding):
        return "open", ()
    decision: Decision = "settled" if "settled" in held else "same" if len(held) > 1 else "single"
    return decision, tuple(sorted(codes))


def _carried(given: Given, books: Sequence[CodeBook]) -> frozenset[str] | None:
    """Codes as the newest version reads them; None where one was split since."""
    found = carry(given.codes, [each for each in books if each.number > given.version])
    return None if found.again else frozenset(found.codes)


def count(
    texts: Iterable[Coded], books: Sequence[CodeBook], *, round: str, use: str, as_of: dt.date, coders: int, seed: int,
    resamples: int = 1000, is_example: bool = False,
) -> Counts:  # fmt: skip
    """Counts of the texts of one use.

    Args:
        texts: Those of other uses are left out.
        books: All versions of the book, oldest first; counts are given in the newest.
        coders: How many different people coded.
        seed: Of the bootstrap of the agreement.
    """
    book = books[-1]
    mine = [each for each in texts if each.use == use]
    decided = [(each, *decide(each, books)) for each in mine]
    counted = [(each, codes) for each, decision, codes in decided if decision in COUNTED]
    states = Counter(decision for _each, decision, _codes in decided)
    return Counts(
        round, use, as_of, book, len(mine), len({each.owner for each in mine}), len(counted),
        states["same"] + sum(1 for each, d, _c in decided if d == "settled" and each.first and each.second),
        states["settled"], states["open"], states["again"], coders,
        tuple(_of_code(code.id, counted) for code in book.codes),
        _by_region(each for each, _codes in counted), _measured(mine, books, seed, resamples), is_example,
    )  # fmt: skip


def _of_code(code: str, counted: Sequence[tuple[Coded, tuple[str, ...]]]) -> OfCode:
    having = [each for each, codes in counted if code in codes]
    return OfCode(code, len(having), len({each.owner for each in having}), _by_region(having))


def _by_region(texts: Iterable[Coded]) -> dict[str, int]:
    owners = {each.owner: each.region for each in texts}
    return dict(sorted(Counter(region for region in owners.values() if region).items()))


def _measured(texts: Sequence[Coded], books: Sequence[CodeBook], seed: int, resamples: int) -> Agreement | None:
    """Agreement on the texts that both coders read with codes that still stand."""
    pairs = []
    for each in texts:
        if each.first is None or each.second is None:
            continue
        first, second = _carried(each.first, books), _carried(each.second, books)
        if first is not None and second is not None:
            pairs.append((first, second))
    return agreement(pairs, [code.id for code in books[-1].codes], seed=seed, resamples=resamples) if pairs else None

"""How a report speaks in one language: its wordings, its numbers as cells, its names of areas and groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from concord.documents.model import Phrase, RowsUsed, Status, Value, phrase
from concord.documents.sentences import Named, Saying, say
from concord.mds.citation import SENT
from concord.reporting.numbers import shown_status
from concord.vocabulary import areas, formats
from concord.vocabulary.codelists import Codelist

if TYPE_CHECKING:
    from concord.documents.figures import Style
    from concord.indicators.model import Result
    from concord.reporting.numbers import Point

#: Width of the text in points (A4 less margins of 16 mm) and of half of it.
FULL, HALF = 504.0, 240.0


@dataclass(frozen=True)
class Voice:
    """One language and one catalogue of wordings.

    Args:
        domain: ``documents/dg-report``.
        language: One of the six.
        as_of: The day on which dated names and groups are taken.
        linked: Whether names of areas lead to their sections of the same document.
        common: What every sentence may name.
        marks: Short names of sources (``S4``) in the document's table of them.
    """

    domain: str
    language: str
    as_of: dt.date
    linked: bool = False
    common: Mapping[str, Saying] = field(default_factory=dict, hash=False, compare=False)
    marks: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    def say(self, key: str, **values: Saying) -> Phrase:
        """A declared wording with its places filled; what every chapter knows is filled in too."""
        return say(self.domain, key, self.language, **{**self.common, **values})

    def text(self, key: str, **values: Saying) -> str:
        """The same as text alone."""
        return str(self.say(key, **values))

    # --- Cells ---
    def count(
        self, number: float | None, *, status: Status = "normal", decimals: int | None = 0, strong: bool = False
    ) -> Value:
        """A number as a cell; None is missing."""
        if number is None:
            return self.missing(status if status in ("suppressed", "not-applicable") else "missing")
        return Value(formats.number(number, self.language, decimals=decimals), status, float(number), strong)

    def result(self, result: Result | None, *, decimals: int | None = 0, strong: bool = False) -> Value:
        """A computed result as a cell, with the status of what was counted."""
        if result is None:
            return self.missing()
        return self.count(result.value, status=shown_status(result), decimals=decimals, strong=strong)

    def point(self, point: Point | None, *, decimals: int | None = 0) -> Value:
        """A point of a series as a cell."""
        return self.missing() if point is None else self.count(point.value, status=point.status, decimals=decimals)

    def missing(self, status: Status = "missing") -> Value:
        """What is not known, as a cell."""
        return Value("", status)

    def year(self, year: int | None) -> Value:
        """A year as a cell."""
        return self.missing() if year is None else Value(str(year), number=float(year))

    def date(self, when: dt.date | str | None) -> Value:
        """A date as a cell."""
        return self.missing() if not when else Value(formats.date(when, self.language))

    def words(self, key: str, **values: Saying) -> Value:
        """A wording as a cell, with the language it is really in."""
        return self.cell(self.say(key, **values))

    def cell(self, given: Phrase) -> Value:
        """A phrase as a cell."""
        return Value(str(given), language=given.language if given.is_fallback else None)

    def area(self, code: str) -> Value:
        """An area's name as a cell, leading to its section."""
        said = areas.area(code).wording(self.language)
        where = area_id(code) if self.linked else None
        return Value(said.text, language=said.language if said.is_fallback else None, reference=where)

    def area_name(self, code: str) -> str:
        """An area's name."""
        return areas.area(code).name(self.language)

    def named(self, code: str, *, strong: bool = False) -> Named:
        """An area's name in a sentence."""
        return Named(areas.area(code).name, strong)

    def of_list(self, codes: Codelist, code: str) -> Value:
        """A code's name as a cell."""
        return self.cell(phrase(codes.name(code, self.language)))

    def marked(self, sources: Iterable[RowsUsed]) -> tuple[RowsUsed, ...]:
        """Sources under their short names, where the document has them; of what a country sent with its release."""
        return tuple(replace(each, mark=self._mark(each)) for each in sources)

    def _mark(self, each: RowsUsed) -> str:
        """``S4``, or ``S4 KEN-2026.1-v1/mds-totals``: rows of several countries' releases are not one file's."""
        mark = self.marks.get(each.source, "")
        return f"{mark} {each.file}" if mark and each.file and each.source in SENT else mark

    # --- Figures ---
    def style(self, width: float = FULL, *, decimals: int | None = None, size: float = 7.6) -> Style:
        """How figures are drawn for print in this language."""
        from concord.documents.figures import Style

        return Style.print(self.language, width=width, decimals=decimals, size=size)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the Member States by code, for maps."""
        return {code: self.area_name(code) for code in members(self.as_of)}

    def sorted(self, codes: Iterable[str]) -> list[str]:
        """Areas in the order of their names in this language."""
        return sorted(codes, key=lambda code: (sort_key(self.area_name(code), self.language), code))


@lru_cache(maxsize=16)
def members(on: dt.date) -> tuple[str, ...]:
    """Codes of the Member States on a day."""
    return tuple(each.code for each in areas.member_states(on))


def area_id(code: str) -> str:
    """The id of an area's section: ``area-ken``."""
    return f"area-{code.lower()}"


@lru_cache(maxsize=4096)
def sort_key(name: str, language: str) -> tuple[object, ...]:
    """A key that orders names as readers of a language look them up, as far as that goes without a collation library.

    Latin and Cyrillic by letters without accents; Arabic without the article; Chinese by GB 18030, whose common
    characters stand in order of pinyin.
    """
    import unicodedata

    if language.startswith("zh"):
        return (name.encode("gb18030"),)
    if language.startswith("ar"):
        name = name.removeprefix("ال").translate(str.maketrans("أإآى", "اااي"))
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum() or c == " ")
    return (plain,)

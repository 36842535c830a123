"""What the values of a column look like: the share of them that are areas, years, occupations, dates …"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from concord.intake.columns import Column
from concord.intake.flags import flag_of, western
from concord.mds.proposing.declared import confidence
from concord.mds.proposing.grid import DAY, NUMBER, SIGN, WORD, YEAR, Spot, spot
from concord.mds.readers import places, words
from concord.vocabulary.codelists import codelist

_ISCO = re.compile(r"\d{3,4}")
_CODE = re.compile(r"[A-Z]{2,3}")
_BAND = re.compile(r"\d{1,3}\s*[-–—]\s*\d{1,3}.*|[<>≤≥+]\s*\d{1,3}.*|\d{1,3}\s*(?:\+|and over|et plus|y más).*")
_DAY_OF_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")


def sample(column: Column, indices: Sequence[int]) -> list[Spot]:
    """The filled cells among some of a column's rows, evenly spread over it where there are many."""
    most = confidence().looked_at
    step = max(1, len(indices) // most)
    found = []
    for index in indices[::step]:
        text = column.text(index).strip()
        if text:
            found.append(spot(text, column.kind(index)))
    return found


def shares(spots: Sequence[Spot]) -> dict[str, float]:
    """Test → share of the filled cells that pass it."""
    counted = Counter(spots)
    total = sum(counted.values())
    if not total:
        return {}
    found = {name: sum(count for each, count in counted.items() if test(each)) / total for name, test in _TESTS.items()}
    found["unique"] = len({each.text for each in counted}) / total if total > 1 else 0.0
    return found


def _area(each: Spot) -> bool:
    return each.look == WORD and is_area(each.text)


@lru_cache(maxsize=8192)
def is_area(text: str) -> bool:
    """Whether a text is the exact name or code of an area, or stands in the place of one (total, unknown)."""
    if words.row_kind(text) is not None:
        return True
    return len(text) > 1 and not text.isdigit() and bool(places.named(text))


@lru_cache(maxsize=8192)
def is_occupation(text: str) -> bool:
    """Whether a text is an exact name or a code of an occupation, of ISCO-08 or ISCO-88."""
    plain = western(text).strip()
    if words.occupation(plain) is not None:
        return True
    code = plain.split(" ")[0].strip(".:-–")
    return bool(_ISCO.fullmatch(code)) and (code in codelist("occupation") or _is_health_unit(code))


def _is_health_unit(code: str) -> bool:
    """Unit groups of health occupations in either classification begin so."""
    return len(code) == 4 and code[:2] in ("22", "32", "51", "53")


def _number(each: Spot) -> float | None:
    if each.look not in (NUMBER, YEAR):
        return None
    plain = western(each.text).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _between(least: float, most: float, *, whole: bool) -> Callable[[Spot], bool]:
    def test(each: Spot) -> bool:
        number = _number(each)
        return number is not None and least <= number <= most and (not whole or number == int(number))

    return test


def _is_year(each: Spot) -> bool:
    return each.look == YEAR


def _is_day(each: Spot) -> bool:
    return each.look == DAY or (each.look == WORD and _is_worded_day(each.text))


@lru_cache(maxsize=8192)
def _is_worded_day(text: str) -> bool:
    from concord.intake.dates import parse_date

    return any(letter.isdigit() for letter in text) and bool(parse_date(text).text)


def _is_flag(each: Spot) -> bool:
    return len(each.text) <= 24 and words.status(each.text) is not None


_TESTS: dict[str, Callable[[Spot], bool]] = {
    "area": _area,
    "area_code": lambda each: each.look == WORD and bool(_CODE.fullmatch(each.text)) and is_area(each.text),
    "year": lambda each: _is_year(each) or (each.look == DAY and each.text.endswith(("-12-31", "-01-01"))),
    "occupation": lambda each: is_occupation(each.text),
    "sex": lambda each: words.sex(each.text) in ("F", "M", "X", "U") or words.is_sex_letter(each.text),
    "activity": lambda each: each.look == WORD and words.activity(each.text) is not None,
    "row_kind": lambda each: each.look == WORD and words.row_kind(each.text) is not None,
    "birth_date": lambda each: _is_day(each) and not each.text.startswith("202"),
    "birth_year": _between(1920, 2010, whole=True),
    "age": _between(15, 100, whole=True),
    "age_band": lambda each: bool(_BAND.fullmatch(western(each.text))) or each.text in codelist("age-band"),
    "day_or_year": lambda each: _is_year(each) or _is_day(each),
    "fte": _between(0, 1.5, whole=False),
    "number": lambda each: each.look in (NUMBER, YEAR, SIGN) and (each.look != SIGN or flag_of(each.text) is not None),
    "flag": _is_flag,
    "any": lambda each: True,
}

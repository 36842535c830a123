"""The distinct values of a column, which of them stand for a code that is known, and how its dates are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from concord.intake.dates import parse_date
from concord.intake.flags import flag_of, western
from concord.mds.harmonise import deciders
from concord.mds.proposing.model import FoundColumn, FoundTable
from concord.mds.readers import words
from concord.mds.readers.elsewhere import elsewhere
from concord.mds.readers.places import is_one
from concord.vocabulary.codelists import codelist

#: Roles whose values are areas.
PLACES = frozenset(
    {"area", "area_code", "origin", "origin_code", "destination", "training", "birth", "nationality", "left_for"}
)
#: Roles whose values are dates.
DAYS = frozenset({"birth_date", "entered", "left", "returned", "graduated"})
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})[-/. ](\d{2}|\d{4})")


def distinct(table: FoundTable, column: FoundColumn) -> Counter[str]:
    """Text as typed → rows, for a column of a table; headings inside it for the column that says them."""
    at = -1 if column.added else column.at
    if at not in table.counted:
        found = Counter(table.sections.values()) if column.added else _counted(table, column)
        found.pop("", None)
        table.counted[at] = found
    return table.counted[at]


def _counted(table: FoundTable, column: FoundColumn) -> Counter[str]:
    texts = table.region.grid.sheet.columns[column.at].texts()
    typed = Counter(texts if len(table.indices) == len(texts) else (texts[at] for at in table.indices))
    found: Counter[str] = Counter()
    for text, count in typed.items():
        found[text.strip()] += count
    return found


def unknown(table: FoundTable, column: FoundColumn, role: str = "") -> dict[str, int]:
    """The values of a coded column that stand for no declared code, with their rows: they have to be asked."""
    found = distinct(table, column)
    as_what = role or column.role
    if table.kind == "persons":
        return {text: count for text, count in found.items() if not is_known_of_person(as_what, text, among=found)}
    if as_what == "sex" and any(words.is_sex_letter(text) for text in found):
        return {text: count for text, count in found.items() if not _is_sex(text, found)}
    return {text: count for text, count in found.items() if not is_known(as_what, text)}


def _is_sex(text: str, among: Collection[str]) -> bool:
    """Whether a value is a word for a sex, or a letter that those beside it settle."""
    if len(text.strip(" .")) > 1:
        return words.sex(text) is not None
    return not deciders.decide_sex(text, among=among).problems


def is_known_of_person(role: str, text: str, *, among: Collection[str] = ()) -> bool:
    """Whether a value of a register is settled by the room's own deciders; ``among`` are all values of the column."""
    if role == "sex":
        return not deciders.decide_sex(text, among=among or None).problems
    if role == "activity":
        return not deciders.decide_activity(text).problems
    if role == "sector":
        return not deciders.decide_sector(text).problems
    if role == "age_band":
        return not deciders.decide_age_band(text).problems
    if role in PLACES:
        return all(each.level != "hard" for each in deciders.decide_place(text, among=among or None).problems)
    return is_known(role, text)


def is_known(role: str, text: str) -> bool:
    """Whether a value of a table of counts stands for a declared code: nothing has to be asked of it."""
    plain = western(text).strip()
    if role in PLACES:
        return _is_place(plain, reporter=role in ("area", "area_code"))
    if role == "occupation":
        return words.occupation(plain) is not None or _is_occupation_code(plain)
    if role == "sex":
        return words.sex(plain) is not None
    if role == "activity":
        return words.activity(plain) is not None
    if role == "row_kind":
        return words.row_kind(plain) is not None
    if role == "flag":
        parts = [part for part in re.split(r"[,;|/ ]+", plain) if part]
        return words.status(plain) is not None or all(words.status(part) is not None for part in parts)
    return True


def _is_place(text: str, *, reporter: bool) -> bool:
    if not reporter and words.row_kind(text) is not None:
        return True
    return is_one(text) or flag_of(text) is not None or bool(elsewhere(text))


def _is_occupation_code(text: str) -> bool:
    if words.sex(text) == "T" or words.row_kind(text) == "total":
        return True
    code = text.split(" ")[0].strip(".:-–")
    return code in codelist("occupation") and (
        code == text or words.occupation(text[len(code) :].strip(" .:-–")) in (None, code)
    )


def date_order(texts: Sequence[str]) -> tuple[str, str]:
    """How the dates of a column are written, and what stands against reading them.

    Answers the format (``DD/MM/YYYY`` or ``MM/DD/YYYY``), "" where there are no dates of figures alone; and
    ``ambiguous``, ``mixed``, ``two-digits`` or "".
    """
    found = [match for text in texts if (match := _NUMERIC.fullmatch(western(text).strip()))]
    if not found:
        return "", ""
    if any(len(match[4]) == 2 for match in found):
        return "", "two-digits"
    sign = Counter(match[2] for match in found).most_common(1)[0][0]
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[3]) > 12 for match in found)
    if day_first and month_first:
        return "", "mixed"
    if not day_first and not month_first:
        return sign, "ambiguous"
    return (f"DD{sign}MM{sign}YYYY" if day_first else f"MM{sign}DD{sign}YYYY"), ""


def unreadable_dates(texts: Sequence[str], format: str) -> list[str]:
    """Values that are no dates even with the format."""
    formats = (format,) if format else ()
    return [text for text in texts if parse_date(text, formats).problem]

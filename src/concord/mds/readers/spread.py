"""What stands across the columns: years, sexes, occupations, countries, or what is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from concord.intake.columns import Column
from concord.intake.flags import western
from concord.mds.readers import words
from concord.mds.readers.places import named

#: What is longer names nothing: a sentence, or a cell's fill of letters, under a head that never was one.
LONGEST_PART = 200
_SIGN = "*†‡§¹²³⁴⁵"
_YEAR = re.compile(rf"((?:19|20)\d\d)\s*(?:[{_SIGN}]+|[(\[](?:[^\W_]|[{_SIGN}]+)[)\]]|[^\W\d_]|г\.|год)?")
JOINT = " / "


@dataclass(frozen=True, slots=True)
class Across:
    """One column of values and what its header says of them (role → text)."""

    column: Column
    says: Mapping[str, str]


def year_in(part: str) -> str:
    """The year that a heading is, its mark of a footnote set aside; "" where it is none.

    Example:
        >>> year_in("2018*"), year_in("2019 (p)"), year_in("2020¹"), year_in("2017/18"), year_in("2018 H")
        ('2018', '2019', '2020', '', '')
    """
    plain = western(" ".join(part.split()))
    found = _YEAR.fullmatch(plain)
    return found.group(1) if found and not words.is_sex_letter(plain[4:]) else ""


def across(columns: Sequence[Column], taken: Iterable[str]) -> list[Across]:
    """The columns whose headers say what they count, of those that have no role of their own.

    Args:
        columns: Columns without a role.
        taken: Roles that other columns hold; a header cannot say these a second time.
    """
    said = [(column, says_of(column.header)) for column in columns]
    kinds = {role for _, says in said if says for role in says}
    found = [Across(column, _settled(says, kinds)) for column, says in said if says]
    held = set(taken)
    kept = [each for each in found if each.says and not held.intersection(each.says)]
    lone = {role for role in ("origin", "sex") if sum(role in each.says for each in kept) < 2}
    kept = [each for each in kept if not lone.intersection(each.says)]
    usual = Counter(frozenset(each.says) for each in kept).most_common(1)
    return [each for each in kept if frozenset(each.says) == usual[0][0]]


def says_of(header: str) -> dict[str, str] | None:
    """What every part of a header says, or None where some part says nothing known."""
    says: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in header.split(JOINT))):
        said = _part(part)
        if said is None or set(said).intersection(says):
            return None
        says.update(said)
    return says or None


def _part(part: str) -> dict[str, str] | None:
    if len(part) > LONGEST_PART:
        return None
    if year := year_in(part):
        return {"year": year}
    if words.is_sex_letter(part):
        return {"sex": part}
    sex, kind = words.sex(part), words.row_kind(part)
    if sex == "T" or kind == "total" or (sex is not None and kind is not None):
        return {"either": part}
    if sex is not None and not part.isdigit():
        return {"sex": part}
    if words.occupation(part) is not None:
        return {"occupation": part}
    heading = words.heading(part)
    if heading is not None:
        return {"measure": heading.measure} if heading.role == "value" else None
    if kind is not None or (len(part) > 1 and not part.isdigit() and named(part)):
        return {"origin": part}
    return None


def _settled(says: Mapping[str, str], kinds: set[str]) -> dict[str, str]:
    """Total and unknown are of what stands beside them: of the sexes, else of the countries, else they are not read."""
    settled = {role: text for role, text in says.items() if role != "either"}
    if "either" in says:
        role = "sex" if "sex" in kinds else "origin" if "origin" in kinds else ""
        if not role:
            return {}
        settled[role] = says["either"]
    return settled

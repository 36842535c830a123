"""An answer → the profile that says so. The id of a question is enough: it names what the answer is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from concord.errors import Invalid
from concord.mds.profile import LEAVE_OUT, ROLES, UNITS, Profile, SaidTable
from concord.mds.proposing import ids
from concord.mds.proposing.ask_facts import NOT_SAID
from concord.mds.proposing.values import PLACES
from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist

_DAY = re.compile(r"(?:\d{4}-)?\d{2}-\d{2}")
_ORDER = re.compile(r"(?:DD[-/. ]MM|MM[-/. ]DD)[-/. ]YYYY|YYYY[-/. ]?MM[-/. ]?DD")
_MEANS = re.compile(r"value|leave-out|(?:year|sex|occupation|origin|measure):.+")


def answer(profile: Profile, question_id: str, choice: str) -> Profile:
    """The profile with one question answered.

    Args:
        profile: As it stands.
        question_id: :attr:`~concord.mds.proposing.model.Question.id`.
        choice: The value of a choice, or what is typed where a question may be answered freely.

    Raises:
        Invalid: ``mds.answer.question`` for an id that names no question, ``mds.answer.choice`` for an answer that the
            question cannot have.

    Example:
        >>> answer(Profile(), "code/sex/H", "M").codes
        {'sex': {'H': 'M'}}
    """
    kind, *parts = ids.parted(question_id)
    known = _KINDS.get(kind)
    if known is None or len(parts) not in known[0]:
        raise Invalid("mds.answer.question", params={"id": question_id})
    if choice == NOT_SAID and kind in _OPTIONAL:
        return _answered(profile, question_id, choice)
    return known[1](profile, question_id, parts, choice.strip())


def _refused(id: str, choice: str, known: str) -> Invalid:
    return Invalid("mds.answer.choice", params={"id": id, "choice": choice, "known": known})


def _one_of(id: str, choice: str, known: Any) -> str:
    if choice not in known:
        raise _refused(id, choice, ", ".join(sorted(known)[:40]))
    return choice


def _answered(profile: Profile, id: str, choice: str) -> Profile:
    return replace(profile, answered={**profile.answered, id: choice})


def _kept(*known: str) -> Callable[[Profile, str, list[str], str], Profile]:
    """An answer that has no other place than the list of answers."""

    def keep(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
        return _answered(profile, id, _one_of(id, choice, known))

    return keep


def _fact(key: str, known: Any) -> Callable[[Profile, str, list[str], str], Profile]:
    def state(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
        changes: dict[str, Any] = {key: _one_of(id, choice, known)}
        return replace(profile, **changes)

    return state


def _area(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    return replace(profile, area=_area_code(id, choice))


def _area_code(id: str, choice: str) -> str:
    found = areas.resolve(choice)
    if found.area is None:
        raise _refused(id, choice, ", ".join(found.suggestions) or "alpha-3")
    return found.area


def _day(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    if not _DAY.fullmatch(choice):
        raise _refused(id, choice, "MM-DD, YYYY-MM-DD")
    return replace(profile, reference_day=choice)


def _single(key: str) -> Callable[[Profile, str, list[str], str], Profile]:
    """A year or an occupation, of the whole file or of one table."""

    def state(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
        value: Any = _year(id, choice) if key == "year" else _one_of(id, choice, codelist("occupation").codes)
        if not parts:
            return replace(profile, **{key: value})
        return _in_table(profile, parts[0], {key: value})

    return state


def _year(id: str, choice: str) -> int:
    if not re.fullmatch(r"(?:19|20)\d\d", choice):
        raise _refused(id, choice, "1900 – 2099")
    return int(choice)


def _in_table(profile: Profile, table_id: str, changes: Mapping[str, Any]) -> Profile:
    """The profile with something said of one table."""
    sheet, _, start = table_id.rpartition("!")
    same = [each for each in profile.tables if each.sheet == sheet and each.range.partition(":")[0] == start]
    said = same[0] if same else SaidTable(sheet, start)
    columns = {**said.columns, **changes.get("columns", {})}
    changed = replace(said, **{**changes, "columns": columns})
    tables = tuple(changed if each is said else each for each in profile.tables)
    return replace(profile, tables=tables if same else (*profile.tables, changed))


def _role(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    table, key = parts
    role = _one_of(id, choice, ROLES)
    if table:
        return _in_table(profile, table, {"columns": {key: role}})
    return replace(profile, columns={**profile.columns, key: role})


def _section(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    return _in_table(profile, parts[0], {"section": _one_of(id, choice, ROLES)})


def _which(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    table, role, letters = parts
    listed = letters.split(",")
    _one_of(id, choice, listed)
    return _in_table(profile, table, {"columns": {each: role if each == choice else "nothing" for each in listed}})


def _read(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    return _in_table(profile, parts[0], {"read": _one_of(id, choice, ("read", "leave-out")) == "read"})


def _means(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    if not _MEANS.fullmatch(choice):
        raise _refused(id, choice, "value, leave-out, year:2020, sex:F, occupation:221, origin:IND, measure:stock")
    axis, _, code = choice.partition(":")
    if axis == "occupation":
        _one_of(id, code, codelist("occupation").codes)
    if axis == "year":
        _year(id, code)
    if axis == "measure":
        _one_of(id, code, ("stock", "inflow", "outflow"))
    return _coded(profile, "columns", parts[0], choice)


def _coded(profile: Profile, name: str, text: str, code: str) -> Profile:
    return replace(profile, codes={**profile.codes, name: {**profile.codes.get(name, {}), text: code}})


def _code(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    role, text = parts
    if choice == LEAVE_OUT:
        return _coded(profile, role, text, choice)
    if role in PLACES:
        if choice in ("unknown", "domestic"):
            return _coded(profile, role, text, choice)
        return replace(profile, areas={**profile.areas, text: _area_code(id, choice)})
    if role == "occupation":
        _one_of(id, choice, codelist("occupation").codes)
        return replace(profile, occupations={**profile.occupations, text: choice})
    lists = {"sex": "sex", "activity": "activity", "row_kind": "row-kind", "flag": "obs-status", "age_band": "age-band"}
    if role in lists:
        _one_of(id, choice, codelist(lists[role]).codes)
    return _coded(profile, role, text, choice)


def _order(profile: Profile, id: str, parts: list[str], choice: str) -> Profile:
    if not _ORDER.fullmatch(choice):
        raise _refused(id, choice, "DD/MM/YYYY, MM/DD/YYYY")
    return replace(profile, dates={**profile.dates, parts[1]: choice})


_OPTIONAL = frozenset({"activity", "counts", "reference-day"})
_KINDS: dict[str, tuple[tuple[int, ...], Callable[[Profile, str, list[str], str], Profile]]] = {
    "decimal": ((0,), _fact("decimal", (".", ","))),
    "base": ((0,), _fact("base", ("training", "birth", "nationality"))),
    "measure": ((0,), _fact("measure", ("stock", "inflow", "outflow"))),
    "unit": ((0,), _fact("unit", tuple(UNITS))),
    "counts": ((0,), _fact("counts", ("headcount", "fte"))),
    "rows": ((0,), _fact("rows", ("counts", "persons"))),
    "activity": ((0,), lambda *said: _fact("activity", codelist("activity").codes)(*said)),
    "reference-day": ((0,), _day),
    "area": ((0,), _area),
    "year": ((0, 1), _single("year")),
    "occupation": ((0, 1), _single("occupation")),
    "hidden": ((1,), _kept("read", "leave-out")),
    "total": ((1,), _kept("keep", "leave-out")),
    "fill-down": ((2,), _kept("yes", "no")),
    "scheme": ((0,), _fact("scheme", ("isco-88", "isco-08", "national"))),
    "read": ((1,), _read),
    "role": ((2,), _role),
    "section": ((1,), _section),
    "which": ((3,), _which),
    "means": ((1,), _means),
    "code": ((2,), _code),
    "date-order": ((2,), _order),
}

"""What an officer says about a file where its headers do not: kept beside the file and used again next year.

A profile is a value, and a file (YAML or JSON) with the same keys. Everything in it is optional: an empty profile says
nothing. How one is proposed, asked about, compared with last year's and put into words is in
:mod:`concord.mds.proposing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from concord.declarations.read import read_yaml
from concord.errors import Invalid

#: Version of the form of profile files; a file without one is of the first.
VERSION = 2
#: Roles of the columns of a register: one row is one person.
PERSON_ROLES = (
    "person", "area", "year", "occupation", "speciality", "activity", "sex", "birth_date", "birth_year", "age",
    "age_band", "training", "birth", "nationality", "sector", "facility", "subnational", "fte", "entered", "left",
    "left_for", "returned", "graduated",
)  # fmt: skip
#: Roles of the columns of a table of counts.
TABLE_ROLES = (
    "area", "area_code", "year", "occupation", "origin", "origin_code", "destination", "row_kind", "sex", "activity",
    "age_band", "sector", "subnational", "speciality", "value", "flag", "note", "nothing",
)  # fmt: skip
ROLES = frozenset(PERSON_ROLES) | frozenset(TABLE_ROLES)
#: Roles whose values are codes, so that a profile may map them.
CODED = frozenset(
    {"area", "occupation", "speciality", "activity", "sex", "training", "birth", "nationality", "sector", "origin"}
    | {"destination", "left_for", "row_kind", "flag", "age_band", "subnational"}
)
#: A value that is mapped to this is left out with its row.
LEAVE_OUT = "leave-out"
#: What one number of the file is, and what it is multiplied by to be in the structure's unit.
UNITS = {"persons": 1, "thousands": 1000, "fte": 1, "per_10k": 1}
_CHOICES: dict[str, frozenset[str]] = {
    "base": frozenset({"training", "birth", "nationality"}),
    "measure": frozenset({"stock", "inflow", "outflow"}),
    "decimal": frozenset({".", ","}),
    "unit": frozenset(UNITS),
    "counts": frozenset({"headcount", "fte"}),
    "rows": frozenset({"counts", "persons"}),
    "scheme": frozenset({"isco-08", "isco-88", "national"}),
}
#: Keys of the file that are other words in Python.
_NAMES = {"from": "since"}
_DAY = re.compile(r"(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?")


@dataclass(frozen=True, slots=True)
class SaidTable:
    """One table on a sheet: where it stood when the profile was made, and what holds for it alone.

    Args:
        sheet: Name of the sheet; "" for a text table.
        range: A1 reference of head and body, such as ``B4:H40``; its first cell alone counts, since tables grow.
        header_rows: How many rows its head has.
        read: Whether it is read; a table that is not is still shown.
        columns: Header or column letter → role, before the profile's own.
        base, measure, occupation, unit, activity: As in the profile, for this table.
        year: As in the profile, for this table.
        section: Role of the heading rows inside it, such as ``occupation``; "nothing" where they say nothing.
        fill_down: Header or column letter of columns whose empty cells mean the same as the one above.
        leave_out: Texts of rows that are no data (totals of parts, regions).
        keep: Texts of rows that look like totals and are data.
    """

    sheet: str = ""
    range: str = ""
    header_rows: int = 1
    read: bool = True
    columns: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    measure: str = ""
    year: int | None = None
    occupation: str = ""
    unit: str = ""
    activity: str = ""
    section: str = ""
    fill_down: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """A change of definition: figures before and after are not of the same thing.

    Args:
        year: The first year under the new definition.
        what: What changed, in words.
        series: Which figures: dimension → code, such as ``{occupation: "2221"}``; empty for all.
    """

    year: int
    what: str
    series: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """How one country's file is to be read.

    Args:
        columns: Header or column letter → role (:data:`ROLES`).
        base: ``training``, ``birth`` or ``nationality``.
        measure: ``stock``, ``inflow`` or ``outflow``.
        year: For a file without years.
        occupation: For a file of one occupation.
        occupations: National title or code → ISCO-08 code.
        areas: Spelling → alpha-3.
        decimal: ``.`` or ``,``.
        activity: Level of activity of all rows.
        rows: ``counts`` or ``persons``: what a row is.
        unit: ``persons``, ``thousands``, ``fte`` or ``per_10k``: what a number is.
        counts: ``headcount`` or ``fte``: what is counted.
        scheme: Classification of the codes of occupations: ``isco-08``, ``isco-88`` or ``national``.
        reference_day: The day of a stock, ``MM-DD`` or ``YYYY-MM-DD``.
        codes: Role, header or column letter → value as typed → code; :data:`LEAVE_OUT` leaves the row out.
        dates: Role, header or column letter → how dates are written, such as ``DD/MM/YYYY``.
        missing: Further marks that say that a number is not known.
        confidential: Further marks that say that a number is hidden.
        tables: What holds for single tables of the file.
        breaks: Changes of definition.
        area: Who reports (alpha-3).
        since: First day for which the profile holds (key ``from``).
        until: First day for which it holds no longer.
        answered: Questions that were answered and have no other place: id → choice.
        version: Version of the form.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    measure: str = ""
    year: int | None = None
    occupation: str = ""
    occupations: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    activity: str = ""
    rows: str = ""
    unit: str = ""
    counts: str = ""
    scheme: str = ""
    reference_day: str = ""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    tables: tuple[SaidTable, ...] = ()
    breaks: tuple[Break, ...] = ()
    area: str = ""
    since: str = ""
    until: str = ""
    answered: Mapping[str, str] = field(default_factory=dict)
    version: int = VERSION

    @property
    def multiply(self) -> int:
        """What a number of the file is multiplied by to be in the structure's unit."""
        return UNITS.get(self.unit, 1)

    def role(self, header: str, letter: str = "") -> str:
        """The role said of a column, by its header, else by its letter; "" where nothing is said."""
        return self.columns.get(header) or self.columns.get(letter) or ""

    def codes_of(self, role: str, header: str = "", letter: str = "") -> dict[str, str]:
        """Value as typed → code for one column: what is said of its role, of all areas or occupations, of itself."""
        places = ("area", "training", "birth", "nationality", "origin", "destination", "left_for")
        found: dict[str, str] = dict(self.areas) if role in places else {}
        if role == "occupation":
            found.update(self.occupations)
        if role in places:
            found.update(self.codes.get("area", {}))
        for key in filter(None, (role, letter, header)):
            found.update(self.codes.get(key, {}))
        return found

    def date_format(self, role: str, header: str = "", letter: str = "") -> str:
        """How the dates of a column are written, or ""."""
        return next((self.dates[key] for key in (header, letter, role) if key and key in self.dates), "")

    def for_table(self, said: SaidTable) -> Profile:
        """The profile as it holds for one table: what is said of the table alone outranks the rest."""
        own: dict[str, Any] = {
            key: getattr(said, key)
            for key in ("base", "measure", "year", "occupation", "unit", "activity")
            if getattr(said, key) not in ("", None)
        }
        return replace(self, columns={**self.columns, **said.columns}, **own)

    def as_dict(self) -> dict[str, Any]:
        """Plain values under the keys of the file, without what was not said."""
        values = {key: value for key, value in asdict(self).items() if key != "version"}
        values["tables"] = [_said(table, SaidTable()) for table in values["tables"]]
        values["breaks"] = [_said(each, Break(0, "")) for each in values["breaks"]]
        kept = {_key(key): _plain(value) for key, value in values.items() if value not in ("", None, {}, (), [])}
        return kept


NOTHING_SAID = Profile()


def _key(name: str) -> str:
    return next((key for key, said in _NAMES.items() if said == name), name)


def _said(values: Mapping[str, Any], empty: SaidTable | Break) -> dict[str, Any]:
    return {key: _plain(value) for key, value in values.items() if value != getattr(empty, key)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def read_profile(path: Path) -> Profile:
    """A profile from a YAML or JSON file.

    Raises:
        Invalid: ``mds.profile.unknown-key`` or ``mds.profile.value`` for what a profile cannot say.
    """
    return profile_of(read_yaml(path) or {})


def profile_of(said: Mapping[str, Any]) -> Profile:
    """A profile from plain values under the keys of the file.

    Raises:
        Invalid: ``mds.profile.unknown-key`` or ``mds.profile.value``.
    """
    if not isinstance(said, Mapping):
        raise _not_possible("profile", said, "keys and values")
    values = {_NAMES.get(key, key): value for key, value in said.items()}
    _known_keys(values, Profile, said)
    checked = {name: _checked(name, value) for name, value in values.items()}
    if int(checked.pop("version", VERSION)) > VERSION:
        raise _not_possible("version", said["version"], f"1 – {VERSION}")
    return Profile(**checked)


def _known_keys(values: Mapping[str, Any], form: type[Any], said: Mapping[str, Any]) -> None:
    known = [each.name for each in fields(form)]
    unknown = [key for key in values if key not in known]
    if unknown:
        shown = ", ".join(_key(name) for name in known)
        raise Invalid("mds.profile.unknown-key", params={"key": unknown[0], "known": shown})


def _not_possible(key: str, value: object, known: object) -> Invalid:
    return Invalid("mds.profile.value", params={"key": _key(key), "value": value, "known": known})


def _checked(key: str, value: Any) -> Any:
    """A value in the form its key asks for."""
    if key in ("tables", "breaks"):
        return tuple(_part(key, each) for each in _listed(key, value))
    if key == "codes":
        return {str(name): _texts(key, known) for name, known in _mapping(key, value).items()}
    if key in ("columns", "occupations", "areas", "dates", "answered", "series"):
        texts = _texts(key, value)
        for role in texts.values() if key == "columns" else ():
            _allowed("columns", role, ROLES)
        return texts
    if key in ("missing", "confidential", "fill_down", "leave_out", "keep"):
        return tuple(_text(key, each) for each in _listed(key, value))
    if key in ("year", "header_rows", "version"):
        return _whole(key, value)
    if key == "read":
        return value if isinstance(value, bool) else _refuse(key, value, "true, false")
    return _one(key, _text(key, value))


def _one(key: str, text: str) -> str:
    if text and key in _CHOICES:
        _allowed(key, text, _CHOICES[key])
    form = {"reference_day": _DAY, "since": _DATE, "until": _DATE, "range": _RANGE}.get(key)
    if text and form is not None and not form.fullmatch(text):
        shown = {"reference_day": "MM-DD, YYYY-MM-DD", "range": "A1:B2"}.get(key, "YYYY-MM-DD")
        raise _not_possible(key, text, shown)
    return text


def _part(key: str, said: Any) -> SaidTable | Break:
    values = _mapping(key, said)
    form = SaidTable if key == "tables" else Break
    _known_keys(values, form, values)
    if form is Break and not {"year", "what"} <= set(values):
        raise _not_possible(key, ", ".join(values), "year, what, series")
    made: SaidTable | Break = form(**{name: _checked(name, value) for name, value in values.items()})
    return made


def _allowed(key: str, value: str, values: frozenset[str]) -> None:
    if value not in values:
        raise _not_possible(key, value, ", ".join(sorted(values)))


def _refuse(key: str, value: object, known: str) -> Any:
    raise _not_possible(key, value, known)


def _mapping(key: str, value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _not_possible(key, value, "keys and values")
    return value


def _listed(key: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise _not_possible(key, value, "a list")
    return list(value)


def _texts(key: str, value: Any) -> dict[str, str]:
    return {str(name): _text(key, each) for name, each in _mapping(key, value).items()}


def _text(key: str, value: Any) -> str:
    """A text; a whole number as its figures (a code with a leading zero is a text already), nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _not_possible(key, value, "a text in quotation marks")


def _whole(key: str, value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _not_possible(key, value, "a whole number")
    return value

"""What an officer says about a file where its headers do not: kept beside the file and used again next year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from concord.declarations.read import read_yaml
from concord.errors import Invalid

_ROLES = frozenset(
    {"area", "area_code", "year", "occupation", "origin", "origin_code", "destination", "row_kind"}
    | {"sex", "activity", "value", "flag", "note", "nothing"}
)


@dataclass(frozen=True, slots=True)
class Profile:
    """How one country's file is to be read.

    Args:
        columns: Header or column letter → role.
        base: ``training``, ``birth`` or ``nationality``.
        measure: ``stock``, ``inflow`` or ``outflow``.
        year: For a file without years.
        occupation: For a file of one occupation.
        occupations: National title or code → ISCO-08 code.
        areas: Spelling → alpha-3.
        decimal: ``.`` or ``,``.
        activity: Level of activity of all rows.
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

    def as_dict(self) -> dict[str, Any]:
        """Plain values, without what was not said."""
        return {key: value for key, value in asdict(self).items() if value not in ("", None, {})}


NOTHING_SAID = Profile()


def read_profile(path: Path) -> Profile:
    """A profile from a YAML or JSON file.

    Raises:
        Invalid: ``mds.profile.unknown-key`` or ``mds.profile.value`` for what a profile cannot say.
    """
    said = read_yaml(path) or {}
    known = Profile.__dataclass_fields__
    unknown = [key for key in said if key not in known]
    if unknown:
        raise Invalid("mds.profile.unknown-key", params={"key": unknown[0], "known": ", ".join(known)})
    _allowed("base", said, {"training", "birth", "nationality"})
    _allowed("measure", said, {"stock", "inflow", "outflow"})
    _allowed("decimal", said, {".", ","})
    for role in (said.get("columns") or {}).values():
        _allowed("columns", {"columns": role}, _ROLES)
    return Profile(**said)


def _allowed(key: str, said: Mapping[str, Any], values: frozenset[str] | set[str]) -> None:
    if said.get(key) and said[key] not in values:
        shown = ", ".join(sorted(values))
        raise Invalid("mds.profile.value", params={"key": key, "value": said[key], "known": shown})

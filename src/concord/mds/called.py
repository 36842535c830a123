"""What a call on the command line says of its files besides the files themselves."""

from __future__ import annotations

from pathlib import Path

from concord.errors import Invalid
from concord.mds.harmonise import Asked
from concord.mds.profile import NOTHING_SAID, read_profile
from concord.vocabulary.areas import resolve


def area_of(text: str, on: int | None = None) -> str:
    """The code of one area, by its exact name or code.

    Raises:
        Invalid: ``mds.area.option``, with names that are near.
    """
    found = resolve(text, on)
    if found.area is None:
        raise Invalid("mds.area.option", params={"area": text, "suggestions": ", ".join(found.suggestions) or "–"})
    return found.area


def asked(area: str | None, year: int | None, profile: Path | None) -> Asked:
    """The call's own words.

    Raises:
        Invalid: ``mds.area.option`` when ``--area`` is no exact name or code of one area.
    """
    code = None if area is None else area_of(area, year)
    return Asked(code, year, NOTHING_SAID if profile is None else read_profile(profile))

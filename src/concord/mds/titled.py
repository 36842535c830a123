"""What the titles above a table say of all of it, where neither its columns nor the profile do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from concord.findings import Finding, Place
from concord.intake.sheets import Sheet
from concord.mds.harmonise import Asked
from concord.mds.harmonise.defined import definitions_of
from concord.mds.profile import Profile
from concord.mds.readers.records import Records

#: Facts of a whole table that a title may say and that nobody would miss; a year or an occupation that lacks is asked.
FACTS = ("measure", "base", "unit", "counts", "activity")


def by_titles(sheet: Sheet, records: Records, asked: Asked) -> tuple[Profile, list[Finding]]:
    """The profile with what the table's titles add to it, and a note that says what was heard.

    A title is heard last: what a heading, a column, the call or the profile says stands.
    """
    from concord.mds.proposing.titles import said_by

    titles = [each for each in sheet.aside if each.reason == "title"]
    heard = said_by(each.text for each in titles)
    told = {key: heard[key] for key in FACTS if key in heard and not _is_said(key, records, asked)}
    if not told:
        return asked.profile, []
    typed: dict[str, Any] = dict(told)
    place = Place(sheet.file, sheet.name, titles[-1].row)
    params = {"said": ", ".join(f"{key}: {text}" for key, text in told.items())}
    return replace(asked.profile, **typed), [Finding("mds.title.heard", "note", place, params)]


def _is_said(key: str, records: Records, asked: Asked) -> bool:
    """Whether something that stands above a title says it."""
    if getattr(asked.profile, key):
        return True
    if key in ("unit", "counts"):
        return "unit" not in definitions_of(records, asked).missing
    texts = records.frame[key] if key in records.frame.columns else None
    return key in records.marks or (texts is not None and texts.drop_nulls().len() > 0)

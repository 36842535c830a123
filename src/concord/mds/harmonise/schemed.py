"""The classification of a table's column of occupations: as its heading says, as its codes show, or asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from concord.findings import Finding
from concord.mds.harmonise.concordance import SCHEMES, Scheme
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.schemes import Detected, Seen, detect_scheme
from concord.mds.readers.records import Records
from concord.vocabulary.structures import structures

if TYPE_CHECKING:
    import polars as pl

#: The head of occupations in registers and tables of our own making, whose codes are ISCO-08.
OURS = "occupation"
#: Head of a column of occupations that a table's title says.
OF_TITLE = "occupation [title]"
_CODE_AND_NAME = re.compile(r"(\d{3,4})\s*[-–—:.,]?\s+(\D.*)")


def declared_scheme(heading: str, said: str = "") -> Scheme | None:
    """What the profile or the heading of a column says, or None.

    Example:
        >>> declared_scheme("Code ISCO-88"), declared_scheme("CITP-08"), declared_scheme("Occupation")
        ('isco-88', 'isco-08', None)
    """
    if said in SCHEMES:
        return said
    found = re.findall(r"(?<!\d)(?:19|20)?(88|08)(?!\d)", heading)
    if not found:
        return None
    return "isco-88" if found[0] == "88" else "isco-08"


def column_scheme(records: Records, frame: pl.DataFrame, asked: Asked) -> tuple[Scheme | None, list[Finding]]:
    """The scheme of a table's codes, and what is to be said of it.

    A table in our own columns asks for ISCO-08, and what the profile or a title says of a whole table is in ISCO-08:
    where nothing contradicts that, it is read so, and a note says how. Under any other heading codes that mean two
    things are asked, as is what contradicts or leans the other way; codes and titles that only ISCO-88 has are hard
    findings of their own rows (:mod:`concord.mds.harmonise.isco`), and the note on the column says what they have in
    common.
    """
    mark = records.marks.get("occupation")
    declared = declared_scheme(mark.header if mark else "", getattr(asked.profile, "scheme", "") or "")
    years = frame["year"].drop_nulls() if "year" in frame.columns else None
    newest = int(years.max()) if years is not None and len(years) else None  # type: ignore[arg-type]  # whole numbers
    known = asked.profile.occupations
    texts = [text for text in frame["occupation"].drop_nulls().unique(maintain_order=True) if text.strip() not in known]
    where = records.place(records.header_row, "occupation")
    found = detect_scheme((_seen(text) for text in texts), declared=declared, year=newest, where=where)
    return declared, _said(found, declared, ours=is_ours(records))


def is_own_form(header: str, sheet: str | None) -> bool:
    """Whether a column of occupations is one of our forms: by its own name, or by the name of the form's sheet."""
    return header == OURS or sheet == "register" or (sheet or "") in structures()


def is_ours(records: Records) -> bool:
    """Whether the codes of a table are ISCO-08 by the columns they stand in: ours, or none of the file's own."""
    mark = records.marks.get("occupation")
    return records.in_our_columns or mark is None or mark.header in (OF_TITLE, "")


def _seen(text: str) -> Seen:
    both = _CODE_AND_NAME.fullmatch(text.strip())
    return Seen(both.group(1), both.group(2)) if both else Seen(text.strip())


def _said(found: Detected, declared: Scheme | None, *, ours: bool) -> list[Finding]:
    if found.verdict == "ask" and not found.leaning and ours:
        return [replace(each, code="mds.scheme.assumed", level="note") for each in found.findings]
    if found.verdict == "settled" and found.scheme == "isco-88" and declared is None:
        return [replace(each, level="note") for each in found.findings]
    return list(found.findings)

"""What the counts of a table are of: stated from headings, layout and profile; a note says what nobody said."""

from __future__ import annotations

from concord.findings import Finding
from concord.mds.harmonise.definitions import FACTOR, Definitions, ask, stated, unit_of
from concord.mds.harmonise.model import Asked
from concord.mds.readers.records import Records

#: Words of a profile for what is stated here.
_OF_PROFILE = {"unit": "unit", "counting": "counts", "activity": "activity", "base": "base"}


def definitions_of(records: Records, asked: Asked) -> Definitions:
    """Everything that was said of a sheet's counts, with who said it."""
    profile = {name: str(getattr(asked.profile, key, "") or "") for name, key in _OF_PROFILE.items()}
    bases = records.frame["base"].drop_nulls().unique().to_list()
    file = {"base": bases[0]} if len(bases) == 1 else {}
    layout = {"unit": "persons"} if records.layout is not None and records.layout.multiply == 1 else {}
    return stated(file={**file, **_unit(records)}, profile=profile, layout=layout)


def _unit(records: Records) -> dict[str, str]:
    """The unit that the heading of the values names; of several columns of values, where all of them name the same."""
    units = {unit_of(header or "") for header in records.frame["header"].unique()}
    unit = units.pop() if len(units) == 1 else None
    return {"unit": unit} if unit else {}


def multiply_of(records: Records, asked: Asked) -> int:
    """What brings a sheet's numbers to persons, exactly: as the layout, the profile or the heading says."""
    if records.layout is not None:
        return records.layout.multiply
    return FACTOR.get(definitions_of(records, asked).unit.value, 1)


def about_definitions(records: Records, asked: Asked) -> list[Finding]:
    """What is to be said of a table's definitions: a unit that is no count of persons, and what nobody said."""
    if records.layout is not None:
        return []
    found = definitions_of(records, asked)
    first = records.frame.row(0, named=True) if records.frame.height else {"letter": "", "header": ""}
    where = records.place(records.header_row, letter=first["letter"], header=first["header"])
    said = [each for each in ask(found, names=("unit",), where=where) if each.level == "hard"]
    if found.unit.value == "fte" and not said:
        said = [Finding("mds.definition.not-persons", "hard", where, {"unit": "fte"})]
    missing = [name for name in ("unit", "activity") if name in found.missing and name not in records.marks]
    if missing and not said:
        said.append(Finding("mds.definition.not-stated", "note", where, {"names": ", ".join(missing)}))
    return said

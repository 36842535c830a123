"""Sheets drawn in a test as an author sees them: a table for each sheet, its name before it."""

from __future__ import annotations

import re

from concord.instrument.model import Instrument
from concord.instrument.xlsform.book import read_grids
from concord.instrument.xlsform.grid import Grid, numbered
from concord.instrument.xlsform.reading import Read

SETTINGS = """
| settings |
|  | form_title | form_id | version | default_language |
|  | Form       | form    | 1       | English (en)     |
"""
#: A form with a bit of everything.
FORM = """
| survey |
|  | type | name | label | label::Français (fr) | relevant | x_same_as | x_rows | x_columns |
|  | begin_group | about | About | À propos |  |  |  |  |
|  | select_one yn | has | Has it? | L'a-t-il ? |  | old-1/has |  |  |
|  | text | office | Which? | Lequel ? | ${has} = 'y' |  |  |  |
|  | end_group |  |  |  |  |  |  |  |
|  | begin_repeat | deals | Agreements | Accords |  |  |  |  |
|  | text | office | With which? | Avec lequel ? |  |  |  |  |
|  | end_repeat |  |  |  |  |  |  |  |
|  | begin_group | grid | Arrivals | Arrivées |  |  | occ | years |
|  | integer | n | Persons | Personnes |  | old-1/n |  |  |
|  | end_group |  |  |  |  |  |  |  |
| choices |
|  | list_name | name | label  | label::Français (fr) | x_same_as |
|  | yn        | y    | Yes    | Oui                  |           |
|  | yn        | n    | No     | Non                  |           |
|  | occ       | doc  | Doctor | Médecin              | doctors   |
|  | occ       | nur  | Nurse  | Infirmier            |           |
|  | years     | 2025 | 2025   | 2025                 |           |
|  | years     | 2026 | 2026   | 2026                 |           |
"""
_BAR = re.compile(r"(?<!\\)\|")


def grids(text: str) -> list[Grid]:
    """The grids of a drawing; column A is the first after the sheet's name."""
    found: dict[str, list[list[str]]] = {}
    name = ""
    for line in text.strip().splitlines():
        if not line.strip():
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in _BAR.split(line.strip())[1:-1]]
        if cells[0]:
            name = cells[0]
            found[name] = []
        else:
            found[name].append(cells[1:])
    return [Grid(name, numbered(rows)) for name, rows in found.items()]


def drawn(text: str, *, files: dict[str, bytes] | None = None, file: str = "form.xlsx") -> Read:
    """What is read of a drawing; plain settings are added where it has none."""
    whole = text if "| settings |" in text else text.rstrip("\n") + "\n" + SETTINGS
    return read_grids(file, grids(whole), files=files)


def instrument_of(text: str, *, files: dict[str, bytes] | None = None) -> Instrument:
    """The instrument of a drawing that has no mistake."""
    found = drawn(text, files=files)
    assert found.instrument is not None, list(found.findings)
    return found.instrument

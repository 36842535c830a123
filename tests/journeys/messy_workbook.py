"""A workbook as a ministry sends it: a title, a head of two rows, totals inside, a hidden sheet, national titles, one
number whose sign can be read two ways. Every figure is invented."""

from __future__ import annotations

import io
from typing import Any

TITLE = "Ministère de la santé, effectifs au 31 décembre"
#: Title of the profession, country of the diploma, and persons of two years.
ROWS: tuple[tuple[str, str, object, object], ...] = (
    ("Médecins", "Ouganda", 120, 131),
    ("Médecins", "Malawi", 5, 3),
    ("Médecins", "Kenya", 5000, 5210),
    ("Médecins", "Total", 5125, 5344),
    ("Infirmiers diplômés d'État", "Ouganda", 340, 352),
    ("Infirmiers diplômés d'État", "Tanzanie", 85, "1.234"),
    ("Infirmiers diplômés d'État", "Swaziland", 12, 14),
    ("Infirmiers diplômés d'État", "Kenya", 21000, 21650),
)


def workbook(*, corrected: bool = False) -> bytes:
    """The workbook; ``corrected``: one number as the others are written, the country itself called so."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Effectifs"
    sheet.append([TITLE])
    sheet.append([])
    sheet.append(["Profession", "Pays de formation", "Effectifs", None])
    sheet.append([None, None, 2022, 2023])
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:B4")
    for row in ROWS:
        sheet.append([_corrected(cell) if corrected else cell for cell in row])
    sheet.append([])
    sheet.append(["Source : registre de l'ordre"])
    hidden = book.create_sheet("brouillon")
    hidden.sheet_state = "hidden"
    hidden.append(["Profession", "Pays de formation", "2023"])
    hidden.append(["Médecins", "Ouganda", 999])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _corrected(cell: object) -> object:
    return {"1.234": 84, "Kenya": "National"}.get(str(cell), cell)

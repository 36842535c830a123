"""XLSForm in and out: sheets, folders, workbooks → an instrument, and every mistake with sheet, row and column.

Public face: :func:`read` (a file of a stranger), :func:`read_sheets`, :func:`read_folder` →
:class:`~concord.instrument.xlsform.reading.Read`; :func:`write_workbook`, :func:`write_folder`;
:func:`concord.instrument.xlsform.features.features`.

How lists are named in ``Instrument.lists`` and ``Question.choices``: a list of the choices sheet by its name; a file's
by the file's name (``areas.csv``: source ``codelist:areas``, or ``file:…`` where it came along; without choices where
it is not at hand); answers of a repeat as ``${name}`` (source ``repeat:name``, no choices: they are the answers given).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concord.instrument.xlsform.book import read
    from concord.instrument.xlsform.folder import read_folder
    from concord.instrument.xlsform.reading import Read, read_sheets
    from concord.instrument.xlsform.write import write_folder, write_workbook

_HOMES = {
    "Read": "reading",
    "read": "book",
    "read_folder": "folder",
    "read_sheets": "reading",
    "write_folder": "write",
    "write_workbook": "write",
}

__all__ = ["Read", "read", "read_folder", "read_sheets", "write_folder", "write_workbook"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""How sheets are laid out when they are written: which columns, in which order, under which header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from concord.instrument.model import Instrument
from concord.instrument.sheets import SETTINGS, Sheet, Sheets
from concord.instrument.xlsform import columns
from concord.instrument.xlsform.languages import title
from concord.instrument.xlsform.regular import regular
from concord.instrument.xlsform.remarks import Remarks

#: In settings the converter takes no languages: translations of the title stand in a column of our own.
TITLE, OWN_TITLE = "form_title", "x_form_title"


@dataclass(frozen=True, slots=True)
class Column:
    """One column to be written.

    Args:
        name: Its normal name.
        header: What stands above it.
        language: Of a wording; "" otherwise.
    """

    name: str
    header: str
    language: str = ""


def in_normal_form(what: Sheets | Instrument) -> tuple[Sheets, tuple[str, ...]]:
    """The sheets in their normal form and their languages, the default first."""
    if isinstance(what, Instrument):
        return what.sheets, what.languages
    return regular(what, Remarks(what))


def laid_out(sheet: Sheet, languages: tuple[str, ...], wanted: tuple[str, ...] | None = None) -> list[Column]:
    """The columns of a sheet: XLSForm's own in the usual order, each wording in its languages side by side, then ours.

    Args:
        sheet: In its normal form.
        languages: The form's, the default first.
        wanted: Languages to write, the default always; None for all.
    """
    default, *others = languages
    kept = [default, *(code for code in others if wanted is None or code in wanted)]
    like = columns.kind_of(sheet.name)
    used = {column for row in sheet.rows for column in row.cells} | _always(like)
    bases = dict.fromkeys(columns.base(column) if _is_worded(like, column) else column for column in used)
    placed = [name for name in (*columns.ORDER[like], *columns.OWN[like]) if name in bases]
    rest = sorted(name for name in bases if name not in placed)
    before = [name for name in placed if not name.startswith("x_")]
    ours = [name for name in placed if name.startswith("x_")]
    return [each for name in (*before, *rest, *ours) for each in _columns(name, like, kept, used)]


def _always(like: str) -> set[str]:
    return {"settings": {"form_title", "form_id", "version", "default_language"}}.get(
        like, {"type", "name", "label"} if like == "survey" else {"list_name", "name", "label"}
    )


def _is_worded(like: str, column: str) -> bool:
    return columns.base(column) in columns.WORDED[like]


def _columns(name: str, like: str, kept: list[str], used: set[str]) -> Iterator[Column]:
    if name not in columns.WORDED[like]:
        yield Column(name, name)
        return
    several = len(kept) > 1
    if like == SETTINGS:
        yield Column(name, name, kept[0])
    elif name in used:
        yield Column(name, f"{name}::{title(kept[0])}" if several else name, kept[0])
    own = OWN_TITLE if like == SETTINGS and name == TITLE else name
    for code in kept[1:]:
        if columns.in_language(name, code) in used:
            yield Column(columns.in_language(name, code), f"{own}::{title(code)}", code)

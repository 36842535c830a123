"""Sheets → an instrument, and every mistake of its author with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from concord.findings import Findings
from concord.instrument.model import ChoiceList, Instrument
from concord.instrument.sheets import Sheets
from concord.instrument.xlsform import checks, filters, lists
from concord.instrument.xlsform.build import nodes
from concord.instrument.xlsform.checks.columns import absent
from concord.instrument.xlsform.digest import digest
from concord.instrument.xlsform.expand import expand
from concord.instrument.xlsform.languages import text_of
from concord.instrument.xlsform.regular import regular
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.search import Search, search
from concord.instrument.xlsform.tree import Item, Tree, grow
from concord.instrument.xlsform.wording import parameters, text
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Args:
        instrument: None where something must change first.
        findings: All of them, gravest first.
        sheets: The sheets in their normal form; None where there is no survey sheet.
        draft: What could be made of the sheets in spite of hard findings, for a preview; never to be published.
    """

    instrument: Instrument | None
    findings: Findings
    sheets: Sheets | None = None
    draft: Instrument | None = field(default=None, repr=False)


def read_sheets(sheets: Sheets, *, found: Iterable[Findings] = ()) -> Read:
    """An instrument from its sheets.

    Args:
        sheets: Rows as they stand; headers may be written in any way XLSForm knows.
        found: What has been found already, while the file was read.
    """
    remarks = Remarks(sheets)
    for each in found:
        remarks += each
    plain, languages = regular(sheets, remarks)
    checks.on_sheets(plain, languages, remarks)
    tree = grow(plain.survey, remarks)
    checks.on_items(tree, plain, remarks)
    listed = _lists(tree, plain, languages, remarks)
    items = expand(tree.items, listed, languages, plain.survey, remarks)
    filters.complete(items, listed, plain.survey, remarks)
    made = _instrument(plain, languages, tree, items, listed)
    checks.on_instrument(made, items, tree, remarks)
    return Read(None if remarks.hard else made, remarks.findings, plain, made)


def _lists(tree: Tree, sheets: Sheets, languages: tuple[str, ...], remarks: Remarks) -> dict[str, ChoiceList]:
    """The lists by the names questions call them by."""
    found = lists.of_sheet(sheets.choices, languages)
    for sheet in sheets.others:
        if sheet.name == lists.EXTERNAL:
            external = lists.of_sheet(sheet, languages, "external")
            found = {**external, **found}
    for item in tree.walk():
        asked = search(item.row["appearance"]) if item.typed.list else None
        if asked is not None:
            _searched(item, asked, found, sheets, languages, remarks)
        elif item.typed.from_file and item.typed.list not in found:
            found[item.typed.list] = _from_file(item, sheets, languages, remarks)
        elif item.typed.from_repeat:
            source = f"repeat:{item.typed.list[2:-1].strip()}"
            found[item.typed.list] = ChoiceList(item.typed.list, (), source)
    return found | _of_grids(tree, sheets, languages, found)


def _from_file(item: Item, sheets: Sheets, languages: tuple[str, ...], remarks: Remarks) -> ChoiceList:
    name = item.typed.list
    given, _ = parameters(item.row["parameters"])
    try:
        listed = lists.of_file(name, sheets, given, languages[0])
    except Exception:  # whatever a stranger's file makes its reader raise
        remarks.add("file.unreadable", sheet=sheets.survey, row=item.row, column="type", value=name)
        return ChoiceList(name, (), f"file:{name}")
    if listed is None:
        absent(name, remarks, sheet=sheets.survey, row=item.row.number, column="type")
    return listed or ChoiceList(name, (), f"file:{name}")


def _searched(
    item: Item,
    asked: Search,
    found: dict[str, ChoiceList],
    sheets: Sheets,
    languages: tuple[str, ...],
    remarks: Remarks,
) -> None:
    """A list of its own for a question whose choices are searched in a file; fixed choices stay first."""
    here = found.get(item.typed.list, ChoiceList(item.typed.list, ()))
    pattern = next((choice for choice in here.choices if not choice.name.isdigit()), None)
    fixed = tuple(choice for choice in here.choices if choice.name.isdigit())
    name = f"{item.typed.list}@{asked.file}"
    choices = fixed
    if asked.file not in sheets.files:
        absent(asked.file, remarks, sheet=sheets.survey, row=item.row.number, column="appearance")
    elif pattern is not None:
        columns = {"value": pattern.name, "label": pattern.label.best(languages[0]).text}
        made = lists.of_file(asked.file, sheets, columns, languages[0])
        choices = (*fixed, *(made.choices if made else ()))
    found[name] = ChoiceList(name, choices, f"file:{asked.file}")
    item.typed = replace(item.typed, list=name)
    both = [part for part in (item.row["choice_filter"], asked.filter) if part]
    item.row = item.row.with_cells(appearance=asked.appearance, choice_filter=" and ".join(both))


def _of_grids(
    tree: Tree, sheets: Sheets, languages: tuple[str, ...], found: Mapping[str, ChoiceList]
) -> dict[str, ChoiceList]:
    names = (name for item in tree.walk() for name in (item.row["x_rows"] + " " + item.row["x_columns"]).split())
    wanted = {name for name in names if name not in found and name.endswith(".csv")}
    made = {name: lists.of_file(name, sheets, {}, languages[0]) for name in sorted(wanted)}
    return {name: listed for name, listed in made.items() if listed is not None}


def _instrument(
    sheets: Sheets,
    languages: tuple[str, ...],
    tree: Tree,
    items: list[Item],
    listed: Mapping[str, ChoiceList],
) -> Instrument:
    row = sheets.settings.rows[0] if sheets.settings.rows else None
    settings = {**tree.settings, **(dict(row.cells) if row else {})}
    id = settings.get("form_id") or _stem(sheets.file)
    title = text(row, "form_title", languages) if row else Text()
    return Instrument(
        id=id,
        title=title or text_of({languages[0]: settings.get("form_title", id)}),
        version=settings.get("version", ""),
        digest=digest(sheets, languages),
        languages=languages,
        children=nodes(items, languages),
        lists=MappingProxyType(dict(listed)),
        sheets=sheets,
        round=settings.get("x_round", ""),
        use=settings.get("x_use", ""),
        previous=settings.get("x_previous", ""),
        about=text(row, "x_statement", languages) if row else Text(),
        provenance=settings.get("x_provenance", ""),
        settings=MappingProxyType(settings),
    )


def _stem(file: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", PurePosixPath(file).stem).strip("-")
    return stem or "instrument"

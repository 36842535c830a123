"""Exports of ODK and Kobo: recognised by the columns these tools write, and given as plain tables.

Metadata is left out, groups before a question are taken off its header, the columns of a select_multiple question
become one, rejected submissions are left out, and the rows of a repeat get the answers of what they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from concord.findings import Finding, Findings, Place
from concord.intake.sheets import Sheet
from concord.mds.readers import words
from concord.mds.readers.made_sheets import columns_of, sheet_of
from concord.mds.readers.odk_columns import choices, chosen, kind, leaves, questions, tools

_REJECTED = frozenset({"rejected", "not approved", "validation_status_not_approved"})
#: What intake says of traits that every export of this kind has.
_KNOWN = frozenset({"intake.header.empty", "intake.row.blank"})


@dataclass(slots=True)
class _Part:
    """One sheet of an export, its tool's columns apart from its questions."""

    sheet: Sheet
    columns: dict[str, list[str]]
    keys: list[str]
    parents: list[str]
    above: str = ""
    rejected: frozenset[str] = frozenset()


def is_export(sheets: Sequence[Sheet]) -> bool:
    """Whether some sheet has the columns of an export: two or more of one tool that are its alone, or a parent."""
    for sheet in sheets:
        found = tools(sheet.headers)
        if max(found["kobo"], found["odk"]) >= 2:
            return True
    return False


def without_known(findings: Findings) -> Findings:
    """What intake said of the questions; the traits of every export are notes, the tool's own columns are not read."""
    kept = (each for each in findings if not kind(each.where.header or ""))
    return Findings(replace(each, level="note") if each.code in _KNOWN else each for each in kept)


def tables(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """The tables of an export: one for each repeat, or the submissions alone where nothing repeats.

    Submissions that have repeats are given only where their own questions are those of a table.
    """
    findings: list[Finding] = []
    parts = {sheet.name or "": _part(sheet, findings) for sheet in sheets}
    repeats = {name: part for name, part in parts.items() if part.parents}
    made = []
    for name, part in parts.items():
        if name in repeats:
            made.append(_joined(part, _parent_of(part, parts), parts, findings))
        elif not repeats or _speaks(part):
            made.append(_table(part, part.columns))
    return tuple(made), findings


def _part(sheet: Sheet, findings: list[Finding]) -> _Part:
    columns = columns_of(sheet)
    gone = _rejected(columns)
    _tell_rejected(sheet, gone, findings)
    keys = next((texts for header, texts in columns.items() if kind(header) == "key"), [""] * len(sheet))
    rejected = frozenset(keys[at] for at in gone)
    sheet, columns = _without(sheet, columns, gone)
    named = {kind(header): texts for header, texts in columns.items() if kind(header) in ("key", "parent", "table")}
    asked = {header: columns[header] for header in questions(list(columns))}
    above = next(iter(filter(None, named.get("table", ()))), "")
    return _Part(sheet, _plain(asked), named.get("key", []), named.get("parent", []), above, rejected)


def _rejected(columns: dict[str, list[str]]) -> list[int]:
    """Rows that a reviewer rejected."""
    states = next((texts for header, texts in columns.items() if kind(header) == "review"), [])
    return [at for at, state in enumerate(states) if state.strip().casefold() in _REJECTED]


def _tell_rejected(sheet: Sheet, gone: Sequence[int], findings: list[Finding]) -> None:
    if gone:
        params = {"count": len(gone), "rows": _shown(sheet.rows[at] for at in gone)}
        findings.append(Finding("mds.odk.rejected", "note", sheet.place(gone[0]), params))


def _without(sheet: Sheet, columns: dict[str, list[str]], gone: Sequence[int]) -> tuple[Sheet, dict[str, list[str]]]:
    if not gone:
        return sheet, columns
    out = set(gone)
    kept = [at for at in range(len(sheet)) if at not in out]
    texts = {header: [values[at] for at in kept] for header, values in columns.items()}
    made = sheet_of(sheet.file, sheet.name, texts, [sheet.rows[at] for at in kept], _letters(sheet))
    return replace(made, header_rows=sheet.header_rows), texts


def _letters(sheet: Sheet) -> dict[str, str]:
    return {column.header: column.letter for column in reversed(sheet.columns)}


def _plain(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """Questions without the columns of their choices, under their own headers still."""
    several = choices(columns)
    left_out = {header for headers in several.values() for header in headers}
    plain = {header: texts for header, texts in columns.items() if header not in left_out}
    for question, headers in several.items():
        plain.setdefault(question, chosen(columns, headers))
    return plain


def _table(part: _Part, columns: dict[str, list[str]]) -> Sheet:
    short = leaves(list(columns))
    letters = {short[header]: letter for header, letter in _letters(part.sheet).items() if header in short}
    shown = {short[header]: texts for header, texts in columns.items()}
    made = sheet_of(part.sheet.file, part.sheet.name, shown, part.sheet.rows, letters)
    return replace(made, header_rows=part.sheet.header_rows)


def _speaks(part: _Part) -> bool:
    """Whether the questions hold counts or persons themselves."""
    found = [words.heading(leaf) for leaf in leaves(list(part.columns)).values()]
    return any(heading is not None and heading.role in ("value", "person") for heading in found)


def _parent_of(part: _Part, parts: dict[str, _Part]) -> _Part | None:
    """The sheet above: the one it names, else the only one whose keys hold its parents."""
    if part.above in parts:
        return parts[part.above]
    wanted = set(filter(None, part.parents))
    fitting = [each for each in parts.values() if each is not part and wanted.intersection(each.keys)]
    return fitting[0] if len(fitting) == 1 else None


def _joined(part: _Part, parent: _Part | None, parts: dict[str, _Part], findings: list[Finding]) -> Sheet:
    """The rows of a repeat with the answers of what they belong to, and of what that belongs to in its turn."""
    part = _of_kept_parents(part, parent, findings)
    columns = dict(part.columns)
    held, below, seen = parent, part.parents, {part.sheet.name}
    while held is not None and held.sheet.name not in seen:
        seen.add(held.sheet.name)
        place = {key: at for at, key in enumerate(held.keys)}
        found = [place.get(key) for key in below]
        if held is parent:
            _tell_orphans(part, found, findings)
        for header, texts in held.columns.items():
            name = header if header not in columns else f"{held.sheet.name}/{header}"
            columns[name] = ["" if at is None else texts[at] for at in found]
        below = ["" if at is None or not held.parents else held.parents[at] for at in found]
        held = _parent_of(held, parts) if held.parents else None
    if parent is None:
        params = {"count": len(part.sheet), "above": part.above or "–"}
        findings.append(Finding("mds.odk.no-parent", "hard", Place(part.sheet.file, part.sheet.name), params))
    return _table(part, columns)


def _of_kept_parents(part: _Part, parent: _Part | None, findings: list[Finding]) -> _Part:
    """A repeat without the rows of rejected submissions."""
    gone = [at for at, key in enumerate(part.parents) if parent is not None and key in parent.rejected]
    if not gone:
        return part
    _tell_rejected(part.sheet, gone, findings)
    held = {**part.columns, "\0keys": part.keys or [""] * len(part.sheet), "\0parents": part.parents}
    sheet, columns = _without(part.sheet, held, gone)
    keys, parents = columns.pop("\0keys"), columns.pop("\0parents")
    return replace(part, sheet=sheet, columns=columns, keys=keys, parents=parents)


def _tell_orphans(part: _Part, found: Sequence[int | None], findings: list[Finding]) -> None:
    lost = [at for at, above in enumerate(found) if above is None]
    if lost:
        params = {"count": len(lost), "rows": _shown(part.sheet.rows[at] for at in lost)}
        findings.append(Finding("mds.odk.orphan", "hard", part.sheet.place(lost[0]), params))


def _shown(rows: Iterable[int]) -> str:
    listed = list(rows)
    return ", ".join(map(str, listed[:10])) + (" …" if len(listed) > 10 else "")

"""A found table as a sheet that every reader takes: rows of data alone, heads that say what is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from concord.intake.columns import EMPTY, KINDS, TEXT, Column, ColumnBuilder
from concord.intake.sheets import Aside, Sheet
from concord.mds.profile import CODED, LEAVE_OUT, Profile
from concord.mds.proposing.ask_columns import fills_down
from concord.mds.proposing.facts import SINGLE, WHOLE, fact, has, typed
from concord.mds.proposing.model import FoundColumn, FoundTable
from concord.mds.readers import words
from concord.mds.readers.spread import JOINT, says_of

_CODES = {name: number for number, name in enumerate(KINDS)}
#: What the head of a column that a title fills is called besides.
FROM_TITLE = "title"
#: What stands in the head of a column for what it counts, in this order.
_AXES = ("measure", "occupation", "origin", "sex", "year")


def applied(table: FoundTable, profile: Profile) -> Sheet:
    """The table as a sheet: its rows of data, every cell as typed with its physical row and letter.

    Titles, totals of parts, headings and notes are not in it; what headings inside the table say is a column of its
    own; heads across the columns are written so that they are understood ("2017*" as "2017").
    """
    raw = table.region.grid.sheet
    kept = _kept(table, profile)
    numbers = [raw.rows[at] for at in kept]
    heads = head_texts(table, profile)
    columns = []
    for column in table.columns:
        if column.added and column.role in ("", "nothing"):
            continue
        if column.added:
            texts = [table.sections.get(row, "") for row in numbers]
            columns.append(_built(heads[column], column.letter, texts, None))
        else:
            columns.append(_column(raw.columns[column.at], kept, heads[column], column, table, profile))
    for key, text in _own_facts(table, profile).items():
        columns.append(_built(f"{key} [{FROM_TITLE}]", table.columns[0].letter, [text] * len(numbers), None))
    aside = tuple(
        Aside(each.row, "title" if each.reason == "title" else "note", (each.text,))
        for each in table.aside
        if each.reason in ("title", "note")
    )
    return Sheet(
        raw.file, raw.name, raw.hidden, table.header_rows, tuple(columns), _rows(numbers), aside, _merged(table)
    )


def profile_for(table: FoundTable, profile: Profile) -> Profile:
    """The profile as it holds for one table: its facts, and its columns' roles under the heads of :func:`applied`."""
    facts = {key: typed(key, text) for key in (*WHOLE, *SINGLE) if (text := fact(table, key, profile))}
    heads = head_texts(table, profile)
    roles = {}
    for column in table.columns:
        head = heads[column]
        unmistakable = bool(head) and sum(each == head for each in heads.values()) == 1
        role = _told(column, head)
        if role:
            roles[head if unmistakable else column.letter] = role
    roles.update({f"{key} [{FROM_TITLE}]": key for key in _own_facts(table, profile)})
    return replace(profile, columns=roles, tables=(table.said,), **facts)


def _own_facts(table: FoundTable, profile: Profile) -> dict[str, str]:
    """Year and occupation that are this table's alone: they become columns, since the file has others."""
    found = {key: fact(table, key, profile) for key in SINGLE if not has(table, key)}
    return {key: text for key, text in found.items() if text and text != str(getattr(profile, key) or "")}


def _told(column: FoundColumn, head: str) -> str:
    """The role that a reader has to be told; what stands across the columns it reads in the heads itself."""
    if column.role in ("", "nothing"):
        return "nothing"
    if column.role != "value":
        return column.role
    if column.says:
        return "" if head else "nothing"
    heading = words.heading(head)
    return "" if heading is not None and heading.role == "value" else "value"


def head_texts(table: FoundTable, profile: Profile) -> dict[FoundColumn, str]:
    """Column → its head in the sheet of :func:`applied`."""
    axes = {axis for column in table.of("value") for axis in column.says}
    return {column: _head(table, column, axes, profile) for column in table.columns}


def _head(table: FoundTable, column: FoundColumn, axes: set[str], profile: Profile) -> str:
    if column.added:
        return f"{words.header_of(column.role, 'en')} [{column.letter}]" if column.role else ""
    base, measure = fact(table, "base", profile), fact(table, "measure", profile)
    if column.role == "origin" and base and not column.base and base != profile.base:
        return words.header_of("origin", "en", base=base)
    said = dict(column.says)
    if measure and measure != profile.measure and column.role == "value" and not column.measure:
        said["measure"] = measure
    if column.role != "value" or not said or _is_plain(column.header, said):
        return column.header
    kind = said.pop("kind", "")
    parts = [_said(axis, said[axis]) for axis in _AXES if axis in said]
    if kind:
        axis = "sex" if "sex" in axes else "origin" if "origin" in axes else ""
        if not axis:
            return ""
        parts.append({"total": "T" if axis == "sex" else "total", "unknown": "U" if axis == "sex" else "unknown"}[kind])
    return JOINT.join(parts)


def _is_plain(header: str, said: Mapping[str, str]) -> bool:
    """Whether a reader makes of a head as typed what was found in it: then it stays as it stands in the file."""
    found = says_of(header) or {}
    if found.keys() != said.keys():
        return False
    return all(_means(axis, text) == said[axis] for axis, text in found.items() if not words.is_sex_letter(text))


def _means(axis: str, text: str) -> str | None:
    return words.occupation(text) if axis == "occupation" else words.sex(text) if axis == "sex" else text


def _said(axis: str, code: str) -> str:
    return words.header_of("value", "en", measure=code) if axis == "measure" else code


def _kept(table: FoundTable, profile: Profile) -> list[int]:
    """Positions of the rows that are read: all of data but those the profile leaves out by a code."""
    rows = list(table.indices)
    raw = table.region.grid.sheet
    for column in table.columns:
        told = profile.codes_of(column.role, column.header, column.letter) if column.role in CODED else {}
        left_out = {text for text, code in told.items() if code == LEAVE_OUT}
        if not left_out:
            continue
        if column.added:
            rows = [at for at in rows if table.sections.get(raw.rows[at], "") not in left_out]
        else:
            texts = raw.columns[column.at].texts()
            rows = [at for at in rows if texts[at].strip() not in left_out]
    return rows


def _column(
    raw: Column, kept: Sequence[int], head: str, column: FoundColumn, table: FoundTable, profile: Profile
) -> Column:
    whole = raw.texts()
    texts = [whole[at] for at in kept]
    kinds = [_CODES[raw.kind(at)] for at in kept] if raw.kinds else None
    if fills_down(table, column, profile):
        texts, kinds = _filled(texts, kinds)
    if column.role == "value":
        marks = {**dict.fromkeys(profile.missing, ".."), **dict.fromkeys(profile.confidential, "c")}
        texts = [marks.get(text.strip(), text) for text in texts] if marks else texts
    positions = {at: index for index, at in enumerate(kept)}
    made = _built(head, raw.letter, texts, kinds)
    formulas = frozenset(positions[at] for at in raw.formulas if at in positions)
    return replace(made, formulas=formulas, percent=raw.percent)


def _filled(texts: Sequence[str], kinds: Sequence[int] | None) -> tuple[list[str], list[int] | None]:
    """Empty cells with the text above them."""
    filled: list[str] = []
    sorts: list[int] = []
    last, kind = "", EMPTY
    for at, text in enumerate(texts):
        if text.strip():
            last, kind = text, kinds[at] if kinds else TEXT
        filled.append(last)
        sorts.append(kind)
    return filled, sorts if kinds else None


def _built(head: str, letter: str, texts: Sequence[str], kinds: Sequence[int] | None) -> Column:
    builder = ColumnBuilder()
    builder.extend(texts, kinds)
    return builder.column(head, letter)


def _rows(numbers: list[int]) -> Sequence[int]:
    if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
        return range(numbers[0], numbers[-1] + 1)
    return numbers


def _merged(table: FoundTable) -> tuple[str, ...]:
    """Merged ranges inside the data."""
    last: Mapping[int, int] = {0: table.data_rows[-1] if table.data_rows else 0}
    head = table.header_rows[-1] if table.header_rows else 0
    found = []
    for reference in table.region.grid.sheet.merged:
        first = reference.partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
        if first.isdigit() and head < int(first) <= last[0]:
            found.append(reference)
    return tuple(found)

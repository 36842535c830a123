"""From the regions of a sheet to found tables: rows sorted, columns with roles, what titles say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from concord.intake.columns import letter
from concord.mds.profile import Profile, SaidTable
from concord.mds.proposing import columns as roles
from concord.mds.proposing import ids, looks, rows, titles
from concord.mds.proposing.declared import confidence
from concord.mds.proposing.grid import Grid, Line, spot
from concord.mds.proposing.model import FoundColumn, FoundTable, Reason, SetAside
from concord.mds.proposing.regions import Region, regions
from concord.mds.proposing.rows import DATA, NOTE, SECTION, SUBTOTAL, TOTAL, Row
from concord.vocabulary.structures import structure, structures

_YEAR = re.compile(r"(?:19|20)\d\d")
#: What headings inside a table may say of the rows below them, and the test of the values that shows it.
SECTION_ROLES = ("occupation", "sex", "year", "activity", "area")
#: Roles whose column may hold the word total: the row is kept there, and checked.
KEEPS_TOTALS = frozenset({"origin", "origin_code", "row_kind", "destination", "sex"})


def found_on(grid: Grid, file: str, profile: Profile) -> list[FoundTable]:
    """The tables of a sheet, from above and from the left."""
    return [_table(region, file, profile, order) for order, region in enumerate(regions(grid))]


def _table(region: Region, file: str, profile: Profile, order: int) -> FoundTable:
    shape = rows.shape_of(region)
    names = region.names
    person, counted = roles.is_persons(list(names.values()))
    persons = profile.rows == "persons" or (profile.rows != "counts" and person > 0 and person > counted)
    said = said_of(profile, region, order)
    body = (
        [Row(line, DATA) for line in region.body] if persons else rows.rows_of(region, shape, decimal=profile.decimal)
    )
    data = [row for row in body if row.kind == DATA]
    indices = _indices(region, data)
    made = [
        column
        for at in range(region.span.left, region.span.right + 1)
        if (column := _column(region, at, names, indices, profile, said, persons=persons, shape=shape)) is not None
    ]
    sections = {} if persons else _sections(body)
    if sections:
        made = _with_sections(sections, made, said)
    kind = _kind(made, persons=persons, rows=len(indices))
    if kind == "counts":
        made = [_named_rows(column, shape) for column in made]
    aside, kept, data_rows = _sorted(region, body, made, said, profile)
    count = len(indices) - sum(1 for row in data if row.line.row not in data_rows)
    title = " ".join(" ".join(_texts(line, region).split()) for line in region.titles)
    return FoundTable(
        file=file,
        sheet=region.grid.name,
        hidden=region.grid.sheet.hidden,
        range=_range(region),
        header_rows=tuple(line.row for line in region.head),
        data_rows=tuple(sorted(data_rows | set(kept))),
        rows=count + len(kept),
        aside=tuple(sorted(aside, key=lambda each: each.row)),
        totals=tuple(sorted(kept)),
        columns=tuple(made),
        kind=kind,
        says=_says(region, title),
        title=title,
        read=bool(kind) and said.read and (not region.grid.sheet.hidden or _told_to_read(region, profile)),
        said=said,
        sections=sections,
        region=region,
        indices=_kept(region, indices, data, data_rows | set(kept)),
    )


def said_of(profile: Profile, region: Region, order: int) -> SaidTable:
    """What the profile says of a table: at its place, else in its order on a sheet of its name but for the year."""
    start = f"{letter(region.span.left)}{(region.head or region.body)[0].row}"
    here = [each for each in profile.tables if each.sheet == region.grid.name]
    for each in here:
        if each.range.partition(":")[0] == start:
            return each
    same = [each for each in profile.tables if _without_year(each.sheet) == _without_year(region.grid.name)]
    sheets = list(dict.fromkeys(each.sheet for each in same))
    ordered = here or [each for each in same if each.sheet == sheets[-1]]
    return ordered[order] if order < len(ordered) and not here else SaidTable()


def _without_year(name: str) -> str:
    return _YEAR.sub("·", name)


def _texts(line: Line, region: Region) -> str:
    return line.text(region.span.left, region.span.right) or line.text()


def _indices(region: Region, data: Sequence[Row]) -> list[int]:
    """Positions of the rows of data on the sheet, with those between head and foot that were not walked over."""
    jumped = next((line.index for line in region.grid.lines if line.jumped), None)
    found: list[int] = []
    for row in data:
        at = row.line.index
        if jumped is not None and found and found[-1] < jumped <= at:
            found += range(found[-1] + 1, at)
        found.append(at)
    return found


def _kept(region: Region, indices: Sequence[int], data: Sequence[Row], wanted: set[int]) -> Sequence[int]:
    """Positions of the rows that are data in the end: a total kept comes in, a row left out by the profile goes."""
    if {row.line.row for row in data} == wanted:
        first = indices[0] if indices else 0
        one_run = bool(indices) and indices[-1] - first + 1 == len(indices)
        return range(first, first + len(indices)) if one_run else indices
    by_row = {line.row: line.index for line in region.body}
    gone = {row.line.index for row in data if row.line.row not in wanted}
    come = {by_row[row] for row in wanted if row in by_row}
    return sorted((set(indices) | come) - gone)


def _column(
    region: Region,
    at: int,
    names: Mapping[int, str],
    indices: Sequence[int],
    profile: Profile,
    said: SaidTable,
    *,
    persons: bool,
    shape: rows.Shape,
) -> FoundColumn | None:
    header = names.get(at, "")
    spots = looks.sample(region.grid.sheet.columns[at], indices)
    if not header and not spots:
        return None
    same = sum(name == header for name in names.values())
    key = header if header and same == 1 else letter(at)
    numeric = at in shape.values
    told_of = {**roles.letters_told(tuple(names.values())), **profile.codes.get("columns", {})}
    return roles.settled(
        at, header, spots, persons=persons, profile=profile, table=said, key=key, numeric=numeric, told_of=told_of
    )


def _sections(body: Sequence[Row]) -> dict[int, str]:
    """Physical row → what the heading above it says; none where no heading is inside the table."""
    if not any(row.kind == SECTION for row in body):
        return {}
    found: dict[int, str] = {}
    heading = ""
    for row in body:
        if row.kind == SECTION:
            heading = row.label
        elif row.kind == DATA and heading:
            found[row.line.row] = heading
    return found


def _with_sections(sections: Mapping[int, str], made: Sequence[FoundColumn], said: SaidTable) -> list[FoundColumn]:
    """The columns, and one for what the headings say; it takes the place of the empty column they stand in."""
    first = min((column.at for column in made), default=0)
    empty = next((each for each in made if each.at == first and not each.filled), None)
    rest = [column for column in made if column is not empty]
    taken = {column.role for column in rest}
    texts = list(dict.fromkeys(sections.values()))
    shares = looks.shares([spot(text) for text in texts])
    fits = [role for role in SECTION_ROLES if shares.get(role, 0) >= 0.5 and role not in taken]
    header_says = empty.role if empty is not None and empty.role not in ("nothing", "value") else ""
    told = said.section if said.section not in taken - {"nothing"} else ""
    role = told or header_says or (fits[0] if fits else "")
    reason = Reason("mds.reason.section", {"examples": ", ".join(texts[:3])})
    sure = 1.0 if told else confidence().header_alone if role else 0.0
    header = empty.header if empty is not None else ""
    base = empty.base if empty is not None else ""
    added = FoundColumn(first, header, role, sure, reason, filled=len(sections), added=True, base=base)
    return [added, *rest]


def _named_rows(column: FoundColumn, shape: rows.Shape) -> FoundColumn:
    """The column that names the rows has to mean something: it is asked about where nothing says what."""
    if column.at != shape.main or column.added or column.role != "nothing" or column.confidence or not column.filled:
        return column
    return replace(column, role="", reason=Reason("mds.reason.names-rows"))


def _kind(made: Sequence[FoundColumn], *, persons: bool, rows: int) -> str:
    if persons:
        return "persons" if rows else ""
    values = [column for column in made if column.role == "value"]
    known = {column.role for column in made} - {"value", "nothing", "note", "flag", ""}
    across = any(column.says for column in values)
    if values and rows and (known or across or any(not column.role for column in made)):
        return "counts"
    dimensions = known - {"area_code", "origin_code"}
    return "persons" if not values and rows > 3 and len(dimensions) >= 3 else ""


def _sorted(
    region: Region, body: Sequence[Row], made: Sequence[FoundColumn], said: SaidTable, profile: Profile
) -> tuple[list[SetAside], list[int], set[int]]:
    """Rows set aside, totals kept among the data, and rows of data."""
    aside = [SetAside(line.row, "title", _texts(line, region)) for line in region.titles]
    aside += [SetAside(line.row, "note", _texts(line, region)) for line in region.notes]
    aside += [SetAside(line.row, "header-again", line.text()) for line in region.again]
    by_at = {column.at: column.role for column in made if not column.added}
    kept: list[int] = []
    data: set[int] = set()
    for row in body:
        text = row.line.text(region.span.left, region.span.right)
        label = row.label.strip()
        told = profile.answered.get(ids.made("total", label), "") if label else ""
        if label and (label in said.leave_out or told == "leave-out"):
            aside.append(SetAside(row.line.row, "left-out", text))
        elif row.kind == DATA or (label and label in said.keep) or told == "keep":
            data.add(row.line.row)
        elif row.kind in (TOTAL, SUBTOTAL) and row.exact and row.kind == TOTAL and _keeps(row, by_at):
            kept.append(row.line.row)
        else:
            names = {TOTAL: "total", SUBTOTAL: "subtotal", SECTION: "section", NOTE: "note"}
            aside.append(SetAside(row.line.row, names[row.kind], text, row.sure))
    return aside, kept, data


def _keeps(row: Row, roles_at: Mapping[int, str]) -> bool:
    from concord.mds.readers import words

    return any(
        roles_at.get(at) in KEEPS_TOTALS and words.row_kind(row.line.spots[at].text) == "total"
        for at in row.line.filled()
        if at < len(row.line.spots)
    )


def _range(region: Region) -> str:
    lines = [*region.head, *region.body]
    first, last = min(line.row for line in lines), max(line.row for line in lines)
    return f"{letter(region.span.left)}{first}:{letter(region.span.right)}{last}"


def _says(region: Region, title: str) -> dict[str, str]:
    """What titles say; what they leave open, the sheet's name may say."""
    said = titles.said_by([title])
    name = titles.said_by([region.grid.name]) if region.grid.name else {}
    notes = titles.said_by([_texts(line, region) for line in region.notes[:3] if len(_texts(line, region)) < 80])
    found = {key: code for key, code in notes.items() if key in ("unit", "counts")}
    found.update({key: code for key, code in name.items() if key in ("year", "occupation", "measure", "base")})
    return {**found, **said, **_of_structure(region)}


def _of_structure(region: Region) -> dict[str, str]:
    """What a sheet or a file that is named after one of our structures says by its name."""
    names = (region.grid.name, region.grid.sheet.file.rpartition(".")[0])
    id = next((name for name in names if name in structures()), "")
    if not id:
        return {}
    extra = structure(id).extra
    said = {"measure": str(extra.get("measure_of") or ""), "base": str(extra.get("base") or ""), "counts": "headcount"}
    said["structure"] = id
    said["reference_day"] = "12-31" if said["measure"] == "stock" else ""
    known = {"measure": ("stock", "inflow", "outflow"), "base": ("training", "birth", "nationality")}
    return {key: code for key, code in said.items() if code and code in known.get(key, (code,))}


def _told_to_read(region: Region, profile: Profile) -> bool:
    return profile.answered.get(ids.made("hidden", region.grid.name)) == "read"


def with_read(table: FoundTable, *, read: bool) -> FoundTable:
    """The table, to be read or not."""
    return replace(table, read=read)

"""What has to be asked of a table's columns: their roles, which of two is meant, what their heads stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from concord.mds.profile import Profile
from concord.mds.proposing import headings, ids, values
from concord.mds.proposing.columns import MANY
from concord.mds.proposing.declared import confidence
from concord.mds.proposing.finding import SECTION_ROLES
from concord.mds.proposing.model import Choice, FoundColumn, FoundTable, Question, Reason
from concord.mds.proposing.suggesting import areas_like, occupations_like
from concord.mds.readers.places import named

#: Roles offered at most for one column, besides "nothing".
OFFERED = 4
#: What the names of the rows may be, where neither head nor values say.
ROW_NAMES = ("origin", "occupation", "subnational", "facility", "speciality", "sector", "age_band")
#: Roles whose empty cells may mean the same as the one above.
FILLED_DOWN = frozenset(
    {"area", "area_code", "origin", "origin_code", "occupation", "year", "sex", "activity", "destination", "row_kind"}
)


def questions(table: FoundTable, profile: Profile) -> Iterator[Question]:
    """The questions about one table's columns."""
    for column in table.columns:
        yield from _role(table, column)
    yield from _twice(table)
    yield from _meanings(table)
    yield from _area_or_origin(table, profile)
    yield from _fill_down(table, profile)


def scope(table: FoundTable, column: FoundColumn) -> tuple[str, str]:
    """Where an answer about a column is kept: under its header for the whole file, else under its letter here."""
    key = table.key(column)
    return ("", key) if key == column.header else (table.id, key)


def _role(table: FoundTable, column: FoundColumn) -> Iterator[Question]:
    if column.role:
        return
    if column.added:
        taken = {each.role for each in table.columns} - {"nothing"}
        roles = dict.fromkeys((*SECTION_ROLES, "origin", "subnational", "nothing"))
        offered = [Choice(role) for role in roles if role not in taken]
        id = ids.made("section", table.id)
        yield Question(id, "section", table.place_of(column), tuple(offered), dict(column.reason.params))
        return
    likely = [each for each in column.candidates if each.confidence > 0][:OFFERED]
    offered = [Choice(each.role, each.reason, each.confidence) for each in likely if each.role != "nothing"]
    if not offered:
        offered = [Choice(role) for role in ROW_NAMES]
    id = ids.made("role", *scope(table, column))
    params = {"examples": _examples(table, column)}
    choices = (*offered, Choice("nothing", Reason("mds.reason.not-read")))
    yield Question(id, "role", table.place_of(column), choices, params)


def _examples(table: FoundTable, column: FoundColumn) -> str:
    """The first different values of a column; of a register none, since they may be of a person."""
    if table.kind == "persons" and column.role not in ("sex", "occupation", "activity"):
        return "–"
    return ", ".join(text[:30] for text in list(values.distinct(table, column))[:3]) or "–"


def _twice(table: FoundTable) -> Iterator[Question]:
    """Two columns that cannot both be read: of one role, or numbers whose heads say the same."""
    by_role: dict[str, list[FoundColumn]] = {}
    for column in table.columns:
        if column.role not in MANY and not column.added:
            by_role.setdefault(column.role, []).append(column)
        elif column.role == "value" and not column.unknown and "kind" not in column.says:
            said = ",".join(f"{axis}:{code}" for axis, code in sorted(column.says.items()))
            by_role.setdefault(f"value {said}", []).append(column)
    for role, columns in by_role.items():
        if len(columns) < 2:
            continue
        letters = [column.letter for column in columns]
        id = ids.made("which", table.id, role.split(" ")[0], ",".join(letters))
        choices = tuple(Choice(each.letter, params={"header": each.header or "–"}) for each in columns)
        params = {"role": role.split(" ")[0], "columns": ", ".join(f"{c.header or '–'} ({c.letter})" for c in columns)}
        yield Question(id, "which-column", table.place_of(columns[1]), choices, params)


def _meanings(table: FoundTable) -> Iterator[Question]:
    """Parts of the heads of numbers that say nothing declared."""
    counted = [column for column in table.columns if column.role == "value"]
    for column in counted:
        for part in column.unknown:
            choices = tuple(_meaning(part, alone=len(counted) == 1))
            yield Question(
                ids.made("means", part), "column-means", table.place_of(column), choices, {"part": part}, free="column"
            )


def _meaning(part: str, *, alone: bool) -> Iterator[Choice]:
    if alone:
        yield Choice("value", Reason("mds.reason.only-numbers"), confidence().header_part)
    if headings.is_span_of_years(part):
        first = part.strip()[:4]
        yield Choice(f"year:{first}")
        yield Choice(f"year:{int(first) + 1}")
    for code, name in occupations_like(part):
        yield Choice(f"occupation:{code}", Reason("mds.reason.alike", {"name": name}))
    for code, name in areas_like(part):
        yield Choice(f"origin:{code}", Reason("mds.reason.alike", {"name": name}))
    if not alone:
        yield Choice("value")
    yield Choice("leave-out")


def _area_or_origin(table: FoundTable, profile: Profile) -> Iterator[Question]:
    """A column headed "country" with many countries: who reports, or where the people come from."""
    others = {"origin", "origin_code", "destination", "area"}
    held = [column for column in table.of("area") if column.reason.code != "mds.reason.said"]
    across = any("origin" in column.says for column in table.of("value"))
    if table.kind != "counts" or len(held) != 1 or across or any(table.of(role) for role in others - {"area"}):
        return
    found = {code for text in values.distinct(table, held[0]) for code in named(text)[:1]}
    if len(found) < 2 or (profile.area and found == {profile.area}):
        return
    column = held[0]
    params = {"count": len(found), "examples": _examples(table, column)}
    id = ids.made("role", *scope(table, column))
    choices = (Choice("origin"), Choice("area"), Choice("destination"), Choice("nothing"))
    yield Question(id, "area-or-origin", table.place_of(column), choices, params)


def _fill_down(table: FoundTable, profile: Profile) -> Iterator[Question]:
    if table.kind != "counts":
        return
    for column in table.columns:
        # A row of a total or of the unknown has no origin to be named.
        of_kind = column.role in ("origin", "origin_code", "destination") and table.of("row_kind")
        if column.role not in FILLED_DOWN or column.added or of_kind:
            continue
        id = ids.made("fill-down", *scope(table, column))
        blanks = _blanks(table, column)
        if blanks and id not in profile.answered and table.key(column) not in table.said.fill_down:
            params = {"count": len(blanks), "row": blanks[0]}
            yield Question(id, "fill-down", table.place_of(column), (Choice("yes"), Choice("no")), params)


def _blanks(table: FoundTable, column: FoundColumn) -> list[int]:
    """Rows of data without a text of their own in a column, below one that has; merged cells are not among them."""
    data = set(table.data_rows)
    found: list[int] = []
    begun = False
    for line in table.region.body:
        if line.row in data:
            if line.spots[column.at].look:
                begun = True
            elif begun and column.at not in line.spans:
                found.append(line.row)
    return found


def fills_down(table: FoundTable, column: FoundColumn, profile: Profile) -> bool:
    """Whether the empty cells of a column were said to mean the same as the one above."""
    told: Mapping[str, str] = profile.answered
    id = ids.made("fill-down", *scope(table, column))
    return told.get(id) == "yes" or table.key(column) in table.said.fill_down

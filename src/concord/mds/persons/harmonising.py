"""From texts as typed to rows in standard columns: each distinct text is decided once, rows are only looked up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.errors import Invalid
from concord.findings import Finding, Place
from concord.intake.numbers import DecimalSign
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import ROWS_NAMED, Change, named_rows
from concord.mds.persons import headers, telling
from concord.mds.persons.columns import BY_NAME, COLUMNS
from concord.mds.persons.conditions import Census
from concord.mds.persons.deciding import Column, Decided, decided
from concord.mds.persons.occupations import occupations
from concord.mds.persons.standing import Stands
from concord.mds.persons.typed import Coded, taken
from concord.mds.persons.typed_rows import Typed
from concord.mds.readers.records import Mark

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A text that stands for nothing: its column, the role, and why."""

    letter: str
    role: str
    text: str
    code: str


@dataclass
class Rows:
    """Rows in standard columns, where the register stands.

    Attributes:
        typed: The rows: ``row`` and the typed columns that the register gives; None where something said before
            forbids it. The texts as typed stay in the landed rows.
        count: Rows in it.
        left_out: Rows of other years than asked, and rows that the officer's codes leave out.
        columns: Typed columns that the register gives or the call says.
        marks: Role → its column, for findings.
        findings, changes: As of any harmonising.
        constants: Typed column → what the call or the profile says of all rows.
        census: What stands in the columns, as it was decided.
        unsettled: Texts that have to change.
    """

    file: str
    sheet: str | None
    typed: Typed | None = None
    count: int = 0
    left_out: int = 0
    columns: tuple[str, ...] = ()
    marks: dict[str, Mark] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    census: Census | None = None
    unsettled: list[Unsettled] = field(default_factory=list)

    def place(self, row: int | None, role: str = "") -> Place:
        """The cell of a role in a row."""
        mark = self.marks.get(role)
        return Place(self.file, self.sheet, row, (mark.header or None) if mark else None, mark.letter if mark else None)


def harmonise(landed: Stands, asked: Asked, *, progress: Progress | None = None) -> Rows:
    """The rows of a register in standard columns.

    Args:
        landed: The register as it landed, or as it stands in a cluster.
        asked: Who reports, which year, and the officer's profile.
        progress: Told how many rows are done.

    Raises:
        Invalid: ``mds.area.required`` where neither the file nor the call says who reports.
    """
    found = headers.roles(landed.head, asked.profile)
    found = headers.settled(found, lambda letter: landed.texts(letter).known, asked.profile)
    rows = Rows(landed.file, landed.sheet, marks=dict(found.held))
    rows.findings += headers.findings(found, landed.file, landed.sheet, landed.head.header_row)
    _constants(rows, asked, landed)
    coded = _columns(rows, landed, asked)
    if any(each.level == "hard" and each.code in STRUCTURAL for each in rows.findings):
        return rows
    rows.columns = tuple(dict.fromkeys((*(name for each in coded for name in each.values), *rows.constants)))
    only = asked.year if "year" in found.held else None
    rows.typed = landed.typed(coded, rows.constants, only_year=only, progress=progress)
    rows.count, rows.left_out = rows.typed.count, landed.count - rows.typed.count
    rows.census = taken(coded, rows.constants)
    if rows.left_out:
        params = {"count": rows.left_out, "year": asked.year or "–"}
        rows.findings.append(Finding("mds.register.rows-left-out", "note", rows.place(None), params))
    return rows


def _constants(rows: Rows, asked: Asked, landed: Stands) -> None:
    """What the call or the profile says of all rows, and what nobody says."""
    held, profile = rows.marks, asked.profile
    area = asked.area or profile.area
    if "area" not in held and not area:
        raise Invalid("mds.area.required", params={"file": landed.file})
    for role, value in (
        ("area", area),
        ("year", profile.year or asked.year),
        ("occupation", profile.occupation),
        ("activity", profile.activity),
    ):
        if role not in held and value:
            rows.constants[role] = value
    head = Place(landed.file, landed.sheet, landed.head.header_row)
    for role, code, level in _NEEDED:
        if role not in held and role not in rows.constants:
            rows.findings.append(Finding(code, level, head))  # type: ignore[arg-type]  # one of the three levels
    if not {"training", "birth", "nationality"} & set(held):
        rows.findings.append(Finding("mds.register.no-origin", "soft", head))


#: Findings after which rows are not looked at; all the others leave a value empty and are told with what the rows say.
STRUCTURAL = frozenset(
    {"mds.column.twice", "mds.register.no-person", "mds.register.no-year", "mds.register.too-many-values"}
    | {"mds.occupation.not-said", "mds.area.other"}
)
#: What a register must say, or be said of it, and how grave it is where nobody does.
_NEEDED = (
    ("person", "mds.register.no-person", "hard"),
    ("year", "mds.register.no-year", "hard"),
    ("occupation", "mds.occupation.not-said", "hard"),
    ("activity", "mds.register.no-activity", "soft"),
)


def _columns(rows: Rows, landed: Stands, asked: Asked) -> list[Coded]:
    made: list[Coded] = []
    reporter = asked.area or asked.profile.area
    for standard in sorted(COLUMNS, key=lambda each: each.name != "area"):
        mark = rows.marks.get(standard.name)
        if mark is None:
            continue
        texts = landed.texts(mark.letter)
        if texts.plain or (standard.kind != "text" and texts.nearly_all_differ(landed.count)):
            made.append(_plain(rows, landed, standard.name, mark))
            continue
        column = _column(landed, asked, standard.name, mark, reporter)
        whole = Place(landed.file, landed.sheet, landed.head.header_row, mark.header or None, mark.letter)
        if standard.kind == "occupation":
            each, said = occupations(column, landed.texts(mark.letter).counts, whole)
            rows.findings += said
        else:
            each = decided(column)
        told = telling.Told(landed, mark, standard, landed.texts(mark.letter), column.among, each)
        rows.findings += telling.findings(told, landed.first_rows)
        rows.changes += telling.changes(told)
        if standard.name == "area":
            reporter = reporter or _only(each)
            rows.findings += _other_areas(told, asked)
        rows.unsettled += [
            Unsettled(mark.letter, standard.name, told.among[at], problem.code)
            for at, one in enumerate(each)
            for problem in one.problems
            if problem.level == "hard"
        ]
        made.append(Coded.of(standard, mark.letter, each))
    return made


def _column(landed: Stands, asked: Asked, role: str, mark: Mark, reporter: str) -> Column:
    profile = asked.profile
    among = tuple(landed.texts(mark.letter).known)
    said = profile.date_format(role, mark.header, mark.letter)
    sign: DecimalSign | None = "." if profile.decimal == "." else "," if profile.decimal == "," else None
    return Column(
        standard=BY_NAME[role],
        header=mark.header,
        among=among,
        codes=profile.codes_of(role, mark.header, mark.letter),
        formats=(said,) if said else (),
        decimal=sign or _sign(among),
        reporter=reporter,
        on=profile.year or asked.year,
        scheme=profile.scheme,
    )


def _sign(among: Sequence[str]) -> DecimalSign | None:
    """The decimal sign that the column's own numbers show: 0,5 beside 1,000 settles what 1,000 is."""
    shown: set[DecimalSign] = set()
    for sign in (".", ","):
        if any(text.strip().startswith("0" + sign) for text in among[:10_000]):
            shown.add(sign)
    return shown.pop() if len(shown) == 1 else None


def _plain(rows: Rows, landed: Stands, role: str, mark: Mark) -> Coded:
    """A column of which most texts are distinct: kept as it is where it may be free text, else asked about."""
    if BY_NAME[role].kind != "text":
        place = Place(landed.file, landed.sheet, landed.head.header_row, mark.header or None, mark.letter)
        rows.findings.append(Finding("mds.register.too-many-values", "hard", place, {"role": role}))
    return Coded.plain(BY_NAME[role], mark.letter)


def _only(each: Sequence[Decided]) -> str:
    found = {one.values.get("area") for one in each} - {None}
    return str(found.pop()) if len(found) == 1 else ""


def _other_areas(told: telling.Told, asked: Asked) -> list[Finding]:
    """One row for another country refuses the file."""
    wanted = asked.area or asked.profile.area
    if not wanted:
        return []
    found = []
    for index, each in enumerate(told.decided):
        area = each.values.get("area")
        if area is not None and area != wanted:
            count, row = told.texts.counts[index], told.texts.firsts[index]
            params = {"area": area, "asked": wanted, "count": count, "rows": named_rows([row], count)}
            found.append(Finding("mds.area.other", "hard", told.place(row), params, str(area)))
    return found[:ROWS_NAMED]

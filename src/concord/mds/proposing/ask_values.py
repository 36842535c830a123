"""What has to be asked of values: codes that nobody has declared, dates and decimals that read two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from concord.findings import Finding
from concord.mds.harmonise import deciders
from concord.mds.harmonise.schemed import declared_scheme, is_own_form
from concord.mds.harmonise.schemes import Seen, detect_scheme
from concord.mds.profile import CODED, LEAVE_OUT, Profile
from concord.mds.proposing import ids, values
from concord.mds.proposing.ask_columns import scope
from concord.mds.proposing.declared import confidence
from concord.mds.proposing.model import Choice, FoundColumn, FoundTable, Question, Reason
from concord.mds.proposing.suggesting import areas_like, occupations_like
from concord.mds.readers.places import named
from concord.vocabulary.codelists import codelist

#: Role → the code list from which a value's meaning is chosen.
LISTS = {"sex": "sex", "activity": "activity", "row_kind": "row-kind", "flag": "obs-status", "age_band": "age-band"}
ORIGINS = frozenset({"origin", "origin_code", "destination"})


def questions(table: FoundTable, profile: Profile) -> Iterator[Question]:
    """The questions about one table's values."""
    for column in table.columns:
        if column.role in CODED and column.filled:
            yield from _codes(table, column, profile)
        if column.role in values.DAYS and not column.added:
            yield from _dates(table, column, profile)


def _codes(table: FoundTable, column: FoundColumn, profile: Profile) -> Iterator[Question]:
    found = values.distinct(table, column)
    if column.role == "occupation" and (asked := _scheme(table, column, found, profile)):
        yield asked
        return
    old = is_isco_88(column, profile)
    known = profile.codes_of(column.role, column.header, column.letter)
    told = known.keys() | known_old(found, old=old)
    open_ = {text: count for text, count in values.unknown(table, column).items() if text not in told}
    for text in list(open_)[: confidence().values_asked]:
        yield _code(table, column, text, open_[text])
    if column.role in ("origin", "origin_code") and table.kind == "counts" and profile.area:
        yield from (_own(table, column, text, found[text]) for text in found if _is_own(text, profile, known))


def _is_own(text: str, profile: Profile, told: Mapping[str, str]) -> bool:
    return text not in told and named(text) == (profile.area,)


def _own(table: FoundTable, column: FoundColumn, text: str, count: int) -> Question:
    """The country that reports among the origins: those of the country itself, or others who came back to it."""
    params = {"value": text[:60], "count": count, "role": column.role}
    choices = (Choice("domestic"), Choice("unknown"), Choice(LEAVE_OUT))
    about = table.place_of(column)
    return Question(ids.made("code", column.role, text), "code", about, choices, params, must=False)


def known_old(found: Iterable[str], *, old: bool) -> set[str]:
    """Codes that need no asking because the column is one of ISCO-88."""
    return {text for text in found if text.strip().isdigit()} if old else set()


def _code(table: FoundTable, column: FoundColumn, text: str, count: int) -> Question:
    role = column.role
    offered: list[Choice] = []
    if role in values.PLACES:
        offered = [Choice(code, Reason("mds.reason.alike", {"name": name})) for code, name in areas_like(text)]
        offered += [Choice("unknown")] if role in ORIGINS or table.kind == "persons" else []
    elif role == "occupation":
        offered = [Choice(code, Reason("mds.reason.alike", {"name": name})) for code, name in occupations_like(text)]
    elif role == "sector":
        offered = [Choice(code) for code in deciders.SECTORS]
    elif role in LISTS:
        offered = [Choice(code) for code in codelist(LISTS[role]).codes]
    free = "area" if role in values.PLACES else "occupation" if role == "occupation" else ""
    params = {"value": text[:60], "count": count, "role": role}
    choices = (*offered, Choice(LEAVE_OUT))
    return Question(ids.made("code", role, text), "code", table.place_of(column), choices, params, free)


def _scheme(table: FoundTable, column: FoundColumn, found: Counter[str], profile: Profile) -> Question | None:
    """Codes that mean different people in ISCO-88 and ISCO-08: 2221 was doctors and is nurses."""
    if profile.scheme or declared_scheme(column.header):
        return None
    told = profile.codes_of("occupation", column.header, column.letter)
    seen = [
        Seen(text.split(" ")[0], text.partition(" ")[2], count) for text, count in found.items() if text not in told
    ]
    seems = detect_scheme(seen, where=table.place_of(column))
    ours = is_own_form(column.header, table.region.grid.name)
    if seems.verdict == "no-codes" or (seems.verdict == "ask" and not seems.leaning and ours):
        return None
    if seems.verdict == "settled" and seems.scheme != "isco-88":
        return None
    shown = ", ".join(dict.fromkeys((*seems.for_88, *seems.trapped, *seems.leaning)))[:120] or "–"
    old = Choice("isco-88", Reason("mds.reason.old-codes", {"codes": shown}))
    return Question(
        "scheme", "scheme", table.place_of(column), (old, Choice("isco-08"), Choice("national")), {"codes": shown}
    )


def is_isco_88(column: FoundColumn, profile: Profile) -> bool:
    """Whether the codes of a column are of ISCO-88, as its head or the profile says."""
    return column.role == "occupation" and declared_scheme(column.header, profile.scheme) == "isco-88"


def _dates(table: FoundTable, column: FoundColumn, profile: Profile) -> Iterator[Question]:
    if profile.date_format(column.role, column.header, column.letter):
        return
    order, problem = values.date_order(list(values.distinct(table, column)))
    if problem == "ambiguous":
        sign = order
        choices = (Choice(f"DD{sign}MM{sign}YYYY"), Choice(f"MM{sign}DD{sign}YYYY"))
        id = ids.made("date-order", *scope(table, column))
        yield Question(id, "date-order", table.place_of(column), choices)


def settled_dates(table: FoundTable, profile: Profile) -> dict[str, str]:
    """Column key → format, for dates whose order their own values show."""
    found = {}
    for column in table.columns:
        if column.role in values.DAYS and not profile.date_format(column.role, column.header, column.letter):
            order, problem = values.date_order(list(values.distinct(table, column)))
            if order and not problem:
                found[table.key(column)] = order
    return found


def refusals(table: FoundTable) -> Iterator[Finding]:
    """Dates that nobody can settle by an answer: years of two digits, both orders in one column."""
    for column in table.columns:
        if column.role not in values.DAYS or column.added:
            continue
        _, problem = values.date_order(list(values.distinct(table, column)))
        if problem in ("two-digits", "mixed"):
            yield Finding(f"mds.dates.{problem}", "hard", table.place_of(column))

"""A profile in plain words: one sentence for each thing it says, in the order in which a person checks a file."""

from __future__ import annotations

from collections.abc import Iterator

from concord.declarations.messages import fill
from concord.mds.profile import LEAVE_OUT, Profile, SaidTable
from concord.mds.proposing import wording
from concord.vocabulary import areas

#: Codes of one map that are spelt out.
SHOWN = 12


def explain(profile: Profile, language: str = "en") -> list[str]:
    """What the profile says, as sentences for a page.

    Args:
        profile: Any profile; an empty one says that nothing is said.
        language: Language of the sentences; what is not translated is in English.
    """
    said = [*_whole(profile, language), *_columns(profile, language), *_codes(profile, language)]
    said += [*_tables(profile, language), *_breaks(profile, language)]
    return said or [_sentence("nothing", language)]


def _sentence(which: str, language: str, **params: object) -> str:
    return fill(f"mds.explain.{which}", params, language).message


def _whole(profile: Profile, language: str) -> Iterator[str]:
    if profile.area:
        yield _sentence("area", language, area=_area(profile.area, language))
    if profile.since or profile.until:
        yield _sentence("valid", language, since=profile.since or "–", until=profile.until or "–")
    if profile.rows:
        yield _sentence(f"rows-{profile.rows}", language)
    for key in ("measure", "base", "counts", "unit", "scheme"):
        value = getattr(profile, key)
        if value:
            yield _sentence(key, language, value=wording.code_name(key, value, language))
    if profile.activity:
        yield _sentence("activity", language, value=wording.code_name("activity", profile.activity, language))
    if profile.year is not None:
        yield _sentence("year", language, value=profile.year)
    if profile.occupation:
        yield _sentence("occupation", language, value=wording.code_name("occupation", profile.occupation, language))
    if profile.reference_day:
        yield _sentence("reference-day", language, value=profile.reference_day)
    if profile.decimal:
        yield _sentence("decimal", language, value=wording.code_name("decimal", profile.decimal, language))
    for key in ("missing", "confidential"):
        marks = getattr(profile, key)
        if marks:
            yield _sentence(key, language, marks=", ".join(f"“{mark}”" for mark in marks))


def _area(code: str, language: str) -> str:
    known = {each.code for each in areas.areas(former=True)}
    return areas.area(code).name(language) if code in known else code


def _columns(profile: Profile, language: str) -> Iterator[str]:
    for header, role in profile.columns.items():
        name = "column-nothing" if role == "nothing" else "column"
        yield _sentence(name, language, column=header, role=wording.role(role, language))
    for column, order in profile.dates.items():
        yield _sentence("dates", language, column=column, order=order)


def _codes(profile: Profile, language: str) -> Iterator[str]:
    maps = {"occupation": profile.occupations, "area": profile.areas, **profile.codes}
    if profile.codes.get("occupation"):
        maps["occupation"] = {**profile.occupations, **profile.codes["occupation"]}
    for name, known in maps.items():
        read = {text: code for text, code in known.items() if code != LEAVE_OUT}
        left = [text for text, code in known.items() if code == LEAVE_OUT]
        title = wording.role(name, language) if name != "columns" else _sentence("heads", language)
        if read:
            pairs = [f"“{text}” = {_code(name, code, language)}" for text, code in list(read.items())[:SHOWN]]
            pairs += ["…"] if len(read) > SHOWN else []
            yield _sentence("codes", language, name=title, count=len(read), pairs="; ".join(pairs))
        if left:
            yield _sentence("left-out", language, name=title, values=", ".join(f"“{text}”" for text in left))


def _code(name: str, code: str, language: str) -> str:
    axis, colon, rest = code.partition(":")
    return wording.code_name(axis, rest, language) if colon else wording.code_name(name, code, language)


def _tables(profile: Profile, language: str) -> Iterator[str]:
    for table in profile.tables:
        where = f"{table.sheet}!{table.range}" if table.sheet else table.range or "–"
        yield _sentence("table" if table.read else "table-left", language, table=where, rows=table.header_rows)
        yield from _of_table(table, where, language)


def _of_table(table: SaidTable, where: str, language: str) -> Iterator[str]:
    said = [wording.code_name(key, getattr(table, key), language) for key in ("measure", "base") if getattr(table, key)]
    if table.occupation:
        said.append(wording.code_name("occupation", table.occupation, language))
    if table.year is not None:
        said.append(str(table.year))
    if said:
        yield _sentence("table-facts", language, table=where, facts=", ".join(said))
    if table.section and table.section != "nothing":
        yield _sentence("section", language, table=where, role=wording.role(table.section, language))
    if table.leave_out:
        yield _sentence("rows-left", language, table=where, values=", ".join(f"“{text}”" for text in table.leave_out))


def _breaks(profile: Profile, language: str) -> Iterator[str]:
    for each in profile.breaks:
        series = ", ".join(f"{wording.role(key, language)} {code}" for key, code in each.series.items())
        yield _sentence("break", language, year=each.year, what=each.what, series=series or "–")

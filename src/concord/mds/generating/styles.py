"""How a country writes its register: headings, titles, names, dates, signs, codes (``data/generating/styles``)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.mds.generating.declared import Occupation
from concord.mds.generating.wish import Wish
from concord.vocabulary.areas import area as area_of

STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class StyleColumn:
    """One column: whose role it has, how it is headed, and in which form its values are written."""

    role: str
    header: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """One declared style.

    Args:
        columns: Columns in order.
        values: By role, code → wording; a code that is not there is written as it is.
        unknown: By role, what is written where nothing is known.
        titles: Occupation → national titles, of which each person has one.
        areas: Area → name, where the country does not use the usual one.
        above: Lines above the table, below: lines under it; ``{year}``, ``{rows}`` and ``{area}`` are filled in.
    """

    id: str
    title: str
    language: str
    columns: tuple[StyleColumn, ...]
    encoding: str = "utf-8"
    mark: bool = False
    delimiter: str = ","
    decimal: str = "."
    date: str = "YYYY-MM-DD"
    digits: str = "western"
    line_end: str = "\n"
    sheet: str = "register"
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    titles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def isco88(self) -> bool:
        """Whether its occupations are codes of ISCO-88."""
        return any(column.form == "isco88" for column in self.columns)

    def column(self, role: str) -> int | None:
        """The place of the column with this role, or None."""
        return next((index for index, each in enumerate(self.columns) if each.role == role), None)

    def lines(self, which: tuple[str, ...], *, wish: Wish, rows: int) -> list[str]:
        """Lines above or below, filled in."""
        name = area_name(self, wish.area)
        return [line.format(year=wish.year, rows=rows, area=name) for line in which]


@lru_cache(maxsize=1)
def style_ids() -> tuple[str, ...]:
    """Ids of all declared styles, the standard one first."""
    found = [path.stem for path in packs.each("generating/styles")]
    return tuple(sorted(found, key=lambda id: (id != STANDARD, id)))


@lru_cache(maxsize=32)
def style(id: str) -> Style:
    """One style.

    Raises:
        Invalid: ``mds.generating.style`` when there is none of this id.
    """
    if id not in style_ids():
        raise Invalid("mds.generating.style", params={"style": id, "known": ", ".join(style_ids())})
    said = dict(read_yaml(packs.find(f"generating/styles/{id}.yaml")))
    said["columns"] = tuple(
        StyleColumn(each["role"], each.get("header", each["role"]), each.get("form", "")) for each in said["columns"]
    )
    said["titles"] = {code: tuple(titles) for code, titles in said.get("titles", {}).items()}
    said["line_end"] = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}[said.get("line_end", "lf")]
    for name in ("above", "below"):
        said[name] = tuple(said.get(name, ()))
    for name in ("note", "source", "reviewed"):
        said.pop(name, None)
    return Style(**said)


def national(language: str) -> str:
    """The id of the first national style in a language.

    Raises:
        Invalid: ``mds.generating.language`` when there is none.
    """
    found = [id for id in style_ids() if id != STANDARD and style(id).language == language]
    if not found:
        known = ", ".join(sorted({style(id).language for id in style_ids()}))
        raise Invalid("mds.generating.language", params={"language": language, "known": known})
    return found[0]


def area_name(style: Style, code: str, form: str = "name") -> str:
    """An area as the style writes it: by name in its language, or by a code."""
    known = area_of(code)
    if form in ("alpha2", "numeric") and getattr(known, form):
        return str(getattr(known, form))
    if form != "name":
        return code
    if code in style.areas:
        return style.areas[code]
    if style.language in ("en", "fr", "es", "ar", "ru", "zh"):
        return known.name(style.language)
    from babel import Locale

    return str(Locale.parse(style.language).territories.get(known.alpha2, known.name()))


def occupation_words(style: Style, occupation: Occupation, form: str) -> tuple[str, ...]:
    """What stands for an occupation: its code, or one of its titles."""
    titles = style.titles.get(occupation.code, (occupation.code,))
    match form:
        case "isco88":
            return (occupation.isco88,)
        case "title":
            return titles
        case "code-and-title":
            return tuple(f"{occupation.code} {title}" for title in titles)
        case _:
            return (occupation.code,)


def encodable(style: Style, text: str) -> str:
    """The text as far as the style's encoding can write it: letters without their accents where it cannot."""
    try:
        text.encode(style.encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode(style.encoding, "ignore")
        text = plain.decode(style.encoding)
    return text


def digits(style: Style, text: str) -> str:
    """The text with the digits of the style."""
    return text.translate(_EASTERN) if style.digits == "arabic" else text


_EASTERN: Any = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

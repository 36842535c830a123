"""Drawings of this room's pages, made from results; each comes with its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from concord.documents import figures
from concord.documents.figures import Figure, Style, Value
from concord.documents.figures.shapes import world
from concord.documents.model import Picture, phrase
from concord.indicators.model import Result
from concord.vocabulary import formats
from concord.vocabulary.areas import area, areas
from concord_site.evidence.facts import Evidence
from concord_site.shell.i18n import language

DOCTORS = "221"
NURSES = "2221_3221"
#: Maps up to this width are for phones.
NARROW = 400


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing ready for a page: the picture, its legend, and the figure whose table stands beside it."""

    picture: Picture
    figure: Figure
    legend: Picture | None = None


def picture(figure: Figure, id: str = "") -> Picture:
    """A figure as the drawing tag takes it."""
    return Picture(id, phrase(figure.title, language()), figure.svg, figure.description)


def drawn(figure: Figure, id: str = "") -> Drawn:
    """A figure with its legend, if it has one."""
    return Drawn(picture(figure, id), figure, picture(figure.legend, f"{id}-legend") if figure.legend else None)


def value(result: Result | None) -> Value:
    """A result as a drawing takes it."""
    if result is None or result.value is None:
        return figures.Value(None, "suppressed") if result and result.status == "suppressed" else figures.MISSING
    return Value(result.value, result.status)


def by_area(results: Iterable[Result]) -> dict[str, Value]:
    """Values by area; of several years the newest."""
    newest: dict[str, Result] = {}
    for result in results:
        if result.area not in newest or newest[result.area].year < result.year:
            newest[result.area] = result
    return {area: value(result) for area, result in newest.items()}


#: Member States whose name in use is much shorter than the one of record: CLDR's name labels bars and maps.
SHORTENED = frozenset({"BOL", "FSM", "GBR", "IRN", "LAO", "TZA", "USA", "VEN"})
#: Below this a label keeps one digit after the point.
WHOLE_FROM = 10


@lru_cache(maxsize=2048)
def short_name(code: str, in_language: str) -> str:
    """A name for a narrow place: CLDR's for the few of :data:`SHORTENED`, the official one otherwise."""
    from babel import Locale

    found = area(code)
    official = found.name(in_language)
    if code not in SHORTENED:
        return official
    used = Locale.parse(in_language).territories.get(found.alpha2, official)
    return used if len(used) < len(official) else official


@lru_cache(maxsize=12)
def names(code: str) -> Mapping[str, str]:
    """Short names of all areas in a language."""
    return {each.code: short_name(each.code, code) for each in areas()}


def drawn_names(results: Iterable[Result], code: str) -> Mapping[str, str]:
    """Names of what a map draws: areas with a value, Member States, and land that is no dot.

    A dot for an uninhabited island would say that something is missing there.
    """
    valued = {each.area for each in results if each.value is not None}
    shapes = world("compact")
    return {
        id: name for id, name in names(code).items()
        if id in valued or area(id).is_member() or (id in shapes.shapes and not shapes.is_small(id))
    }  # fmt: skip


def rounded(code: str) -> Callable[[float], str]:
    """Writes a number for a label: whole from ten, one digit after the point below."""
    return lambda number: formats.number(number, code, decimals=0 if abs(number) >= WHOLE_FROM else 1)


def map_style(code: str, width: float) -> Style:
    """The style of a map: labels with few digits."""
    return replace(Style.web(code, width=width), number=rounded(code))


@lru_cache(maxsize=64)
def map_of(
    found: Evidence, indicator: str, code: str, title: str, bounds: tuple[float, ...] | None = None, width: int = 1120
) -> Drawn:
    """The world by one indicator, newest value of each area; a narrow one carries no labels."""
    results = found.of(indicator)
    figure = figures.world_map(
        by_area(results), names=drawn_names(results, code), title=title, style=map_style(code, width), bounds=bounds,
        detail="compact", outliers=6 if width > NARROW else 0, headings=(_("Country or area"), title),
    )  # fmt: skip
    return drawn(figure, f"map-{indicator}-{width}")


def _trimmed(points: list[tuple[int, Value]]) -> list[tuple[int, Value]]:
    """Without the years before the first and after the last known one."""
    known = [index for index, (_year, each) in enumerate(points) if each.is_known]
    return points[known[0] : known[-1] + 1] if known else []


def over_time(series: Iterable[tuple[str, Iterable[Result]]], title: str, *, width: float = 400) -> Drawn | None:
    """One or more series over years; None where no series has a value."""
    lines = [figures.Series(name, _trimmed([(each.year, value(each)) for each in results])) for name, results in series]
    lines = [line for line in lines if any(point.is_known for _, point in line.points)]
    if not lines:
        return None
    style = Style.web(language(), width=width)
    return drawn(figures.lines(lines, title=title, style=style, heading=_("Year")), "over-time")

"""Two countries' figures of one corridor: which one, what each says, the difference, why it may be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from concord.documents import figures
from concord.documents.figures import Status, Style
from concord.mds.citation import GENERATED, known_sources, licences
from concord.mds.comparing import Difference, Figure, Mirror, Series, mirror, sums
from concord.mds.comparing.reasons import spoken
from concord.vocabulary import formats
from concord_site.public import pictures
from concord_site.public.comparing import addresses, held, names
from concord_site.public.comparing.choosing import Choice, chosen, known, near, occupations, options
from concord_site.shell.i18n import language

#: Lines that one drawing can carry.
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One series as a column: who says it, what it counts."""

    series: Series
    who: str
    table: str
    level: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the table with the way to its row; no figure where nobody says anything of that year."""

    figure: Figure | None
    href: str = ""

    @property
    def status(self) -> str:
        """Status of the figure; missing where there is none."""
        return self.figure.status if self.figure is not None else "missing"

    @property
    def value(self) -> float | None:
        """The figure."""
        return self.figure.value if self.figure is not None else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference as a cell."""

    difference: Difference | None

    @property
    def status(self) -> str:
        """Hidden where one side is hidden, else missing, else normal."""
        if self.difference is None:
            return "missing"
        return {"hidden": "suppressed", "missing": "missing"}.get(self.difference.without, "normal")


@dataclass(frozen=True, slots=True)
class Line:
    """One year: what each series says, and the differences of each pair."""

    year: int
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]


def found(choice: Choice) -> Mirror:
    """The corridor of a choice."""
    return mirror(held.tables(), origin=choice.origin, destination=choice.destination, occupation=choice.occupation)


def context(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page of a corridor shows."""
    choice = chosen(query)
    shown = found(choice) if choice.is_whole else None
    release, day = held.vintage()
    return {
        "choice": choice,
        "origin": names.place(choice.origin) if choice.origin else "",
        "destination": names.place(choice.destination) if choice.destination else "",
        "occupation": names.coded("occupation", choice.occupation) if choice.occupation else "",
        "mirror": shown,
        "release": release,
        "day": day,
        "origins": options(choice.origin, {each.origin for each in known()}),
        "destinations": options(choice.destination, {each.destination for each in known()}),
        "occupations": occupations(choice),
        "has_any": bool(known()),
        "near": near(choice),
        **(_shown(shown, choice) if shown is not None else {}),
    }


def _shown(shown: Mirror, choice: Choice) -> dict[str, Any]:
    pairs, listed = _pairs(shown), lines(shown)
    ids = tuple(dict.fromkeys(each.source for one in shown.series for each in one.figures if each.source))
    return {
        "columns": columns(shown),
        "pairs": [(names.table(one.structure), names.table(other.structure)) for one, other in pairs],
        "lines": listed,
        "statuses": {each.status for line in listed for each in line.cells}
        | {each.status for line in listed for each in line.gaps},
        "sums": [(one, other, total) for one, other in pairs if (total := _sum(shown, one, other)) is not None],
        "reasons": [spoken(each, language()) for each in shown.reasons],
        "lacking": [(side, [names.table(id) for id in ids_]) for side, ids_ in shown.lacking.items()],
        "drawings": [(width, drawn(shown, width)) for width in (820, 340)],
        "address": choice.address(),
        "sources": known_sources(ids),
        "licences": licences(ids),
        "citation": citation(choice, ids),
        "back": addresses.mirror(choice.destination, choice.origin, choice.occupation),
        "says": _says(shown),
        "is_generated": GENERATED in ids,
    }


def columns(shown: Mirror) -> list[Column]:
    """The series as columns, those of the destination first."""
    return [
        Column(each, names.place(each.area), names.table(each.structure), names.activity(each.activity))
        for each in shown.series
    ]


def _pairs(shown: Mirror) -> list[tuple[Series, Series]]:
    return list(dict.fromkeys((each.destination, each.origin) for each in shown.differences))


def lines(shown: Mirror) -> list[Line]:
    """One line for each year, the newest first."""
    by = {(each.destination, each.origin, each.year): each for each in shown.differences}
    pairs = _pairs(shown)
    return [
        Line(
            year,
            tuple(_cell(each, year, shown) for each in shown.series),
            tuple(Gap(by.get((one, other, year))) for one, other in pairs),
        )
        for year in reversed(shown.years)
    ]


def _cell(series: Series, year: int, shown: Mirror) -> Cell:
    figure = series.at(year)
    if figure is None:
        return Cell(None)
    other = shown.origin if series.side == "destination" else shown.destination
    place = "destination" if series.structure == "mds-outflow" else "origin"
    filters = {"area": series.area, place: other, "year": year, "occupation": shown.occupation}
    return Cell(figure, addresses.rows(series.structure, **filters))


def _sum(shown: Mirror, one: Series, other: Series) -> Any:
    return sums(each for each in shown.differences if (each.destination, each.origin) == (one, other))


def _says(shown: Mirror) -> list[tuple[Series, Figure, str, str]]:
    """The newest published figure of the main series of each side, for the first sentences."""
    said = []
    for side in ("destination", "origin"):
        series = [each for each in shown.of(side) if any(one.value is not None for one in each.figures)]
        if series:
            best = next((each for each in series if each.measure in ("inflow", "outflow")), series[0])
            newest = [each for each in best.figures if each.value is not None][-1]
            href = _cell(best, newest.year, shown).href
            said.append((best, newest, names.place(best.area), href))
    return said


def drawn(shown: Mirror, width: int) -> pictures.Drawn | None:
    """The series of both sides over years: the destination's blue, the origin's clay; None where nothing is known."""
    chosen_ = _drawable(shown)
    if not chosen_:
        return None
    title = _("Persons by year")
    style = Style.web(language(), width=width, decimals=0)
    made = [
        figures.Series(
            _("%(country)s: %(what)s")
            % {"country": names.place(each.area), "what": names.measure(each.measure, each.base)},
            [(one.year, _value(one)) for one in each.figures],
            "destination" if each.side == "destination" else "origin",
        )
        for each in chosen_
    ]
    if len({year for each in chosen_ for year in each.years}) > 1:
        return pictures.drawn(figures.lines(made, title=title, style=style, heading=_("Year")), f"mirror-{width}")
    bars = [figures.Bar(each.name, each.points[0][1], tone=each.tone) for each in made]
    return pictures.drawn(figures.bars(bars, title=title, style=style), f"mirror-{width}")


def _drawable(shown: Mirror) -> list[Series]:
    """Flows of both sides where both have any, else what there is; one of each side first."""
    flows = [each for each in shown.series if each.measure in ("inflow", "outflow")]
    wanted = flows if {each.side for each in flows} == {"destination", "origin"} else list(shown.series)
    known_ = [each for each in wanted if any(one.value is not None for one in each.figures)]
    first = [next((each for each in known_ if each.side == side), None) for side in ("destination", "origin")]
    return list(dict.fromkeys([each for each in first if each is not None]))[:MOST_LINES]


def _value(figure: Figure) -> figures.Value:
    if figure.value is None:
        return figures.Value(None, "suppressed" if figure.is_hidden else "missing")
    return figures.Value(figure.value, cast(Status, figure.status))


def citation(choice: Choice, sources: Iterable[str]) -> str:
    """How this view is cited."""
    from concord.mds.citation import sources_line

    release, day = held.vintage()
    said = {
        "origin": names.place(choice.origin), "destination": names.place(choice.destination),
        "occupation": names.coded("occupation", choice.occupation),
        "release": _("release %(id)s") % {"id": release} if release else _("bundled facts"),
    }  # fmt: skip
    head = _("%(origin)s to %(destination)s, %(occupation)s: figures of both countries. Concord, %(release)s.") % said
    of_day = _("As of %(day)s.") % {"day": formats.date(day, language())} if day else ""
    return " ".join(part for part in (head, of_day, sources_line(sources, language())) if part)

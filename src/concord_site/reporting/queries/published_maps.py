"""Maps of one question: choices as classes, or a number; what is missing says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from concord.documents import figures
from concord.documents.figures import Figure, LegendEntry, Style, Value
from concord.documents.figures.shapes import world
from concord.documents.model import Picture, phrase
from concord.reporting.answers_table import Counted
from concord.vocabulary import areas

#: A map tells so many choices apart.
MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map and its legend, ready for a page."""

    picture: Picture
    legend: Picture | None
    figure: Figure


def of_choices(
    counted: Counted, labels: Mapping[str, str], words: Mapping[str, str], *, language: str, title: str, width: float
) -> Drawn:
    """One-choice answers as classes.

    Args:
        counted: The question.
        labels: Of the choices, at most :data:`MOST_CLASSES`.
        words: Of the statuses.
        language: Of names and words.
        title: Of the map.
        width: In pixels.
    """
    # The first choice of a list is darkest: it is the one that most questions are about.
    backwards = dict(reversed(list(labels.items())))
    places = {code: float(place) for place, code in enumerate(backwards, start=1)}
    values = {
        area: Value(places[codes[0]]) if codes and codes[0] in places else _without(status, words)
        for area, (codes, _, status) in counted.areas.items()
    }  # fmt: skip
    return _drawn(values, list(backwards.values()), words, language=language, title=title, width=width)


def of_choice(
    counted: Counted,
    code: str,
    both: tuple[str, str],
    words: Mapping[str, str],
    *,
    language: str,
    title: str,
    width: float,
) -> Drawn:
    """Whether one choice of several was chosen; ``both``: words for not chosen and chosen."""  # fmt: skip
    values = {
        area: Value(2.0 if code in codes else 1.0) if status == "answered" else _without(status, words)
        for area, (codes, _, status) in counted.areas.items()
    }  # fmt: skip
    return _drawn(values, list(both), words, language=language, title=title, width=width)


def of_numbers(counted: Counted, words: Mapping[str, str], *, language: str, title: str, width: float) -> Drawn:
    """A number by country."""
    values = {
        area: Value(number) if number is not None else _without(status, words)
        for area, (_, number, status) in counted.areas.items()
    }  # fmt: skip
    figure = figures.world_map(
        values, names=_names(values, language), title=title, style=Style.web(language, width=width), detail="compact",
        outliers=0,
    )  # fmt: skip
    return _finished(figure, figure.entries, words, title, language, width)


def _without(status: str, words: Mapping[str, str]) -> Value:
    kept = {"withheld": "suppressed", "not-asked": "not-applicable", "not-applicable": "not-applicable"}
    return Value(None, kept.get(status, "missing"), words.get(status, ""))  # type: ignore[arg-type]


def _drawn(
    values: dict[str, Value], labels: list[str], words: Mapping[str, str], *, language: str, title: str, width: float
) -> Drawn:
    def named(number: float) -> str:
        return labels[max(0, min(len(labels), round(number)) - 1)]

    style = replace(Style.web(language, width=width), number=named)
    bounds = [place + 0.5 for place in range(1, len(labels))]
    figure = figures.world_map(
        values, names=_names(values, language), title=title, style=style, bounds=bounds, detail="compact", outliers=0,
    )  # fmt: skip
    classes = [each for each in figure.entries if each.token.startswith("seq-")]
    rest = [each for each in figure.entries if not each.token.startswith("seq-")]
    told = [replace(each, text=label) for each, label in zip(classes, labels, strict=False)]
    return _finished(figure, (*told, *rest), words, title, language, width)


def _finished(
    figure: Figure, entries: tuple[LegendEntry, ...], words: Mapping[str, str], title: str, language: str, width: float
) -> Drawn:
    own = {"missing": words["missing"], "suppressed": words["withheld"], "not-applicable": words["not-asked"]}
    told = [replace(each, text=own.get(each.token, each.text)) for each in entries]
    legend = figures.map_legend(told, title=title, style=Style.web(language, width=width))
    return Drawn(_picture(figure, language), _picture(legend, language), figure)


def _picture(figure: Figure, language: str) -> Picture:
    return Picture("", phrase(figure.title, language), figure.svg, figure.description)


def _names(values: Mapping[str, Value], language: str) -> dict[str, str]:
    """Names of what is drawn: areas with a value, Member States, and land that is no dot."""
    shapes = world("compact")
    return {
        each.code: each.name(language) for each in areas.areas()
        if each.code in values or each.is_member() or (each.code in shapes.shapes and not shapes.is_small(each.code))
    }  # fmt: skip

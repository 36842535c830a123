"""The labour market analysis of a country as a document: the answer first, then the steps, what is missing, the method.

Composed from an :class:`~concord.labour_market.analysis_model.Analysis` alone; equal values give an equal document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from concord.documents.figures import Words
from concord.documents.model import (
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Picture,
    Table,
    Value,
    phrase,
    walk,
)
from concord.documents.sentences import Count, Saying, Year, joined
from concord.labour_market import demand
from concord.labour_market.analysis_model import Analysis, Priority, declared
from concord.labour_market.curves import Curve, Range
from concord.labour_market.projection import Used
from concord.labour_market.quantities import quantity
from concord.reporting import labour_market_report_steps as steps
from concord.reporting import places
from concord.reporting.data_quality_parts import Place, Said
from concord.reporting.labour_market_report_words import DOMAIN, Amount, per, rounded, values
from concord.reporting.material import Drawn
from concord.reporting.outline import picture
from concord.reporting.sources_table import sources_table
from concord.reporting.voice import FULL, Voice

if TYPE_CHECKING:
    from concord.documents.figures.palette import Tone
from concord.vocabulary import codelists, formats
from concord.vocabulary.provenance import Provenance

#: Assumptions of the projection are told with what it used.
SUPPLY = "supply-"


def compose(of: Analysis, language: str, *, is_given: bool = False) -> Document:
    """The analysis in one language.

    Args:
        of: The analysis.
        language: One of the six; what is not translated falls back visibly to English.
        is_given: Whether figures of the country's own went in.
    """
    named = _source_ids(_body(of, _voice(of, language, ())))
    voice = _voice(of, language, named)
    name = phrase(places.name(of.area, language), language)
    return Document(
        id=f"labour-market-{of.area.lower()}-{language}",
        title=voice.say("title"),
        language=language,
        as_of=of.as_of,
        blocks=(
            *_body(of, voice),
            Heading(1, voice.say("part-sources"), "part-sources", plain=True),
            sources_table(voice),
        ),
        subtitle=voice.say("subtitle"),
        cover=_cover(of, voice, is_given),
        running_head=voice.say("kicker"),
        running_foot=voice.say("running-foot"),
        keywords=(str(name), of.area, "health labour market analysis"),
        demonstration=True,
        sources=named,
        provenance=Provenance(of.inputs, of.method, of.version, of.as_of.isoformat()),
    )


def _voice(of: Analysis, language: str, named: Iterable[str]) -> Voice:
    common: dict[str, Saying] = {"area": Place(of.area), "base": Year(of.base), "horizon": Year(of.horizon)}
    marks = {id: f"S{number}" for number, id in enumerate(named, start=1)}
    return Voice(DOMAIN, language, of.as_of, common=common, marks=marks)


def _cover(of: Analysis, voice: Voice, is_given: bool) -> Cover:
    digest = hashlib.sha256("".join(each.digest for each in of.inputs).encode()).hexdigest()
    return Cover(
        kicker=voice.say("kicker"),
        promise=voice.say("promise"),
        notice=voice.say("notice-given" if is_given else "notice"),
        facts=(
            (voice.say("data-cut-off"), Value(formats.date(of.as_of, voice.language))),
            (voice.say("base-year"), voice.year(of.base)),
            (voice.say("horizon-year"), voice.year(of.horizon)),
            (voice.say("method"), Value(f"{of.method} {of.version}", language="en")),
            (voice.say("digest"), Value(f"{digest[:4]} {digest[4:8]} {digest[8:12]}")),
        ),
        licence=voice.say("licence"),
        is_page=False,
    )


def _body(of: Analysis, voice: Voice) -> tuple[Block, ...]:
    made: list[Block] = [Paragraph(each, "lead") for each in joined(tuple(_lead(of, voice)))]
    made += _figures(of, voice)
    made += [_heading("part-priorities", voice), _priorities(of, voice)]
    for step in of.steps:
        made += [_heading(f"step-{step.id}", voice), *steps.step(step.id, of, voice)]
    made += [_heading("part-missing", voice), *_missing(of, voice)]
    made += [_heading("part-assumed", voice), *_assumed(of, voice)]
    made += [_heading("part-method", voice), _method(of, voice)]
    return tuple(made)


def _heading(key: str, voice: Voice) -> Heading:
    return Heading(1, voice.say(key), key, plain=True)


# --- The answer first ------------------------------------------------------------------------------------------------
def lead(of: Analysis, language: str) -> tuple[Phrase, ...]:
    """The answer in a few sentences."""
    return tuple(_lead(of, _voice(of, language, ())))


def _lead(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    said: dict[str, Saying] = {**values(of), "per": per(of)}
    is_torn = bool(of.figure("jumps"))
    key = "lead-unknown" if of.figure("density-core") is None else "lead-density-torn" if is_torn else "lead-density"
    yield voice.say(key, **said)
    unmet = next((each for each in of.gaps[of.threshold].unmet if each.year == of.base), None)
    if unmet is not None:
        key = {"above": "short", "below": "not-short"}.get(unmet.sign, "unclear")
        yield voice.say(f"lead-{key}", **said)
    yield voice.say("lead-demand" if of.demand is not None else "lead-demand-unknown", **said)


def _figures(of: Analysis, voice: Voice) -> Iterator[Picture]:
    yield _now(of, voice)
    yield _ahead(of, voice)


def _now(of: Analysis, voice: Voice) -> Picture:
    """The three in the base year, each with its bounds."""
    from concord.documents.figures import Spread, Strand, ranges
    from concord.documents.figures import Value as Mark

    rows: list[tuple[str, Range | None]] = [
        (voice.text("row-need", per=per(of, id)), curve.at(of.base)) for id, curve in _by_size(of)
    ]
    rows += [
        (voice.text(f"row-{id}"), curve.at(of.base) if curve else None)
        for id, curve in (("demand", of.demand), ("supply", of.supply))
    ]
    names = tuple(voice.text(key) for key in ("least", "middle", "most"))
    scale, unit = _scale(max((found.high for _, found in rows if found is not None), default=0.0), voice)
    drawn = [Spread(label, (_marks(found, names, Mark, scale),)) for label, found in rows]
    title = voice.say("figure-now", unit=unit)
    told = voice.text("figure-now-told")
    figure = ranges(
        drawn, (Strand(voice.text("strand", unit=unit), "lake"),), title=str(title),
        style=voice.style(FULL, decimals=None if scale > 1 else 0), description=told,
    )  # fmt: skip
    return picture("figure-now", title, Drawn(figure), voice, note=voice.say("figure-now-told"))


def _scale(largest: float, voice: Voice) -> tuple[float, Saying]:
    """Persons, or thousands of them where there are many."""
    many = largest >= 20_000
    return (1000.0 if many else 1.0), Said(voice.say("unit-thousands" if many else "unit-persons"))


def _marks(found: Range | None, names: tuple[str, ...], mark: type[Any], scale: float) -> list[tuple[str, Any]]:
    if found is None:
        return [(names[1], mark(None, "missing"))]
    if found.is_exact:
        return [(names[1], mark(rounded(found.value) / scale, "estimated"))]
    return [(name, mark(rounded(each) / scale, "estimated"))
            for name, each in zip(names, (found.low, found.value, found.high), strict=True)]  # fmt: skip


def _by_size(of: Analysis) -> list[tuple[str, Curve]]:
    return sorted(of.need.items(), key=lambda each: each[1].points[of.base].value)


def _ahead(of: Analysis, voice: Voice) -> Picture:
    """The three from the base year to the horizon, with bands."""
    from concord.documents.figures import Series, lines
    from concord.documents.figures import Value as Mark

    curves: list[tuple[str, Curve | None, Tone]] = [
        (voice.text("series-need", per=per(of)), of.need[of.threshold], "lake"),
        (voice.text("series-demand"), of.demand, "marigold"),
        (voice.text("series-supply"), of.projection.curve if of.projection else None, "origin"),
    ]
    there = [(name, curve, tone) for name, curve, tone in curves if curve is not None and curve.points]
    scale, unit = _scale(max(p.high for _, curve, _ in there for p in curve.points.values()), voice)
    drawn = [
        Series(
            name,
            [
                (year, Mark(rounded(p.value) / scale, "normal", low=p.low / scale, high=p.high / scale))
                for year, p in sorted(curve.points.items())
            ],
            tone,
        )
        for name, curve, tone in there
    ]
    kind = "" if of.projection else "-unprojected"
    title, told = voice.say(f"figure-ahead{kind}", unit=unit), voice.say(f"figure-ahead-told{kind}")
    style = voice.style(FULL, decimals=0)
    figure = lines(drawn, title=str(title), style=style, description=str(told), height=190)
    return picture("figure-ahead", title, Drawn(figure), voice, note=told)


# --- Priorities, what is missing, what was assumed -------------------------------------------------------------------
def _priorities(of: Analysis, voice: Voice) -> Block:
    if not of.priorities:
        return Paragraph(voice.say("priorities-none"))
    return Bullets(tuple(priority(each, of, voice) for each in of.priorities), ordered=True)


def priority(each: Priority, of: Analysis, voice: Voice) -> Phrase:
    """One priority in a sentence, with the figures that say so."""
    said: dict[str, Saying] = {**values(of)}
    ages = [figure.range.value for id in ("age-doctors", "age-nurses") if (figure := of.figure(id)) is not None]
    if ages:
        said["oldest"] = Count(int(max(ages)))
    if of.jumps:
        last = max(of.jumps, key=lambda jump: jump.after.year)
        said |= {
            "jump-first": Count(last.before.value, 1), "jump-second": Count(last.after.value, 1),
            "jump-first-year": Year(last.before.year), "jump-second-year": Year(last.after.year),
        }  # fmt: skip
    return voice.say(f"priority-{each.id}", **said)


def missing(of: Analysis, voice: Voice) -> Table:
    """What nothing here answers, by step, with how to get it."""
    columns = (
        Column("step", voice.say("head-step"), width=1.0),
        Column("question", voice.say("head-question"), width=1.6),
        Column("how", voice.say("head-how"), width=2.6),
    )
    rows = tuple(
        (voice.words(f"step-{step.id}"), voice.words(f"missing-{id}"), voice.words(f"how-{id}"))
        for step in of.steps
        for id in step.missing
    )
    return Table("table-missing", voice.say("table-missing"), columns, rows, small=True)


def _missing(of: Analysis, voice: Voice) -> Iterator[Block]:
    if not of.missing:
        yield Paragraph(voice.say("missing-none"))
        return
    asked = sum(len(questions) for questions in declared().steps.values())
    yield Paragraph(voice.say("missing-said", count=Count(len(of.missing)), asked=Count(asked)))
    yield missing(of, voice)


def _assumed(of: Analysis, voice: Voice) -> Iterator[Block]:
    if not of.assumptions:
        yield Paragraph(voice.say("assumed-none"))
        return
    heads = (("assumption", 3.0), ("whom", 1.2), ("taken", 0.8), ("bounds", 1.2))
    columns = tuple(
        Column(id, voice.say(f"head-{id}"), align="end" if id in ("taken", "bounds") else "start", width=width)
        for id, width in heads
    )
    rows = [_assumption(id, voice) for id in of.assumptions if not id.startswith(SUPPLY)]
    rows += [_used(each, voice) for each in (of.projection.used if of.projection else ()) if each.kind == "assumption"]
    yield Table("table-assumed", voice.say("table-assumed"), columns, tuple(rows), small=True)


def _assumption(id: str, voice: Voice) -> tuple[Value, ...]:
    found = demand.declared().assumptions.get(id)
    head = voice.words(f"assumed-{id}")
    if found is None:
        return (head, Value("–"), Value("–"), Value("–"))
    return (head, Value("–"), *_taken(found.range * 100, voice))


def _used(each: Used, voice: Voice) -> tuple[Value, ...]:
    """A quantity of the projection with its range, as its own declaration names it."""
    if each.quantity == "stock":
        head = voice.words("assumed-stock")
    else:
        declared = quantity(each.quantity)
        unit = codelists.codelist("unit").codes
        said = declared.title.best(voice.language)
        named = unit[declared.unit].name.best(voice.language).text if declared.unit in unit else ""
        language = said.language if said.is_fallback else None
        head = Value(f"{said.text} ({named})" if named else said.text, language=language)
    whom = voice.of_list(codelists.codelist("occupation"), each.occupation)
    return (head, whom, *_taken(Range(each.central, each.low, each.high), voice, is_counted=each.quantity != "stock"))


def _taken(given: Range, voice: Voice, *, is_counted: bool = True) -> tuple[Value, Value]:
    """What was taken and its bounds; small figures keep two digits."""
    largest = max(abs(given.low), abs(given.high))
    said = Amount(given, 2 if largest < 1.5 else 1 if largest < 100 else 0, is_counted=is_counted)
    middle, low, high = (said.text(each, voice.language) for each in (given.value, given.low, given.high))
    return Value(middle), Value(Words.of(voice.language).span.format(low=low, high=high))


def _method(of: Analysis, voice: Voice) -> Bullets:
    supply, moves = ("supply",) if of.projection else (), ("moves",) if of.moves else ()
    told = ("stock", *moves, "need", "demand", *supply, "gaps")
    return Bullets(tuple(voice.say(f"method-{id}") for id in told))


# --- Sources ---------------------------------------------------------------------------------------------------------
def _source_ids(blocks: Iterable[Block]) -> tuple[str, ...]:
    found = [row.source for each in walk(blocks) if isinstance(each, Table | Picture) for row in each.sources]
    return tuple(dict.fromkeys([*found, "un-wpp-2024", "world-bank-gdp"]))

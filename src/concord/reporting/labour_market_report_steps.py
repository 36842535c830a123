"""The nine steps of an analysis as blocks: what is known in sentences, then the figures with their ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from concord.documents.model import Block, Column, Paragraph, Phrase, Picture, RowsUsed, Table, Value
from concord.documents.sentences import Count, Plain, Saying, Year, joined, wordings
from concord.labour_market.analysis_model import DOCTORS, NURSES, Analysis, Figure, Pair, Row, declared
from concord.labour_market.analysis_moves import Move, Moves
from concord.labour_market.curves import Range
from concord.labour_market.gaps import Gap
from concord.reporting.data_quality_parts import Said
from concord.reporting.labour_market_report_words import DOMAIN, Amount, cell, per, values
from concord.reporting.material import Drawn
from concord.reporting.numbers import Ref, used
from concord.reporting.outline import picture
from concord.reporting.voice import FULL, Voice

#: Countries named in tables of origins and destinations.
SHOWN = 8
_DECIMALS = {"per_10k": 1, "percent": 1}


def step(id: str, of: Analysis, voice: Voice) -> tuple[Block, ...]:
    """One step: sentences, its own tables and figures, the table of its figures."""
    said = joined(tuple(_SAID[id](of, voice)))
    more = tuple(_MORE[id](of, voice)) if id in _MORE else ()
    table = _figures(id, of, voice)
    return (*(Paragraph(each) for each in said), *more, *((table,) if table else ()))


def _figures(id: str, of: Analysis, voice: Voice) -> Table | None:
    """The figures of a step that have a name, with value, range, year and rows."""
    worded = wordings(DOMAIN)
    shown = [each for each in of.step(id).figures if f"row-{each.id}" in worded]
    if not shown:
        return None
    columns = (
        Column("figure", voice.say("head-figure"), width=2.6),
        Column("value", voice.say("head-value"), align="end", width=1.0),
        Column("range", voice.say("head-range"), align="end", width=1.5),
        Column("year", voice.say("head-of"), align="end", width=0.6),
    )
    rows = tuple(_row(each, voice) for each in shown)
    title = voice.say("table-step", step=Said(voice.say(f"step-{id}")))
    return Table(f"table-{id}", title, columns, rows, sources(_rows(shown), voice), small=True)


def _row(each: Figure, voice: Voice) -> tuple[Value, ...]:
    counted = each.standing == "normal"
    said = Amount(each.range, _DECIMALS.get(each.unit, 0), is_counted=counted)
    value = Value(said.text(each.range.value, voice.language), "normal" if counted else "estimated", each.range.value)
    between = Value("–") if each.range.is_exact else _between(said, voice)
    return (voice.words(f"row-{each.id}"), value, between, voice.year(each.year) if each.year else Value(""))


def _between(said: Amount, voice: Voice) -> Value:
    from concord.documents.figures import Words

    low, high = said.text(said.range.low, voice.language), said.text(said.range.high, voice.language)
    return Value(Words.of(voice.language).span.format(low=low, high=high))


def _rows(figures: Iterable[Figure]) -> Iterator[Row]:
    for each in figures:
        yield from each.rows


def sources(rows: Iterable[Row], voice: Voice) -> tuple[RowsUsed, ...]:
    """Rows under the short names of their sources."""
    return voice.marked(used(Ref(each.source, each.file, each.row) for each in rows))


# --- Sentences -------------------------------------------------------------------------------------------------------
def _stock(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    said = values(of)
    key = "stock-said" if of.figure("stock-core") else "stock-doctors" if of.figure("now-doctors") else "stock-none"
    yield voice.say(key, **said)
    for jump in of.jumps:
        if of.base - jump.after.year <= declared().limits["window"]:
            yield voice.say(
                "stock-jump",
                occupation=Said(voice.say(f"occupation-{jump.occupation.replace('_', '-')}")),
                before=Count(jump.before.value, 1), after=Count(jump.after.value, 1),
                **{"year-before": Year(jump.before.year), "year-after": Year(jump.after.year)},
            )  # fmt: skip


def _education(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    yield voice.say("education-said" if of.figure("graduates") else "education-none", **values(of))


def _movement(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    came, went = of.figure("foreign-trained-doctors"), of.figure("abroad-doctors")
    key = "both" if came and went else "abroad" if went else "from-abroad" if came else "none"
    yield voice.say(f"movement-{key}", **values(of))
    if of.moves is not None:
        yield voice.say("movement-people", **{**values(of), **_period(of.moves)})


def _period(of: Moves) -> dict[str, Saying]:
    return {"first": Year(of.first), "last": Year(of.last), "methods": Count(of.methods)}


def _labour_market(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    if of.both is not None:
        yield voice.say(f"labour-market-{of.both.kind}", **{**values(of), "year": Year(of.both.year)})
    else:
        known = of.step("labour-market").answered
        yield voice.say("labour-market-some" if known else "labour-market-none")


def _need(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    yield voice.say("need-said")
    yield voice.say("threshold-chosen", per=per(of))


def _demand(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    if of.demand is None:
        yield voice.say("demand-none")
        return
    said: dict[str, Saying] = {**values(of), "per": per(of)}
    found, explained = of.figure("fit-countries"), of.figure("fit-explained")
    if found and explained and of.figure("stock-core"):
        said |= {"countries": Count(int(found.range.value)), "explained": Count(explained.range.value, 0)}
        yield voice.say("demand-said", **said)
    else:
        yield voice.say("demand-alone", **said)
    gaps = of.gaps[of.threshold]
    unfunded = {"above": "sign-unfunded", "below": "sign-funded"}
    vacant = {"above": "vacant", "below": "idle"}
    for pair, keys, otherwise in ((gaps.unfunded, unfunded, "sign-unclear"), (gaps.vacant, vacant, "open")):
        now = next((each for each in pair if each.year == of.base), None)
        if now is not None:
            yield voice.say(f"demand-{keys.get(now.sign, otherwise)}", **said)


def _projection(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    year = of.figure("supply-horizon")
    needed = of.need[of.threshold].at(year.year if year and year.year else of.horizon)
    said: dict[str, Saying] = {**values(of), "per": per(of)}
    if needed is not None:
        said["needed-horizon"] = Amount(needed)
    if of.projection is None or year is None:
        yield voice.say("projection-none", **said)
        return
    said |= {"draws": Count(of.projection.draws), "scenario": Plain(of.projection.plan)}
    yield voice.say("projection-scenario" if of.projection.plan else "projection-plain", **said)
    gap = next((each for each in of.gaps[of.threshold].unmet if each.year == year.year), None)
    if gap is not None:
        kind = {"above": "short", "below": "enough"}.get(gap.sign, "open")
        said["gap"] = Amount(gap.distance if gap.sign != "below" else gap.distance.turned())
        yield voice.say(f"projection-{kind}", **said)


def _governance(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    yield voice.say(f"governance-{of.listed or 'list-unknown'}")
    if of.figure("coverage"):
        yield voice.say("governance-coverage", **values(of))


def _finance(of: Analysis, voice: Voice) -> Iterator[Phrase]:
    yield voice.say("finance-income" if of.figure("gdp-head") else "finance-none", **values(of))
    if not of.figure("pay-bill"):
        yield voice.say("finance-pay")


_SAID: Mapping[str, Callable[[Analysis, Voice], Iterator[Phrase]]] = {
    "stock": _stock, "education": _education, "movement": _movement, "labour-market": _labour_market, "need": _need,
    "demand": _demand, "projection": _projection, "governance": _governance, "finance": _finance,
}  # fmt: skip


# --- Tables and figures of their own ---------------------------------------------------------------------------------
def _density_figure(of: Analysis, voice: Voice) -> Iterator[Picture]:
    from concord.documents.figures import Series, lines
    from concord.documents.figures import Value as Mark

    named = ((DOCTORS, "series-doctors"), (NURSES, "series-nurses"))
    jumped = {(each.occupation, each.after.year) for each in of.jumps}
    drawn = [
        Series(
            voice.text(key),
            [
                (p.year, Mark(p.value, "break" if (code, p.year) in jumped else "normal"))
                for p in of.densities.get(code, ())
                if p.value is not None and p.year >= 1990
            ],
        )
        for code, key in named
    ]
    drawn = [each for each in drawn if each.points]
    if not drawn:
        return
    title = voice.say("figure-density")
    figure = lines(drawn, title=str(title), style=voice.style(FULL, decimals=1), description=str(title), height=150)
    rows = sources((p.row for points in of.densities.values() for p in points if p.year >= 1990), voice)
    yield picture("figure-density", title, Drawn(figure, rows), voice)


def _pairs(of: Analysis, voice: Voice) -> Iterator[Table]:
    for name, pairs in (("origins", of.origins), ("destinations", of.destinations)):
        if pairs:
            yield _pair_table(name, pairs, voice)
    if of.moves is not None:
        for name, partners in (("moved-out", of.moves.to), ("moved-in", of.moves.of)):
            if partners:
                yield _moves_table(name, partners, of.moves, voice)


def _moves_table(name: str, partners: tuple[Move, ...], moves: Moves, voice: Voice) -> Table:
    columns = (Column("area", voice.say("head-area")), Column("range", voice.say("head-range"), align="end"))
    rows = tuple((voice.area(each.partner), _between(Amount(each.range), voice)) for each in partners)
    title = voice.say(f"table-{name}", **_period(moves))
    marks = voice.marked(tuple(RowsUsed(id) for id in moves.sources))
    return Table(f"table-{name}", title, columns, rows, marks, small=True)


def _pair_table(name: str, pairs: tuple[Pair, ...], voice: Voice) -> Table:
    sides = [(each.origin if name == "origins" else each.destination, each.persons) for each in pairs]
    rows = [(voice.area(code), voice.count(persons)) for code, persons in sides[:SHOWN]]
    rest = pairs[SHOWN:]
    if rest:
        rows.append((voice.words("others", count=Count(len(rest))), voice.count(sum(each.persons for each in rest))))
    columns = (Column("area", voice.say("head-area")), Column("persons", voice.say("head-persons"), align="end"))
    title = voice.say(f"table-{name}", year=Year(max(each.year for each in pairs)))
    return Table(
        f"table-{name}", title, columns, tuple(rows), sources((each.row for each in pairs), voice), small=True
    )  # fmt: skip


def _thresholds(of: Analysis, voice: Voice) -> Iterator[Table]:
    """Need by every threshold that stands, now and ahead, and what is missing."""
    now, ahead = Year(of.base), Year(of.horizon)
    columns = (
        Column("threshold", voice.say("head-threshold"), width=2.0),
        Column("now", voice.say("head-needed", year=now), align="end", width=1.0),
        Column("ahead", voice.say("head-needed", year=ahead), align="end", width=1.9),
        Column("missing", voice.say("head-missing", base=now), align="end", width=2.0),
    )
    rows = tuple(
        (
            voice.words(f"threshold-{id}", per=per(of, id)),
            cell(curve.at(of.base), voice),
            cell(curve.at(of.horizon), voice),
            _missing(next((each for each in of.gaps[id].unmet if each.year == of.base), None), voice),
        )
        for id, curve in sorted(of.need.items(), key=lambda each: each[1].points[of.base].value)
    )
    yield Table("table-thresholds", voice.say("table-need"), columns, rows)


def _missing(gap: Gap | None, voice: Voice) -> Value:
    """What is missing; where it is sure that nothing is, by how much; where it is open, from what to what."""
    if gap is None:
        return voice.missing()
    if gap.sign == "above":
        return cell(gap.distance, voice)
    if gap.sign == "below":
        return voice.words("minus-none", value=Amount(gap.distance.turned(), strong=False))
    low, high = (Amount(Range.exact(each), strong=False) for each in (gap.distance.low, gap.distance.high))
    return voice.words("open", low=low, high=high)


def _hired(of: Analysis, voice: Voice) -> Iterator[Table]:
    if not of.hiring:
        return
    heads = ("year", "entrants", "openings", "hired", "sought", "vacant")
    columns = tuple(Column(id, voice.say(f"head-{id}"), align="start" if id == "year" else "end") for id in heads)
    rows = tuple(
        (voice.year(each.year), *(voice.count(getattr(each, id), status="estimated") for id in heads[1:]))
        for each in of.hiring
    )
    yield Table("table-hiring", voice.say("table-hiring"), columns, rows, small=True)


_MORE: Mapping[str, Callable[[Analysis, Voice], Iterator[Block]]] = {
    "stock": _density_figure, "movement": _pairs, "need": _thresholds, "labour-market": _hired,
}  # fmt: skip

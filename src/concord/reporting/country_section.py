"""One country's sentences, figures and tables, as blocks: for the annex of the report and for the country's profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concord.documents.model import (
    Column,
    Paragraph,
    Particulars,
    Phrase,
    Picture,
    Run,
    Table,
    Value,
    phrase,
)
from concord.documents.sentences import Count, Percent, Plain, Saying, Year, joined
from concord.reporting.facts import Facts, Reported
from concord.reporting.material import Drawn
from concord.reporting.numbers import (
    ABROAD,
    DOCTORS,
    LISTED,
    MOVED,
    NURSES,
    NURSES_AND_MIDWIVES,
    PER_100000,
    SHARE,
    Pair,
    Point,
    Ref,
    Series,
    used,
    without_number,
)
from concord.reporting.outline import picture
from concord.reporting.voice import FULL, HALF, Voice
from concord.vocabulary import areas, codelists

#: Countries shown by name in tables of origins and destinations; the others are added up.
SHOWN = 5


def particulars(facts: Facts, area: str, voice: Voice) -> Particulars:
    """Region, income group, list status, reports and authority, each with what is not known said so."""
    found = areas.area(area)
    region, income = found.region(facts.as_of), found.latest_income(facts.as_of)
    items = [
        (voice.say("code"), Value(area)),
        (voice.say("region"), voice.of_list(areas.regions(), region) if region else voice.words("members-none")),
        (voice.say("income"), voice.of_list(areas.incomes(), income or "not-classified")),
    ]
    if facts.listing is not None:
        status = "listed" if facts.is_listed(area) else "not-listed"
        said = voice.of_list(codelists.codelist("safeguard-status"), status)
        items.append((voice.say("list", edition=Plain(facts.listing.edition)), said))
    if found.membership(facts.as_of) == "contested":
        items.append((voice.say("membership"), voice.words("contested")))
    return Particulars(tuple(items))


# --- Sentences -------------------------------------------------------------------------------------------------------
def sentences(facts: Facts, area: str, voice: Voice) -> tuple[Phrase, ...]:
    """What is known of the country, in sentences; what is not known too."""
    said = [*_reliance(facts, area, voice), _emigrants(facts, area, voice), _density(facts, area, voice)]
    return joined(said)


def _reliance(facts: Facts, area: str, voice: Voice) -> list[Phrase]:
    abroad, share = facts.numbers.result(ABROAD, area), facts.numbers.result(SHARE, area)
    if abroad is None:
        return []
    values: dict[str, Saying] = {"area": voice.named(area), "year": Year(abroad.year)}
    if abroad.value is None:
        return [voice.say("sentence-zero-rows", **values)]
    values["abroad"] = Count(int(abroad.value), strong=True)
    if share is None or share.value is None:
        said = [voice.say("sentence-abroad-only", **values)]
    else:
        values |= {"percent": Percent(share.value, strong=True), "all": Count(int(share.parts["all"]))}
        said = [voice.say("sentence-share", **values)]
    listed = facts.numbers.result(LISTED, area)
    if listed is not None and listed.value is not None and facts.listing is not None:
        persons, edition = Count(int(listed.value)), Plain(facts.listing.edition)
        said.append(voice.say("sentence-from-listed", persons=persons, edition=edition))
    return said


def _emigrants(facts: Facts, area: str, voice: Voice) -> Phrase:
    moved = facts.numbers.result(MOVED, area)
    named = voice.named(area)
    if moved is None or moved.value is None:
        return voice.say("sentence-no-pairs", area=named)
    if not moved.value:
        return voice.say("sentence-no-emigrants", area=named, year=Year(moved.year))
    largest = facts.numbers.by_origin[area][0]
    return voice.say(
        "sentence-emigrants",
        area=named,
        year=Year(moved.year),
        persons=Count(int(moved.value), strong=True),
        destinations=Count(int(moved.parts["destinations"])),
        largest=voice.named(largest.destination),
        **{"largest-persons": Count(largest.headcount)},
    )


def _density(facts: Facts, area: str, voice: Voice) -> Phrase:
    point = facts.numbers.latest(facts.numbers.density, (area, DOCTORS))
    if point is None:
        return voice.say("sentence-no-density")
    return voice.say("sentence-density", density=Count(point.value, 1, strong=True), year=Year(point.year))


# --- Figures ---------------------------------------------------------------------------------------------------------
def density_figure(
    facts: Facts, area: str, voice: Voice, *, width: float = HALF, height: float = 104
) -> Picture | None:
    """Doctors, nurses and midwives per 10 000 people over time; None where no series has two values."""
    density = facts.numbers.density
    named = (
        ("series-doctors", density.get((area, DOCTORS), ())),
        ("series-nurses", density.get((area, NURSES_AND_MIDWIVES), ())),
    )
    return _lines(area, "density", named, voice, width=width, height=height, decimals=1)


def totals_figure(facts: Facts, area: str, voice: Voice, *, width: float = HALF, height: float = 104) -> Picture | None:
    """Doctors and nurses, persons, over time; None where no series has two values."""
    totals = facts.numbers.totals
    named = (
        ("series-doctors", totals.get((area, DOCTORS), ())),
        ("series-nurses-only", totals.get((area, NURSES), ())),
    )
    return _lines(area, "totals", named, voice, width=width, height=height, decimals=0)


def _lines(
    area: str,
    name: str,
    named: Sequence[tuple[str, Series]],
    voice: Voice,
    *,
    width: float,
    height: float,
    decimals: int,
) -> Picture | None:
    from concord.documents.figures import Series as Line
    from concord.documents.figures import Value as Number
    from concord.documents.figures import lines

    drawable = [(key, series) for key, series in named if sum(p.value is not None for p in series) > 1]
    if not drawable:
        return None
    drawn = [
        Line(
            voice.text(key),
            [
                (p.year, Number(p.value, p.status) if p.value is not None else Number(None, without_number(p)))
                for p in series
            ],
        )
        for key, series in drawable
    ]
    title = voice.say(f"figure-{name}")
    style = voice.style(width, decimals=decimals, size=7)
    figure = lines(drawn, title=f"{voice.area_name(area)}: {title}", style=style, description=str(title), height=height)
    sources = voice.marked(used(point.ref for _, series in drawable for point in series))
    drawing = Drawn(figure, sources, width=width / FULL)
    return picture(f"figure-{name}-{area.lower()}", title, drawing, voice, series=area)


# --- Tables ----------------------------------------------------------------------------------------------------------
def latest_table(facts: Facts, area: str, voice: Voice) -> Table:
    """The latest figure of each measure with its year; what is not known is missing."""
    numbers = facts.numbers
    share, moved, rate = (numbers.result(name, area) for name in (SHARE, MOVED, PER_100000))
    rows: list[tuple[str, Value, int | None]] = []
    refs: list[Ref] = []

    def add(key: str, point: Point | None, decimals: int) -> None:
        rows.append((key, voice.point(point, decimals=decimals), point.year if point else None))
        refs.extend([point.ref] if point else [])

    add("row-doctors-density", numbers.latest(numbers.density, (area, DOCTORS)), 1)
    add("row-nurses-density", numbers.latest(numbers.density, (area, NURSES_AND_MIDWIVES)), 1)
    for key, occupation in (("row-doctors", DOCTORS), ("row-nurses", NURSES)):
        if (area, occupation) in numbers.totals:
            add(key, numbers.latest(numbers.totals, (area, occupation)), 0)
    add("row-coverage", numbers.latest(numbers.coverage, area), 0)
    add("row-population", numbers.latest(numbers.population, area), 0)
    for key, result, decimals in (("row-share", share, 1), ("row-abroad", moved, 0), ("row-per-100000", rate, 1)):
        if result is None and key == "row-share":
            continue
        known = result is not None and result.value is not None
        rows.append(
            (
                key,
                voice.result(result, decimals=decimals),
                result.year if result and known else None,
            )
        )
        refs.extend(Ref(r.source, r.file, r.row) for r in (result.rows if result and known else ()))
    shown = tuple((voice.words(key), value, voice.year(year)) for key, value, year in rows)
    columns = (
        Column("measure", voice.say("head-measure"), width=2.6),
        Column("value", voice.say("head-value"), align="end", width=1),
        Column("year", voice.say("head-year"), align="end", width=0.6),
    )
    return Table(
        f"table-latest-{area.lower()}",
        voice.say("table-latest"),
        columns,
        shown,
        voice.marked(used(refs)),
        series=area,
        small=True,
    )


def origins_table(facts: Facts, area: str, voice: Voice, *, shown: int = SHOWN) -> Table | None:
    """Where the doctors working in the country trained; None where it publishes no pair with a number above zero."""
    return _pairs("origins", area, _shown(facts.numbers.by_destination.get(area, ())), voice, shown)


def destinations_table(facts: Facts, area: str, voice: Voice, *, shown: int = SHOWN) -> Table | None:
    """Where doctors trained in the country work; None where no destination counts one."""
    return _pairs("destinations", area, _shown(facts.numbers.by_origin.get(area, ())), voice, shown)


@dataclass(frozen=True, slots=True)
class Listed:
    """Pairs with a published number above zero, largest first, and those that are hidden to protect persons."""

    known: tuple[Pair, ...]
    hidden: tuple[Pair, ...]


def _shown(pairs: Iterable[Pair]) -> Listed:
    listed = tuple(pairs)
    hidden = tuple(pair for pair in listed if pair.status == "suppressed")
    return Listed(tuple(pair for pair in listed if pair.headcount and pair.status != "suppressed"), hidden)


def _other(name: str, pair: Pair) -> str:
    return pair.origin if name == "origins" else pair.destination


def _hidden(pairs: Sequence[Pair], voice: Voice) -> Phrase:
    return voice.say("others-hidden", count=Count(len(pairs)))


def _pairs(name: str, area: str, pairs: Listed, voice: Voice, shown: int) -> Table | None:
    if not pairs.known:
        return None
    rows = [(voice.area(_other(name, p)), voice.count(p.headcount, status=p.status)) for p in pairs.known[:shown]]
    rest = pairs.known[shown:]
    if rest:
        rows.append((voice.words("others", count=Count(len(rest))), voice.count(sum(p.headcount or 0 for p in rest))))
    if pairs.hidden:
        rows.append((voice.cell(_hidden(pairs.hidden, voice)), voice.missing("suppressed")))
    head = "head-origin" if name == "origins" else "head-destination"
    columns = (Column("area", voice.say(head)), Column("persons", voice.say("head-persons"), align="end"))
    title = voice.say(f"table-{name}", year=Year(pairs.known[0].year))
    sources = voice.marked(used(pair.ref for pair in (*pairs.known, *pairs.hidden)))
    return Table(f"table-{name}-{area.lower()}", title, columns, tuple(rows), sources, series=area, small=True)


def origins_row(facts: Facts, area: str, voice: Voice) -> Table | None:
    """The largest origins in one row, for the annex."""
    return _row("origins", area, _shown(facts.numbers.by_destination.get(area, ())), voice)


def destinations_row(facts: Facts, area: str, voice: Voice) -> Table | None:
    """The largest destinations in one row, for the annex."""
    return _row("destinations", area, _shown(facts.numbers.by_origin.get(area, ())), voice)


def _row(name: str, area: str, pairs: Listed, voice: Voice) -> Table | None:
    """Pairs side by side: a column each, then the others, the hidden ones, and the sum of what is published."""
    if not pairs.known:
        return None
    rest = pairs.known[SHOWN:]
    heads = [phrase(areas.area(_other(name, p)).wording(voice.language)) for p in pairs.known[:SHOWN]]
    cells = [voice.count(pair.headcount, status=pair.status) for pair in pairs.known[:SHOWN]]
    if rest:
        heads.append(voice.say("others", count=Count(len(rest))))
        cells.append(voice.count(sum(pair.headcount or 0 for pair in rest)))
    if pairs.hidden:
        heads.append(_hidden(pairs.hidden, voice))
        cells.append(voice.missing("suppressed"))
    head = voice.say("head-origin" if name == "origins" else "head-destination")
    columns = (
        Column("measure", head, width=1.1),
        *(Column(f"c{i}", each, align="end", width=1) for i, each in enumerate(heads)),
        Column("total", voice.say("total-shown" if pairs.hidden else "total"), align="end", width=0.8),
    )
    whole = voice.count(sum(pair.headcount or 0 for pair in pairs.known), strong=True)
    title = voice.say(f"table-{name}", year=Year(pairs.known[0].year))
    sources = voice.marked(used(pair.ref for pair in (*pairs.known, *pairs.hidden)))
    row = (voice.words("head-persons"), *cells, whole)
    return Table(f"table-{name}-{area.lower()}", title, columns, (row,), sources, series=area, small=True)


# --- Reports ---------------------------------------------------------------------------------------------------------
def reports(facts: Facts, area: str, voice: Voice) -> Table | Paragraph:
    """What it reported in each round begun, with what its report is cited by; one sentence where nothing is known."""
    begun = [each for each in facts.rounds if each.year <= facts.as_of.year or area in facts.reported.get(each.id, {})]
    known = [facts.reported.get(each.id, {}).get(area) for each in begun]
    if not any(known):
        return Paragraph(voice.say("reports-unknown-all", area=voice.named(area)), "note")
    rows = tuple(
        (Value(each.id), _told(found, "sent", voice), cited(found, voice), _told(found, "authority", voice))
        for each, found in zip(begun, known, strict=True)
    )
    heads = ("round", "report", "reference", "authority")
    columns = tuple(Column(name, voice.say(f"head-{name}")) for name in heads)
    return Table(f"table-reports-{area.lower()}", voice.say("table-rounds"), columns, rows, series=area, small=True)


def cited(found: Reported | None, voice: Voice) -> Value:
    """What the published report is cited by, and where it is read."""
    if found is None or not found.reference:
        return Value("–")
    return Value(found.reference, language="en", link=found.link.replace("{language}", voice.language) or None)


def _told(found: Reported | None, name: str, voice: Voice) -> Value:
    told = getattr(found, name) if found is not None else None
    return voice.missing() if told is None else voice.words("yes" if told else "no")


def source_ids(tables: Iterable[Table | Picture]) -> tuple[str, ...]:
    """Sources named under tables and figures, once each."""
    return tuple(dict.fromkeys(each.source for table in tables for each in table.sources))


def plain_name(area: str, voice: Voice) -> Phrase:
    """The area's name as a heading."""
    said = areas.area(area).wording(voice.language)
    return phrase(said) if said.text else Phrase((Run(area),), voice.language)

"""``concord project``: supply of health personnel over the years, as ranges, with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concord.labour_market.inputs import Inputs
    from concord.labour_market.projection import Projection
    from concord.labour_market.scenarios import Plan
    from concord.labour_market.three_curves import Three
    from concord.vocabulary.structures import Table

Scenarios = Annotated[
    list[str] | None,
    typer.Option("--scenario", metavar="ID|FILE", help="As training, training:30,5@KEN, or a file; may be repeated."),
]
Occupations = Annotated[
    list[str] | None,
    typer.Option("--occupation", help="Code; may be repeated. By default those with a known stock."),
]
Assumptions = Annotated[
    list[str] | None,
    typer.Option("--assume", metavar="Q:V", help="Your own for the first area: exit-rate:1.5 or exit-rate:0.5~1~3."),
]
Threshold = Annotated[
    str, typer.Option("--threshold", metavar="ID|N", help="Of the need told first; a number is your own, per 10 000.")
]
#: Quantities a person's view of the tornado shows.
SHOWN = 8


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("project", help="Supply over the years as ranges, with scenarios; an exercise, never a forecast.")(
        project
    )


def project(
    area: Annotated[
        list[str], typer.Option("--area", metavar="A", help="Alpha-3 code; repeated: a corridor, origin first.")
    ],
    since: Annotated[int, typer.Option("--from", metavar="Y", help="The year before the first projected one.")],
    to: Annotated[int, typer.Option("--to", metavar="Y", help="The last year.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go.")],
    scenario: Scenarios = None,
    occupation: Occupations = None,
    assume: Assumptions = None,
    threshold: Threshold = "",
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="Draws of the Monte Carlo.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same bytes.")] = 1,
    threads: Annotated[int, typer.Option("--threads", metavar="N", help="Workers; changes nothing but the time.")] = 1,
    folder: Annotated[Path | None, typer.Option("--folder", help="The data folder; your own by default.")] = None,
    language: Annotated[str, typer.Option("--language", help="Language: en, fr, es, ar, ru or zh.")] = "en",
    json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:  # fmt: skip
    """Project supply, with scenarios or as assumed, and write tables and charts.

    Where doctors and nurses with midwives are both projected, need by threshold, demand and the gaps between the three
    curves stand beside it (curves.csv, gaps.csv).
    """
    from concord.client import project_files as files
    from concord.client.projecting import gathered, held_tables
    from concord.labour_market.projection import project as run
    from concord.labour_market.tornado import tornado
    from concord.vocabulary.areas import area as known_area
    from concord.vocabulary.console import data_folder, emit, progress

    areas = list(dict.fromkeys(known_area(each.upper()).code for each in area))
    tables, basis = held_tables(data_folder(folder))
    inputs = _own(gathered(areas, occupation or (), tables, year=since), areas[0], assume or ())
    plan = _plan(scenario or ())
    with progress(100, "draws") as advance:
        told = [0]

        def step(done: int, all: int) -> None:
            share = 100 * done // all
            advance(share - told[0])
            told[0] = share

        found = run(inputs, since=since, to=to, plan=plan, draws=draws, seed=seed, threads=threads, progress=step)
        base = run(inputs, since=since, to=to, draws=draws, seed=seed, threads=threads) if plan.chosen else found
    storms = tuple(tornado(inputs, since=since, to=to, plan=plan, area=a, occupation=o) for a, o in found.pairs)
    sides = _sides(areas, tables, found, threshold)
    written = files.write(out, found, base, storms, inputs, sides, language=language)
    shown = files.as_json(found, storms, written, basis, sides)
    emit(shown, as_json=json, human=lambda: _say(found, base, shown, language))


def _sides(areas: Sequence[str], tables: Mapping[str, Table], found: Projection, said: str) -> tuple[Three, ...]:
    """The three curves of every area that has them; a threshold of one's own is a number."""
    from concord.labour_market.three_curves import three

    try:
        by = {"per_10k": float(said)} if said else {}
    except ValueError:
        by = {}
    each = [three(area, tables, found, threshold="" if by else said, **by) for area in areas]
    return tuple(one for one in each if one is not None)


def _own(inputs: Sequence[Inputs], first: str, given: Sequence[str]) -> tuple[Inputs, ...]:
    from concord.labour_market.asked import read_own

    own = {id.replace("-", "_"): each for id, each in read_own(";".join(given))}
    return tuple(each.given(**own) if each.area == first else each for each in inputs)


def _plan(given: Sequence[str]) -> Plan:
    """Scenarios by id or text, or from a file."""
    from concord.labour_market.scenarios import choose, from_file, plan, read_plan

    files = [Path(each) for each in given if each.endswith((".yaml", ".yml"))]
    texts = read_plan(";".join(each for each in given if Path(each) not in files))
    return plan(*texts.chosen, *(choose(from_file(each)) for each in files))


def _say(found: Projection, base: Projection, shown: dict[str, Any], language: str) -> None:
    from concord.declarations.messages import fill
    from concord.vocabulary.areas import area
    from concord.vocabulary.codelists import codelist
    from concord.vocabulary.console import columns, say
    from concord.vocabulary.formats import number

    def whole(value: float) -> str:
        return number(round(value), language)

    rows = []
    for code, occupation in found.pairs:
        for year, low, middle, high in _chosen(found, code, occupation):
            beside = _median(base, code, occupation, year) if found.plan else None
            rows.append([area(code).name(language), codelist("occupation").name(occupation, language).text, year,
                         whole(low), whole(middle), whole(high), "" if beside is None else whole(beside)])  # fmt: skip
    typer.echo(
        columns(
            rows, header=["area", "occupation", "year", "10 %", "median", "90 %", "as assumed" if found.plan else ""]
        )
    )
    typer.echo(f"\nEstimate, an exercise. {found.draws} draws, seed {found.seed}, scenario: {found.plan or 'none'}")
    _say_gaps(shown, whole, last=found.years[-1])
    for each in shown["tornado"]:
        lines = ", ".join(
            f"{bar['quantity']} ({whole(bar['low'])} … {whole(bar['high'])})" for bar in each["bars"][:SHOWN]
        )
        typer.echo(f"What matters, {each['area']} {each['occupation']}, {each['year']}: {lines}")
    for note in found.notes:
        named = codelist("occupation").name(note.occupation, language).text
        params = {"area": area(note.area).name(language), "occupation": named, "year": note.year}
        say(fill(f"labour-market.note.{note.id}", params, language).message)
    for file in shown["files"]:
        say(file["path"])


def _say_gaps(shown: dict[str, Any], whole: Callable[[float], str], *, last: int) -> None:
    """What lies between the curves in the last year; above zero people are missing, below zero posts are."""
    from concord.vocabulary.console import columns

    told = [each for each in shown["gaps"] if each["year"] == last]
    if told:
        ends = ("low", "value", "high")
        rows = [
            [each["area"], each["kind"], each["threshold"], *(whole(each[name]) for name in ends), each["sign"]]
            for each in told
        ]
        typer.echo(columns(rows, header=["area", f"gap in {last}", "threshold", "low", "middle", "high", "sign"]))


def _chosen(found: Projection, area: str, occupation: str) -> list[tuple[int, float, float, float]]:
    """First, middle and last year."""
    curve = found.curve(area, occupation)
    last = len(found.years) - 1
    return [(found.years[i], curve.quantiles[i][1], curve.quantiles[i][2], curve.quantiles[i][3])
            for i in sorted({0, last // 2, last})]  # fmt: skip


def _median(base: Projection, area: str, occupation: str, year: int) -> float | None:
    if (area, occupation) not in base.pairs:
        return None
    return base.curve(area, occupation).median[base.years.index(year)]

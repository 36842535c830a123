"""``concord estimate flows``: flows from stocks, with the range between methods, findings and progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from concord.flows import circular_command
from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.flows.running import Ran

Table = typer.Option
StartFile = Annotated[Path, Table("--start", metavar="F", help="Stocks at the start: origin, destination, stock.")]
EndFile = Annotated[Path, Table("--end", metavar="F", help="Stocks at the end, in the same form.")]
Births = Annotated[Path | None, Table(metavar="F", help="Births (or graduates) of the period: area, births.")]
Deaths = Annotated[Path | None, Table(metavar="F", help="Deaths (or exits) of the period: area, deaths.")]
Population = Annotated[
    Path | None, Table(metavar="F", help="Population (or all personnel): area, year, population; natives are the rest.")
]
MethodId = Annotated[
    str,
    Table(
        metavar="ID",
        help="sd-drop-negative, sd-reverse-negative, rate, minimum-open, minimum-closed, pseudo-bayes-open, "
        "pseudo-bayes-closed.",
    ),
]
Absent = Annotated[str, Table(metavar="zero|unknown", help="What a pair is that no row names.")]


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    group = typer.Typer(help="Estimate what nobody counts.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="estimate")

    @group.callback()
    def frame() -> None:
        pass

    @group.command("flows")
    def flows_command(
        start: StartFile,
        end: EndFile,
        method: MethodId,
        out: Annotated[Path, typer.Option(metavar="F", help="Where to write the flows (CSV).")],
        births: Births = None,
        deaths: Deaths = None,
        population: Population = None,
        start_year: Annotated[str | None, typer.Option(help="The start, in a file with several years.")] = None,
        end_year: Annotated[str | None, typer.Option(help="The end, in a file with several years.")] = None,
        total: Annotated[float | None, typer.Option(help="All moves, for the method rate.")] = None,
        weight: Annotated[float | None, typer.Option(help="Share of fewest moves, for pseudo-Bayes.")] = None,
        absent: Absent = "zero",
        reading: Annotated[str, typer.Option(metavar="people|health-personnel", help="Who is counted.")] = "people",
        reference_compatible: Annotated[
            bool, typer.Option("--reference-compatible", help="Come to the figures of the R package migest.")
        ] = False,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Flows between places from two tables of stocks: an estimate, with the range between all methods.

        The file has a row for each pair of places, with the least and the most that any method says. The other methods
        are run beside the one that is asked for wherever the tables allow it.
        """
        from concord.flows import running
        from concord.vocabulary import console

        asked = running.Asked(
            start=start, end=end, births=births, deaths=deaths, population=population, years=(start_year, end_year),
            absent=_absent(absent), reading=reading, total=total, weight=weight, compatible=reference_compatible,
        )  # fmt: skip
        with console.progress(running.STEPS, "estimating") as advance:
            ran = running.run(asked, method, out=out, advance=advance)
        data = running.as_json(ran, language)
        console.emit(data, as_json=as_json, human=lambda: _say(ran, data, language))
        if ran.findings.hard:
            raise typer.Exit(1)

    circular_command.add(group)


def _absent(said: str) -> Literal["zero", "unknown"]:
    from concord.errors import Invalid

    if said == "zero":
        return "zero"
    if said == "unknown":
        return "unknown"
    raise Invalid("flows.run.absent", params={"said": said})


def _say(ran: Ran, data: dict[str, Any], language: LanguageCode) -> None:
    from concord.findings import line
    from concord.vocabulary import console

    shown, more = ran.findings.capped()
    for finding in shown:
        console.say(line(finding, language))
    if more:
        console.say(f"(+{more})")
    if ran.flows is None:
        return
    rows = [[id, _shown(total)] for id, total in data["range"]["methods"].items()]
    rows += [[id, said["code"]] for id, said in data["range"]["refused"].items()]
    console.say(console.columns(rows))
    between = f"{_shown(data['range']['low'])} – {_shown(data['range']['high'])}"
    console.say(f"{data['method']}: {_shown(data['total'])} ({between})")
    console.say(data["file"])


def _shown(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}"

"""``concord estimate circular``: leaving, staying abroad and coming back, from a register or from tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.flows.circular_running import Ran

Register = Annotated[
    Path | None, typer.Option(metavar="F", help="A register: person, entered, left, left_for, returned, ended.")
]
Departures = Annotated[Path | None, typer.Option(metavar="F", help="Who left, by year (and area, destination).")]
Returns = Annotated[Path | None, typer.Option(metavar="F", help="Who came back, by year, in the same form.")]
Abroad = Annotated[Path | None, typer.Option(metavar="F", help="Who was away at the end of the year before.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="NAME=HEADER", help="A header of the register's own; may be repeated."),
]
Formats = Annotated[
    list[str] | None, typer.Option("--dates", metavar="FORMAT", help="How dates are written: DD/MM/YYYY …")
]


def add(group: typer.Typer) -> None:
    """Add the command to ``concord estimate``."""

    @group.command("circular")
    def circular_command(
        since: Annotated[str, typer.Option("--from", metavar="Y", help="The first year (or day) that is looked at.")],
        until: Annotated[str, typer.Option("--to", metavar="Y", help="The last one; a register's last day.")],
        out: Annotated[Path, typer.Option(metavar="F", help="Where to write the figures (CSV).")],
        register: Register = None,
        departures: Departures = None,
        returns: Returns = None,
        abroad: Abroad = None,
        column: Columns = None,
        dates: Formats = None,
        no_protect: Annotated[
            bool, typer.Option("--no-protect", help="Show small counts; not for others' eyes.")
        ] = False,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Circular migration: rates and durations from a register with identifiers, or bounds from tables.

        From a register: departures a person-year, the share that is back after so many years with its band, and how
        long who came back was away. From tables without identifiers only a least and a most can be told. No person of
        a register is kept or shown.
        """
        from concord.flows import circular_running as running
        from concord.vocabulary import console

        asked = running.Asked(
            since, until, register=register, columns=_columns(column or ()), formats=tuple(dates or ()),
            departures=departures, returns=returns, abroad=abroad, protect=not no_protect,
        )  # fmt: skip
        ran = running.run(asked, out=out)
        data = running.as_json(ran, language)
        console.emit(data, as_json=as_json, human=lambda: _say(ran, data, language))
        if ran.findings.hard:
            raise typer.Exit(1)


def _columns(given: list[str] | tuple[()]) -> dict[str, str]:
    return {name.strip(): header.strip() for name, _, header in (each.partition("=") for each in given)}


def _say(ran: Ran, data: dict[str, Any], language: LanguageCode) -> None:
    from concord.findings import line
    from concord.vocabulary import console

    shown, more = ran.findings.capped()
    for finding in shown:
        console.say(line(finding, language))
    if more:
        console.say(f"(+{more})")
    if ran.figures is None:
        return
    names = list(dict.fromkeys(name for row in data["rows"] for name in row if name != "status"))
    rows = [[_shown(row.get(name)) for name in names] for row in data["rows"]]
    console.say(console.columns(rows, header=names))
    console.say(data["file"])


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)

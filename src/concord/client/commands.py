"""``concord report dg`` and ``concord report country``: compile a document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concord.client.reports import Written
    from concord.reporting.facts import Facts

Language = Annotated[str, typer.Option(help="Language of the document: ar, zh, en, fr, ru, es.")]
Format = Annotated[str, typer.Option("--format", help="pdf, docx or html.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the file.")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Data folder; default: the user's own for Concord.")]
AsOf = Annotated[str | None, typer.Option(help="What was known on this day (2026-11-21); default: today.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    report = typer.Typer(help="Compile a document.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(report, name="report")

    @report.command("dg")
    def dg_command(
        round: Annotated[str, typer.Option("--round", help="The round reported on, by its year: 2024.")],
        language: Language = "en",
        format: Format = "pdf",
        out: Out = Path(),
        edition: Annotated[str, typer.Option(help="Edition printed on the cover; default: <round>.1.")] = "",
        folder: Folder = None,
        as_of: AsOf = None,
        as_json: AsJson = False,
    ) -> None:
        """The Director-General's report on a round."""
        from concord.client import reports

        facts = _facts(round, folder, as_of)
        written = reports.dg(facts, language=language, format=format, out=out, edition=edition)
        _tell([written], facts, as_json=as_json)

    @report.command("country")
    def country_command(
        area: Annotated[str, typer.Option("--area", help="The country, by its alpha-3 code: KEN.")],
        language: Language = "en",
        format: Format = "pdf",
        out: Out = Path(),
        round: Annotated[
            str | None, typer.Option("--round", help="The last round told of; default: the latest.")
        ] = None,
        folder: Folder = None,
        as_of: AsOf = None,
        as_json: AsJson = False,
    ) -> None:
        """A country's profile: what it reported where that is known, and what the data say."""
        from concord.client import reports

        facts = _facts(round, folder, as_of)
        written = reports.country(area.upper(), facts, language=language, format=format, out=out)
        _tell([written], facts, as_json=as_json)


def _facts(round: str | None, folder: Path | None, as_of: str | None) -> Facts:
    from concord.client import reports
    from concord.reporting.rounds import cycle
    from concord.vocabulary.console import data_folder
    from concord.vocabulary.periods import PartialDate

    day = PartialDate.parse(as_of).last if as_of else dt.date.today()
    return reports.facts(round or str(cycle(day).last_round), as_of=day, folder=data_folder(folder))


def _tell(written: list[Written], facts: Facts, *, as_json: bool) -> None:
    from concord.vocabulary.console import emit

    files: list[dict[str, Any]] = [
        {"path": str(each.path), "sha256": each.sha256, "pages": each.pages} for each in written
    ]
    data = {"files": files, "basis": facts.basis, "as_of": facts.as_of.isoformat(), "round": facts.round}

    def human() -> None:
        for each in written:
            pages = f", {each.pages} pages" if each.pages else ""
            typer.echo(f"{each.path}{pages}, sha256 {each.sha256[:16]}, from {facts.basis} facts as of {facts.as_of}")

    emit(data, as_json=as_json, human=human)

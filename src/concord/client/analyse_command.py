"""``concord analyse labour-market``: the labour market analysis of a country as one document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from concord.client.reports import Written
    from concord.labour_market.analysis_model import Analysis

Language = Annotated[str, typer.Option(help="Language of the document: ar, zh, en, fr, ru, es.")]
Given = Annotated[Path | None, typer.Option("--given", metavar="F", help="The country's own figures, a YAML file.")]
AsOf = Annotated[str | None, typer.Option(help="What was known on this day (2026-11-21); default: today.")]
Folder = Annotated[Path | None, typer.Option("--folder", help="Data folder; default: the user's own for Concord.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    analyse = typer.Typer(help="Analyse.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(analyse, name="analyse")

    @analyse.callback()
    def group() -> None:
        """Analyse what is known of a country."""

    @analyse.command("labour-market")
    def labour_market_command(
        area: Annotated[str, typer.Option("--area", help="The country, by its alpha-3 code: KEN.")],
        format: Annotated[str, typer.Option("--format", help="pdf, docx or html.")] = "pdf",
        out: Annotated[Path, typer.Option("--out", help="Folder for the file.")] = Path(),
        language: Language = "en",
        scenario: Annotated[str, typer.Option(help="Scenarios of the projection, such as training;retention.")] = "",
        threshold: Annotated[str, typer.Option(help="whr-2006, sdg-2016 or list-median; default sdg-2016.")] = "",
        to: Annotated[int | None, typer.Option("--to", help="The last year looked at; default 2035.")] = None,
        draws: Annotated[
            int | None, typer.Option(help="Draws of the projection; the declared 1000 by default.")
        ] = None,
        seed: Annotated[int | None, typer.Option(help="Of the draws: the same seed gives the same document.")] = None,
        given: Given = None,
        folder: Folder = None,
        as_of: AsOf = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Who is there, who is needed, who would be paid for, what comes, and what is missing."""
        import datetime as dt

        from concord.client import reports
        from concord.reporting import labour_market_report, labour_market_report_sources
        from concord.vocabulary.console import data_folder, progress
        from concord.vocabulary.periods import PartialDate

        reports.known(language, format)
        day = PartialDate.parse(as_of).last if as_of else dt.date.today()
        own = labour_market_report_sources.read_given(given) if given else None
        held = labour_market_report_sources.tables(data_folder(folder))
        with progress(100, "Projection") as advance:
            done = 0

            def told(count: int, of: int) -> None:
                nonlocal done
                now = 100 * count // max(1, of)
                advance(now - done)
                done = now

            found = labour_market_report_sources.analysed(
                area.upper(), held, as_of=day, given=own, threshold=threshold, scenario=scenario, horizon=to,
                draws=draws, seed=seed, progress=told,
            )  # fmt: skip
        document = labour_market_report.compose(found, language, is_given=own is not None)
        _tell(reports.write(document, format, out), found, language, as_json=as_json)


def _tell(file: Written, found: Analysis, language: str, *, as_json: bool) -> None:
    from concord.documents.sentences import say
    from concord.labour_market import told
    from concord.reporting.labour_market_report_words import DOMAIN
    from concord.vocabulary.console import emit

    missing = [
        {
            "id": id, "step": step.id, "question": str(say(DOMAIN, f"missing-{id}", language)),
            "how": str(say(DOMAIN, f"how-{id}", language)),
        }
        for step in found.steps
        for id in step.missing
    ]  # fmt: skip
    data = {
        "files": [{"path": str(file.path), "sha256": file.sha256, "pages": file.pages}],
        "missing": missing, "area": found.area, "as_of": found.as_of.isoformat(),
        "base": found.base, "horizon": found.horizon, "method": found.method, "version": found.version,
        "seed": found.seed, "status": found.status, "priorities": [each.id for each in found.priorities],
        "analysis": told.analysis(found),
    }  # fmt: skip

    def human() -> None:
        pages = f", {file.pages} pages" if file.pages else ""
        typer.echo(f"{file.path}{pages}, sha256 {file.sha256[:16]}, as of {found.as_of}")
        for each in missing:
            typer.echo(f"  missing: {each['question']}")

    emit(data, as_json=as_json, human=human)

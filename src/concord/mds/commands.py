"""``concord tabulate``, ``concord query``, ``concord export``."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from concord.vocabulary.languages import LanguageCode

Files = Annotated[list[Path], typer.Argument(help="CSV, XLSX or Parquet files of one sender.", metavar="FILE…")]
Folder = Annotated[Path | None, typer.Option(help="The data folder (default: the user's data folder for Concord).")]
Language = Annotated[LanguageCode, typer.Option(help="Language of the words.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="The day as of which is checked (default: today).")]
Format = Annotated[str, typer.Option(help="csv, csvw, xlsx, parquet, sdmx-csv, sdmx-json, sdmx-ml, sdmx-ml-2.1.")]
Several = list[str] | None


def register(app: typer.Typer) -> None:
    """Add this room's commands."""

    @app.command("tabulate")
    def tabulate_command(
        files: Files,
        area: Annotated[str | None, typer.Option(help="The country that reports, where the file does not say.")] = None,
        year: Annotated[int | None, typer.Option(help="The year, where the file has none; else only its rows.")] = None,
        profile: Annotated[Path | None, typer.Option(help="A profile that says how the file is to be read.")] = None,
        out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the tables into this folder.")] = None,
        protect: Annotated[bool, typer.Option("--protect/--no-protect", help="Hide small counts.")] = True,
        rules: Annotated[str | None, typer.Option(metavar="ID", help="Protect by these declared rules.")] = None,
        accept_soft: Annotated[bool, typer.Option("--accept-soft", help="Freeze over soft findings.")] = False,
        engine: Annotated[
            str, typer.Option(envvar="CONCORD_ENGINE", metavar="ADDRESS", help="duckdb, or a Spark: spark://HOST:PORT.")
        ] = "duckdb",
        as_of: AsOf = None,
        folder: Folder = None,
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Read tables, harmonise, check, tabulate and protect them, and freeze a release.

        Small counts are hidden, with what would give them away together with earlier releases of the data folder; an
        attack on everything published proves it. Rows about persons stay where they are: tables alone are kept.

        The tables join the store of the data folder. With --out they are also written there as CSV and Parquet, and
        only there where neither --folder nor CONCORD_FOLDER names a data folder.
        """
        from concord.mds import called, desk, desk_view
        from concord.vocabulary.console import data_folder

        named = folder is not None or "CONCORD_FOLDER" in os.environ
        done = desk.tabulate(
            files,
            called.asked(area, year, profile),
            as_of=as_of or date.today().isoformat(),
            folder=data_folder(folder) if named or out is None else None,
            out=out,
            protect=(rules or True) if protect else False,
            accept_soft=accept_soft,
            engine=engine,
        )
        desk_view.show(done, language=language, json=as_json)
        if not done.saved:
            raise typer.Exit(1)

    @app.command("query")
    def query_command(
        structure: Annotated[str, typer.Argument(help="A structure's id, such as mds-stock-by-training.")],
        area: Annotated[Several, typer.Option(help="Area codes; several times or with commas.")] = None,
        year: Annotated[Several, typer.Option(help="A year, several, or a span such as 2010-2015.")] = None,
        occupation: Annotated[Several, typer.Option(help="ISCO-08 codes.")] = None,
        origin: Annotated[Several, typer.Option(help="Area codes of origins.")] = None,
        base: Annotated[str | None, typer.Option(help="training, birth or nationality.")] = None,
        folder: Folder = None,
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Rows of released tables; of the bundled facts where there is no release."""
        from concord.mds import desk, desk_view
        from concord.vocabulary.console import data_folder

        filters = {"area": area, "year": year, "occupation": occupation, "origin": origin}
        found = desk.query(structure, base, filters, data_folder(folder))
        desk_view.show_rows(found, language=language, json=as_json)

    @app.command("export")
    def export_command(
        structure: Annotated[str, typer.Argument(help="A structure's id.")],
        out: Annotated[Path, typer.Option(metavar="F", help="The file to write.")],
        format: Format = "csv",
        folder: Folder = None,
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Write a released table as CSV, XLSX or Parquet, with its citation inside the file, or as SDMX."""
        from concord.mds import desk, desk_view
        from concord.vocabulary.console import data_folder

        today = date.today().isoformat()
        desk_view.show_files(desk.export(structure, format, out, data_folder(folder), language, today), json=as_json)

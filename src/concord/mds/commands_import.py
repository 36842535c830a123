"""``concord import-sdmx``: messages in, as checked tables; structure messages as lists of codes and components."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from concord.mds.commands import AsJson, AsOf, Folder, Language

Files = Annotated[list[Path], typer.Argument(help="SDMX-ML, SDMX-JSON or SDMX-CSV messages.", metavar="FILE…")]


def register(app: typer.Typer) -> None:
    """Add this room's command."""

    @app.command("import-sdmx")
    def import_command(
        files: Files,
        area: Annotated[str | None, typer.Option(help="The country that reports, where no row says.")] = None,
        year: Annotated[int | None, typer.Option(help="Only the rows of this year.")] = None,
        profile: Annotated[Path | None, typer.Option(help="A profile: component → role where not declared.")] = None,
        out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write tables and lists here.")] = None,
        accept_soft: Annotated[bool, typer.Option("--accept-soft", help="Freeze over soft findings.")] = False,
        as_of: AsOf = None,
        folder: Folder = None,
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Read SDMX messages: data are checked and frozen as by tabulate, structures are listed.

        Data join the store of the data folder; with --out they are also written there as CSV and Parquet, and only
        there where neither --folder nor CONCORD_FOLDER names a data folder.
        """
        from concord.mds import importing

        done = importing.messages(
            files,
            importing.Asking(area, year, profile, out, importing.store_folder(folder, out), accept_soft),
            as_of=as_of or date.today().isoformat(),
        )
        importing.show(done, language=language, json=as_json)
        if not done.saved:
            raise typer.Exit(1)

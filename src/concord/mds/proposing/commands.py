"""``concord profile``: how a file is proposed to be read, the questions about it, and the profile that answers them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from concord.vocabulary.languages import LanguageCode

Files = Annotated[list[Path], typer.Argument(help="XLSX, XLS, ODS or CSV files of one sender.", metavar="FILE…")]
Language = Annotated[LanguageCode, typer.Option(help="Language of the words.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add this room's command."""

    @app.command("profile")
    def profile_command(
        files: Files,
        area: Annotated[str | None, typer.Option(help="The country that reports.")] = None,
        profile: Annotated[Path | None, typer.Option(help="What has been said of these files so far.")] = None,
        last: Annotated[Path | None, typer.Option(help="The profile of last year's file, to be compared.")] = None,
        answer: Annotated[
            list[str] | None, typer.Option(metavar="ID=CHOICE", help="An answer; as often as there are questions.")
        ] = None,
        out: Annotated[
            Path | None, typer.Option(metavar="FILE", help="Write the profile here (.yaml or .json).")
        ] = None,
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Find the tables of files, propose how they are read, and ask what cannot be settled.

        Answers come as --answer ID=CHOICE; with --out the profile is written as far as it is settled, and the same call
        with --profile goes on from there. Exit code 1 where a file cannot be read as it is.
        """
        from concord.mds.proposing import desk, desk_view

        done = desk.run(files, area=area, profile=profile, last=last, answers=answer or (), out=out)
        desk_view.show(done, language=language, json=as_json)
        if done.refused:
            raise typer.Exit(1)

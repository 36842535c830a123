"""``concord send``: tables from the officer's own computer to a site; never rows about persons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from concord.mds.commands import AsJson, Language

Paths = Annotated[list[Path], typer.Argument(help="Tables as --out wrote them, or their folder.", metavar="PATH…")]


def register(app: typer.Typer) -> None:
    """Add this room's command."""

    @app.command("send")
    def send_command(
        paths: Paths,
        to: Annotated[str, typer.Option(metavar="ADDRESS", help="The site, such as https://concord.example.")],
        key_file: Annotated[Path | None, typer.Option(metavar="F", help="A file that holds the key.")] = None,
        key: Annotated[str, typer.Option(envvar="CONCORD_KEY", help="The key; better in the environment.")] = "",
        subject: Annotated[str, typer.Option(help="What the tables are of, such as “Register of nurses”.")] = "",
        language: Language = "en",
        as_json: AsJson = False,
    ) -> None:
        """Send tables of counts to a site, have them read there, and show what was found.

        Only tables as tabulate writes them are sent, so no row about a person can leave this computer. Nothing is
        confirmed or published by it: the page of the delivery goes on from there.
        """
        import time

        from concord.errors import Invalid
        from concord.mds import sending
        from concord.vocabulary import console

        held = key_file.read_text(encoding="utf-8") if key_file is not None and key_file.is_file() else key
        secret = held.strip()
        if not secret:
            raise Invalid("mds.send.key")
        done = sending.send(paths, to=to, key=secret, pause=lambda: time.sleep(1), subject=subject, language=language)
        data: dict[str, Any] = {
            "delivery": done.id, "page": done.page, "state": done.state, "files": list(done.files),
            "findings": [dict(each) for each in done.findings],
        }  # fmt: skip
        console.emit(data, as_json=as_json, human=lambda: _say(data))
        if any(each.get("level") == "hard" for each in done.findings):
            raise typer.Exit(1)


def _say(data: dict[str, Any]) -> None:
    from concord.vocabulary import console

    for each in data["findings"]:
        console.say(f"[{each['level']}] {each['message']} {each.get('hint') or ''}".rstrip())
    console.say(data["page"])

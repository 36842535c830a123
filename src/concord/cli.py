"""The command line's frame: gathers the rooms' commands and turns refusals into exit codes.

Each command belongs to the room that owns the work and comes through the door ``concord.commands`` (an entry point
naming a function that takes the application and adds its commands). Exit codes: 0 done, 1 hard findings and nothing
saved, 2 the call itself is wrong, 3 refused or not available now.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from itertools import pairwise
from typing import TYPE_CHECKING

import typer

from concord import __version__
from concord.errors import Invalid, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = (
    "Concord: the WHO Global Code of Practice on the International Recruitment of Health Personnel, "
    "its reports, its numbers and its agreements."
)


def application() -> typer.Typer:
    """The application with every command that an installed room offers."""
    app = typer.Typer(name="concord", help=HELP, no_args_is_help=True, rich_markup_mode=None, add_completion=False)

    @app.callback(invoke_without_command=True)
    def frame(
        context: typer.Context,
        version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    ) -> None:
        if version:
            typer.echo(__version__)
            raise typer.Exit()
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    for entry in sorted(metadata.entry_points(group="concord.commands"), key=lambda each: each.name):
        entry.load()(app)
    return app


def _refused(refusal: Refusal, arguments: Sequence[str]) -> int:
    from concord.declarations.messages import said

    words = said(refusal, _language(arguments))
    if "--json" in arguments:
        problem = {"code": refusal.code, "message": words.message, "hint": words.hint}
        sys.stdout.write(json.dumps({"error": problem}, ensure_ascii=False, indent=2) + "\n")
    sys.stderr.write("\n".join(line for line in (words.message, words.hint) if line) + "\n")
    return 2 if isinstance(refusal, Invalid) else 3


def _language(arguments: Sequence[str]) -> str:
    for flag, value in pairwise(arguments):
        if flag == "--language":
            return value
    return "en"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        application()(given, standalone_mode=True)
    except Refusal as refusal:
        sys.exit(_refused(refusal, given))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing half-written was left behind.\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)

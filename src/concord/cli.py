"""The command line's frame: gathers the rooms' commands and turns refusals into exit codes.

Each command belongs to the room that owns the work and comes through the door ``concord.commands``: an entry point
named like the command, whose function takes the application and adds the room's commands. Only the room that is asked
is loaded. Exit codes: 0 done, 1 hard findings and nothing saved, 2 the call itself is wrong, 3 refused.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from concord import __version__
from concord.declarations.doors import entries
from concord.errors import Invalid, Refusal

if TYPE_CHECKING:
    import typer

HELP = (
    "Concord: the WHO Global Code of Practice on the International Recruitment of Health Personnel, "
    "its reports, its numbers and its agreements."
)
DOOR = "concord.commands"
#: What `concord --help` prints with the built-in commands alone; a test keeps it equal to the real thing.
OVERVIEW = Path(__file__).with_name("data") / "overview.txt"


def application(asked: str | None = None) -> typer.Typer:
    """The application, with every command that an installed room offers, or with the asked one's room alone."""
    import typer

    app = typer.Typer(
        name="concord",
        help=HELP,
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    def say_version(wanted: bool) -> None:
        if wanted:
            typer.echo(__version__)
            raise typer.Exit()

    @app.callback()
    def frame(
        version: bool = typer.Option(
            False, "--version", help="Print the version and stop.", is_eager=True, callback=say_version
        ),
    ) -> None:
        pass

    offered = entries(DOOR)
    chosen = [each for each in offered if each.name == asked] or offered
    for value in dict.fromkeys(each.value for each in chosen):
        next(each for each in chosen if each.value == value).load()(app)
    return app


def _overview(arguments: Sequence[str]) -> str | None:
    """The help text without loading anything, where no other distribution adds commands."""
    if list(arguments) not in ([], ["--help"]) or not OVERVIEW.is_file():
        return None
    own = all(each.value.startswith(("concord.", "concord_site.")) for each in entries(DOOR))
    return OVERVIEW.read_text(encoding="utf-8") if own else None


def _refused(refusal: Refusal, arguments: Sequence[str]) -> int:
    import json

    from concord.declarations.messages import said

    words = said(refusal, _language(arguments))
    if "--json" in arguments:
        problem = {"code": refusal.code, "message": words.message, "hint": words.hint}
        sys.stdout.write(json.dumps({"error": problem}, ensure_ascii=False, indent=2) + "\n")
    sys.stderr.write("\n".join(line for line in (words.message, words.hint) if line) + "\n")
    return 2 if isinstance(refusal, Invalid) else 3


def _bug(bug: Exception) -> int:
    """A fault of Concord's own: one line for the person, the trace in a file they can send."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="concord-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exception(bug, file=file)
    sys.stderr.write(f"This is a fault in Concord, not in what you did ({type(bug).__name__}). Details: {file.name}\n")
    return 70


def _language(arguments: Sequence[str]) -> str:
    return next((value for flag, value in pairwise(arguments) if flag == "--language"), "en")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if (text := _overview(given)) is not None:
        sys.stdout.write(text)
        sys.exit(0)
    asked = next((word for word in given if not word.startswith("-")), None)
    try:
        application(asked)(given)
    except Refusal as refusal:
        sys.exit(_refused(refusal, given))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Nothing half-written was left behind.\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as bug:
        sys.exit(_bug(bug))

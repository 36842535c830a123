"""``concord demo``: a folder filled with public facts, a compiled report, and the site that shows both.

Each step says how long it took. A folder that is already filled is left as it is and served at once.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from concord import __version__
from concord.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from concord_site.accounts.demonstration import DemonstrationPerson

MARKER = "demonstration.json"
ROUND = "2024"
LANGUAGES = ("en",)
FORMATS = ("html", "pdf", "docx")
Advance = Callable[[int], None]


@dataclass(slots=True)
class Steps:
    """Steps with their seconds, said as they end."""

    say: Callable[[str], None]
    taken: list[dict[str, Any]] = field(default_factory=list)

    def run(self, name: str, work: Callable[[], str]) -> None:
        """Do one step; ``work`` returns what it did in a few words."""
        begun = time.monotonic()
        what = work()
        seconds = round(time.monotonic() - begun, 2)
        self.taken.append({"name": name, "seconds": seconds, "what": what})
        self.say(f"  ✓ {name:<34} {seconds:6.2f} s   {what}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo", help="Fill a folder with the demonstration, compile the report, serve.")(demo)


def demo(
    no_serve: bool = typer.Option(False, "--no-serve", help="Do everything but serve."),
    port: int = typer.Option(8000, "--port", help="Port to serve on."),
    folder: Path | None = typer.Option(None, "--folder", help="The data folder."),  # noqa: B008
    as_json: bool = typer.Option(False, "--json", help="One JSON document on standard output."),
) -> None:
    """Fill a folder with the demonstration, compile the report, serve."""
    from concord.vocabulary.console import data_folder, emit, say

    place = data_folder(folder)
    address = f"http://127.0.0.1:{port}"
    steps = Steps(say)
    say(f"Concord {__version__}: the demonstration, in {place}")
    people = _filled(place, address, steps)
    shown = {
        "address": f"{address}/",
        "folder": str(place),
        "accounts": [_account(each) for each in people],
        "steps": steps.taken,
    }
    emit(shown, as_json=as_json, human=lambda: _print(shown))
    if not no_serve:
        _serve(place, port, address)


def _filled(place: Path, address: str, steps: Steps) -> list[DemonstrationPerson]:
    """Everything in place; what is there already is kept."""
    from concord_site.commands import migrate_database, prepare

    _refuse_a_real_installation(place)
    begun = time.monotonic()
    prepare(place, demonstration="yes", address=address, log_level=os.environ.get("CONCORD_LOG_LEVEL", "WARNING"))
    is_filled = _marked(place) == __version__
    steps.taken.append({"name": "start", "seconds": round(time.monotonic() - begun, 2), "what": "settings"})
    people: list[DemonstrationPerson] = []
    if not is_filled:
        (place / MARKER).write_text(json.dumps({"version": "", "what": "demonstration being filled"}), encoding="utf-8")
        steps.run("Database", lambda: f"{migrate_database()} changes applied")
        steps.run("Public facts", lambda: _facts(place))
        steps.run("Accounts (invented)", lambda: _people(people))
        steps.run("National reports (generated)", _reports)
        steps.run("Figures of a country (generated)", _figures)
        steps.run("Agreements (invented)", _agreements)
        steps.run("Director-General's report", lambda: _report(place))
        steps.run("Style sheets and fonts", _static)
        _mark(place, steps)
    else:
        steps.run("Already filled", lambda: _people(people))
    return people


def _refuse_a_real_installation(place: Path) -> None:
    if (place / "site.sqlite3").exists() and not (place / MARKER).exists():
        raise Conflict("site.demo.real-folder", params={"folder": str(place)})


def _marked(place: Path) -> str:
    try:
        return str(json.loads((place / MARKER).read_text(encoding="utf-8")).get("version", ""))
    except (OSError, ValueError):
        return ""


def _mark(place: Path, steps: Steps) -> None:
    what = {"version": __version__, "what": "A demonstration: public facts, invented accounts.", "steps": steps.taken}
    temporary = place / f".{MARKER}"
    temporary.write_text(json.dumps(what, ensure_ascii=False, indent=2), encoding="utf-8")
    temporary.replace(place / MARKER)


def _facts(place: Path) -> str:
    from concord.mds.release import from_bundled
    from concord.mds.store import Store

    release = Store(place).latest() or from_bundled(place, as_of=_today().isoformat())
    return f"release {release.id}: {sum(each.rows for each in release.tables):,} rows in {len(release.tables)} tables"


def _people(people: list[DemonstrationPerson]) -> str:
    from django.utils import timezone

    from concord_site.accounts import demonstration

    people.extend(demonstration.create(now=timezone.now()))
    return f"{len(people)} accounts"


def _reports() -> str:
    from concord_site.reporting import demonstration

    return demonstration.fill(today=_today(), seed="concord")


def _agreements() -> str:
    from concord_site.agreements import demonstration

    return demonstration.fill(today=_today())


def _figures() -> str:
    from concord_site.mds import demonstration

    return demonstration.fill(today=_today(), seed="concord")


def _report(place: Path) -> str:
    from concord.vocabulary.console import progress
    from concord_site.publishing import actions

    with progress(len(LANGUAGES) * len(FORMATS), "Director-General's report") as advance:
        done = 0

        def told(now: int, _total: int, _what: str) -> None:
            nonlocal done
            advance(now - done)
            done = now

        edition = actions.compile_edition(
            round=ROUND, languages=LANGUAGES, formats=FORMATS, by=None, as_of=_today(), folder=place, progress=told
        )
    return f"edition {edition.number}: {', '.join(FORMATS)}"


def _static() -> str:
    from concord_site.shell.server import collect_static

    return "collected" if collect_static() else "as they were"


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _account(person: DemonstrationPerson) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(person).items()}


def _print(shown: dict[str, Any]) -> None:
    from concord.vocabulary.console import columns

    typer.echo("\nInvented accounts of the demonstration (each sign-in asks for a one-time code):\n")
    rows = [[each["email"], each["password"], each["role"], each["code"]] for each in shown["accounts"]]
    typer.echo(columns(rows, header=["e-mail", "password", "role", "code now"]))
    typer.echo("\nCodes change every 30 seconds; the sign-in page of a demonstration shows the current one.")
    total = sum(step["seconds"] for step in shown["steps"])
    typer.echo(f"Ready in {total:.1f} s.\n")


def _serve(place: Path, port: int, address: str) -> None:
    from concord.vocabulary.console import say
    from concord_site.commands import serve_in_process

    say(f"Serving {address}/   (Ctrl-C ends it)")
    try:
        serve_in_process(place, port, on_ready=lambda: say(f"Answering at {address}/"))
    except KeyboardInterrupt:
        pass
    except Unavailable:
        raise
    say("Ended. Nothing half-written was left behind.")

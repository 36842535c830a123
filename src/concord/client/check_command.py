"""``concord check``: declared folders, data tables, or the installation itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from concord.declarations.schema import Problem
    from concord.findings import Findings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", help="Validate declared folders and data tables; without a path, the installation.")(check)


def check(
    paths: list[Path] = typer.Argument(None, help="Folders of declared files, or tables."),  # noqa: B008
    area: str = typer.Option("", "--area", help="The country that reports, for a table that does not say."),
    language: str = typer.Option("en", "--language", help="Language of the words."),
    json: bool = typer.Option(False, "--json", help="One JSON document on standard output."),
) -> None:
    """Validate declared folders and data tables; without a path, the installation."""
    from concord.findings import Findings, as_json
    from concord.vocabulary.console import emit

    found, checked = Findings(), list[str]()
    for path in paths or []:
        more, names = _checked(path, area)
        found, checked = found + more, checked + names
    if not paths:
        found, checked = _installation()
    shown: dict[str, Any] = {"findings": [as_json(each, language) for each in found], "checked": checked}
    emit(shown, as_json=json, human=lambda: _print(found, checked, language))
    if found.hard:
        raise typer.Exit(1)


def _checked(path: Path, area: str) -> tuple[Findings, list[str]]:
    from concord.errors import NotFound

    if not path.exists():
        raise NotFound("client.check.no-path", params={"path": str(path)})
    if path.is_dir():
        from concord.declarations.check import check_folder

        problems, names = check_folder(path)
        return _findings(problems), names
    from concord.mds import desk
    from concord.mds.tabulate import tabulate

    asked = desk.asked(area or None, None, None)
    return tabulate([path], asked, as_of=dt.datetime.now(dt.UTC).year).findings, [path.name]


def _findings(problems: Iterable[Problem]) -> Findings:
    from concord.findings import Finding, Findings, Place

    code = "declarations.schema.departure"
    return Findings(
        Finding(code, "hard", Place(file=each.file, item=each.item or "the file"), params={"problem": each.problem})
        for each in problems
    )


def _installation() -> tuple[Findings, list[str]]:
    from concord.client.installation import facts
    from concord.declarations.check import check_all
    from concord.findings import Finding, Findings

    problems, names = check_all()
    found = _findings(problems)
    stands_on = facts()
    found = found + Findings(Finding(f"client.check.{code}", "hard", params=params) for code, params in stands_on.wrong)
    return found, [*names, *(f"{name}: {value}" for name, value in stands_on.known)]


def _print(found: Findings, checked: list[str], language: str) -> None:
    from concord.findings import line

    shown, more = found.capped()
    for each in shown:
        typer.echo(line(each, language))
    if more:
        typer.echo(f"… and {more} more")
    hard, soft, notes = (len(found.of(level)) for level in ("hard", "soft", "note"))
    typer.echo(f"{len(checked)} checked; {hard} must change, {soft} change or explain, {notes} to know.")

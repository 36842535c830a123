"""``concord check``: declared folders, instruments, data tables, or the installation itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from concord.declarations.schema import Problem
    from concord.findings import Findings
    from concord.intake.reading import Reading


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check", help="Validate declared folders, instruments and data tables; without a path, the installation."
    )(check)


def check(
    paths: list[Path] = typer.Argument(None, help="Folders of declared files, instruments, or tables."),  # noqa: B008
    area: str = typer.Option("", "--area", help="The country that reports, for a table that does not say."),
    marked_copy: Path | None = typer.Option(  # noqa: B008
        None, "--marked-copy", metavar="F", help="Write the table again as a workbook with its wrong cells marked."
    ),
    findings_csv: Path | None = typer.Option(  # noqa: B008
        None, "--findings-csv", metavar="F", help="Write the findings as CSV."
    ),
    language: str = typer.Option("en", "--language", help="Language of the words."),
    json: bool = typer.Option(False, "--json", help="One JSON document on standard output."),
) -> None:
    """Validate declared folders, instruments and data tables; without a path, the installation."""
    from concord.findings import Findings, as_json
    from concord.vocabulary.console import emit

    found, checked = Findings(), list[str]()
    for path in paths or []:
        more, names = _checked(path, area)
        found, checked = found + more, checked + names
    if not paths:
        found, checked = _installation()
    _write_files(paths or [], found, language, marked_copy=marked_copy, findings_csv=findings_csv)
    shown: dict[str, Any] = {"findings": [as_json(each, language) for each in found], "checked": checked}
    emit(shown, as_json=json, human=lambda: _print(found, checked, language))
    if found.hard:
        raise typer.Exit(1)


def _write_files(
    paths: list[Path], found: Findings, language: str, *, marked_copy: Path | None, findings_csv: Path | None
) -> None:
    if findings_csv is not None:
        from concord.mds import finding_files

        finding_files.save(findings_csv, found, language)
    if marked_copy is not None:
        from concord.mds import marked_copy as copies

        copies.save(copies.only(paths), marked_copy, found, language)


def _checked(path: Path, area: str) -> tuple[Findings, list[str]]:
    from concord.errors import NotFound

    if not path.exists():
        raise NotFound("client.check.no-path", params={"path": str(path)})
    from concord.instrument.xlsform.recognise import is_instrument

    if is_instrument(path):
        return _instrument(path), [path.name]
    if path.is_dir():
        from concord.declarations.check import check_folder

        problems, names = check_folder(path)
        inside = sorted(survey.parent for survey in path.rglob("survey.csv"))
        found = _findings(problems)
        for folder in inside:
            found = found + _within(_instrument(folder), folder.relative_to(path).as_posix())
        return found, names
    return _table(path, area), [path.name]


def _table(path: Path, area: str) -> Findings:
    """What is wrong with a table; what checks it is loaded while its process reads it."""
    from concurrent.futures import ThreadPoolExecutor

    from concord.intake.limits import Limits
    from concord.mds.persons.landing import is_large
    from concord.mds.readers.registry import PROPOSED, read_all

    with ThreadPoolExecutor(1) as beside:
        files = [] if is_large(path) or path.suffix.lower() in PROPOSED else [(path, path.name)]
        begun = beside.submit(read_all, files, limits=Limits.none())

        def reads(asked_for: Sequence[tuple[Any, str]], **how: Any) -> list[Reading]:
            return begun.result() if list(asked_for) == files else read_all(asked_for, **how)

        from concord.mds.called import asked
        from concord.mds.tabulate import tabulate

        return tabulate(
            [path], asked(area or None, None, None), as_of=dt.datetime.now(dt.UTC).year, reads=reads
        ).findings


def _instrument(path: Path) -> Findings:
    """What is wrong with an instrument's folder or file; files it speaks of are taken from the folder it lies in."""
    from concord.instrument import library, xlsform
    from concord.intake.limits import Limits

    if path.is_dir():
        return library.with_map(xlsform.read_folder(path)).findings
    return library.with_map(xlsform.read(path, limits=Limits.none(), beside=True)).findings


def _within(found: Findings, folder: str) -> Findings:
    """The findings with the folder's place in the whole."""
    from concord.findings import Findings

    return Findings(replace(each, where=replace(each.where, file=folder)) for each in found)


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
    from concord.instrument import library

    problems, names = check_all()
    found = _findings(problems)
    for id in library.ids():
        found = found + _within(library.findings(id), f"instruments/{id}")
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

"""``concord benefits``: a benefit account from declared inputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.agreements.account_model import Account
    from concord.findings import Findings

FORMATS = ("pdf", "docx", "html", "csv", "xlsx")
Out = Annotated[Path | None, typer.Option("--out", metavar="F", help="Write it: .pdf, .docx, .html, .csv or .xlsx.")]


def register(app: typer.Typer) -> None:
    """Add this room's command."""

    @app.command("benefits")
    def benefits_command(
        file: Annotated[Path, typer.Argument(help="The figures of an agreement: YAML or JSON.")],
        out: Out = None,
        draws: Annotated[
            int | None, typer.Option(help="How many; what the file or the method says where left out.")
        ] = None,
        seed: Annotated[int | None, typer.Option(help="The same seed gives the same figures.")] = None,
        as_of: Annotated[str | None, typer.Option(help="Day of the document (2026-11-22); default: today.")] = None,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Who gains and who pays: origin, destination and workers, each with its range, never added."""
        from concord.agreements import account_given
        from concord.agreements.account import account
        from concord.findings import as_json as finding_json
        from concord.vocabulary.console import emit

        given = _given(file)
        given |= {name: each for name, each in (("draws", draws), ("seed", seed)) if each is not None}
        read = account_given.read(given, file=file.name)
        told = [finding_json(each, language) for each in read.findings]
        if read.asked is None:
            emit({"findings": told}, as_json=as_json, human=lambda: _findings(read.findings, language))
            raise typer.Exit(1)
        found = account(read.asked)
        files = [_write(found, out, language, as_of)] if out is not None else []
        data = {**_shown(found), "files": files, "findings": told}

        def human() -> None:
            _findings(read.findings, language)
            _say(found, language)

        emit(data, as_json=as_json, human=human)


def _given(file: Path) -> dict[str, Any]:
    """The file's top level.

    Raises:
        NotFound: ``agreements.account.no-file``.
        Invalid: ``agreements.account.no-account``, or as the strict reader.
    """
    from concord.declarations.read import read_yaml
    from concord.errors import Invalid, NotFound

    if not file.is_file():
        raise NotFound("agreements.account.no-file", params={"path": str(file)})
    read = read_yaml(file)
    if not isinstance(read, dict):
        raise Invalid("agreements.account.no-account", params={"file": file.name})
    return dict(read)


def _shown(found: Account) -> dict[str, Any]:
    from concord.agreements import account_shown

    return account_shown.as_json(found)


def _findings(findings: Findings, language: str) -> None:
    from concord.findings import line
    from concord.vocabulary.console import say

    shown, more = findings.capped()
    for finding in shown:
        say(line(finding, language))
    if more:
        say(f"(+{more})")


def _say(found: Account, language: str) -> None:
    from concord.agreements import account_report as report
    from concord.agreements.account_words import Speech, amount, scale
    from concord.vocabulary.console import columns

    speech, by = Speech(language), scale(found)
    if found.invented:
        typer.echo(speech.text("notice-invented"))
    for each in report.verdicts(found, speech):
        typer.echo(str(each))
    typer.echo(str(report.ratio_said(found, speech)))
    rows = [
        (group.label if position == 0 else "", bar.label, bar.text, bar.range)
        for group in report.groups(found, speech, by)
        for position, bar in enumerate(group.bars)
    ]
    rows += [
        (speech.text("beside-balance"), speech.text(f"line-{line.id}"), *amount(line.whole, by, speech))
        for side in found.sides for line in side.beside
    ]  # fmt: skip
    typer.echo(columns(rows))
    typer.echo(str(report.note(found, speech, by)))


def _write(found: Account, out: Path, language: str, as_of: str | None) -> dict[str, Any]:
    import datetime as dt

    from concord.agreements.files import ending, put
    from concord.errors import Invalid
    from concord.vocabulary.periods import PartialDate

    format = ending(out)
    if format not in FORMATS:
        raise Invalid("agreements.account.format", params={"format": format, "known": ", ".join(FORMATS)})
    day = PartialDate.parse(as_of).last if as_of else dt.date.today()
    return put(content_of(found, format, language, day), out)


def content_of(found: Account, format: str, language: str, day: Any) -> bytes:
    """The account's bytes in one format; nothing is written to a disk on the way."""
    from concord.agreements import account_report, appraisal_files

    if format in ("csv", "xlsx"):
        return _table(found, format, language)
    return appraisal_files.content_of(account_report.compose(found, language, as_of=day), format)


def _table(found: Account, format: str, language: str) -> bytes:
    import io

    from concord.agreements import account_shown
    from concord.intake import out

    stream, meta = io.BytesIO(), account_shown.meta(found, language=language)
    if format == "csv":
        out.write_csv(stream, account_shown.COLUMNS, account_shown.rows(found), meta)
    else:
        out.write_xlsx(stream, account_shown.COLUMNS, account_shown.rows(found), meta, in_memory=True)
    return stream.getvalue()

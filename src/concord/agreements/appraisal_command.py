"""``concord appraise``: clauses of a text and suggested passages for each element of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.vocabulary.languages import LANGUAGES, LanguageCode

if TYPE_CHECKING:
    from concord.agreements.suggesting.suggest import Suggestions
    from concord.texts.clauses import Clause
    from concord.texts.reading import TextFile

Out = Annotated[Path | None, typer.Option("--out", metavar="F", help="Write what is suggested: .pdf, .docx or .html.")]


def register(app: typer.Typer) -> None:
    """Add this room's command."""

    @app.command("appraise")
    def appraise_command(
        file: Annotated[Path, typer.Argument(help="The text: Word, PDF, plain text or Akoma Ntoso.")],
        text_language: Annotated[
            str | None, typer.Option("--text-language", metavar="L", help="Language of the text, where it is not seen.")
        ] = None,
        out: Out = None,
        as_of: Annotated[str | None, typer.Option(help="Day of the document (2026-11-22); default: today.")] = None,
        folder: Annotated[Path | None, typer.Option(help="Data folder; not used by this command.", hidden=True)] = None,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """Where a text may speak of each element of the catalogue; a person decides what holds."""
        from concord.findings import as_json as finding_json
        from concord.texts.reading import read_text
        from concord.vocabulary.console import emit

        read = read_text(file)
        told = [finding_json(each, language) for each in read.findings]
        if not read.ok:
            emit({"findings": told}, as_json=as_json, human=lambda: _findings(told))
            raise typer.Exit(1)
        spoken = _language(read, text_language)
        clauses, found = _suggested(read, spoken)
        files = [_write(clauses, found, read, out, language, as_of)] if out is not None else []
        data = {
            "language": spoken, "quality": found.quality.status,
            "clauses": [{"id": each.id, "heading": each.heading, "text": each.text} for each in clauses],
            "elements": found.to_json(), "files": files, "findings": told,
        }  # fmt: skip

        def human() -> None:
            _findings(told)
            _say(found, language)

        emit(data, as_json=as_json, human=human)


def _language(read: TextFile, said: str | None) -> str:
    """The language of the text.

    Raises:
        Invalid: ``agreements.appraisal.language``, ``agreements.appraisal.no-text``.
    """
    from concord.errors import Invalid

    if not read.text().strip():
        raise Invalid("agreements.appraisal.no-text", params={"file": read.name})
    spoken = said or read.language
    if spoken not in LANGUAGES:
        raise Invalid("agreements.appraisal.language", params={"file": read.name})
    return spoken


def _suggested(read: TextFile, language: str) -> tuple[tuple[Clause, ...], Suggestions]:
    from concord.agreements.suggesting.suggest import suggest
    from concord.texts.clauses import cut

    clauses = cut(read.text(), language=language)
    return clauses, suggest(clauses, language=language)


def _write(
    clauses: tuple[Clause, ...], found: Suggestions, read: TextFile, out: Path, language: str, as_of: str | None
) -> dict[str, Any]:
    import datetime as dt

    from concord.agreements.appraisal import appraise
    from concord.agreements.appraisal_document import compose
    from concord.agreements.appraisal_files import written

    made = appraise(clauses, (), language=found.language, title={language: read.name}, suggestions=found)
    day = dt.date.fromisoformat(as_of) if as_of else dt.datetime.now().astimezone().date()
    return written(compose(made, language, as_of=day), out)


def _percent(share: float) -> str:
    """Nothing that is only likely is rounded up to certain."""
    return f"{min(int(100 * share), 99)} %"


def _findings(told: list[dict[str, Any]]) -> None:

    for each in told:
        typer.echo(f"{each['message']} {each['hint'] or ''}".strip())


def _say(found: Suggestions, language: str) -> None:
    from concord.agreements.account_words import Speech
    from concord.agreements.appraisal_tables import DOMAIN
    from concord.agreements.elements import element, label_of_mark, note

    speech = Speech(language, DOMAIN)
    for each in found.items:
        label = element(each.element).label.best(language).text
        said = "sure-not-spoken" if each.mark == "absent" else "sure-spoken"
        mark = label_of_mark(each.mark, language)
        typer.echo(f"{each.element}  {label}: {speech.text(said, sure=_percent(each.confidence), mark=mark)}")
        for passage in each.passages:
            typer.echo(
                f"      {passage.clause}  {_percent(passage.confidence)}  {' '.join(passage.text.split())[:160]}"
            )
    typer.echo(found.quality.note.best(language).text)
    typer.echo(note(language))

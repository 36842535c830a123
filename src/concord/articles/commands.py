"""``concord where 7.3``: a paragraph of the Code, who owes what, and where it lives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.articles.lookup import Where
    from concord.articles.model import Obligation, Resolution


def register(app: typer.Typer) -> None:
    """Add this room's commands."""

    @app.command("where")
    def where_command(
        paragraph: Annotated[str, typer.Argument(help="A paragraph (7.3, 7.2c), an article (7) or a resolution.")],
        version: Annotated[str | None, typer.Option(help="The Code's version, 2010 or 2026; else the latest.")] = None,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        folder: Annotated[Path | None, typer.Option(help="The data folder; the Code needs none.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """A paragraph of the Code: who owes what, where implemented, declared, shown and tested."""
        from concord.articles.lookup import where
        from concord.vocabulary.console import emit

        found = where(paragraph, version)
        emit(found.as_json(language), as_json=as_json, human=lambda: typer.echo("\n".join(view(found, language))))


def view(found: Where, language: str = "en") -> list[str]:
    """The answer as lines for a person."""
    if found.resolution is not None:
        return _resolution(found.resolution, language)
    lines = [f"{found.paragraph} · {found.title(language)} · version {found.version.id}", ""]
    for obligation in found.obligations:
        lines += _obligation(obligation, language)
    lines += [
        f"! {note}" for note in (found.note(language), *(e.numbering_note.strip() for e in found.articles)) if note
    ]
    lines += [f"  {each.said(language)}" for each in found.amendments]
    lines += [f"Resolutions: {', '.join(each.id for each in found.resolutions)}"] if found.resolutions else []
    return lines


def _obligation(obligation: Obligation, language: str) -> list[str]:
    from concord.articles.model import verification_words

    said = obligation.said(language)
    rows = [
        ("who", ", ".join(str(actor.said(language)) for actor in obligation.actors)),
        ("how strongly", str(obligation.strength.said(language))),
        ("checked", verification_words(obligation.verification, language)),
        ("", obligation.verification_note),
        ("source", f"{obligation.source.document}, {obligation.source.place} {obligation.source.link}".strip()),
        ("implemented by", ", ".join(obligation.implemented_by)),
        ("declared in", ", ".join(obligation.declared_in)),
        ("shown at", obligation.page),
        ("tested by", ", ".join(obligation.tests)),
        ("not yet", obligation.not_yet),
        ("nothing to do", obligation.why_not),
    ]
    mark = " [en]" if said.is_fallback else ""
    return [f"{obligation.id}  {said}{mark}", *_labelled(rows), ""]


def _labelled(rows: list[tuple[str, str]]) -> list[str]:
    return [f"    {label:<15} {value}" for label, value in rows if value]


def _resolution(resolution: Resolution, language: str) -> list[str]:
    from concord.articles.model import verification_words

    ours = " (our title)" if resolution.title_is_ours else ""
    lines = [f"{resolution.id} · {resolution.body} · {resolution.date}", f"{resolution.said_title(language)}{ours}", ""]
    for paragraph in resolution.paragraphs:
        rows = [
            ("asked", ", ".join(str(actor.said(language)) for actor in paragraph.asked)),
            ("bears on", ", ".join(paragraph.leads_to)),
            ("checked", verification_words(paragraph.verification, language)),
            ("source", f"{paragraph.source.document}, {paragraph.source.place} {paragraph.source.link}".strip()),
        ]
        lines += [f"  {resolution.said(paragraph, language)}", *_labelled(rows), ""]
    return [*lines, f"! {resolution.numbers_note}", f"declared in {resolution.file}"]

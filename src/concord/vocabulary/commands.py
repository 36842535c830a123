"""``concord areas resolve NAME``: one name or code, in any of six languages, to an area."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.vocabulary.areas import Resolution


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    areas = typer.Typer(help="Countries and territories: names and codes.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(areas, name="areas")

    @areas.callback()
    def areas_frame() -> None:
        """Countries and territories: names and codes."""

    @areas.command("resolve")
    def resolve_command(
        name: Annotated[str, typer.Argument(help="A name in any of six languages, or a code; exact names only.")],
        on: Annotated[
            str | None, typer.Option(metavar="DATE", help="A day, month or year; its last day counts.")
        ] = None,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        folder: Annotated[Path | None, typer.Option(help="The data folder; areas need none.")] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """One name or code to an area; what only looks alike is suggested, never taken."""
        from concord.vocabulary.areas import resolve
        from concord.vocabulary.console import emit
        from concord.vocabulary.periods import PartialDate

        found = resolve(name, PartialDate.parse(on).last if on else None)
        said = {"area": found.area, "status": found.status, "suggestions": list(found.suggestions)}
        if found.lookalikes:
            said["lookalikes"] = list(found.lookalikes)
        emit(said, as_json=as_json, human=lambda: typer.echo("\n".join(view(name, found, language))))


def view(name: str, found: Resolution, language: str = "en") -> list[str]:
    """The answer as lines for a person."""
    from concord.vocabulary.areas import area
    from concord.vocabulary.text import wording

    def say(key: str, english: str) -> str:
        return wording("areas", key, english, language).text

    lines = {
        "exact": "{code}  {name}",
        "former": "{code}  {name} is a former area. It became:",
        "ambiguous": "“{said}” may mean more than one area. Say which:",
        "unknown": "“{said}” is no exact name or code of an area.",
    }
    known = area(found.area) if found.area else None
    values = {"code": found.area or "", "name": known.name(language) if known else "", "said": name}
    said = [say(f"resolve.{found.status}", lines[found.status]).format(**values)]
    if found.lookalikes:
        warned = say("resolve.lookalikes", "It has letters of another alphabet that only look right: {letters}")
        said.append(warned.format(letters=" ".join(found.lookalikes)))
    if found.status == "unknown" and found.suggestions:
        said.append(say("resolve.suggestions", "These look alike; nothing was taken:"))
    return [*said, *(f"  {code}  {area(code).name(language)}" for code in found.suggestions)]

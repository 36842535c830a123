"""``concord codes``: what national titles of occupations stand for, with confidence and reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.mds.harmonise.looking_up import LookedUp

#: Key → English wording; translated with the other words of the room.
HOW = {
    "code": "a code of the list",
    "index": "a title of the index",
    "map": "the country's own map",
    "profile": "the officer's profile",
    "other-map": "another country's map",
    "concordance": "ISCO-88, through the concordance",
    "without-ranks": "a title of the index, without the words of rank",
    "alike": "looks like a title of the index",
    "longer-code": "begins with a code of ISCO-08",
}


def register(app: typer.Typer) -> None:
    """Add this room's commands."""

    @app.command("codes")
    def codes_command(
        given: Annotated[
            list[str], typer.Argument(help="Titles, or files with a column of titles.", metavar="FILE|TITLE…")
        ],
        area: Annotated[
            str | None, typer.Option(help="Whose titles: some mean one thing here and another there.")
        ] = None,
        titles_in: Annotated[str, typer.Option("--titles-in", help="Language of the titles, such as fr or pt.")] = "",
        column: Annotated[str, typer.Option(help="Header of the column of titles in the files.")] = "",
        scheme: Annotated[str | None, typer.Option(help="Scheme of codes: isco-08, isco-88 or national.")] = None,
        maps: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder of code maps to read with.")] = None,
        out: Annotated[
            Path | None, typer.Option(metavar="DIR", help="Write a map of --area into this folder, to be reviewed.")
        ] = None,
        language: Annotated[LanguageCode, typer.Option(help="Language of the words.")] = "en",
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    ) -> None:
        """ISCO-08 codes for national titles, with reasons; only what is certain would be applied, the rest is asked."""
        from concord.errors import Invalid
        from concord.mds.harmonise import codemaps, looking_up
        from concord.mds.harmonise.concordance import SCHEMES
        from concord.vocabulary.console import emit

        if scheme is not None and scheme not in SCHEMES:
            params = {"key": "--scheme", "value": scheme, "known": ", ".join(SCHEMES)}
            raise Invalid("mds.profile.value", params=params)
        if out is not None and area is None:
            raise Invalid("mds.area.required", params={"file": str(out)})
        whose = _area(area) if area is not None else ""
        known = codemaps.read_maps(maps) if maps is not None else ()
        texts = looking_up.texts_of(given, column)
        found = looking_up.look_up(texts, area=whose, language=titles_in, maps=known, scheme=scheme)
        written = str(codemaps.write_map(looking_up.proposed_map(found, area=whose), out)) if out is not None else None
        asked = sum(1 for each in found if each.decision.problems and not each.decision.values["occupation"])
        said = {"titles": [each.as_json(language) for each in found], "asked": asked, "map": written}
        emit(said, as_json=as_json, human=lambda: typer.echo("\n".join(view(found, language))))


def _area(text: str) -> str:
    from concord.errors import Invalid
    from concord.vocabulary.areas import resolve

    found = resolve(text)
    if found.area is None:
        raise Invalid("mds.area.option", params={"area": text, "suggestions": ", ".join(found.suggestions) or "–"})
    return found.area


def view(found: list[LookedUp], language: str = "en") -> list[str]:
    """The answer as lines for a person."""
    lines: list[str] = []
    for each in found:
        lines += _lines(each, language)
    return lines


def _unreviewed(each: LookedUp) -> str:
    return "" if each.decision.values["reviewed"] else "unreviewed"


def _lines(each: LookedUp, language: str) -> list[str]:
    from concord.vocabulary.codelists import codelist
    from concord.vocabulary.text import wording

    def how(key: str) -> str:
        return wording("messages/mds", f"codes.how.{key}", HOW[key], language).text

    values = each.decision.values
    names = codelist("occupation")
    code = values["occupation"]
    if code:
        why = "; ".join(filter(None, (values["confidence"], how(values["how"]), _unreviewed(each))))
        return [f"{each.text} → {code}  {names.name(code, language)}  ({why})"]
    if values["outside"]:
        return [f"{each.text} → –  {values['outside']}  ({how(values['how'])})"]
    lines = [f"{each.text} → ?  {problem['message']}" for problem in each.as_json(language)["problems"]]
    for one in values["suggestions"]:
        why = "; ".join(part for part in (one.confidence, how(one.how), one.title, one.reason, one.reviewed) if part)
        lines.append(f"    {one.code}  {names.name(one.code, language)}  ({why})")
    return lines

"""``concord agreements``: the register of agreements listed, taken out as a spreadsheet, brought in by key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.vocabulary.languages import LanguageCode

if TYPE_CHECKING:
    from concord.intake.bulk import Plan

Folder = Annotated[Path | None, typer.Option(metavar="DIR", help="The data folder.")]
Language = Annotated[LanguageCode, typer.Option(help="Language of the words.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    group = typer.Typer(help="The register of agreements.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="agreements")
    group.command("list", help="Entries of the register, filtered.")(listed)
    group.command("take", help="The register as CSV or XLSX, in the columns in which it comes in.")(take)
    group.command("bring", help="What a spreadsheet would change; with --apply, change it.")(bring)
    group.command("restore", help="Bring an earlier state of this installation's entries back.")(restore)


def listed(
    party: Annotated[str, typer.Option(metavar="AREA", help="Alpha-3 of a party.")] = "",
    words: Annotated[str, typer.Option(metavar="WORDS", help="Words to look for.")] = "",
    clause: Annotated[str, typer.Option(metavar="CL39", help="Element that a source names.")] = "",
    folder: Folder = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Entries of the register, newest first."""
    from concord.agreements import repository_filters, repository_folder, repository_out
    from concord.agreements.repository import agreements
    from concord.vocabulary.console import columns, data_folder, emit

    held = agreements(repository_folder.folder_of(data_folder(folder)))
    asked = repository_filters.Wanted(party=party.upper(), words=words, clause=clause.upper())
    found = repository_filters.wanted(held.values(), asked, on=dt.datetime.now(dt.UTC).date())
    data = {"count": len(found), "agreements": [repository_out.as_json(each, language) for each in found]}
    rows = [(each.id, each.year or "", "-".join(each.areas[:3]), each.verification, each.title) for each in found]
    emit(data, as_json=as_json, human=lambda: typer.echo(columns(rows)))


def take(
    out: Annotated[Path, typer.Option(metavar="F", help="Where to write; .csv or .xlsx.")],
    folder: Folder = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Every entry in the columns in which a list comes in."""
    import io

    from concord.agreements import files, repository_folder, repository_out
    from concord.agreements.repository import agreements
    from concord.errors import Invalid
    from concord.intake.out import Meta
    from concord.vocabulary.console import data_folder, emit, say
    from concord.vocabulary.provenance import source

    if (format := files.ending(out)) not in repository_out.FORMATS:
        known = ", ".join(repository_out.FORMATS)
        raise Invalid("agreements.register.format", params={"format": format, "known": known})
    held = agreements(repository_folder.folder_of(data_folder(folder)))
    about = source("agreements-register")
    meta = Meta(title=about.title, licence=about.licence, citation=about.citation, language=language)
    stream = io.BytesIO()
    rows = repository_out.write(stream, held.values(), format, meta)
    files.put(stream.getvalue(), out)
    data = {"files": [{"path": str(out), "rows": rows}]}
    emit(data, as_json=as_json, human=lambda: say(f"{rows} → {out}"))


def bring(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX with the register's columns.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write it; without this, nothing is changed.")] = False,
    folder: Folder = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """What a spreadsheet would change in the register of this installation."""
    from concord.agreements import repository_folder, repository_sheet
    from concord.findings import as_json as finding_json
    from concord.intake import read
    from concord.intake.bulk import Plan
    from concord.vocabulary.console import data_folder, emit

    place = repository_folder.folder_of(data_folder(folder))
    reading = read(file)
    if reading.ok:
        today = dt.datetime.now(dt.UTC).date()
        made = repository_folder.look(repository_sheet.read_rows(reading.sheet(), today=today), place)
    else:
        made = Plan(findings=reading.findings)
    is_done = apply and not made.findings.hard
    if is_done:
        repository_folder.applied(made, place)
    data = {
        "findings": [finding_json(each, language) for each in made.findings],
        "new": [each.key[0] for each in made.new],
        "changed": [
            {"id": each.key[0], "fields": {name: list(pair) for name, pair in each.fields.items()}}
            for each in made.changed
        ],
        "unchanged": len(made.unchanged), "not_in_file": len(made.missing), "applied": is_done,
    }  # fmt: skip
    emit(data, as_json=as_json, human=lambda: _say(made, data, language))
    if made.findings.hard:
        raise typer.Exit(1)


def restore(
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help="Number of the state; 1 is the oldest, 0 the built-in register.")
    ],
    folder: Folder = None,
    as_json: Json = False,
) -> None:
    """Bring an earlier state back; what stands there now is kept."""
    from concord.agreements import repository_folder
    from concord.vocabulary.console import data_folder, emit, say

    place = repository_folder.folder_of(data_folder(folder))
    repository_folder.restore(number, place)
    kept = [path.name for path in repository_folder.before(place)]
    emit({"restored": number, "kept": kept}, as_json=as_json, human=lambda: say("\n".join(kept)))


def _say(made: Plan, data: dict[str, Any], language: str) -> None:
    from concord.findings import as_json as finding_json

    for each in made.findings:
        said = finding_json(each, language)
        place = " ".join(str(part) for part in (said["sheet"], said["row"]) if part)
        typer.echo(f"[{each.level}] {place} {said['message']} {said['hint']}".strip())
    typer.echo(f"+ {len(made.new)}  ~ {len(made.changed)}  = {len(made.unchanged)}  ({len(made.missing)})")
    for change in made.changed:
        for name, (old, new) in change.fields.items():
            typer.echo(f"  {change.key[0]} {name}: {old} → {new}")
    if data["applied"]:
        typer.echo("✓")

"""``concord generate register``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concord.mds.generating.writing import Written

Years = Annotated[int, typer.Option(help="How many yearly registers, the last being that of --year.")]
Broken = Annotated[
    str | None,
    typer.Option(metavar="KIND,…", help="Kinds of error to work in, or all; listed beside the file."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    generate = typer.Typer(help="Generated data, marked as such.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(generate, name="generate")

    @generate.callback()
    def frame() -> None:
        """Generated data, marked as such: for trying, teaching, testing and measuring."""

    @generate.command("register")
    def register_command(
        area: Annotated[str, typer.Option(help="Whose register: a code or an exact name.")],
        out: Annotated[Path, typer.Option(metavar="F", help="The file to write (.csv, .xlsx or .parquet).")],
        rows: Annotated[int | None, typer.Option(help="Rows, all years together (default: a real register's).")] = None,
        seed: Annotated[int, typer.Option(help="The same seed gives the same file.")] = 1,
        year: Annotated[int, typer.Option(help="The (last) reference year.")] = 2024,
        years: Years = 1,
        format: Annotated[str | None, typer.Option(help="csv, xlsx or parquet, where the name does not say.")] = None,
        style: Annotated[str, typer.Option(help="standard, national, or the id of a declared style.")] = "standard",
        language: Annotated[str, typer.Option(help="Language of a national style (pt too), and of the words.")] = "en",
        quality: Annotated[str, typer.Option(help="tidy, usual or poor.")] = "usual",
        broken: Broken = None,
        broken_each: Annotated[int, typer.Option(help="How many errors of each kind.")] = 3,
        two_roles: Annotated[float | None, typer.Option(help="Share of persons with two rows (0 to 0.5).")] = None,
        foreign_share: Annotated[float | None, typer.Option(help="Share of foreign-trained doctors (0 to 1).")] = None,
        folder: Annotated[Path | None, typer.Option(help="The data folder; not used by this command.")] = None,
        as_json: AsJson = False,
    ) -> None:
        """Make a person-level register that looks like a real one and is nobody's.

        Shares by origin, age, sex, missing values and sizes are those of published tables (data/generating); every file
        says that it is generated.
        """
        from concord.mds.generating.styles import national
        from concord.mds.generating.wish import Wish
        from concord.mds.generating.writing import write
        from concord.vocabulary.console import progress

        wish = Wish(
            area=_area(area),
            seed=seed,
            rows=rows,
            year=year,
            years=years,
            quality=quality,
            style=national(language) if style == "national" else style,
            broken=tuple(kind.strip() for kind in (broken or "").split(",") if kind.strip()),
            broken_each=broken_each,
            two_roles=two_roles,
            foreign_share=foreign_share,
        )
        with progress(rows or 0, "rows") as advance:
            written = write(wish, out, format=format, advance=advance)
        _show(written, as_json=as_json)


def _area(text: str) -> str:
    from concord.errors import Invalid
    from concord.vocabulary.areas import resolve

    found = resolve(text, None)
    if found.area is None:
        raise Invalid("mds.area.option", params={"area": text, "suggestions": ", ".join(found.suggestions) or "–"})
    return found.area


def _show(written: Written, *, as_json: bool) -> None:
    from concord.vocabulary import console

    data: dict[str, Any] = {
        "file": str(written.file),
        "rows": written.rows,
        "broken": list(written.broken),
        "beside": [str(path) for path in written.beside],
        "made_from": written.facts,
    }
    console.emit(data, as_json=as_json, human=lambda: _say(data))


def _say(data: dict[str, Any]) -> None:
    lines = [f"{data['file']}  {data['rows']}", *(path for path in data["beside"]), data["made_from"]["statement"]]
    lines += [f"{each['row']}  {each['column']['header']}  {each['kind']}  {each['code']}" for each in data["broken"]]
    typer.echo("\n".join(lines))

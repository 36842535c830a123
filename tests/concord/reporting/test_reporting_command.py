"""``concord report``: files with their digests, refusals in words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from concord.client.commands import register
from concord.errors import Invalid, NotFound


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer(rich_markup_mode=None)
    register(made)

    @made.callback()
    def frame() -> None:
        """Keeps ``report`` a command of its own."""

    return made


def run(app: typer.Typer, tmp_path: Path, *arguments: str):
    fixed = ["--as-of", "2026-11-21", "--out", str(tmp_path / "out"), "--folder", str(tmp_path / "data"), "--json"]
    return CliRunner().invoke(app, ["report", *arguments, *fixed])


def test_a_country_is_written_with_its_digest_and_pages(app: typer.Typer, tmp_path: Path) -> None:
    answer = run(app, tmp_path, "country", "--area", "ken", "--language", "fr")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    (file,) = told["files"]
    path = Path(file["path"])
    assert path.name == "country-ken-fr.pdf"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
    assert file["pages"] >= 1
    assert told["basis"] == "declared"


def test_the_report_is_written_as_a_page(app: typer.Typer, tmp_path: Path) -> None:
    answer = run(app, tmp_path, "dg", "--round", "2024", "--language", "es", "--format", "html")
    (file,) = json.loads(answer.output)["files"]
    assert Path(file["path"]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert file["pages"] is None
    assert not list((tmp_path / "out").glob("*.part"))


@pytest.mark.parametrize(
    ("arguments", "kind", "code"),
    [
        (("dg", "--round", "2025"), NotFound, "reporting.round.unknown"),
        (("country", "--area", "XXX"), NotFound, "areas.area.unknown"),
        (("country", "--area", "KEN", "--language", "de"), Invalid, "client.language.unknown"),
        (("country", "--area", "KEN", "--format", "odt"), Invalid, "client.format.unknown"),
    ],
)
def test_what_cannot_be_done_is_refused(
    app: typer.Typer, tmp_path: Path, arguments: tuple[str, ...], kind: type[Exception], code: str
) -> None:
    answer = run(app, tmp_path, *arguments)
    assert isinstance(answer.exception, kind)
    assert answer.exception.code == code
    assert not (tmp_path / "out").exists()

"""Options: each declared once, documented, read from environment, file or default; secrets never shown."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from concord.errors import Invalid
from concord_site import config
from concord_site.shell import database

REPOSITORY = Path(__file__).parents[3]
REFERENCE = REPOSITORY / "docs" / "reference" / "options.md"
PERMISSIONS = REPOSITORY / "docs" / "permissions.md"


def test_no_option_is_needed_to_run(tmp_path: Path) -> None:
    home = tmp_path / "home"
    loaded = config.load({"HOME": str(home)})
    assert loaded.folder.is_relative_to(home)
    assert loaded.database == ""
    assert not home.exists(), "reading options makes nothing"


def test_the_environment_comes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    (tmp_path / "concord.toml").write_text('session_hours = 3\nthreads = 9\nhosts = ["a.example", "b.example"]\n')
    loaded = config.load({"CONCORD_FOLDER": str(tmp_path), "CONCORD_THREADS": "2"})
    assert (loaded.session_hours, loaded.threads, loaded.workers) == (3, 2, 0)
    assert loaded.hosts == ("a.example", "b.example")


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("  from the file \n")
    environment = {"CONCORD_FOLDER": str(tmp_path), "CONCORD_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert config.load(environment).secret_key == "from the file"
    with pytest.raises(Invalid) as refusal:
        config.load({**environment, "CONCORD_SECRET_KEY_FILE": str(tmp_path / "none")})
    assert refusal.value.code == "site.config.unreadable"


def test_only_secrets_have_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "address").write_text("https://evil.example")
    loaded = config.load({"CONCORD_FOLDER": str(tmp_path), "CONCORD_ADDRESS_FILE": str(tmp_path / "address")})
    assert loaded.address == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", "code.example.org"), ("ADDRESS", "https://code.example.org/path"), ("ADDRESS", "ftp://code.example.org"),
        ("THREADS", "-1"), ("THREADS", "four"), ("DEBUG", "perhaps"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        config.load({"CONCORD_FOLDER": str(tmp_path), f"CONCORD_{name}": value})
    assert (refusal.value.code, refusal.value.params["name"]) == ("site.config.value", name.lower())


@pytest.mark.parametrize(
    ("text", "code"), [("adress = 1\n", "site.config.unknown"), ("= 1\n", "site.config.unreadable")]
)
def test_a_misspelt_option_in_the_file_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "concord.toml").write_text(text)
    with pytest.raises(Invalid) as refusal:
        config.load({"CONCORD_FOLDER": str(tmp_path)})
    assert refusal.value.code == code


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    loaded = config.load({"CONCORD_FOLDER": str(tmp_path / "data")})
    assert config.secret_key(loaded) != config.secret_key(loaded), (
        "nothing is kept before a command prepares the folder"
    )
    config.prepare(loaded)
    first = config.secret_key(loaded)
    config.prepare(loaded)
    assert config.secret_key(loaded) == first
    assert len(first) > 50
    assert stat.S_IMODE(loaded.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(loaded.private.stat().st_mode) == 0o700


def test_every_option_is_documented_as_it_is() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == config.reference(), (
        "run: python -m concord_site.config > docs/reference/options.md"
    )


def test_every_option_has_a_kind_and_a_sentence() -> None:
    for option in config.options():
        assert option["kind"] in config.KINDS
        assert re.match(r"[A-Z].*[.]", option["help"], flags=re.DOTALL), option["name"]


def test_secrets_are_not_shown_when_options_are(tmp_path: Path) -> None:
    environment = {
        "CONCORD_FOLDER": str(tmp_path),
        "CONCORD_DATABASE": "postgres://u:hunter2@h/n",
        "CONCORD_SECRET_KEY": "s3",
    }
    shown = repr(config.load(environment))
    assert "hunter2" not in shown
    assert "s3" not in shown


def test_the_permissions_page_is_the_table() -> None:
    from concord_site.shell import permissions

    assert PERMISSIONS.read_text(encoding="utf-8") == permissions.page(), (
        "run: python -m concord_site print_permissions > docs/permissions.md"
    )


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ("3.40.1", "DELETE"), ("3.44.5", "DELETE"), ("3.44.6", "WAL"), ("3.45.0", "DELETE"), ("3.50.6", "DELETE"),
        ("3.50.7", "WAL"), ("3.51.2", "DELETE"), ("3.51.3", "WAL"), ("3.53.4", "WAL"), ("3.6.23", "DELETE"),
        ("4.0.0", "WAL"),
    ],
)  # fmt: skip
def test_the_write_ahead_log_is_used_only_where_it_is_mended(version: str, mode: str) -> None:
    assert database.journal_mode(version) == mode


def test_a_postgres_address_becomes_settings_and_anything_else_is_refused() -> None:
    made = database.postgres("postgres://concord:p%40ss@/concord?host=/run/postgresql")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["NAME"]) == (
        "concord",
        "p@ss",
        "/run/postgresql",
        "concord",
    )
    assert "synchronous_commit=on" in made["OPTIONS"]["options"]
    for address in ("mysql://a/b", "postgres://host"):
        with pytest.raises(Invalid) as refusal:
            database.postgres(address)
        assert refusal.value.code == "site.config.database"


@pytest.mark.django_db
def test_the_connection_waits_for_the_disk_and_checks_references() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert connection.transaction_mode == "IMMEDIATE"


def test_models_and_migrations_agree(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)

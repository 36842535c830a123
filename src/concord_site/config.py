"""The options of an installation: each declared once with its type, its default and its help.

An option comes from the environment (``CONCORD_ADDRESS``), else from the file ``concord.toml`` (key ``address``; in
the data folder, or where ``CONCORD_CONFIG`` says), else from its default. No option is needed to run. A secret may also
stand in a file of its own: ``CONCORD_DATABASE_FILE=/run/secrets/database`` is read and stripped. Secrets are never
printed.
"""

from __future__ import annotations

import os
import secrets
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from concord.errors import Invalid

PREFIX = "CONCORD_"


def default_folder(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """The user's own data folder for Concord, where the system wants such folders."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or Path.home())
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Concord"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Concord"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "concord"


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("yes or no is expected")


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(word) for word in value)
    return tuple(word.strip() for word in str(value).split(",") if word.strip())


def _count(value: object) -> int:
    number = int(str(value))
    if number < 0:
        raise ValueError("a whole number from 0 is expected")
    return number


def _folder(value: object) -> Path:
    return Path(str(value)).expanduser().absolute()


def _address(value: object) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(str(value).strip().rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise ValueError("an address such as https://code.example.org is expected, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _text(value: object) -> str:
    return str(value)


#: How each kind of option is read, and what it is called in the reference.
KINDS: dict[str, Callable[[object], Any]] = {
    "text": _text, "yes or no": _flag, "number": _count, "folder": _folder, "address": _address, "list": _words,
}  # fmt: skip


def _option(
    default: object, help_text: str, *, kind: str = "text", secret: bool = False, shown: str | None = None
) -> Any:
    """Declare an option; ``shown`` describes a default that is worked out rather than fixed."""
    metadata = {"help": help_text, "kind": kind, "secret": secret, "shown": shown}
    if callable(default):
        return field(default_factory=default, metadata=metadata, repr=not secret)
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything an installation may choose; see ``docs/reference/options.md``."""

    folder: Path = _option(  # noqa: RUF009  (the declaration itself; the default is worked out at each start)
        default_folder,
        "The data folder: database, private files, releases, keys. Back up this folder with `concord backup`.",
        kind="folder",
        shown="the user's data folder, e.g. `~/.local/share/concord`",
    )
    database: str = _option(
        "",
        "Address of a PostgreSQL database, `postgres://user:password@host:5432/name` (a unix socket: "
        "`postgres://user@/name?host=/run/postgresql`). Empty: SQLite in the data folder.",
        secret=True,
        shown="SQLite, `site.sqlite3` in the data folder",
    )
    address: str = _option(
        "http://127.0.0.1:8000",
        "The site's own address. Links in mail are built from it, never from what a browser claims; with https, "
        "cookies are secure and browsers are told to stay on https.",
        kind="address",
    )
    hosts: tuple[str, ...] = _option(
        (),
        "Further host names under which the site answers, separated by commas. The host of `address` is always one.",
        kind="list",
    )
    proxy: bool = _option(
        False,
        "Whether a reverse proxy stands in front and sets `X-Forwarded-Proto` and `X-Forwarded-For`. Without one these "
        "headers are ignored, since anybody can send them.",
        kind="yes or no",
    )
    secret_key: str = _option(
        "",
        "Key that signs sessions and links and wraps one-time-code secrets. Empty: a key is made once and kept in the "
        "data folder in `secret-key`, readable by its owner only; it is not part of a backup.",
        secret=True,
        shown="made on first start",
    )
    mail: str = _option(
        "folder",
        "Where mail goes: `folder` (files in the data folder, for demonstrations), `console`, or "
        "`smtp://user:password@host:587` (`smtps://` for TLS from the start; `smtp://` asks for STARTTLS unless "
        "`?tls=no`).",
        secret=True,
    )
    sender: str = _option("Concord <no-reply@localhost>", "The sender's name and address of all mail.")
    contact: str = _option("", "Address shown to people who need help signing in; also the one for security reports.")
    log_level: str = _option("INFO", "How much is written to the log: DEBUG, INFO, WARNING or ERROR.")
    session_hours: int = _option(12, "A sign-in ends after this many hours.", kind="number")
    workers: int = _option(0, "Server processes. 0: one per processor core, on SQLite two at most.", kind="number")
    threads: int = _option(4, "Threads in each server process.", kind="number")
    upload_megabytes: int = _option(20, "The largest file that may be uploaded, packed.", kind="number")
    demonstration: bool = _option(
        False,
        "Whether this is a demonstration: every page says so, and one-time codes of invented people may be printed. "
        "Never for real people.",
        kind="yes or no",
    )
    debug: bool = _option(
        False, "Show programming errors in the browser. Never on an address others can reach.", kind="yes or no"
    )

    @property
    def is_https(self) -> bool:
        """Whether the site is reached by https."""
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        """Host name of the address, without its port."""
        from urllib.parse import urlsplit

        return urlsplit(self.address).hostname or "localhost"

    @property
    def database_file(self) -> Path:
        """The SQLite file, whether or not it is used."""
        return self.folder / "site.sqlite3"

    @property
    def private(self) -> Path:
        """Files only signed-in people may fetch, each through the access door."""
        return self.folder / "private"

    @property
    def releases(self) -> Path:
        """Frozen releases of tables."""
        return self.folder / "releases"

    @property
    def static(self) -> Path:
        """Collected style sheets, scripts and fonts, with their digests in their names."""
        return self.folder / "static"

    @property
    def key_file(self) -> Path:
        """The key made on first start."""
        return self.folder / "secret-key"


def options() -> tuple[dict[str, Any], ...]:
    """Every option as ``name``, ``variable``, ``kind``, ``default``, ``help`` and ``secret``, as they are declared."""
    found = []
    for each in fields(Config):
        default = "" if each.default is MISSING else each.default
        shown = each.metadata["shown"] or _shown(default)
        found.append(
            {
                "name": each.name,
                "variable": PREFIX + each.name.upper(),
                "kind": each.metadata["kind"],
                "default": shown,
                "help": each.metadata["help"],
                "secret": each.metadata["secret"],
            }
        )
    return tuple(found)


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    if default in ("", ()):
        return "empty"
    return f"`{default}`"


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """The options as environment, file and defaults give them.

    Raises:
        Invalid: ``site.config.unknown`` for a name in ``concord.toml`` that is no option, ``site.config.value`` for a
            value that cannot be read, ``site.config.unreadable`` for a file that cannot.
    """
    folder = _folder(environment.get(PREFIX + "FOLDER") or default_folder(environment=environment))
    written = _file_values(_folder(environment.get(PREFIX + "CONFIG") or folder / "concord.toml"))
    chosen: dict[str, Any] = {"folder": folder}
    for each in fields(Config):
        raw = _value_of(each.name, each.metadata["secret"], environment, written)
        if raw is not None and each.name != "folder":
            chosen[each.name] = _read(each.name, each.metadata["kind"], raw)
    return Config(**chosen)


def _value_of(name: str, secret: bool, environment: Mapping[str, str], written: Mapping[str, object]) -> object:
    variable = PREFIX + name.upper()
    if secret and (path := environment.get(variable + "_FILE")):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise Invalid(
                "site.config.unreadable", params={"file": path, "problem": problem.strerror or ""}
            ) from problem
    if variable in environment:
        return environment[variable]
    return written.get(name)


def _file_values(path: Path) -> Mapping[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise Invalid("site.config.unreadable", params={"file": path.name, "problem": str(problem)}) from problem
    known = {each.name for each in fields(Config)} - {"folder"}
    if unknown := sorted(set(values) - known):
        raise Invalid(
            "site.config.unknown", params={"file": path.name, "name": unknown[0], "known": ", ".join(sorted(known))}
        )
    return values


def _read(name: str, kind: str, raw: object) -> Any:
    try:
        return KINDS[kind](raw)
    except ValueError as problem:
        raise Invalid("site.config.value", params={"name": name, "problem": str(problem)}) from problem


def secret_key(config: Config) -> str:
    """The installation's key: the option, else the file of the data folder, else one for this process only."""
    if config.secret_key:
        return config.secret_key
    try:
        return config.key_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)


def prepare(config: Config) -> None:
    """Make the data folder, private to its owner, and the key in it, where they are missing."""
    for place in (config.folder, config.private, config.releases):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.private.chmod(0o700)
    if config.secret_key:
        return
    try:
        handle = os.open(config.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
        file.flush()
        os.fsync(file.fileno())


def in_folder(config: Config, folder: Path) -> Config:
    """The same options with another data folder."""
    return replace(config, folder=_folder(folder))


def reference() -> str:
    """The reference page of options, as Markdown (``docs/reference/options.md``)."""
    lines = [
        "# Options of an installation",
        "",
        "*Generated by `python -m concord_site.config`; do not edit.*",
        "",
        "No option is needed to run. Each comes from the environment, else from `concord.toml` in the data folder",
        "(or where `CONCORD_CONFIG` says), else from its default. A secret may also stand in a file named by the",
        "variable with `_FILE` at its end; secrets are never logged or shown.",
    ]
    for option in options():
        key = "the environment only" if option["name"] == "folder" else f"`{option['name']}`"
        secret = " · secret" if option["secret"] else ""
        lines += ["", f"## `{option['variable']}`", "", option["help"], ""]
        lines += [f"In `concord.toml`: {key} · kind: {option['kind']}{secret} · default: {option['default']}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())

"""What an installation stands on: versions, fonts, map, code lists, and whether each is what it should be."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from concord import __version__
from concord.declarations import packs
from concord.declarations.bundle import bundle_of, digest_of

FONTS = Path(__file__).resolve().parent.parent / "documents" / "fonts"
OPTIONAL = {"the site": "django", "documents (PDF)": "typst", "documents (Word)": "docx"}


@dataclass(frozen=True, slots=True)
class Installation:
    """Facts as name and value, and what is wrong as code and parameters."""

    known: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, dict[str, object]], ...]


def facts() -> Installation:
    """Versions and digests of what this installation computes and prints with."""
    known = [
        ("concord", __version__),
        ("python", platform.python_version()),
        ("sqlite", _sqlite()),
        *((name, metadata.version(name)) for name in ("duckdb", "polars", "pyarrow")),
        *((name, "installed" if find_spec(module) else "not installed") for name, module in OPTIONAL.items()),
        *((f"font {path.stem}", digest_of(path)[:12]) for path in sorted(FONTS.glob("*.ttf"))),
        *((f"map {path.stem}", digest_of(path)[:12]) for path in packs.each("maps", "*.json")),
        *((f"{name} digest", bundle_of(name, *packs.folder(name)).digest[:12]) for name in ("codelists", "areas")),
    ]
    wrong: list[tuple[str, dict[str, object]]] = []
    if not list(FONTS.glob("*.ttf")):
        wrong.append(("no-fonts", {"folder": "documents/fonts"}))
    if not packs.each("maps", "*.json"):
        wrong.append(("no-map", {"folder": "data/maps"}))
    return Installation(tuple(known), tuple(wrong))


def _sqlite() -> str:
    if find_spec("pysqlite3") is not None:
        import pysqlite3

        return f"{pysqlite3.sqlite_version} (pysqlite3)"
    return sqlite3.sqlite_version

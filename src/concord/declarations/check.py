"""Checks whole folders of declared files: readable, of their folder's schema, and named as they call themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import read_csv, read_po, read_yaml
from concord.declarations.schema import Problem, problems
from concord.errors import Invalid

READERS: dict[str, Callable[[Path], object]] = {".csv": read_csv, ".po": read_po}


def declared_files(folder: Path) -> Iterator[Path]:
    """Every declared file below a folder, in order of name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".yaml", ".csv", ".po", ".json"}:
            yield path


def check_file(path: Path, *, root: Path) -> list[Problem]:
    """What is wrong with one declared file; an unreadable one is one problem with its row."""
    name = path.relative_to(root).as_posix()
    try:
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
            return []
        if path.suffix in READERS:
            READERS[path.suffix](path)
            return []
        value = read_yaml(path)
    except Invalid as refusal:
        return [Problem(name, f"row {refusal.params.get('row', 1)}", str(refusal))]
    except ValueError as problem:
        return [Problem(name, "", str(problem))]
    return _named(path, value, name) + _of_schema(path, value, name)


def _named(path: Path, value: object, name: str) -> list[Problem]:
    id = value.get("id") if isinstance(value, dict) else None
    if isinstance(id, str) and id not in {path.stem, path.parent.name} and not path.stem.endswith(id):
        return [Problem(name, "id", f"the file is named {path.stem} and calls itself {id}")]
    return []


def _of_schema(path: Path, value: object, name: str) -> list[Problem]:
    for schema in (path.with_name(f"{path.stem}.schema.json"), path.with_name("schema.json")):
        if schema.is_file():
            return list(problems(value, schema, file=name))
    return []


def check_folder(folder: Path) -> tuple[list[Problem], list[str]]:
    """Problems of every declared file below ``folder``, and the files that were checked."""
    files = list(declared_files(folder))
    found = [problem for path in files for problem in check_file(path, root=folder)]
    return found, [path.relative_to(folder).as_posix() for path in files]


def check_all() -> tuple[list[Problem], list[str]]:
    """As :func:`check_folder`, over every pack."""
    parts = [check_folder(root) for root in packs.roots()]
    return [each for found, _ in parts for each in found], [name for _, checked in parts for name in checked]

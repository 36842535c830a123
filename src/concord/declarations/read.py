"""Strict readers of declared files: YAML with the rules of 1.2, CSV with its notes, PO catalogues.

A declared file that cannot be read is a mistake of its author and refuses with the place; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid

if TYPE_CHECKING:
    import polib

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?\Z")


@lru_cache(maxsize=1)
def _loader() -> type[Any]:
    """PyYAML's safe loader with the rules of YAML 1.2: only ``true``/``false``/``null``, decimal numbers, no dates."""
    import yaml

    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(base):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    tag = "tag:yaml.org,2002:"
    Strict.add_implicit_resolver(tag + "bool", re.compile(r"(true|false)\Z"), list("tf"))
    Strict.add_implicit_resolver(tag + "null", re.compile(r"(null|~|)\Z"), ["n", "~", ""])
    Strict.add_implicit_resolver(tag + "int", _INT, list("-+0123456789"))
    Strict.add_implicit_resolver(tag + "float", _FLOAT, list("-+0123456789"))

    def mapping(loader: Any, node: Any) -> dict[Hashable, Any]:
        seen: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                key = str(key_node.value)
            if key in seen:
                mark = key_node.start_mark
                raise Invalid(
                    "declarations.yaml.repeated-key",
                    params={"key": key, "file": mark.name, "row": mark.line + 1},
                    hint="Keep one of the two; the second would silently replace the first.",
                )
            seen[key] = loader.construct_object(value_node, deep=True)
        return seen

    Strict.add_constructor(tag + "map", mapping)
    return Strict


def parse_yaml(text: str, *, name: str = "<text>") -> Any:
    """One YAML document as plain values; dates and codes with leading zeros stay strings.

    Raises:
        Invalid: ``declarations.yaml.unreadable`` or ``declarations.yaml.repeated-key``, with file and row.
    """
    import yaml

    loader = _loader()(text)
    loader.name = name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        raise Invalid(
            "declarations.yaml.unreadable",
            params={"file": name, "row": mark.line + 1 if mark else 1, "problem": problem.problem or str(problem)},
            hint="Correct the file at this row; indentation and unclosed quotes are the usual causes.",
        ) from problem
    finally:
        loader.dispose()


def read_yaml(path: Path) -> Any:
    """The one document of a YAML file (see :func:`parse_yaml`)."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8"), name=path.name)
    except Invalid as refusal:
        if refusal.code == "declarations.yaml.repeated-key":
            refusal.params["file"] = path.name
        raise


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A declared table: notes (``# key: value`` lines), header and rows with their physical places."""

    name: str
    meta: Mapping[str, str]
    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...] = field(repr=False, default=())

    def line(self, index: int) -> int:
        """Physical row (from 1) of the row at ``index`` (from 0)."""
        return self.lines[index]


def read_csv(path: Path) -> CsvFile:
    """A declared CSV file: UTF-8, comma, notes first, one header, every row as wide as the header.

    Raises:
        Invalid: ``declarations.csv.ragged`` or ``declarations.csv.repeated-column``, with file and row.
    """
    text = path.read_text(encoding="utf-8-sig")
    meta: dict[str, str] = {}
    skipped = 0
    rest = text
    while rest.startswith("#"):
        line, _, rest = rest.partition("\n")
        key, _, value = line[1:].partition(":")
        meta[key.strip()] = value.strip()
        skipped += 1
    reader = csv.reader(io.StringIO(rest), strict=True)
    header = tuple(next(reader, ()))
    if len(set(header)) != len(header):
        raise Invalid("declarations.csv.repeated-column", params={"file": path.name, "row": skipped + 1})
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    before = reader.line_num
    for cells in reader:
        if cells:
            if len(cells) != len(header):
                raise Invalid(
                    "declarations.csv.ragged",
                    params={
                        "file": path.name,
                        "row": skipped + before + 1,
                        "cells": len(cells),
                        "columns": len(header),
                    },
                    hint="Give every row as many cells as the header has.",
                )
            rows.append(dict(zip(header, cells, strict=True)))
            lines.append(skipped + before + 1)
        before = reader.line_num
    return CsvFile(path.name, meta, header, tuple(rows), tuple(lines))


@lru_cache(maxsize=256)
def read_po(path: Path) -> polib.POFile:
    """A gettext catalogue of declared wording (context = id, msgid = the English wording)."""
    import polib

    try:
        return polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise Invalid("declarations.po.unreadable", params={"file": path.name, "problem": str(problem)}) from problem

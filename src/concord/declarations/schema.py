"""Checks declared values against the JSON Schema (draft 2020-12) of their folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where a declared value does not follow its schema."""

    file: str
    item: str
    problem: str


@lru_cache(maxsize=64)
def _validator(schema: Path) -> Any:
    from jsonschema import Draft202012Validator

    declared = json.loads(schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(declared)
    return Draft202012Validator(declared)


def problems(value: object, schema: Path, *, file: str) -> tuple[Problem, ...]:
    """Every departure of ``value`` from ``schema``, in order of place."""
    found: Iterable[Any] = _validator(schema).iter_errors(value)
    listed = [Problem(file, "/".join(str(step) for step in error.absolute_path), error.message) for error in found]
    return tuple(sorted(listed, key=lambda each: (each.item, each.problem)))

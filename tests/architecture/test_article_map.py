"""The article map, walked both ways.

Every paragraph of the Code is implemented or says why not; every path it names leads somewhere; and everything in the
source that cites a paragraph is listed under it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from concord import articles

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
DATA = SRC / "concord" / "data"
OBLIGATIONS = articles.load().obligations
IDS = [obligation.id for obligation in OBLIGATIONS]

ONE = r"\d+(?:\.\d+(?:\s?\([a-z]\)|[a-z](?![a-z]))?|\(\d+\))"
CITATION = re.compile(rf"\b[Aa]rticles?\s+({ONE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+){ONE})*)")


@dataclass(frozen=True)
class Docstring:
    """A docstring with the dotted path of what it belongs to."""

    owner: str
    text: str

    def cited(self) -> list[str]:
        found = [single for match in CITATION.finditer(self.text) for single in re.findall(ONE, match[1])]
        return list(dict.fromkeys(found))


def module_name(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def docstrings(path: Path) -> Iterator[Docstring]:
    def walk(node: ast.AST, name: str) -> Iterator[Docstring]:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if text := ast.get_docstring(node):
                yield Docstring(name, text)
            for child in node.body:
                if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    yield from walk(child, f"{name}.{child.name}")

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), module_name(path))


def citing() -> list[tuple[str, str]]:
    paths = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
    return [(each.owner, paragraph) for path in paths for each in docstrings(path) for paragraph in each.cited()]


@cache
def found(path: str) -> object | None:
    """What a dotted path names, or None: the longest importable module, then attributes."""
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            here: object = import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for name in parts[cut:]:
            here = getattr(here, name, None)
            if here is None:
                return None
        return here
    return None


def homes(path: str) -> set[str]:
    """A dotted path as it is listed, and where the thing it names was written."""
    thing = found(path)
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    return {path} | ({f"{module}.{name}"} if module and name else set())


def is_listed(owner: str, paragraph: str) -> bool:
    listed = {home for path in articles.where(paragraph).implemented_by for home in homes(path)}
    return any(each == owner or each.startswith(f"{owner}.") or owner.startswith(f"{each}.") for each in listed)


def paths(kind: str) -> list[tuple[str, str]]:
    return [(obligation.id, path) for obligation in OBLIGATIONS for path in getattr(obligation, kind)]


@pytest.mark.parametrize("id", IDS)
def test_every_paragraph_is_implemented_or_says_why_not(id: str) -> None:
    obligation = next(each for each in OBLIGATIONS if each.id == id)
    assert obligation.implemented_by or obligation.not_yet or obligation.why_not
    assert not (obligation.not_yet and obligation.why_not)
    if obligation.implemented_by:
        assert obligation.tests, f"{id} is implemented and names no test"


@pytest.mark.parametrize(("id", "path"), paths("implemented_by"))
def test_what_implements_a_paragraph_is_there(id: str, path: str) -> None:
    assert found(path) is not None, f"{id} names {path}, which is not there"


@pytest.mark.parametrize(("id", "path"), paths("declared_in"))
def test_what_declares_a_paragraph_is_there(id: str, path: str) -> None:
    assert (DATA / path).exists(), f"{id} names data/{path}, which is not there"
    assert path.endswith("/") == (DATA / path).is_dir()


@pytest.mark.parametrize(("id", "path"), paths("tests"))
def test_what_tests_a_paragraph_is_there(id: str, path: str) -> None:
    assert (ROOT / path).is_file(), f"{id} names {path}, which is not there"


def test_every_page_a_paragraph_names_is_an_address_of_the_site() -> None:
    if not (SRC / "concord_site" / "public" / "urls.py").is_file():
        pytest.skip("the site has no public pages yet")
    from django.urls import Resolver404, resolve

    missing = []
    for page in sorted({obligation.page for obligation in OBLIGATIONS}):
        try:
            resolve(f"/en{page}")
        except Resolver404:
            missing.append(page)
    assert missing == []


def test_what_cites_a_paragraph_is_listed_under_it() -> None:
    """Every docstring of the source is read; there are hundreds, so they are one test."""
    said = citing()
    assert len(said) > 100
    missing = [
        f"list {owner}, which cites {paragraph}, in data/{articles.where(paragraph).articles[0].file}"
        for owner, paragraph in said
        if not is_listed(owner, paragraph)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Source: Code, article 6.4; more.", ["6.4"]),
        ("Code, articles 3.4 and 6.2; Adovor 2021", ["3.4", "6.2"]),
        ("(articles 8.1, 9.3b and 9.3c)", ["8.1", "9.3b", "9.3c"]),
        ("see article 7.2 (c) and article 1(2)", ["7.2 (c)", "1(2)"]),
        ("article 7 as a whole, article 2.2.", ["2.2"]),
        ("the particles 4.5 weigh nothing", []),
    ],
)
def test_a_citation_is_recognised_as_it_is_written(text: str, cited: list[str]) -> None:
    assert Docstring("x", text).cited() == cited


def test_the_walk_sees_a_citation_that_is_not_listed() -> None:
    assert not is_listed("concord.errors", "7.3")
    assert is_listed("concord.articles.comparison.compare", "9.5")

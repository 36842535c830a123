"""Where a text is cut: declared cases in six languages; nothing of any text is lost; ids are stable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.packs import BUILT_IN
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.texts.clauses import Clause, by_id, cut, joined, within

CASES = Path(__file__).parents[2] / "cases" / "texts"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es", "de")
MARKERS = (
    "Article 1",
    "Article 2 – Scope",
    "Article",
    "المادة الأولى",
    "المادة (٢)",
    "第一条 宗旨",
    "第二条",
    "Статья 1",
    "PRIMERA.- OBJETO",
    "1. One",
    "2. Two",
    "1.1 One",
    "(a) one",
    "(b) two",
    "(i) one",
    "(ii) two",
    "一、",
    "（一）",
    "أ) ",
    "а) ",
    "Annex I",
    "ANNEX",
    "PURPOSE",
    "# Heading",
    "**Bold**",
    "Done at Geneva",
    "حرر في جنيف",
    "",
    "  ",
    "\t",
    "The Parties shall",
    "9999. x",
    "i) ",
    "They shall: (a) pay; (b) train; and (c) report.",
    "(b) x; (c) y",
    "应：（一）甲；（二）乙。",
    "mmmm) ",
)
lines = st.one_of(st.sampled_from(MARKERS), st.text(max_size=40))
texts = st.builds(str.join, st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", "\x0c"]), st.lists(lines, max_size=25))


@pytest.mark.parametrize("case", read_yaml(CASES / "cutting.yaml"), ids=lambda case: case["name"])
def test_a_text_is_cut_where_its_numbers_and_headings_say(case: dict[str, Any]) -> None:
    clauses = cut(case["text"], language=case["language"])
    wanted = [[part.strip() for part in line.split("|")] for line in case["expect"]]
    found = [
        [each.id, each.label, each.heading, each.body[: len(row[3])]]
        for each, row in zip(clauses, wanted, strict=False)
    ]
    assert found == wanted
    assert len(clauses) == len(wanted)
    assert joined(clauses) == case["text"]


@settings(max_examples=120, deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_nothing_of_a_text_is_lost_and_no_id_stands_twice(text: str, language: str) -> None:
    clauses = cut(text, language=language)
    assert joined(clauses) == (text if text.strip() else "")
    assert len({clause.id for clause in clauses}) == len(clauses)
    for clause in clauses:
        assert clause.text
        assert 0 <= clause.start <= len(clause.text)
        assert clause.parent == "" or clause.parent in {each.id for each in clauses}
        assert clause.body in clause.text
        assert Clause.from_json(clause.to_json()) == clause


@settings(max_examples=30, deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_the_same_text_is_always_cut_the_same_way(text: str, language: str) -> None:
    assert cut(text, language=language) == cut(text, language=language)


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("en", "Article {}"),
        ("ar", "المادة {}"),
        ("zh", "第{}条"),
        ("ru", "Статья {}"),
        ("es", "Artículo {}"),
        ("fr", "Article {}"),
    ],
)
def test_a_clause_has_the_same_id_in_every_language(language: str, unit: str) -> None:
    text = "\n".join(f"{unit.format(number)}\n\n1. a b\n2. c d\n" for number in range(1, 31))
    wanted = [id for number in range(1, 31) for id in (f"art-{number}", f"art-{number}.1", f"art-{number}.2")]
    assert [clause.id for clause in cut(text, language=language)] == wanted


def test_a_clause_put_in_changes_no_other_numbered_clause() -> None:
    text = "Article 1\nA\nOne.\n\nArticle 2\nB\nTwo.\n"
    longer = text.replace("Article 2", "Article 1bis\nA2\nNew.\n\nArticle 2")
    before, after = by_id(cut(text, language="en")), by_id(cut(longer, language="en"))
    assert list(after) == ["art-1", "art-1bis", "art-2"]
    assert all(after[id].body == clause.body for id, clause in before.items())


def test_a_clause_and_what_stands_in_it_are_found_together() -> None:
    clauses = cut("Article 1\n\n1. x\n(a) y\n2. z\n\nArticle 2\n\n1. w\n", language="en")
    assert [clause.id for clause in within(clauses, "art-1")] == ["art-1", "art-1.1", "art-1.1.a", "art-1.2"]
    assert within(clauses, "art-9") == ()


def test_a_long_text_is_cut_at_once() -> None:
    import time

    text = "".join(
        f"Article {number}\nTitle\n\n" + "The Parties shall do what they said. " * 30 + "\n" for number in range(1, 300)
    )
    started = time.perf_counter()
    assert len(cut(text, language="en")) == 299
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("name", ["numbering", "strength", "number-words", "prevailing", "common-words"])
def test_the_declared_words_follow_their_schema(name: str) -> None:
    folder = BUILT_IN / "texts"
    assert not problems(read_yaml(folder / f"{name}.yaml"), folder / f"{name}.schema.json", file=name)

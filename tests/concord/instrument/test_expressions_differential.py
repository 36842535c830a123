"""Pure XPath 1.0 gives what lxml gives, for expressions nobody thought of."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.instrument.expressions import evaluate
from concord.instrument.expressions.values import atom

etree = pytest.importorskip("lxml.etree")
GIVEN: dict[str, Any] = {
    "a": "3", "b": "hello world", "e": "", "g": {"c": "12.5"},
    "r": [{"x": "1", "y": "p"}, {"x": "4", "y": "q"}, {"x": "2.5", "y": "p"}],
}  # fmt: skip
SOURCE = "<data><a>3</a><b>hello world</b><e/><g><c>12.5</c></g>{}</data>".format(
    "".join(f"<r><x>{row['x']}</x><y>{row['y']}</y></r>" for row in GIVEN["r"])
)
DOCUMENT = etree.fromstring(SOURCE)

figures = st.sampled_from(["0", "1", "2", "3", "4", "7", "10", "0.5", "2.25", "100"])
words = st.sampled_from(["''", "'a'", "'hello'", "'p'", "'o w'", '"lo"', "'3'", "' x  y '", "'12.5'"])
conditions_inside = st.sampled_from(
    [
        "x > 1",
        "y = 'p'",
        "x = 4",
        "position() = 2",
        "last()",
        "1",
        "y != 'p' and x > 0",
        "x + 1 < 4",
        "string-length(y) = 1",
    ]
)
paths = st.one_of(
    st.sampled_from(["/data/a", "/data/g/c", "/data/r/x", "/data/e", "/data/r[2]/x", "/data/r[last()]/x"]),
    conditions_inside.map(lambda inner: f"/data/r[{inner}]/x"),
)
text_paths = st.sampled_from(["/data/b", "/data/e", "/data/r/y", "/data/r[x = 4]/y"])
numbers = st.deferred(
    lambda: st.one_of(
        figures,
        paths,
        figures.map(lambda n: f"-{n}"),
        st.tuples(numbers, st.sampled_from([" + ", " - ", " * "]), numbers).map(lambda p: f"({p[0]}{p[1]}{p[2]})"),
        st.tuples(numbers, st.sampled_from([" div ", " mod "]), figures).map(lambda p: f"({p[0]}{p[1]}{p[2]})"),
        st.tuples(st.sampled_from(["floor", "ceiling", "round", "number"]), numbers).map(lambda p: f"{p[0]}({p[1]})"),
        texts.map(lambda t: f"string-length({t})"),
        st.sampled_from(["/data/r/x", "/data/r[y = 'p']/x"]).map(lambda p: f"sum({p})"),
        st.one_of(paths, text_paths).map(lambda p: f"count({p})"),
        truths.map(lambda t: f"number({t})"),
    )
)
texts = st.deferred(
    lambda: st.one_of(
        words,
        text_paths,
        st.tuples(texts, texts).map(lambda p: f"concat(string({p[0]}), string({p[1]}))"),
        st.tuples(texts, figures, figures).map(lambda p: f"substring({p[0]}, {p[1]}, {p[2]})"),
        st.tuples(st.sampled_from(["substring-before", "substring-after"]), texts, words).map(
            lambda p: f"{p[0]}({p[1]}, {p[2]})"
        ),
        texts.map(lambda t: f"normalize-space({t})"),
        st.tuples(texts, words, words).map(lambda p: f"translate({p[0]}, {p[1]}, {p[2]})"),
        truths.map(lambda t: f"string({t})"),
        figures.map(lambda n: f"string({n})"),
    )
)
truths = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["true()", "false()"]),
        st.tuples(numbers, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), numbers)
        .map(" ".join)
        .map("({})".format),
        st.tuples(texts, st.sampled_from(["=", "!="]), texts).map(" ".join).map("({})".format),
        st.tuples(truths, st.sampled_from(["and", "or"]), truths).map(" ".join).map("({})".format),
        truths.map(lambda t: f"not({t})"),
        st.tuples(st.sampled_from(["contains", "starts-with"]), texts, texts).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        texts.map(lambda t: f"boolean(string({t}))"),
        figures.map(lambda n: f"boolean({n})"),
    )
)


def theirs(source: str) -> Any:
    found = DOCUMENT.xpath(source)
    return (str(found[0].text or "") if found else "") if isinstance(found, list) else found


def agree(source: str) -> bool:
    ours, other = atom(evaluate(source, GIVEN)), theirs(source)
    if isinstance(other, (bool, str)):
        return bool(ours == other)
    assert isinstance(ours, float)
    return math.isclose(ours, other, rel_tol=1e-9, abs_tol=1e-9) or (ours != ours and other != other)


@settings(max_examples=150, deadline=None)
@given(numbers)
def test_numbers_are_those_of_lxml(source: str) -> None:
    if not source.startswith("/"):
        assert agree(source), (source, evaluate(source, GIVEN), theirs(source))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_texts_are_those_of_lxml(source: str) -> None:
    assert agree(source), (source, evaluate(source, GIVEN), theirs(source))


@settings(max_examples=150, deadline=None)
@given(truths)
def test_truths_are_those_of_lxml(source: str) -> None:
    assert agree(source), (source, evaluate(source, GIVEN), theirs(source))

"""No expression crashes or hangs, whatever is written (promise 19, in small).

A campaign runs the same with more: ``python -m pytest --hypothesis-profile=campaign`` where one is registered, or
``CONCORD_FUZZ=1000000`` in the environment.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.errors import Refusal
from concord.instrument import checks, routing
from concord.instrument.expressions import FUNCTIONS, evaluate
from concord.instrument.expressions.regexes import machine
from concord.instrument.model import Instrument

EXAMPLES = int(os.environ.get("CONCORD_FUZZ", "200"))
GIVEN = {"a": 3, "b": "x y", "e": "", "d": "2024-02-29", "rep": [{"q": 1, "in": [{"w": 2}]}, {"q": 2, "in": []}]}
LISTS = {"l": [{"name": "x", "label": "X"}, {"name": "y", "label": "Y"}]}
PIECES = [
    *(f"{name}(" for name in FUNCTIONS), "if(", "instance('l')/root/item", "current()", "${a}", "${b}", "${q}", "${w}",
    "${rep}", "${d}", "${none}", "/data/", "rep", "q", "in", "w", "..", ".", "/", "//", "[", "]", "(", ")", ",", ", ",
    " and ", " or ", " = ", " != ", " < ", " >= ", " + ", " - ", " * ", " div ", " mod ", " | ", "-", "1", "0", "2.5",
    "1e9", "'x'", "''", "'(a+)+'", "'[a-'", "\"", "'", "@", "::", "$", "{", "#", "\u00a0", "“", "\x00", "١", "9" * 30,
]  # fmt: skip
HOW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def bears(source: str, at: str = "") -> None:
    begun = time.perf_counter()
    try:
        evaluate(source, GIVEN, at=at, lists=LISTS)
        code = "instrument.expression."
    except Refusal as refused:
        code = refused.code
    assert code.startswith("instrument.expression.")
    assert time.perf_counter() - begun < 2


@HOW
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(["", "rep[1]/q", "rep[1]/in[1]/w"]))
def test_pieces_of_expressions_in_any_order(source: str, at: str) -> None:
    bears(source, at)


@HOW
@given(st.text(max_size=60))
def test_any_text(source: str) -> None:
    bears(source)


TERMS = st.recursive(
    st.sampled_from(
        ["${a}", "${b}", "${q}", "${e}", "${d}", ".", "1", "'x'", "-2.5", "today()", "${rep}", "/data/rep/q"]
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), st.lists(inner, max_size=4)).map(
            lambda made: f"{made[0]}({', '.join(made[1])})"
        ),
        st.tuples(inner, st.sampled_from(["+", "-", "*", "div", "mod", "=", "<", "and", "or", "|"]), inner).map(
            lambda made: f"({made[0]} {made[1]} {made[2]})"
        ),
        st.tuples(inner, inner, inner).map(lambda made: f"if({', '.join(made)})"),
        inner.map(lambda made: f"count(${{rep}}[{made}])"),
    ),
    max_leaves=12,
)


@HOW
@given(TERMS, st.sampled_from(["", "rep[1]/q", "rep[2]/q", "a"]))
def test_every_function_with_any_arguments(source: str, at: str) -> None:
    bears(source, at)


@HOW
@given(st.text("ab(){}[]|*+?.^$\\d1,-:=!<>pL&", max_size=25), st.text("ab1-. ", max_size=40))
def test_any_pattern(pattern: str, value: str) -> None:
    begun = time.perf_counter()
    try:
        machine(pattern).matches(value * 20)
        code = "instrument.expression.regex-"
    except Refusal as refused:
        code = refused.code
    assert code.startswith("instrument.expression.regex-")
    assert time.perf_counter() - begun < 2


#: What was stopped half-way may have come less far the one time than the other.
STOPPED = {
    f"instrument.expression.{reason}" for reason in ("costly", "regex-costly", "too-many-instances", "text-too-long")
}
FORM_TERMS = st.one_of(TERMS, st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.just(""))


@HOW
@given(st.lists(FORM_TERMS, min_size=9, max_size=9))
def test_any_rules_in_a_form(by_hand: Callable[..., Instrument], terms: list[str]) -> None:
    rows = [
        {"q": "a", "kind": "integer", "constraint": terms[0]},
        {"q": "b", "relevant": terms[1], "required": terms[2]},
        {"q": "d", "kind": "date", "default": terms[3]},
        {"q": "e", "kind": "calculate", "calculation": terms[4]},
        {
            "repeat": "rep",
            "count": terms[5],
            "children": [
                {"q": "q", "kind": "integer", "relevant": terms[6]},
                {"q": "w", "kind": "calculate", "calculation": terms[7]},
                {"q": "c", "kind": "one", "choices": "l", "choice_filter": terms[8]},
            ],
        },
    ]
    instrument = by_hand(rows, lists={"l": ["x", "y"]})
    begun = time.perf_counter()
    given_answers = {"a": 3, "b": "x y", "d": "2024-02-29", "rep": [{"q": 1, "c": "x"}, {"q": 2}]}
    state = routing.evaluate(instrument, given_answers, today=date(2024, 2, 29))
    found = checks.check(instrument, given_answers, today=date(2024, 2, 29), state=state)
    assert {finding.code.rpartition(".")[0] for finding in found} <= {"instrument.answer", "instrument.expression"}
    assert state.required | set(state.defaults) <= set(state.asked)
    live = routing.Live(instrument, given_answers, today=date(2024, 2, 29), seed="s")
    for address, value in (("a", 5), ("rep[1]/q", None), ("b", "z")):
        live.set(address, value)
    whole = routing.evaluate(instrument, live.answers, today=date(2024, 2, 29), seed="s")
    stopped = {each.why.code for each in (*state.problems, *live.state.problems, *whole.problems)} & STOPPED
    if not stopped:
        assert live.state.asked == whole.asked
        assert live.state.calculated == whole.calculated
    assert time.perf_counter() - begun < 10

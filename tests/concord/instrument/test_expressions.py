"""Expressions: the oracle, what is read from them, and what is refused by name."""

from __future__ import annotations

import math
import random
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations import messages
from concord.declarations.read import read_yaml
from concord.findings import Finding, message
from concord.instrument.expressions import FUNCTIONS, Costly, Unreadable, compile, evaluate
from concord.instrument.expressions.functions.nodes import park_miller, shuffled
from concord.instrument.expressions.moments import moment
from concord.instrument.expressions.regexes import machine
from concord.instrument.expressions.values import atom, number, text, text_of_number

GROUPS = read_yaml(Path(__file__).resolve().parents[2] / "cases/instrument/expressions.yaml")
ROWS = [(group, case) for group in GROUPS for case in group["cases"]]
DAY = date(2024, 2, 29)


def given_of(group: dict[str, Any]) -> dict[str, Any]:
    return {"values": group.get("given", {}), "at": group.get("at", ""), "lists": group.get("lists"), "today": DAY}


@pytest.mark.parametrize(("group", "case"), ROWS, ids=[f"{g['group']}: {c['say']}" for g, c in ROWS])
def test_an_expression_gives_what_the_oracle_says(group: dict[str, Any], case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(Unreadable) as refused:
            evaluate(case["say"], **given_of(group))
        assert refused.value.code == case["refused"]
        return
    value = atom(evaluate(case["say"], **given_of(group)))
    if case["gives"] == "number" and case["value"] not in {"NaN", "Infinity", "-Infinity"}:
        assert math.isclose(number(value), float(case["value"]), rel_tol=1e-12, abs_tol=1e-12)
    else:
        assert text(value) == case["value"]
    if case["source"] == "xpath-1.0" and not group.get("given"):
        kinds = {"number": float, "text": str, "boolean": bool}
        assert isinstance(value, kinds[case["gives"]])


def test_the_oracle_is_large_and_says_where_it_has_its_answers_from() -> None:
    expected = [case for _, case in ROWS if "gives" in case]
    assert len(expected) >= 350
    assert {case["source"] for case in expected} <= {"xpath-1.0", "odk-xforms", "javarosa", "concord"}
    confirmed = [case for case in expected if case.get("confirmed")]
    assert len(confirmed) >= 0.9 * len(expected)
    unconfirmed_standard = [c["say"] for c in expected if c["source"] == "xpath-1.0" and not c.get("confirmed")]
    assert unconfirmed_standard == ["count(${a} | ${b})", "/data/visits[1]/n", "name()"]


def test_every_function_is_in_the_oracle() -> None:
    said = " ".join(case["say"] for _, case in ROWS)
    other = {
        "now",
        "version",
        "property",
        "jr:choice-name",
        "jr:itext",
        "local-name",
        "enclosed-area",
        "depend",
        "true",
    }
    assert [name for name in FUNCTIONS if f"{name}(" not in said and name not in other] == []


def test_an_expression_says_what_it_reads() -> None:
    read = compile(
        "if(${a} > 1, count(${rep}), jr:choice-name(${q}, '${q}')) + ${a} + . + instance('l')/root/item/name"
    )
    assert read.references == ("a", "rep", "q")
    assert read.positions[0] == 3
    assert read.functions == ("if", "count", "jr:choice-name", "instance")
    assert read.instances == ("l",)
    assert read.has_dot
    assert not compile("${a} = 1").has_dot


def test_a_mistyped_function_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(Unreadable) as refused:
        compile("1 + string-lenght(${a})")
    assert refused.value.params["nearest"] == "string-length"
    assert refused.value.position == 4
    assert refused.value.params["position"] == 5


def test_every_refusal_has_a_wording() -> None:
    for _, case in ROWS:
        if "refused" in case:
            assert case["refused"] in messages.known_codes()
    with pytest.raises(Unreadable) as refused:
        compile("selectd(${a}, 'b')")
    said = message(Finding(refused.value.code, "hard", params=refused.value.params))
    assert "selected" in said
    assert "{" not in said


def test_the_clock_is_given() -> None:
    now = datetime(2024, 2, 29, 8, 30, tzinfo=UTC)
    assert evaluate("now()", today=DAY, now=now) == "2024-02-29T08:30:00.000+00:00"
    assert evaluate("decimal-date-time(now()) - decimal-date-time(today())", today=DAY, now=now) == pytest.approx(
        8.5 / 24
    )


def test_random_values_follow_from_the_seed() -> None:
    for source in ("random()", "uuid()", "uuid(12)"):
        assert evaluate(source, seed="a") == evaluate(source, seed="a")
        assert evaluate(source, seed="a") != evaluate(source, seed="b")
    assert evaluate("random() = random()", seed="a") is False
    rows = {"rep": [{"q": 1}, {"q": 2}]}
    assert evaluate("random()", rows, at="rep[1]/q") != evaluate("random()", rows, at="rep[2]/q")


@given(st.lists(st.integers(), max_size=30), st.integers(-(2**62), 2**62))
def test_a_shuffle_keeps_all_and_repeats_itself(many: list[int], seed: int) -> None:
    once = shuffled(many, park_miller(seed))
    assert sorted(once) == sorted(many)
    assert once == shuffled(many, park_miller(seed))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_as_it_was_written(value: float) -> None:
    shown = text_of_number(value)
    assert "e" not in shown.lower()
    assert number(shown) == value


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_date_becomes_days_and_a_date_again(day: date) -> None:
    there = moment(day.isoformat())
    assert there is not None
    assert evaluate(f"date(number('{day.isoformat()}'))") == day.isoformat()


def test_a_long_chain_of_ifs_and_ors_is_not_deep() -> None:
    chain = "".join(f"if(${{a}} = {n}, 'n{n}', " for n in range(900)) + "'none'" + ")" * 900
    assert evaluate(chain, {"a": 899}) == "n899"
    assert evaluate(" or ".join(f"${{a}} = {n}" for n in range(1500)), {"a": 1499}) is True
    assert evaluate(" + ".join(["1"] * 4000)) == 4000.0


@pytest.mark.parametrize(
    "source",
    ["(" * 400 + "1" + ")" * 400, "not(" * 300 + "1" + ")" * 300, " = ".join(["1"] * 200), "1" * 40_000],
)
def test_what_is_too_deep_or_too_long_is_refused(source: str) -> None:
    with pytest.raises(Unreadable) as refused:
        evaluate(source)
    assert refused.value.code in {"instrument.expression.too-deep", "instrument.expression.too-long"}


@pytest.mark.parametrize(
    "source",
    [
        "count(${rep}[count(/data/deep/w/x) + count(/data/rep/q) > 0])",
        "sum(${rep}[sum(/data/deep/w/x) * count(/data/rep) > q]/q)",
        "count(${rep}[max(/data/rep/q) > 0 and min(/data/deep/w/x) = 1 and sum(/data/rep/q) > 0])",
    ],
)
def test_a_costly_expression_is_stopped(source: str) -> None:
    rows = {"rep": [{"q": n} for n in range(1000)], "deep": [{"w": [{"x": 1}] * 60}] * 60}
    begun = time.perf_counter()
    with pytest.raises(Costly):
        evaluate(source, rows)
    assert time.perf_counter() - begun < 5


def test_a_text_cannot_grow_without_end() -> None:
    doubled = "concat(${a}, ${a}, ${a}, ${a})"
    with pytest.raises(Costly) as refused:
        evaluate(doubled, {"a": "x" * 60_000})
    assert refused.value.code == "instrument.expression.text-too-long"


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("(a+)+b", "a" * 5000),
        ("(a|a)*b", "a" * 5000),
        ("(a|aa)+$x", "a" * 5000),
        ("([a-z]+)*[0-9]", "a" * 5000),
        (".*.*.*.*.*x", "a" * 5000),
        ("(.*,){11}P", "1,2,3,4,5,6,7,8,9,10,11,12,13," * 50),
    ],
)
def test_no_pattern_runs_away(pattern: str, value: str) -> None:
    assert machine(pattern).matches(value) is False


@pytest.mark.parametrize(
    "pattern", ["(a|b)*a(a|b){60}(c|d)", "((a|b)*a(a|b){200})|((a|b)*b(a|b){300}c)", "(a*b*)*c" * 40]
)
def test_a_pattern_whose_states_explode_ends_in_time(pattern: str) -> None:
    signs = "".join(random.Random(1).choice("ab") for _ in range(10_000))
    begun = time.perf_counter()
    try:
        machine(pattern).matches(signs)
        code = "instrument.expression.regex-costly"
    except Costly as stopped:
        code = stopped.code
    assert code == "instrument.expression.regex-costly"
    assert time.perf_counter() - begun < 2


def test_a_pattern_forgets_what_is_too_much_to_remember() -> None:
    known = machine("[^x]*y")
    for first in range(90):
        known.matches("".join(chr(0x4E00 + first * 300 + n) for n in range(300)))
    assert known._remembered + len(known._known) < 40_000


SIMPLE = st.recursive(
    st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "\\d", "\\w", "1", "[a-c1]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        inner.map(lambda p: f"(?:{p})*"),
        inner.map(lambda p: f"(?:{p})?"),
        inner.map(lambda p: f"(?:{p}){{1,2}}"),
    ),
    max_leaves=6,
)


@given(SIMPLE, st.text("abc1 ", max_size=8))
def test_patterns_match_as_the_standard_library_has_it(pattern: str, value: str) -> None:
    assert machine(pattern).matches(value) is bool(re.fullmatch(pattern, value, re.ASCII))


def test_every_reason_in_the_source_has_a_wording() -> None:
    source = Path(evaluate.__code__.co_filename).parents[1]
    said = "".join(path.read_text() for room in ("expressions", "routing") for path in (source / room).rglob("*.py"))
    reasons = set(re.findall(r'(?:Unreadable|Costly)\(\s*"([a-z-]+)"', said))
    reasons |= {f"regex-{reason}" for reason in re.findall(r'refuse\("([a-z-]+)"\)', said)}
    assert len(reasons) > 50
    assert [r for r in sorted(reasons) if f"instrument.expression.{r}" not in messages.known_codes()] == []

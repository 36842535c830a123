"""The form of bench/instruments.py: 400 questions with repeats, as XLSForm rows, with answers and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SECTIONS, BLOCKS, INSTANCES, WIDE = 16, 3, 10, 1000
Row = dict[str, str]


def rows() -> list[Row]:
    """The survey sheet: 16 gated sections of 22 questions, 3 repeating blocks of 12, 12 totals: 400 questions."""
    found = [row for section in range(SECTIONS) for row in _section(section)]
    found += [row for block in range(BLOCKS) for row in _block(block)]
    return found + list(_totals())


def _section(s: int) -> Iterator[Row]:
    yield {"type": "select_one yn", "name": f"g{s}", "label": f"Is there anything in section {s}?"}
    yield {"type": "begin_group", "name": f"s{s}", "label": f"Section {s}", "relevant": f"${{g{s}}} = 'yes'"}
    for k in range(11):
        relevant = "" if k < 5 else f"${{n{s}_0}} > {k}"
        yield {
            "type": "integer", "name": f"n{s}_{k}", "label": f"Number {k}", "relevant": relevant,
            "constraint": ". >= 0 and . <= 100000",
        }  # fmt: skip
    for k in range(5):
        yield {"type": "text", "name": f"t{s}_{k}", "label": f"Text {k}", "relevant": f"${{n{s}_1}} > {k * 10}"}
    for k in range(2):
        yield {"type": "select_one yn", "name": f"c{s}_{k}", "label": f"Choice {k}"}
        yield {"type": "text", "name": f"w{s}_{k}", "label": "Which?", "relevant": f"${{c{s}_{k}}} = 'yes'"}
    added = " + ".join(f"coalesce(${{n{s}_{k}}}, 0)" for k in range(11))
    yield {"type": "calculate", "name": f"sum{s}", "label": "", "calculation": added}
    yield {"type": "end_group", "name": ""}


def _block(b: int) -> Iterator[Row]:
    yield {"type": "begin_repeat", "name": f"r{b}", "label": f"Block {b}"}
    for k in range(5):
        relevant = "" if k < 3 else f"${{x{b}_0}} > {k}"
        yield {"type": "integer", "name": f"x{b}_{k}", "label": f"Figure {k}", "relevant": relevant}
    for k in range(2):
        yield {"type": "text", "name": f"y{b}_{k}", "label": f"Words {k}", "relevant": f"${{x{b}_1}} > {k * 5}"}
    yield {"type": "select_one yn", "name": f"z{b}", "label": "Is it in force?"}
    for k in range(2):
        yield {"type": "text", "name": f"v{b}_{k}", "label": "Since when?", "relevant": f"${{z{b}}} = 'yes'"}
    yield {"type": "calculate", "name": f"p{b}", "label": "", "calculation": f"${{x{b}_0}} * ${{x{b}_1}}"}
    yield {"type": "calculate", "name": f"q{b}", "label": "", "calculation": f"${{p{b}}} + ${{x{b}_2}}"}
    yield {"type": "end_repeat", "name": ""}


def _totals() -> Iterator[Row]:
    for b in range(BLOCKS):
        yield {"type": "calculate", "name": f"tot{b}", "label": "", "calculation": f"sum(${{q{b}}})"}
        yield {"type": "calculate", "name": f"cnt{b}", "label": "", "calculation": f"count(${{r{b}}})"}
    of_sections = " + ".join(f"if(${{g{s}}} = 'yes', ${{sum{s}}}, 0)" for s in range(SECTIONS))
    yield {"type": "calculate", "name": "sections", "label": "", "calculation": of_sections}
    yield {"type": "calculate", "name": "blocks", "label": "", "calculation": "${tot0} + ${tot1} + ${tot2}"}
    yield {"type": "calculate", "name": "grand", "label": "", "calculation": "${sections} + ${blocks}"}
    yield {"type": "text", "name": "why_large", "label": "Why so many?", "relevant": "${grand} > 100"}
    yield {"type": "text", "name": "why_small", "label": "Why so few?", "relevant": "${grand} <= 100"}
    yield {"type": "text", "name": "remarks", "label": "Remarks"}


def choices() -> list[Row]:
    """The choices sheet."""
    return [{"list_name": "yn", "name": name, "label": name.capitalize()} for name in ("yes", "no")]


def answers() -> dict[str, Any]:
    """Half of the sections gated out, ten instances in each block; answers also where nothing is asked."""
    found: dict[str, Any] = {}
    for s in range(SECTIONS):
        found[f"g{s}"] = "yes" if s % 2 == 0 else "no"
        found.update({f"n{s}_{k}": s + k for k in range(11)})
        found.update({f"t{s}_{k}": f"text {k}" for k in range(5)})
        found.update({f"c{s}_{k}": "yes" if k else "no" for k in range(2)})
        found.update({f"w{s}_{k}": "which" for k in range(2)})
    for b in range(BLOCKS):
        found[f"r{b}"] = [_instance(b, i) for i in range(INSTANCES)]
    found["remarks"] = "none"
    return found


def _instance(b: int, i: int) -> dict[str, Any]:
    numbers = {f"x{b}_{k}": i + k + b for k in range(5)}
    words = {f"y{b}_{k}": "words" for k in range(2)} | {f"v{b}_{k}": "2020" for k in range(2)}
    return {**numbers, **words, f"z{b}": "yes" if i % 2 else "no"}


TOTALS = ("sections", "blocks", "grand", "tot0", "cnt0")
#: A change, where it is made, and what it goes to and comes back to.
CHANGES = (
    {"name": "a text on which nothing depends", "address": "remarks", "to": ["more", "none"]},
    {"name": "a number with a total", "address": "n4_3", "to": ["40", "7"]},
    {"name": "the gate of a section of 22", "address": "g2", "to": ["no", "yes"]},
    {"name": "a number in a block with totals", "address": "r1[5]/x1_0", "to": ["50", "5"]},
)
#: Simple expressions and the same in SurveyJS.
SIMPLE = (
    {"name": "choice is yes", "xlsform": "${c} = 'yes'", "surveyjs": "{c} = 'yes'"},
    {"name": "number above", "xlsform": "${n} > 5", "surveyjs": "{n} > 5"},
    {
        "name": "sum in range",
        "xlsform": "${n} + ${m} >= 0 and ${n} + ${m} < 100",
        "surveyjs": "{n} + {m} >= 0 and {n} + {m} < 100",
    },
    {"name": "one of many", "xlsform": "selected(${many}, 'b')", "surveyjs": "{many} contains 'b'"},
)  # fmt: skip
SIMPLE_VALUES: dict[str, Any] = {"c": "yes", "n": 7, "m": 4, "many": ["a", "b", "c"]}


@dataclass(frozen=True)
class Wide:
    """One number and a thousand calculations of it: evaluations a second, propagation included."""

    rows: tuple[Row, ...]
    last: str


def wide() -> Wide:
    """The wide form."""
    made: list[Row] = [{"type": "integer", "name": "a", "label": "A"}]
    for i in range(WIDE):
        made.append({"type": "calculate", "name": f"k{i}", "label": "", "calculation": f"${{a}} * 2 + {i}"})
    return Wide(tuple(made), f"k{WIDE - 1}")

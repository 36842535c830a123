"""The form of bench/instruments.py in SurveyJS's own JSON: same questions, same conditions, same totals."""

from __future__ import annotations

from typing import Any

from instruments_form import BLOCKS, SECTIONS, WIDE, Row, answers, wide


def survey() -> dict[str, Any]:
    """The form; hidden answers are kept, as in XLSForm, so sums ask for the conditions again."""
    elements: list[dict[str, Any]] = []
    for s in range(SECTIONS):
        elements.append(_choice(f"g{s}"))
        elements.append({"type": "panel", "name": f"s{s}", "visibleIf": f"{{g{s}}} = 'yes'", "elements": _section(s)})
    elements += [_block(b) for b in range(BLOCKS)]
    elements += _totals()
    return {"clearInvisibleValues": "none", "pages": [{"name": "all", "elements": elements}]}


def _choice(name: str) -> dict[str, Any]:
    return {"type": "radiogroup", "name": name, "choices": ["yes", "no"]}


def _text(name: str, visible: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "text", "name": name, **({"visibleIf": visible} if visible else {}), **more}


def _section(s: int) -> list[dict[str, Any]]:
    found = []
    rule = [{"type": "expression", "expression": "{self} >= 0 and {self} <= 100000"}]
    for k in range(11):
        rule = [{"type": "expression", "expression": f"{{n{s}_{k}}} >= 0 and {{n{s}_{k}}} <= 100000"}]
        found.append(_text(f"n{s}_{k}", "" if k < 5 else f"{{n{s}_0}} > {k}", inputType="number", validators=rule))
    found += [_text(f"t{s}_{k}", f"{{n{s}_1}} > {k * 10}") for k in range(5)]
    for k in range(2):
        found += [_choice(f"c{s}_{k}"), _text(f"w{s}_{k}", f"{{c{s}_{k}}} = 'yes'")]
    terms = [f"iif({{n{s}_{k}}} notempty, {{n{s}_{k}}}, 0)" for k in range(5)]
    terms += [f"iif({{n{s}_0}} > {k} and {{n{s}_{k}}} notempty, {{n{s}_{k}}}, 0)" for k in range(5, 11)]
    return [*found, _worked_out(f"sum{s}", " + ".join(terms))]


def _worked_out(name: str, expression: str) -> dict[str, Any]:
    return {"type": "expression", "name": name, "expression": expression}


def _block(b: int) -> dict[str, Any]:
    inner = [_text(f"x{b}_{k}", "" if k < 3 else f"{{panel.x{b}_0}} > {k}", inputType="number") for k in range(5)]
    inner += [_text(f"y{b}_{k}", f"{{panel.x{b}_1}} > {k * 5}") for k in range(2)]
    inner += [_choice(f"z{b}"), *(_text(f"v{b}_{k}", f"{{panel.z{b}}} = 'yes'") for k in range(2))]
    inner.append(_worked_out(f"p{b}", f"{{panel.x{b}_0}} * {{panel.x{b}_1}}"))
    inner.append(_worked_out(f"q{b}", f"{{panel.p{b}}} + {{panel.x{b}_2}}"))
    return {"type": "paneldynamic", "name": f"r{b}", "templateElements": inner}


def _totals() -> list[dict[str, Any]]:
    found = []
    for b in range(BLOCKS):
        found.append(_worked_out(f"tot{b}", f"sumInArray({{r{b}}}, 'q{b}')"))
        found.append(_worked_out(f"cnt{b}", f"countInArray({{r{b}}}, 'x{b}_0')"))
    of_sections = " + ".join(f"iif({{g{s}}} = 'yes', {{sum{s}}}, 0)" for s in range(SECTIONS))
    found.append(_worked_out("sections", of_sections))
    found.append(_worked_out("blocks", "{tot0} + {tot1} + {tot2}"))
    found.append(_worked_out("grand", "{sections} + {blocks}"))
    return [
        *found, _text("why_large", "{grand} > 100"), _text("why_small", "{grand} <= 100"), _text("remarks"),
    ]  # fmt: skip


def data() -> dict[str, Any]:
    """The answers as SurveyJS has them: the same."""
    return answers()


def wide_survey() -> dict[str, Any]:
    """One number and a thousand calculations of it."""
    elements = [_text("a", inputType="number"), *(_worked_out(f"k{i}", f"{{a}} * 2 + {i}") for i in range(WIDE))]
    return {"pages": [{"name": "all", "elements": elements}]}


__all__ = ["Row", "data", "survey", "wide", "wide_survey"]

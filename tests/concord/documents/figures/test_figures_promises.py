"""What every figure promises, whatever it is given."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.documents.figures import (
    Bar,
    Column,
    Figure,
    Flow,
    Group,
    Part,
    Progress,
    Series,
    Style,
    Value,
    bars,
    columns,
    hundred_dots,
    lines,
    profile,
    progress,
    stacked,
    two_arrows,
    world_map,
)
from concord.documents.figures.model import SIGNS, WITHOUT_NUMBER
from concord.errors import Invalid

SVG = "{http://www.w3.org/2000/svg}"
WEB = Style.web("en")
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'x' ]]> \x00\x1b \u202eevil \ud800 {label}"

labels = st.text(max_size=40)
statuses = st.sampled_from(["normal", "estimated", "provisional", "break", "difference", *sorted(WITHOUT_NUMBER)])


@st.composite
def values(draw: st.DrawFn, low: float = -1e6) -> Value:
    status = draw(statuses)
    if status in WITHOUT_NUMBER:
        return Value(None, status, note=draw(labels))
    number = draw(st.floats(low, 1e6, allow_nan=False))
    has_range = draw(st.booleans())
    return Value(number, status, low=number - 1 if has_range else None, high=number + 1 if has_range else None)


def parsed(figure: Figure) -> ET.Element:
    return ET.fromstring(figure.svg)


def titles(figure: Figure) -> list[str]:
    return [re.sub("[\u2066-\u2069]", "", each.text or "") for each in parsed(figure).iter(SVG + "title")]


def kinds(value: Value, label: str, style: Style) -> list[Figure]:
    """One value in every kind of figure that takes any value."""
    not_below = value.number is None or value.number >= 0
    out = [bars([Bar(label, value)], title=label, description=label, style=style)]
    out.append(lines([Series(label, [(2010, value), (2011, Value(1))])], title=label, style=style))
    out.append(progress([Progress(label, value, Value(5), date=label)], title=label, style=style))
    out.append(
        world_map({"KEN": value}, names={"KEN": label, "MLT": label}, title=label, style=style, detail="compact")
    )
    if not_below:
        out.append(columns([Column(label, value)], title=label, style=style))
        out.append(stacked([label], [Part(label, [value])], title=label, style=style))
        out.append(
            two_arrows(Flow(label, value, "origin"), Flow(label, value, "destination"), title=label, style=style)
        )
    return out


@settings(max_examples=40, deadline=None)
@given(value=values(), label=labels, language=st.sampled_from(["en", "ar", "zh"]), width=st.floats(200, 1200))
def test_any_words_and_any_value_give_well_formed_svg_with_a_title_and_no_stray_number(
    value: Value, label: str, language: str, width: float
) -> None:
    for figure in kinds(value, label, replace(Style.web(language), width=width)):
        root = parsed(figure)
        assert root.get("role") == "img"
        assert root.get("direction") == "ltr"
        assert root.find(SVG + "title") is not None
        assert not re.search(r"\b(nan|inf)\b", re.sub(r">[^<]*<", "><", figure.svg))


@pytest.mark.parametrize("number", range(7))
def test_hostile_words_stay_words(number: int) -> None:
    figure = kinds(Value(3), HOSTILE, WEB)[number]
    root = parsed(figure)
    assert not list(root.iter(SVG + "script"))
    assert "\u202e" not in figure.svg
    assert any("<script>alert(1)</script>" in title for title in titles(figure))


def test_every_value_has_a_title_and_a_row_in_the_table() -> None:
    items = [Bar(f"Area {i}", Value(i)) for i in range(12)] + [Bar("Silent", Value(None, "missing"))]
    figure = bars(items, title="All", style=WEB)
    said = titles(figure)
    assert all(any(title.startswith(item.label) for title in said) for item in items)
    assert [row[0] for row in figure.table.rows] == [item.label for item in items]


@pytest.mark.parametrize("status", sorted(WITHOUT_NUMBER))
def test_what_is_not_known_is_never_drawn_or_written_as_zero(status: str) -> None:
    unknown = Value(None, status)  # type: ignore[arg-type]
    for absent, zero in zip(kinds(unknown, "Kenya", WEB), kinds(Value(0), "Kenya", WEB), strict=True):
        assert absent.svg != zero.svg
        own = [title for title in titles(absent) if title.startswith("Kenya")]
        assert not any(re.search(r": 0\b", title) for title in own)
        assert "0" not in [cell for row in absent.table.rows for cell in row]


def test_the_three_kinds_of_not_known_are_drawn_apart() -> None:
    drawn = {status: bars([Bar("A", Value(None, status))], title="t", style=WEB).svg for status in WITHOUT_NUMBER}  # type: ignore[arg-type]
    assert len(set(drawn.values())) == 3
    assert SIGNS["missing"] in drawn["missing"]
    assert "url(#" in drawn["suppressed"]


def test_the_stub_of_a_hidden_value_has_the_same_length_in_every_row() -> None:
    items = [Bar("A", Value(None, "suppressed")), Bar("B", Value(1)), Bar("C", Value(None, "suppressed"))]
    boxes = [rect.get("width") for rect in parsed(bars(items, title="t", style=WEB)).iter(SVG + "rect")]
    assert len(boxes) == 2
    assert len(set(boxes)) == 1


def test_a_line_is_not_joined_across_a_break_or_a_gap() -> None:
    series = Series("", [(2010, Value(5)), (2011, Value(6)), (2012, Value(9, "break")), (2013, Value(9.5))])
    joined = [p.get("d", "") for p in parsed(lines([series], title="t", style=WEB)).iter(SVG + "path")]
    assert sum(d.count("L") == 1 and "V" not in d for d in joined if len(d) > 12) >= 2
    gap = Series("", [(2010, Value(5)), (2011, Value(None, "missing")), (2012, Value(7))])
    figure = lines([gap], title="t", style=WEB)
    assert not [p for p in parsed(figure).iter(SVG + "path") if p.get("stroke-linejoin") == "round"]
    assert len(list(parsed(figure).iter(SVG + "circle"))) == 2


def test_the_same_values_give_the_same_bytes_and_other_values_other_ids() -> None:
    first, again = (bars([Bar("A", Value(3, "provisional"))], title="t", style=WEB).svg for _ in range(2))
    other = bars([Bar("A", Value(4, "provisional"))], title="t", style=WEB).svg
    assert first == again
    assert re.findall(r'id="(f\w+?)t"', first) != re.findall(r'id="(f\w+?)t"', other)


def test_print_names_fonts_and_knows_no_custom_properties() -> None:
    figure = bars([Bar("A", Value(3))], title="t", style=Style.print("ar"))
    assert "var(" not in figure.svg
    assert "Noto Sans Arabic" in figure.svg
    assert "style=" not in figure.svg


def test_arabic_bars_grow_from_the_right_and_time_still_runs_to_the_right() -> None:
    arabic = Style.web("ar")
    mirrored = parsed(bars([Bar("كينيا", Value(3))], title="t", style=arabic))
    label = next(mirrored.iter(SVG + "text"))
    assert label.get("text-anchor") == "end"
    assert float(label.get("x", "0")) == arabic.width
    series = parsed(lines([Series("", [(2010, Value(1)), (2020, Value(2))])], title="t", style=arabic))
    at = {t.text: float(t.get("x", "0")) for t in series.iter(SVG + "text")}
    assert at["2010"] < at["2020"]


def test_words_with_arabic_letters_are_isolated_so_that_numbers_keep_their_side() -> None:
    svg = bars([Bar("25 فأكثر", Value(3))], title="t", style=Style.web("ar")).svg
    assert "\u206725 فأكثر\u2069" in svg
    assert "unicode-bidi" not in svg


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("figures.value.number-missing", lambda: Value(None)),
        ("figures.value.number-unwanted", lambda: Value(0, "missing")),
        ("figures.value.not-finite", lambda: Value(float("nan"))),
        ("figures.dots.out-of-range", lambda: hundred_dots(Value(101), label="x", title="t", style=WEB)),
        ("figures.lines.too-many", lambda: lines([Series("x", [])] * 6, title="t", style=WEB)),
        ("figures.columns.negative", lambda: columns([Column("x", Value(-1))], title="t", style=WEB)),
        ("figures.stacked.ragged", lambda: stacked(["a", "b"], [Part("x", [Value(1)])], title="t", style=WEB)),
        ("figures.stacked.negative", lambda: stacked(["a"], [Part("x", [Value(-1)])], title="t", style=WEB)),
        ("figures.stacked.too-many", lambda: stacked([], [Part("x", [])] * 6, title="t", style=WEB)),
    ],
)
def test_a_request_that_cannot_be_drawn_honestly_is_refused(code: str, make: object) -> None:
    with pytest.raises(Invalid) as refused:
        make()  # type: ignore[operator]
    assert refused.value.code == code


def test_one_in_a_thousand_is_one_dot_and_not_quite_all_is_not_all() -> None:
    def filled(number: float) -> int:
        paths = parsed(hundred_dots(Value(number), label="x", title="t", style=WEB)).iter(SVG + "path")
        return sum(p.get("d", "").count("M") for p in paths if p.get("fill") != "none")

    assert [filled(n) for n in (0, 0.1, 42.4, 99.9, 100)] == [0, 1, 42, 99, 100]


def test_a_stack_with_an_unknown_part_writes_no_total() -> None:
    parts = [Part("Known", [Value(5), Value(7)]), Part("Unknown", [Value(2), Value(None, "missing")])]
    table = stacked(["2010", "2011"], parts, title="t", style=WEB).table
    assert [row[-1] for row in table.rows] == ["7", "··"]


def test_two_arrows_are_as_wide_as_their_numbers() -> None:
    figure = two_arrows(
        Flow("out", Value(400), "origin"), Flow("back", Value(100), "destination"), title="t", style=WEB
    )
    shafts = []
    for path in parsed(figure).iter(SVG + "path"):
        corners = [tuple(map(float, c.split())) for c in path.get("d", "")[1:-1].split("L")]
        shafts.append(abs(corners[0][1] - corners[-1][1]))
    assert shafts[0] / shafts[1] == pytest.approx(4, rel=0.02)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_name_of_a_row_has_two_lines_and_no_name_meets_a_year(language: str) -> None:
    style = Style.web(language, width=340)
    name = "Mutual benefit of both" if language == "en" else "المنفعة المتبادلة"
    group = Group(name, [(str(each), "met") for each in range(9)])
    drawn = profile([group], title="P", style=style).svg
    assert "…" not in drawn
    series = [Series(f"{name} {each}", [(1952, Value(3 * each)), (2015, Value(2 * each))]) for each in range(1, 5)]
    drawing = parsed(lines(series, title="t", style=style, height=360))
    texts = [(float(each.get("y", 0)), "".join(each.itertext())) for each in drawing.iter(SVG + "text")]
    year = next(y for y, text in texts if text == "2015")
    assert all(y < year - style.small for y, text in texts if not text.isdigit())
    assert "…" not in "".join(text for _, text in texts)

"""Every kind of figure, drawn from fixed values, compared with the drawing that was looked at.

Run this file as a script to write the drawings again after a change that was meant and looked at::

    python tests/concord/documents/figures/test_figures_golden.py
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from concord.documents.figures import (
    Bar,
    Column,
    Figure,
    Flow,
    Group,
    MapLabel,
    Part,
    Progress,
    Ribbon,
    Series,
    Spread,
    Step,
    Strand,
    Style,
    Value,
    Words,
    bars,
    chord,
    columns,
    hundred_dots,
    lines,
    map_legend,
    profile,
    progress,
    ranges,
    stacked,
    timeline,
    two_arrows,
    world_map,
)

GOLDEN = Path(__file__).resolve().parents[3] / "golden/figures"
UNKNOWN = Value(None, "missing", note="no pair reported")
EVERY_STATUS = [
    Bar("Full", Value(3092)),
    Bar("Looked at", Value(717), is_highlighted=True),
    Bar("Estimated", Value(194, "estimated", low=120, high=420)),
    Bar("Provisional", Value(121, "provisional")),
    Bar("After a break", Value(98, "break")),
    Bar("Zero", Value(0)),
    Bar("Missing", UNKNOWN),
    Bar("Hidden", Value(None, "suppressed")),
    Bar("Not applicable", Value(None, "not-applicable")),
    Bar("Below zero, with a long name that needs two lines", Value(-60)),
]
DOCTORS = Series(
    "", [(2018, Value(16_900)), (2019, Value(17_635)), (2020, Value(17_600, "break")), (2021, Value(18_200))]
)
TWO = [
    Series("born in New Zealand", [(1990, Value(297)), (2000, Value(None, "missing")), (2010, Value(518))], "origin"),
    Series(
        "born in Australia", [(1990, Value(47)), (2000, Value(53, "estimated", low=40, high=70)), (2010, Value(63))]
    ),
]
WORLD = {"NZL": Value(46.2), "GRD": Value(322), "IND": Value(0.6), "KEN": Value(1.1, "estimated"), "MLT": Value(0)}
WORLD |= {"TCD": Value(None, "suppressed"), "ATA": Value(None, "not-applicable")}
WORLD_NAMES = {"NZL": "New Zealand", "GRD": "Grenada", "IND": "India", "KEN": "Kenya", "MLT": "Malta", "TCD": "Chad"}
WORLD_NAMES |= {"ATA": "Antarctica", "FRA": "France", "TUV": "Tuvalu"}


def _bars(style: Style) -> Figure:
    return bars(EVERY_STATUS, title="Every status", description="Persons, 2018", style=style)


def _columns(style: Style) -> Figure:
    values = [Value(56), Value(74), Value(40, "provisional"), Value(31, "estimated"), Value(0), Value(None, "missing")]
    values += [Value(None, "suppressed"), Value(None, "not-applicable")]
    items = [Column(str(2012 + 3 * i), value) for i, value in enumerate(values)]
    return columns(items, title="National reports by round", style=style.wide(480))


def _map(style: Style) -> Figure:
    chosen = [MapLabel("GRD", "many students from elsewhere"), MapLabel("NZL")]
    return world_map(
        WORLD, names=WORLD_NAMES, title="Doctors", style=style.wide(900), bounds=(0.5, 1, 25), outliers=chosen
    )


def _legend(style: Style) -> Figure:
    return map_legend(_map(style).entries, title="Doctors", style=style.wide(160), is_upright=True)


def _profile(style: Style) -> Figure:
    first = Group("Scope", [("Who", "met"), ("Where", "partly")], "3.1, 5.2")
    return profile([first, Group("Rights", [("Redress", "absent"), ("Pay", "not-applicable")])], title="P", style=style)


def _progress(style: Style) -> Figure:
    items = [
        Progress("Authorities designated", Value(85), Value(193), date="May 2012"),
        Progress("Index, 2021", Value(84.8), Value(55), maximum=100, remark="listed below 55"),
        Progress("Reports", UNKNOWN, Value(78), date="2015"),
    ]
    return progress(items, title="Targets", style=style)


def _stacked(style: Style) -> Figure:
    parts = [
        Part("Staff", [Value(559_563), Value(1_515_250)]),
        Part("Meetings", [Value(455_000), Value(None, "missing")]),
    ]
    return stacked(["2010", "2011"], parts, title="Budget, US$", style=style)


def _arrows(style: Style) -> Figure:
    forth, back = Flow("to Australia", Value(2156), "origin"), Flow("to New Zealand", Value(533), "destination")
    return two_arrows(forth, back, title="Doctors", style=style.wide(340))


def _ranges(style: Style) -> Figure:
    values = [[("a", Value(5)), ("b", Value(52))], [("a", Value(None, "missing"))]]
    strands = [Strand("to New Zealand", "destination"), Strand("to Australia", "origin")]
    return ranges([Spread("1990–1995", values)], strands, title="Moved", style=style)


def _timeline(style: Style) -> Figure:
    steps = [
        Step("Signed", "12 May 2025", True),
        Step("In force", "1 September 2025", True),
        Step("Ends", "2030", False),
    ]
    return timeline(steps, title="Life of the agreement", style=style)


def _chord(style: Style) -> Figure:
    names = {"IND": "India", "GBR": "United Kingdom", "PHL": "Philippines"}
    ribbons = [Ribbon("IND", "GBR", Value(900)), Ribbon("PHL", "GBR", Value(250)), Ribbon("GBR", "IND", UNKNOWN)]
    return chord(ribbons, names=names, title="Flows", style=style)


SPECIMENS: Mapping[str, Callable[[Style], Figure]] = {
    "bars": _bars,
    "columns": _columns,
    "lines": lambda style: lines([DOCTORS], title="Doctors", style=style.wide(420)),
    "two-lines": lambda style: lines(TWO, title="Living in the other country", style=style),
    "map": _map,
    "legend": _legend,
    "dots": lambda style: hundred_dots(Value(42.4), label="Doctors", title="42 of 100", style=style.wide(196)),
    "profile": _profile,
    "progress": _progress,
    "stacked": _stacked,
    "arrows": _arrows,
    "ranges": _ranges,
    "timeline": _timeline,
    "chord": _chord,
}
STYLES = {
    "web-en": Style.web("en"),
    "print-ar": replace(Style.print("ar", width=560, size=15), words=Words()),  # catalogues may change, drawings not
}


def normalised(svg: str) -> str:
    """One element a line; long paths as digests, so that the drawing of the world does not fill the golden file."""
    shorter = re.sub(r'd="([^"]{240,})"', lambda m: f'd="{hashlib.sha256(m[1].encode()).hexdigest()[:12]}"', svg)
    return shorter.replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("medium", STYLES)
@pytest.mark.parametrize("kind", SPECIMENS)
def test_a_figure_is_drawn_as_it_was_when_it_was_looked_at(kind: str, medium: str) -> None:
    drawn = normalised(SPECIMENS[kind](STYLES[medium]).svg)
    assert drawn == (GOLDEN / f"{kind}-{medium}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SPECIMENS)
def test_typst_sets_every_figure_in_every_script_as_accessible_pdf(kind: str, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    fonts = Path(__file__).resolve().parents[4] / "src/concord/documents/fonts"
    source = '#set document(title: "x")\n#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC"))\n'
    for medium in ("ar", "zh"):
        (tmp_path / f"{medium}.svg").write_text(SPECIMENS[kind](Style.print(medium)).svg, encoding="utf-8")
        source += f'#image("{medium}.svg", alt: "x")\n'
    (tmp_path / "x.typ").write_text(source, encoding="utf-8")
    options = {"font_paths": [str(fonts)], "ignore_system_fonts": True, "pdf_standards": ["ua-1"]}
    assert typst.compile(str(tmp_path / "x.typ"), **options).startswith(b"%PDF")


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for kind, draw in SPECIMENS.items():
        for medium, style in STYLES.items():
            (GOLDEN / f"{kind}-{medium}.svg").write_text(normalised(draw(style).svg), encoding="utf-8")

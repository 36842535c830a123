"""The world: every Member State can be seen, nothing runs across the seam, nothing is guessed."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest

from concord.declarations import packs
from concord.documents.figures import Style, Value, hatched_share, world_map
from concord.documents.figures.shapes import Detail, world

SVG = "{http://www.w3.org/2000/svg}"
SHARED = Path(__file__).resolve().parents[5] / "shared/domain/member_states.csv"


def members() -> list[str]:
    """Areas that are or were Member States: from the declared areas, else from the table kept outside."""
    declared = packs.BUILT_IN / "areas/members.csv"
    path = declared if declared.is_file() else SHARED
    if not path.is_file():
        pytest.skip("no list of Member States here")
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    column = next(name for name in ("area", "iso3", "code") if name in rows[0])
    found = sorted({row[column] for row in rows})
    assert len(found) >= 190
    return found


def corners(path: str) -> list[list[tuple[int, int]]]:
    """The rings or lines of a relative path, in its own units."""
    out: list[list[tuple[int, int]]] = []
    at = start = (0, 0)
    for command, body in re.findall(r"([Mmlz])([^Mmlz]*)", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", body)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "z":
            at = start
        for dx, dy in pairs:
            at = (dx, dy) if command == "M" else (at[0] + dx, at[1] + dy)
            if command in "Mm":
                start = at
                out.append([at])
            else:
                out[-1].append(at)
    return out


@pytest.mark.parametrize("detail", ["full", "compact"])
def test_every_member_state_has_a_shape_that_can_be_seen_or_a_dot(detail: Detail) -> None:
    drawn = world(detail)
    former = {"SCG", "YUG", "ANT"}
    unseen = [
        a
        for a in members()
        if a not in former and (drawn.is_small(a) or a not in drawn.shapes) and a not in drawn.places
    ]
    assert not unseen


@pytest.mark.parametrize("detail", ["full", "compact"])
def test_no_line_runs_across_the_map(detail: Detail) -> None:
    drawn = world(detail)
    for path in (*drawn.shapes.values(), drawn.borders, drawn.borders_uncoded):
        for ring in corners(path):
            steps = [abs(b[0] - a[0]) for a, b in pairwise(ring)]
            assert max(steps, default=0) < 90 * drawn.unit


@pytest.mark.parametrize("detail", ["full", "compact"])
def test_shapes_stay_inside_the_drawing(detail: Detail) -> None:
    drawn = world(detail)
    points = [p for path in drawn.shapes.values() for ring in corners(path) for p in ring]
    assert min(min(p) for p in points) >= 0
    assert max(x for x, _ in points) <= drawn.width * drawn.unit
    assert max(y for _, y in points) <= drawn.height * drawn.unit


def test_antarctica_is_left_out_and_shapes_without_a_code_are_marked() -> None:
    drawn = world("full")
    assert "ATA" not in drawn.shapes
    assert set(drawn.uncoded) == {key for key in drawn.shapes if key.startswith("x-")}
    assert all(len(key) == 3 and key.isupper() for key in drawn.shapes if key not in drawn.uncoded)


def test_the_files_keep_their_size() -> None:
    assert packs.find("maps/world.json").stat().st_size < 350_000
    assert packs.find("maps/world-compact.json").stat().st_size < 110_000


def figure(values: dict[str, Value], names: dict[str, str], **options: object) -> ET.Element:
    drawn = world_map(values, names=names, title="t", style=Style.web("en", width=1000), detail="compact", **options)  # type: ignore[arg-type]
    return ET.fromstring(drawn.svg)


def test_a_small_state_gets_a_dot_and_a_large_one_does_not() -> None:
    root = figure({"MLT": Value(2), "KEN": Value(3)}, {"MLT": "Malta", "KEN": "Kenya"})
    assert [c.get("data-area") for c in root.iter(SVG + "circle")] == ["MLT"]


def test_a_named_area_without_a_value_is_hatched_and_says_so() -> None:
    root = figure({"KEN": Value(3)}, {"KEN": "Kenya", "UGA": "Uganda"})
    group = next(g for g in root.iter(SVG + "g") if any(p.get("data-area") == "UGA" for p in g.findall(SVG + "path")))
    assert group.get("fill", "").startswith("url(#")
    assert "Uganda: no figure" in [t.text for t in root.iter(SVG + "title")]


def test_zero_is_in_the_lowest_class_and_not_hatched() -> None:
    root = figure({"KEN": Value(0), "UGA": Value(9)}, {"KEN": "Kenya", "UGA": "Uganda"}, bounds=(1, 5))
    group = next(g for g in root.iter(SVG + "g") if any(p.get("data-area") == "KEN" for p in g.findall(SVG + "path")))
    assert "--seq-1" in group.get("fill", "")


def test_a_part_drawn_with_its_whole_takes_the_value_of_the_whole_unless_it_has_its_own() -> None:
    root = figure({"FRA": Value(9)}, {"FRA": "France"}, bounds=(1,))
    groups = [g for g in root.iter(SVG + "g") if any(p.get("data-area") == "FRA" for p in g.findall(SVG + "path"))]
    assert len(groups) == 1
    assert len([p for p in groups[0] if p.get("data-area") == "FRA"]) >= 5


def test_outliers_are_labelled_on_wide_maps_and_not_on_phones() -> None:
    values, names = {"KEN": Value(3), "UGA": Value(2)}, {"KEN": "Kenya", "UGA": "Uganda"}
    wide = world_map(values, names=names, title="t", style=Style.web("en", width=1000), outliers=1)
    phone = world_map(values, names=names, title="t", style=Style.web("en", width=340), outliers=1)
    assert ">Kenya 3<" in wide.svg
    assert ">Uganda 2<" not in wide.svg
    assert ">Kenya 3<" not in phone.svg


def test_the_table_holds_every_named_area_highest_first_and_unknown_last() -> None:
    values = {"KEN": Value(3), "MLT": Value(None, "suppressed"), "UGA": Value(0)}
    names = {"KEN": "Kenya", "MLT": "Malta", "UGA": "Uganda", "FRA": "France"}
    rows = world_map(values, names=names, title="t", style=Style.web("en"), detail="compact").table.rows
    assert [row[0] for row in rows] == ["Kenya", "Uganda", "France", "Malta"]
    assert rows[2][1] == "··"


def test_the_legend_lists_only_what_occurs() -> None:
    drawn = world_map({"KEN": Value(3)}, names={"KEN": "Kenya"}, title="t", style=Style.web("en"), bounds=(1, 2))
    assert [entry.text for entry in drawn.entries] == ["under 1", "1–2", "2 and over"]
    assert drawn.legend is not None


def test_the_hatched_share_is_a_share_of_land() -> None:
    everything = {area: Value(1) for area in world("compact").shapes}
    assert hatched_share({}) == 1
    assert hatched_share(everything) == 0
    assert 0.85 < hatched_share({"RUS": Value(1)}) < 0.9

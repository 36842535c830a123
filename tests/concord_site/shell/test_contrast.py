"""The stylesheet keeps the colours of the design and their contrast; its copies of a set do not drift apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "src" / "concord_site" / "shell" / "static" / "concord" / "css"
GROUNDS = ("bg", "linen", "sand", "mist")
TEXT = ("ink", "ink-2", "ink-3", "lake", "deep")
MARKS = ("edge", "origin", "destination", "workers")
#: Text on a ground of its own: every pair needs 4.5.
PAIRS = (
    ("on", "lake-fill"), ("strip-ink", "strip"), ("green", "green-tint"), ("ochre", "ochre-tint"), ("red", "red-tint"),
    ("deep", "lake-tint"), ("ink", "lake-tint"), ("workers", "plum-tint"), ("ink-2", "sand"), ("ink", "mist"),
    ("ink", "ochre-tint"), ("ink", "red-tint"), ("ink", "green-tint"), ("lake", "mist"), ("lake", "ochre-tint"),
    ("lake", "red-tint"), ("lake", "green-tint"), ("marked-ink", "marked"), ("bg", "deep"), ("red", "bg"),
    ("green", "bg"),
    ("cell-ink", "cell-mid"), ("cell-query-ink", "cell-query"), ("ink-2", "ochre-tint"),
)  # fmt: skip
RULE = re.compile(r"(?:@media ([^{]+)\{\s*)?(:root[^{]*)\{([^}]*)\}")


def _sets(file: str = "tokens.css") -> list[tuple[str, str, dict[str, str]]]:
    text = re.sub(r"/\*.*?\*/", "", (CSS / file).read_text(encoding="utf-8"), flags=re.DOTALL)
    found = []
    for media, selector, body in RULE.findall(text):
        tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
        if tokens:
            found.append((media.strip(), selector.strip(), tokens))
    return found


def _themes() -> dict[str, list[dict[str, str]]]:
    themes: dict[str, list[dict[str, str]]] = {"light": [], "dark": [], "more": [], "dark-more": []}
    for media, selector, tokens in _sets():
        if "bg" not in tokens:
            continue
        dark = "color-scheme: dark" in media or 'data-theme="dark"' in selector
        more = "contrast: more" in media or 'data-contrast="more"' in selector
        themes["dark-more" if dark and more else "dark" if dark else "more" if more else "light"].append(tokens)
    return themes


def _resolved(theme: str) -> dict[str, str]:
    themes = _themes()
    layers = {"light": ["light"], "dark": ["light", "dark"], "more": ["light", "more"]}
    tokens: dict[str, str] = {}
    for _media, selector, sizes in _sets():
        if selector == ":root" and "bg" not in sizes:
            tokens.update(sizes)
    for layer in layers.get(theme, ["light", "dark", "more", "dark-more"]):
        tokens.update(themes[layer][0])
    return tokens


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """WCAG contrast of two colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_there_are_four_sets_and_the_copies_of_each_are_equal() -> None:
    themes = _themes()
    assert {name: len(copies) for name, copies in themes.items()} == {"light": 1, "dark": 2, "more": 2, "dark-more": 4}
    for name, copies in themes.items():
        assert all(copy == copies[0] for copy in copies), name


@pytest.mark.parametrize("theme", ["light", "dark", "more", "dark-more"])
def test_text_reaches_four_and_a_half_on_every_ground(theme: str) -> None:
    tokens = _resolved(theme)
    faults = {
        (t, g): round(ratio(tokens[t], tokens[g]), 2)
        for t in TEXT
        for g in GROUNDS
        if ratio(tokens[t], tokens[g]) < 4.5
    }
    faults |= {(t, g): round(ratio(tokens[t], tokens[g]), 2) for t, g in PAIRS if ratio(tokens[t], tokens[g]) < 4.5}
    assert not faults


@pytest.mark.parametrize("theme", ["light", "dark", "more", "dark-more"])
def test_marks_and_borders_reach_three_on_every_ground(theme: str) -> None:
    tokens = _resolved(theme)
    faults = {
        (m, g): round(ratio(tokens[m], tokens[g]), 2) for m in MARKS for g in GROUNDS if ratio(tokens[m], tokens[g]) < 3
    }
    assert not faults
    assert ratio(tokens["shore"], tokens["sea"]) >= 3
    assert ratio(tokens["focus-line"], tokens["bg"]) >= 3


@pytest.mark.parametrize("theme", ["more", "dark-more"])
def test_more_contrast_means_seven_for_text(theme: str) -> None:
    tokens = _resolved(theme)
    assert all(ratio(tokens[t], tokens["bg"]) >= 7 for t in TEXT)


@pytest.mark.parametrize(
    ("theme", "token", "ground", "expected"),
    [
        ("light", "ink", "bg", 15.9), ("light", "ink-3", "sand", 4.9), ("light", "lake", "bg", 7.9),
        ("light", "edge", "sand", 3.9), ("dark", "ink", "bg", 15.7), ("dark", "lake", "bg", 9.8),
        ("dark", "ink-3", "bg", 7.8),
        ("more", "lake", "bg", 13.8), ("dark-more", "lake", "bg", 14.4), ("dark-more", "focus-line", "bg", 14.7),
    ],
)  # fmt: skip
def test_the_ratios_are_those_of_the_design(theme: str, token: str, ground: str, expected: float) -> None:
    tokens = _resolved(theme)
    assert ratio(tokens[token], tokens[ground]) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbouring_steps_of_a_map_run_one_way(theme: str) -> None:
    tokens = _resolved(theme)
    steps = [_luminance(tokens[f"seq-{n}"]) for n in range(1, 7)]
    assert steps in (sorted(steps), sorted(steps, reverse=True))


def test_print_uses_the_light_set() -> None:
    light = _themes()["light"][0]
    printed = next(tokens for _media, _selector, tokens in _sets("print.css") if "bg" in tokens)
    assert {name: value for name, value in printed.items() if value.startswith("#")}.items() <= light.items()

"""Habits of the stylesheet: one place for colours, logical properties only, small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "src" / "concord_site" / "shell" / "static" / "concord"
FILES = ("tokens.css", "base.css", "parts.css", "print.css")
AT_MOST = 60 * 1024
USED_TOKEN = re.compile(r"var\(--([\w-]+)")


def _text(name: str) -> str:
    return (STATIC / "css" / name).read_text(encoding="utf-8")


def _bare(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", _text(name), flags=re.DOTALL)


@pytest.mark.parametrize("name", FILES)
def test_no_physical_side_is_named(name: str) -> None:
    without_settings = _bare(name).replace("text-orientation", "")
    found = re.findall(r"[^\n]*\b(?:left|right)\b[^\n]*", without_settings)
    found += re.findall(r"\b(?:margin|padding|border)-(?:top|bottom)\b", without_settings)
    assert not found


def test_the_whole_stylesheet_is_small() -> None:
    assert sum(len(_text(name).encode()) for name in FILES) <= AT_MOST


@pytest.mark.parametrize("name", ["base.css", "parts.css"])
def test_colours_are_named_in_the_tokens_alone(name: str) -> None:
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*[;}])", _bare(name))
    assert not re.findall(r"\b(?:rgba?|hsla?)\(", _bare(name))


def test_every_token_used_is_declared() -> None:
    declared = set(re.findall(r"--([\w-]+):", "".join(_bare(name) for name in FILES)))
    used = set(USED_TOKEN.findall("".join(_bare(name) for name in FILES)))
    assert used <= declared, used - declared


def test_every_file_the_stylesheet_asks_for_is_there() -> None:
    for name in FILES:
        for address in re.findall(r"url\(\"([^\"]+)\"\)", _text(name)):
            assert (STATIC / "css" / address).resolve().is_file(), address


def test_nothing_comes_from_outside() -> None:
    assert "http" not in "".join(_bare(name) for name in FILES)
    assert "(data:" not in "".join(_bare(name) for name in FILES)
    assert '"data:' not in "".join(_bare(name) for name in FILES)

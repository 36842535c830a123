"""The shipped fonts hold every letter that our own texts use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from concord.declarations import packs
from concord.documents.figures.measure import FONT_FOLDER

WEB = Path(__file__).resolve().parents[4] / "src/concord_site/shell/static/concord/fonts"
LETTERS = re.compile("[\u00a1-\u024f\u0370-\u052f\u0600-\u06ff\u1e00-\u1eff\u4e00-\u9fff]")


#: Words by which files of others are understood, in their own letters: they are never printed.
UNDERSTOOD = {"concordances"}


def own_letters() -> set[str]:
    found: set[str] = set()
    for path in packs.BUILT_IN.rglob("*"):
        is_ours = not UNDERSTOOD.intersection(path.relative_to(packs.BUILT_IN).parts)
        if is_ours and path.suffix in {".po", ".yaml", ".csv"}:
            found |= set(LETTERS.findall(path.read_text(encoding="utf-8", errors="replace")))
    return found


@pytest.mark.parametrize("weight", [400, 600])
def test_every_letter_of_our_own_texts_is_in_the_fonts_of_the_pdf(weight: int) -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    there: set[int] = set()
    for stem in ("NotoSans", "NotoSansArabic", "NotoSansSC"):
        with fonts.TTFont(FONT_FOLDER / f"{stem}-{weight}.ttf") as font:
            there |= set(font.getBestCmap())
    assert not {letter for letter in own_letters() if ord(letter) not in there}


def test_every_letter_of_our_own_texts_is_in_a_range_of_the_style_sheet() -> None:
    spans: list[tuple[int, int]] = []
    for told in re.findall(r"unicode-range:([^}]+)}", (WEB / "fonts.css").read_text(encoding="utf-8")):
        for part in told.split(","):
            first, _, last = part.removeprefix("U+").partition("-")
            spans.append((int(first, 16), int(last or first, 16)))
    assert not {letter for letter in own_letters() if not any(a <= ord(letter) <= b for a, b in spans)}


def test_every_file_of_the_style_sheet_is_there_and_its_licence_beside_it() -> None:
    css = (WEB / "fonts.css").read_text(encoding="utf-8")
    named = set(re.findall(r'url\("([^"]+)"\)', css))
    assert named == {path.name for path in WEB.glob("*.woff2")}
    assert css.count("font-display:swap") == css.count("@font-face")
    for folder in (WEB, FONT_FOLDER):
        licences = sorted(folder.glob("OFL-*.txt"))
        assert len(licences) == 3
        assert all("SIL OPEN FONT LICENSE" in path.read_text(encoding="utf-8").upper() for path in licences)


def test_fonts_stay_under_twelve_megabytes() -> None:
    files = [*WEB.iterdir(), *FONT_FOLDER.iterdir()]
    assert sum(path.stat().st_size for path in files if path.is_file()) < 12_000_000

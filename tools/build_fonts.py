"""Rebuild the shipped fonts from folders of full Noto TTF files.

Writes three things:

* ``src/concord/documents/fonts/*.ttf``: cut TrueType files that the PDF embeds, their licence, and ``advances.json``
  (widths of characters in thousandths of the type size, from which figures guess the length of a label);
* ``src/concord_site/shell/static/concord/fonts/*.woff2``: the same letters for browsers, Latin with Greek and Cyrillic
  in one file a weight, Arabic in one file a weight, Chinese in slices of ``unicode-range``;
* ``fonts.css`` beside them, with the ``@font-face`` rules.

Usage::

    python tools/build_fonts.py --sans DIR --arabic DIR --chinese DIR [--texts PATH ...]

Each DIR holds, at any depth, the static files of weights 400 and 600 (``…400Regular.ttf`` or ``…-Regular.ttf``, and so
on) and the Open Font Licence (``OFL.txt`` or ``LICENSE_FONT``; where it is absent, the text of the first family is
taken). The built files were cut from the families as packaged by ``@expo-google-fonts/noto-sans`` 0.4.2 (Noto Sans
2.015), ``noto-sans-arabic`` 0.2.3 (2.004) and ``noto-sans-sc`` 0.4.3 (2.004).

Noto Sans Arabic must be older than 2.010: later versions split a letter into a skeleton and its dots, and Typst then
refuses Arabic text inside a figure under PDF/UA, because the dots have no character of their own.

Chinese is cut to GB 2312 and every character found in ``--texts`` (our own declared files and catalogues). The same
inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FOR_PDF = ROOT / "src/concord/documents/fonts"
FOR_WEB = ROOT / "src/concord_site/shell/static/concord/fonts"
OWN_TEXTS = (ROOT / "src/concord/data", ROOT / "src/concord_site/locale")
TEXT_SUFFIXES = {".po", ".json", ".yaml", ".yml", ".csv", ".html", ".txt"}
WEIGHTS = {400: ("400Regular", "-Regular"), 600: ("600SemiBold", "-SemiBold")}
SLICE = 340
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "lnum", "tnum", "pnum", "ordn", "sups", "subs", "rtlm"]

Span = tuple[int, int]
# What the PDF embeds from: generous, since names of people and offices may hold any letter of these scripts.
SANS: tuple[Span, ...] = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x36F), (0x1E00, 0x1EFF)),
    *((0x370, 0x3FF), (0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
    *((0x2000, 0x20BF), (0x2100, 0x2127), (0x2153, 0x215E), (0x2190, 0x2199)),
    *((0x2200, 0x2265), (0x25A0, 0x25CF), (0x2713, 0x2717), (0xFEFF, 0xFEFF), (0xFFFD, 0xFFFD)),
)
ARABIC: tuple[Span, ...] = (
    *((0x20, 0x7E), (0xA0, 0xA0), (0xAB, 0xAB), (0xBB, 0xBB), (0x600, 0x6FF), (0x750, 0x77F)),
    *((0x200C, 0x200F), (0x2010, 0x2026), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
)
BESIDE_ARABIC: tuple[Span, ...] = ((0x20, 0x24F), (0x2010, 0x2044), (0x20AC, 0x20AC), (0x2212, 0x2212))
CHINESE_SIGNS: tuple[Span, ...] = (
    *((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2026), (0x2190, 0x2193), (0x25A0, 0x25CF), (0x2713, 0x2713)),
    *((0x3000, 0x303F), (0xFF00, 0xFFEF)),
)
# What browsers fetch: the six languages and the names of people and places in them.
WEB: tuple[Span, ...] = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1CD, 0x1D4), (0x218, 0x21B)),
    *((0x259, 0x259), (0x2B9, 0x2BF), (0x2C6, 0x2DD), (0x300, 0x30C), (0x323, 0x328), (0x391, 0x3C9), (0x400, 0x4FF)),
    *((0x1E9E, 0x1E9E), (0x1EA0, 0x1EF9), (0x2000, 0x206F), (0x2070, 0x208E), (0x20AC, 0x20AC), (0x2116, 0x2122)),
    *((0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265), (0x25CB, 0x25CF), (0xFFFD, 0xFFFD)),
)
ARABIC_WEB: tuple[Span, ...] = ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
CHINESE_WEB: tuple[Span, ...] = ((0x3000, 0x303F), (0xFF00, 0xFFEF))


@dataclass(frozen=True, slots=True)
class Family:
    """One family: its name in CSS and Typst, its file stem, and its full source files by weight."""

    name: str
    stem: str
    licence: Path | None
    sources: dict[int, Path]


def main() -> None:
    """Cut every family and write files, widths and style sheet."""
    options = arguments()
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    families = [
        family("Noto Sans", "NotoSans", options.sans),
        family("Noto Sans Arabic", "NotoSansArabic", options.arabic),
        family("Noto Sans SC", "NotoSansSC", options.chinese),
    ]
    own = list(chinese_in(options.texts))
    for folder in (FOR_PDF, FOR_WEB):
        empty(folder)
    write_pdf_fonts(families, own)
    write_web_fonts(families, own)
    (FOR_PDF / "advances.json").write_text(advances(families[:2]), encoding="utf-8")
    (FOR_PDF / "letters.json").write_text(letters(), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("sans", "arabic", "chinese"):
        parser.add_argument(f"--{name}", type=Path, required=True, help="folder of full TTF files and licence")
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=list(OWN_TEXTS), help="files or folders whose Chinese must be covered"
    )
    return parser.parse_args()


def family(name: str, stem: str, folder: Path) -> Family:
    """Find the two weights and the licence of a family below ``folder``."""
    sources = {
        weight: find(folder, [f"{stem}*{ending}.ttf" for ending in endings]) for weight, endings in WEIGHTS.items()
    }
    return Family(
        name, stem, next((p for n in ("OFL.txt", "LICENSE_FONT") for p in sorted(folder.rglob(n))), None), sources
    )


def find(folder: Path, patterns: Iterable[str]) -> Path:
    """The first file below ``folder`` that fits a pattern."""
    for pattern in patterns:
        for path in sorted(folder.rglob(pattern)):
            return path
    raise SystemExit(f"{folder}: no file like {', '.join(patterns)}")


def empty(folder: Path) -> None:
    """Remove what an earlier build wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.ttf", "*.woff2", "OFL-*.txt", "fonts.css", "advances.json"):
        for path in folder.glob(pattern):
            path.unlink()


def chinese_in(paths: Iterable[Path]) -> Iterator[int]:
    """Chinese characters of our own texts, commonest first, so that most pages need one slice."""
    counts: dict[int, int] = {}
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in TEXT_SUFFIXES:
                for character in file.read_text(encoding="utf-8", errors="replace"):
                    if 0x4E00 <= ord(character) <= 0x9FFF:
                        counts[ord(character)] = counts.get(ord(character), 0) + 1
    yield from sorted(counts, key=lambda code: (-counts[code], code))


def gb2312() -> Iterator[int]:
    """Hanzi of GB 2312 in its own order: level 1 (common) first."""
    for row in range(16, 88):
        for cell in range(1, 95):
            try:
                yield ord(bytes((row + 0xA0, cell + 0xA0)).decode("gb2312"))
            except UnicodeDecodeError:
                continue


def points(*groups: Iterable[Span]) -> set[int]:
    """Every code point of some spans."""
    return {code for group in groups for first, last in group for code in range(first, last + 1)}


def cut(source: Path, codes: Iterable[int], target: Path) -> None:
    """Write the part of a font that holds ``codes``; WOFF2 when the target is named so."""
    options = subset.Options()
    options.layout_features = ["*"] if "Arabic" in source.name else FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    with subset.load_font(str(source), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=set(codes))
        cutter.subset(font)
        subset.save_font(font, str(target), options)


def write_pdf_fonts(families: list[Family], own: list[int]) -> None:
    """TrueType files for Typst, with each family's licence."""
    letters = {
        "NotoSans": points(SANS),
        "NotoSansArabic": points(ARABIC),
        "NotoSansSC": points(CHINESE_SIGNS) | set(gb2312()) | set(own),
    }
    for each in families:
        for weight, source in each.sources.items():
            cut(source, letters[each.stem], FOR_PDF / f"{each.stem}-{weight}.ttf")
    for weight in WEIGHTS:
        complete(FOR_PDF / f"NotoSansArabic-{weight}.ttf", FOR_PDF / f"NotoSans-{weight}.ttf")
        for folder in (FOR_PDF, FOR_WEB):
            (folder / f"OFL-{each.stem}.txt").write_text(licence(each, families[0]), encoding="utf-8")


def complete(arabic: Path, latin: Path) -> None:
    """Give the Arabic file the Latin letters and signs it lacks, under the same licence.

    Inside a figure Typst sets a label with one font and asks others for what that lacks; where it does, a lam and alef
    joined in one shape lose the letters after them. With every sign in one file nothing is asked for.
    """
    with TTFont(arabic) as font:
        have, head, lines = set(font.getBestCmap()), font["head"], font["hhea"]
        dates, heights = (head.created, head.modified), (lines.ascent, lines.descent, font["OS/2"].usWinAscent)
    part = latin.with_suffix(".part.ttf")
    cut(latin, points(BESIDE_ARABIC) - have, part)
    merged = merge.Merger().merge([str(arabic), str(part)])
    merged["head"].created, merged["head"].modified = dates
    merged["hhea"].ascent, merged["hhea"].descent, merged["OS/2"].usWinAscent = heights
    merged.recalcTimestamp = False
    merged.save(arabic)
    part.unlink()


def licence(each: Family, first: Family) -> str:
    """The Open Font Licence under the copyright line that the font itself carries."""
    path = each.licence or first.licence
    if path is None:
        raise SystemExit(f"{first.name}: no OFL.txt or LICENSE_FONT in its folder")
    with TTFont(each.sources[400]) as font:
        owner = str(font["name"].getDebugName(0))
    return "\n".join([owner, *path.read_text(encoding="utf-8").splitlines()[1:]]) + "\n"


def write_web_fonts(families: list[Family], own: list[int]) -> None:
    """WOFF2 files and their style sheet."""
    sans, arabic, chinese = families
    rules = [face(sans, weight, "latin-cyrillic", points(WEB), spans=WEB) for weight in WEIGHTS]
    rules += [face(arabic, weight, "arabic", points(ARABIC_WEB), spans=ARABIC_WEB) for weight in WEIGHTS]
    for number, (letters, spans) in enumerate(slices(own)):
        rules += [face(chinese, weight, f"{number:02d}", letters, spans=spans) for weight in WEIGHTS]
    head = "/* Built by tools/build_fonts.py. Noto fonts, SIL Open Font Licence 1.1: OFL-*.txt beside this file. */\n"
    (FOR_WEB / "fonts.css").write_text(head + "".join(rules), encoding="utf-8")


def slices(own: list[int]) -> Iterator[tuple[set[int], tuple[Span, ...]]]:
    """Chinese letters cut into files, each with its ``unicode-range``.

    GB 2312 comes first in runs of code points, so that each range is one short span. The characters of our own texts
    come last: browsers prefer the later rule, so a page in our own wording needs one or two files.
    """
    rest = sorted(set(gb2312()) - set(own))
    for start in range(0, len(rest), SLICE):
        letters = rest[start : start + SLICE]
        yield set(letters), ((letters[0], letters[-1]),)
    yield points(CHINESE_WEB), CHINESE_WEB
    for start in range(0, len(own), SLICE):
        letters = sorted(own[start : start + SLICE])
        yield set(letters), tuple((code, code) for code in letters)


def face(each: Family, weight: int, part: str, letters: set[int], *, spans: Iterable[Span]) -> str:
    """Write one file and return its rule."""
    name = f"{each.stem}-{weight}-{part}.woff2"
    cut(each.sources[weight], letters, FOR_WEB / name)
    return (
        f'@font-face{{font-family:"{each.name}";font-style:normal;font-weight:{weight};font-display:swap;'
        f'src:url("{name}") format("woff2");unicode-range:{ranges(spans)}}}\n'
    )


def ranges(spans: Iterable[Span]) -> str:
    """Spans as CSS ``unicode-range``; neighbours are joined."""
    joined: list[list[int]] = []
    for first, last in sorted(spans):
        if joined and joined[-1][1] >= first - 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in joined)


def advances(families: list[Family]) -> str:
    """Widths as JSON: weight → character → thousandths of an em."""
    wanted = points(WEB, ((0x600, 0x6FF),))
    table: dict[str, dict[str, int]] = {}
    for weight in WEIGHTS:
        widths: dict[str, int] = {}
        for each in families:
            with TTFont(each.sources[weight]) as font:
                metrics, unit, cmap = font["hmtx"], font["head"].unitsPerEm, font.getBestCmap()
                for code in sorted(wanted & set(cmap)):
                    widths.setdefault(chr(code), round(1000 * metrics[cmap[code]][0] / unit))
        table[str(weight)] = widths
    return json.dumps(table, ensure_ascii=True, separators=(",", ":"), sort_keys=True) + "\n"


def letters() -> str:
    """Code points that the fonts of the PDF have in every weight, as JSON: first and last of each range."""
    had: dict[str, list[set[int]]] = {}
    for path in sorted(FOR_PDF.glob("*.ttf")):
        with TTFont(path) as font:
            had.setdefault(path.stem.partition("-")[0], []).append(set(font.getBestCmap()))
    there = set().union(*(set.intersection(*each) for each in had.values()))
    found: list[list[int]] = []
    for code in sorted(there):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return json.dumps(found, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()

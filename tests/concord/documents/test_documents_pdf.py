"""PDF: tagged, in its language, with our own fonts, the same bytes every time."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from concord.documents.model import Paragraph, Picture, phrase
from concord.documents.render import pdf
from concord.errors import Invalid

from .specimen import specimen

pypdf = pytest.importorskip("pypdf")


def reader(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content))


def elements(node: Any) -> Iterator[Any]:
    """Every structure element below a node."""
    node = node.get_object()
    kids = node.get("/K", []) if hasattr(node, "get") else []
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get") and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_same_document_gives_the_same_bytes(language: str) -> None:
    assert pdf.render(specimen(language)) == pdf.render(specimen(language))


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_it_is_tagged_and_says_its_language_title_and_date(language: str) -> None:
    found = reader(pdf.render(specimen(language)))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == str(specimen(language).title)
    assert found.metadata["/CreationDate"].startswith("D:20261121")
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_it_declares_headings_tables_heads_and_described_figures() -> None:
    root = reader(pdf.render(specimen())).trailer["/Root"]["/StructTreeRoot"]
    roles = Counter(str(each["/S"]) for each in elements(root))
    assert roles["/H1"] >= 2
    assert roles["/H2"] >= 3
    assert roles["/Table"] >= 3
    assert roles["/TH"] >= 9
    figures = [each for each in elements(root) if each["/S"] == "/Figure"]
    assert len(figures) >= 3
    assert all(each.get("/Alt") for each in figures)


def test_its_outline_leads_to_headings_and_countries() -> None:
    titles: list[str] = []

    def gather(entries: Any) -> None:
        for each in entries:
            if isinstance(each, list):
                gather(each)
            else:
                titles.append(each.title)

    gather(reader(pdf.render(specimen())).outline)
    assert any("Invented figures" in each for each in titles)
    assert "KEN" in titles


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_only_our_own_fonts_are_used_and_embedded(language: str) -> None:
    content = pdf.render(specimen(language))
    names = set()
    for page in reader(content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            names.add(str(below["/BaseFont"]).partition("+")[2])
            assert any(key.startswith("/FontFile") for key in below["/FontDescriptor"].get_object())
    assert names
    assert all(name.startswith("NotoSans") for name in names), names


def test_a_fallback_carries_its_own_language_inside_the_page() -> None:
    root = reader(pdf.render(specimen("ar"))).trailer["/Root"]["/StructTreeRoot"]
    assert "en" in {str(each.get("/Lang", "")) for each in elements(root)}


def test_the_first_page_bears_no_number_and_the_others_do() -> None:
    pages = reader(pdf.render(specimen())).pages
    assert len(pages) >= 4
    assert "2" in pages[1].extract_text().splitlines()[-1] or "2" in pages[1].extract_text()


def test_a_drawing_that_is_no_svg_is_refused() -> None:
    broken = Picture("figure-broken", specimen().title, "no svg", "x")
    with pytest.raises(Invalid) as refused:
        pdf.render(replace(specimen(), blocks=(broken,)))
    assert refused.value.code == "documents.pdf.failed"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_letter_that_no_font_has_is_a_square_and_the_document_says_so(language: str) -> None:
    foreign = "กรุงเทพ नेपाल አዲስ አበባ 서울 ירושלים თბილისი 𠮷 ☃"
    given = specimen(language)
    made = pdf.render(replace(given, blocks=(*given.blocks, Paragraph(phrase(f"Bangkok: {foreign}.")))))
    said = " ".join(page.extract_text() for page in reader(made).pages)
    assert "□□□" in said
    assert not set(foreign) - set(" ") & set(said)
    assert "□" not in " ".join(page.extract_text() for page in reader(pdf.render(given)).pages)


def test_letters_that_can_be_printed_are_those_of_the_fonts() -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    stems: dict[str, list[set[int]]] = {}
    for path in pdf.FONTS.glob("*.ttf"):
        with fonts.TTFont(path) as font:
            stems.setdefault(path.stem.partition("-")[0], []).append(set(font.getBestCmap()))
    there = {chr(code) for each in stems.values() for code in set.intersection(*each)}
    assert pdf._letters() - set(pdf.NOT_PRINTED) == there - set(pdf.NOT_PRINTED)
    assert pdf.SQUARE in there


def test_rasters_are_pictures_of_the_asked_width() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 50'><rect width='100' height='50'/></svg>"
    first, second = pdf.rasters([(svg, 100.0), (svg, 50.0)])
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    widths = [int.from_bytes(each[16:20], "big") for each in (first, second)]
    assert abs(widths[0] - 2 * widths[1]) <= 2
    assert pdf.rasters([]) == []

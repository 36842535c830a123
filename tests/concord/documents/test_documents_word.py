"""Word files: named styles, real fields, repeated heads, mirrored for Arabic, the same bytes every time."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from concord.documents.model import Picture, walk
from concord.documents.render import docx as word
from concord.documents.render import word_styles

from .specimen import specimen

docx = pytest.importorskip("docx")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return etree.fromstring(whole.read(name))


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_same_document_gives_the_same_bytes(language: str) -> None:
    assert word.render(specimen(language)) == word.render(specimen(language))


def test_every_part_carries_the_date_of_the_document_and_none_of_the_clock() -> None:
    content = word.render(specimen())
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert {info.date_time for info in whole.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    core = docx.Document(io.BytesIO(content)).core_properties
    assert core.created == core.modified
    assert (core.created.year, core.title, core.language) == (2026, "Invented figures", "en")


def test_a_secretariat_finds_the_styles_by_name() -> None:
    made = docx.Document(io.BytesIO(word.render(specimen())))
    names = {style.name for style in made.styles}
    assert {look.name for look in word_styles.LOOKS} <= names
    assert {"Concord Table", "Concord Figures"} <= names
    used = {paragraph.style.name for paragraph in made.paragraphs}
    assert {
        "Heading 1",
        "Heading 2",
        "Heading Country",
        "Caption",
        "Source",
        "Body Text",
        "Lead",
        "List Bullet",
    } <= used


def test_contents_page_numbers_and_chapter_names_are_fields() -> None:
    content = word.render(specimen())
    fields = [each.text.strip() for each in part(content, "word/document.xml").iter(f"{W}instrText")]
    assert any(each.startswith('TOC \\o "1-2"') for each in fields)
    assert any(each.startswith("SEQ Table") for each in fields)
    assert any("Heading Country" in each for each in fields)
    foot = "".join(part(content, "word/footer-default.xml").itertext())
    head = "".join(part(content, "word/header-default.xml").itertext())
    assert "PAGE" in foot
    assert "STYLEREF 1" in head


def test_headings_are_numbered_by_word_itself() -> None:
    content = word.render(specimen())
    levels = part(content, "word/numbering.xml").findall(f".//{W}abstractNum[@{W}abstractNumId='91']/{W}lvl")
    assert [each.find(f"{W}pStyle").get(f"{W}val") for each in levels] == ["Heading1", "Heading2", "Heading3"]


def test_heads_of_tables_repeat_and_rows_are_not_split() -> None:
    for table in part(word.render(specimen()), "word/document.xml").iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "ConcordTable":
            assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None


def test_arabic_reads_from_the_right() -> None:
    content = word.render(specimen("ar"))
    styles = part(content, "word/styles.xml")
    heading = styles.find(f"{W}style[@{W}styleId='Heading1']")
    assert heading.find(f"{W}pPr/{W}bidi") is not None
    body = part(content, "word/document.xml")
    arabic = [run for run in body.iter(f"{W}r") if any("\u0600" <= c <= "\u06ff" for c in "".join(run.itertext()))]
    assert arabic
    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in arabic)
    assert all(t.find(f"{W}tblPr/{W}bidiVisual") is not None for t in body.iter(f"{W}tbl"))
    assert body.findall(f".//{W}sectPr")[-1].find(f"{W}bidi") is not None


def test_a_fallback_is_turned_back_and_names_its_language() -> None:
    body = part(word.render(specimen("ar")), "word/document.xml")
    turned = [p for p in body.iter(f"{W}p") if (b := p.find(f"{W}pPr/{W}bidi")) is not None and b.get(f"{W}val") == "0"]
    assert any("[English] This paragraph is not translated" in "".join(p.itertext()) for p in turned)
    languages = {each.get(f"{W}val") for p in turned for each in p.iter(f"{W}lang")}
    assert "en-GB" in languages


def test_every_drawing_is_there_as_svg_and_as_png_with_its_description() -> None:
    document = specimen()
    content = word.render(document)
    pictures = [each for each in walk(document.blocks) if isinstance(each, Picture)]
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        names = whole.namelist()
    assert len([n for n in names if n.endswith(".svg")]) == len(pictures) + 1
    assert len([n for n in names if n.endswith(".png")]) == len(pictures) + 1
    body = part(content, "word/document.xml")
    described = [
        e.get("descr")
        for e in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    ]
    assert described.count("Two bars") == len(pictures)


def test_references_lead_to_bookmarks_that_exist() -> None:
    body = part(word.render(specimen("ar")), "word/document.xml")
    there = {each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")}
    asked = {each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")}
    assert asked
    assert asked <= there
    ids = [each.get(f"{W}id") for each in body.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))

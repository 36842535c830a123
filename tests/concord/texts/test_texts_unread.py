"""What a file holds beside the text it is read for: numbers that are counted are read, and what is not read is said."""

from __future__ import annotations

import io
import zipfile

import pytest

from concord.findings import Finding
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints
from concord.texts import child
from concord.texts.akoma_out import NAMESPACE
from concord.texts.clauses import cut
from concord.texts.reading import Paragraph, Run, TextFile

SPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def word_file(body: str, **parts: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types xmlns='x'><Override ContentType='{KIND}'/></Types>")
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content.replace(">", f" {SPACE}>", 1))
    return into.getvalue()


def read(content: bytes, name: str) -> tuple[TextFile, dict[str, Finding]]:
    """The file as read, and what was said of it by code."""
    remarks = Remarks()
    tables = child.read(Source(name, content), Limits(), remarks, Hints())
    found: dict[str, list[Run]] = {}
    for number, _, text, change, author, at in zip(
        *(column.texts() for column in tables.sheets[0].columns), strict=True
    ):
        found.setdefault(number, []).extend([Run(text, change, author, at)] if text else [])
    paragraphs = tuple(Paragraph(tuple(runs)) for runs in found.values())
    between = str(tables.facts.get("between"))
    file = TextFile(name, "", 1, "", paragraphs, between, "", [], {})  # type: ignore[arg-type]
    return file, {each.code.removeprefix("texts."): each.params for each in remarks}  # type: ignore[misc]


def words_in(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{words_in(text)}</w:p>"


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
TEXT = "The Parties shall train nurses."


@pytest.mark.parametrize(
    ("body", "parts", "code", "params"),
    [
        (f"{words_in(TEXT)}<w:r><w:footnoteReference w:id='2'/></w:r>",
         {"footnotes": f"<w:footnotes><w:footnote w:id='2'>{paragraph('Not for profit.')}</w:footnote></w:footnotes>"},
         "word.notes", {"count": 1, "words": "Not for profit."}),
        (f"{words_in(TEXT)}<w:r><w:endnoteReference w:id='3'/></w:r>",
         {"endnotes": f"<w:endnotes><w:endnote w:id='3'>{paragraph('As amended.')}</w:endnote></w:endnotes>"},
         "word.notes", {"count": 1, "words": "As amended."}),
        (words_in(TEXT) + BOX.format(paragraph("Draft of May.")), {}, "word.boxes",
         {"count": 1, "words": "Draft of May."}),
        (words_in(TEXT) + "<w:r><w:drawing/></w:r><m:oMath/>", {}, "word.left-out", {"count": 2}),
        (words_in(TEXT), {"header1": f"<w:hdr>{paragraph('Secret until signed')}</w:hdr>",
                          "footer1": f"<w:ftr>{paragraph('Page 1')}</w:ftr>"},
         "word.margins", {"count": 1, "words": "Secret until signed"}),
        (f"<w:ins w:author='Cy Third'>{words_in(TEXT)}</w:ins>", {}, "word.tracked",
         {"count": 1, "names": "Cy Third"}),
        (f"{words_in(TEXT)}<w:r><w:commentReference w:id='0'/></w:r>",
         {"comments": f"<w:comments><w:comment w:id='0' w:author='Dee Fourth'>{paragraph('Why?')}</w:comment>"
                      "</w:comments>"},
         "word.comments", {"count": 1, "names": "Dee Fourth"}),
        (f"<w:ins w:author='Cy'>{words_in('The Parties ')}<w:del w:author='Dee'><w:r><w:delText>shall</w:delText></w:r>"
         f"</w:del>{words_in(' train nurses.')}</w:ins>", {}, "word.struck-again", {"count": 1, "names": "Dee"}),
    ],
)  # fmt: skip
def test_what_of_a_word_file_is_not_in_its_text_is_told_with_its_first_words(
    body: str, parts: dict[str, str], code: str, params: dict[str, object]
) -> None:
    file, said = read(word_file(f"<w:p>{body}</w:p>", **parts), "t.docx")
    assert file.text() == TEXT
    assert said[code] == params


def test_words_that_their_own_author_struck_again_never_stood() -> None:
    twice = "<w:ins w:author='A'>{0}<w:del w:author='A'><w:r><w:tab/><w:delText>gone</w:delText></w:r></w:del></w:ins>"
    turned = "<w:del w:author='A'><w:ins w:author='A'><w:r><w:t>gone</w:t></w:r></w:ins></w:del>"
    file, said = read(word_file(f"<w:p>{twice.format(words_in('kept'))}{turned}</w:p>"), "t.docx")
    assert (file.text(), file.original) == ("kept", "")
    assert "word.struck-again" not in said


def test_tables_and_readings_above_signs_are_read() -> None:
    above, base = (f"<w:r><w:t>{each}</w:t></w:r>" for each in ("hù", "护"))
    ruby = f"<w:r><w:ruby><w:rt>{above}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
    body = (
        f"<w:tbl><w:tr><w:tc>{paragraph('One')}</w:tc><w:tc>{paragraph('Two')}</w:tc></w:tr></w:tbl><w:p>{ruby}</w:p>"
    )
    assert read(word_file(body), "t.docx")[0].text().split() == ["One", "Two", "护"]


def level(place: int, format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/>'
        "</w:lvl>"
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:numbering><w:abstractNum w:abstractNumId="1">{"".join(levels)}</w:abstractNum>{more}'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def numbered(place: int | None, id: str = "7") -> str:
    named = f'<w:numId w:val="{id}"/>' if id else ""
    return f"<w:numPr>{'' if place is None else f'<w:ilvl w:val={chr(34)}{place}{chr(34)}/>'}{named}</w:numPr>"


ARTICLE, POINT = level(0, "decimal", "Article %1"), level(1, "lowerLetter", "(%2)")


def test_numbers_of_levels_tied_to_styles_are_counted() -> None:
    """Headings of Word name their numbering, and the level is found by the style that the level names."""
    tied = (level(0, "decimal", "Article %1", '<w:pStyle w:val="One"/>'),
            level(1, "decimal", "%1.%2", '<w:pStyle w:val="Two"/>'))  # fmt: skip
    styles = "<w:styles>" + "".join(
        f'<w:style w:styleId="{name}"><w:name w:val="x"/><w:pPr>{numbered(None)}</w:pPr></w:style>'
        for name in ("One", "Two")
    ) + "</w:styles>"  # fmt: skip
    body = "".join(
        paragraph(said, f'<w:pStyle w:val="{style}"/>')
        for said, style in (("Fees", "One"), ("none", "Two"), ("more", "Two"), ("Term", "One"), ("three", "Two"))
    )
    file, _ = read(word_file(body, numbering=numbering(*tied), styles=styles), "t.docx")
    assert [each.id for each in cut(file.text(), language="en")] == ["art-1", "art-1.1", "art-1.2", "art-2", "art-2.1"]


def test_a_paragraph_that_names_a_level_alone_takes_the_numbering_of_its_style() -> None:
    styles = f'<w:styles><w:style w:styleId="S"><w:pPr>{numbered(0)}</w:pPr></w:style></w:styles>'
    body = paragraph("Fees", '<w:pStyle w:val="S"/>') + paragraph("none", f'<w:pStyle w:val="S"/>{numbered(1, "")}')
    file, _ = read(word_file(body, numbering=numbering(ARTICLE, POINT), styles=styles), "t.docx")
    assert file.text().split("\n\n") == ["Article 1 Fees", "(a) none"]


def test_numbers_kept_by_a_list_style_are_counted() -> None:
    link = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>'
    more = f'{link}<w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num>'
    styles = f'<w:styles><w:style w:type="numbering" w:styleId="L"><w:pPr>{numbered(None)}</w:pPr></w:style></w:styles>'
    body = paragraph("Fees", numbered(0, "8")) + paragraph("none", numbered(1, "8"))
    file, _ = read(word_file(body, numbering=numbering(ARTICLE, POINT, more=more), styles=styles), "t.docx")
    assert file.text().split("\n\n") == ["Article 1 Fees", "(a) none"]


@pytest.mark.parametrize(
    ("levels", "places", "expected"),
    [
        ((level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>")), (0, 1, 0, 1),
         ["I. x", "1.1 x", "II. x", "2.1 x"]),
        ((ARTICLE, level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')), (0, 1, 1, 0, 1),
         ["Article 1 x", "1. x", "2. x", "Article 2 x", "3. x"]),
        ((ARTICLE, POINT), (0, 1, 1, 0, 1), ["Article 1 x", "(a) x", "(b) x", "Article 2 x", "(a) x"]),
    ],
)  # fmt: skip
def test_numbers_are_those_that_word_shows(
    levels: tuple[str, ...], places: tuple[int, ...], expected: list[str]
) -> None:
    body = "".join(paragraph("x", numbered(place)) for place in places)
    file, said = read(word_file(body, numbering=numbering(*levels)), "t.docx")
    assert file.text().split("\n\n") == expected
    assert "word.numbers" not in said


def test_a_way_of_counting_that_is_written_in_figures_here_is_told() -> None:
    content = word_file(paragraph("x", numbered(0)), numbering=numbering(level(0, "cardinalText", "Article %1")))
    file, said = read(content, "t.docx")
    assert (file.text(), said["word.numbers"]) == ("Article 1 x", {"formats": "cardinalText"})


def akoma(body: str) -> bytes:
    return (
        f'<?xml version="1.0"?><akomaNtoso xmlns="{NAMESPACE}"><act><body>{body}</body></act></akomaNtoso>'
    ).encode()


def test_nested_lists_of_akoma_ntoso_are_read_with_their_numbers_and_notes_are_told() -> None:
    inner = (
        "<blockList><listIntroduction>train:</listIntroduction><item><num>(i)</num><p>nurses;</p></item></blockList>"
    )
    article = (
        "<article><num>Article 1</num><heading>Fees</heading><content><blockList><listIntroduction>They shall:"
        f"</listIntroduction><item><num>(a)</num>{inner}</item><item><num>(b)</num><p>pay<authorialNote><p>In full."
        "</p></authorialNote>.</p></item></blockList></content></article>"
    )
    file, said = read(akoma(article), "t.xml")
    clauses = cut(file.text(), language="en")
    assert [each.id for each in clauses] == ["art-1", "art-1.a", "art-1.a.i", "art-1.b"]
    assert clauses[0].heading == "Fees"
    assert said["akoma.notes"] == {"count": 1, "words": "In full."}
    marked, said = read(akoma("<p>They <del>may</del> <ins>shall</ins> pay for all of it.</p>"), "t.xml")
    assert "may shall" in marked.text()
    assert said["akoma.changes"] == {"count": 2}


def pdf_of(source: str) -> bytes:
    return bytes(pytest.importorskip("typst").compile(source.encode()))


SENTENCES = "The Parties shall cooperate in the training of nurses and midwives under this Agreement. " * 30


def test_columns_and_running_heads_of_a_pdf_are_told() -> None:
    pytest.importorskip("pypdf")
    settings = "#set page(columns: 2, header: [Draft of May], footer: context counter(page).display())\n"
    file, said = read(pdf_of(settings + SENTENCES * 8), "t.pdf")
    assert said["pdf.columns"]["count"] >= 3  # type: ignore[index]
    assert "Draft of May" in said["pdf.margins"]["words"]  # type: ignore[index]
    assert "Draft of May" not in file.text()
    _, plain = read(pdf_of("#set par(justify: true)\n" + SENTENCES), "t.pdf")
    assert "pdf.columns" not in plain


def test_notes_laid_over_a_pdf_are_told() -> None:
    pypdf = pytest.importorskip("pypdf")
    annotations = pytest.importorskip("pypdf.annotations")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(SENTENCES)))
    writer.add_annotation(0, annotations.FreeText(text="Not agreed", rect=(50, 550, 200, 650)))
    into = io.BytesIO()
    writer.write(into)
    assert read(into.getvalue(), "t.pdf")[1]["pdf.beside"] == {"count": 1}

"""Files in and out: Word with tracked changes, Akoma Ntoso, PDF, plain text; hostile ones are refused with a reason."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints
from concord.texts import child
from concord.texts.akoma_out import NAMESPACE, Work, write_akoma
from concord.texts.clauses import Clause, cut
from concord.texts.formats.word_numbers import in_chinese, written
from concord.texts.proposing import Proposal, agreed, differs_from, proposals_in, remarks_in, untracked
from concord.texts.reading import Paragraph, Run, TextFile, read_text
from concord.texts.tokens import words
from concord.texts.word_out import Note, write_word

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "texts" / "cutting.yaml")
NUMBERED = [case for case in CASES if "narrow" not in case["name"] and "contents" not in case["name"]]
WORK = Work(
    "/akn/un/agreement/2026/example",
    "Example",
    "en",
    date(2026, 1, 1),
    date(2026, 2, 1),
    dates={"signature": date(2026, 1, 1)},
)
BASE = cut(
    "Agreement between A and B\n\nArticle 1\nPurpose\n\n1. The Parties shall cooperate in training.\n"
    "2. They shall pay 100 dollars each year.\n\nArticle 2\nScope\n\n"
    "It covers nurses and midwives.\n\nDone at Geneva.\n",
    language="en",
)
MOMENT = "2026-05-01T10:00:00Z"


def parsed(content: bytes, name: str) -> TextFile:
    """What the limited process would hand back, read here: the process itself is tried in tests of its own."""
    remarks = Remarks()
    tables = child.read(Source(name, content), Limits(), remarks, Hints())
    rows = list(zip(*(column.texts() for column in tables.sheets[0].columns), strict=True)) if tables.sheets else []
    found: dict[str, list[Run]] = {}
    for number, _, text, change, author, at in rows:
        found.setdefault(number, []).extend([Run(text, change, author, at)] if text else [])
    paragraphs = tuple(Paragraph(tuple(runs)) for runs in found.values())
    between = str(tables.facts.get("between"))
    return TextFile(name, "", len(content), "", paragraphs, between, "", [], {"codes": [each.code for each in remarks]})  # type: ignore[arg-type]


@pytest.mark.parametrize("case", NUMBERED, ids=lambda case: case["name"])
def test_what_is_written_as_word_has_the_same_words_and_clauses_when_read(case: dict[str, Any]) -> None:
    clauses = cut(case["text"], language=case["language"])
    file = parsed(write_word(clauses, title="T", language=case["language"]), "t.docx")
    assert words(file.text()) == words(case["text"])
    assert [each.id for each in cut(file.text(), language=case["language"])] == [each.id for each in clauses]


@pytest.mark.parametrize("case", NUMBERED, ids=lambda case: case["name"])
def test_what_is_written_as_akoma_ntoso_has_the_same_words_and_clauses_when_read(case: dict[str, Any]) -> None:
    clauses = cut(case["text"], language=case["language"])
    content = write_akoma(clauses, replace(WORK, language=case["language"]))
    file = parsed(content, "t.xml")
    assert words(file.text()) == words(case["text"])
    assert [each.id for each in cut(file.text(), language=case["language"])] == [each.id for each in clauses]
    root = ElementTree.fromstring(content)
    ids = [each.get("eId") for each in root.iter() if each.get("eId")]
    assert len(ids) == len(set(ids))
    assert root.tag == f"{{{NAMESPACE}}}akomaNtoso"


def test_akoma_ntoso_names_articles_as_the_standard_does() -> None:
    clauses = cut("Article 1\nA\n\n1. x\n(a) y\n\nAnnex I\nB\n\n1. z\n", language="en")
    root = ElementTree.fromstring(write_akoma(clauses, WORK))
    ids = {each.get("eId") for each in root.iter()}
    assert {"art_1", "art_1__para_1", "art_1__para_1__point_a", "att_1__art_1"} <= ids
    assert root.find(f".//{{{NAMESPACE}}}FRBRlanguage").get("language") == "eng"  # type: ignore[union-attr]


PROPOSALS = (
    Proposal("art-1.1", "change", "1. The Parties should cooperate in good training.", "Aland", MOMENT),
    Proposal("art-2", "add", "Article 3\n\nEnd\n\nIt ends.", "Aland", MOMENT),
    Proposal("art-1.2", "remove", "", "Bland", "2026-05-02T10:00:00Z"),
    Proposal("art-2", "change", "Article 2\n\nScope\n\nIt covers nurses.", "Bland", "2026-05-02T10:00:00Z"),
)


def test_tracked_proposals_come_back_from_word_with_author_and_time() -> None:
    file = parsed(write_word(BASE, title="T", language="en", proposals=PROPOSALS), "t.docx")
    assert file.authors == ("Aland", "Bland")
    assert words(file.original) == words("".join(each.text for each in BASE))
    found = proposals_in(file, BASE, language="en")
    assert [(p.clause, p.kind, p.author, p.at, words(p.text)) for p in found] == [
        (p.clause, p.kind, p.author, p.at, words(p.text)) for p in PROPOSALS
    ]
    assert differs_from(file, BASE, language="en") == ()


def test_one_author_s_changes_can_be_taken_without_the_other_s() -> None:
    file = parsed(write_word(BASE, title="T", language="en", proposals=PROPOSALS), "t.docx")
    aland, bland = file.text(accepting=["Aland"]), file.text(accepting=["Bland"])
    assert "should cooperate in good training" in aland
    assert "100 dollars" in aland
    assert "shall cooperate in training" in bland
    assert "100 dollars" not in bland


def test_comments_come_back_with_the_clause_they_stand_in() -> None:
    notes = [Note("art-1.2", "How much?\nAnd when?", "Aland", MOMENT), Note("closing", "Where?", "Bland", "")]
    found = remarks_in(parsed(write_word(BASE, title="T", language="en", notes=notes), "t.docx"), language="en")
    assert [(each.clause, each.text, each.author, each.at) for each in found] == [
        ("art-1.2", "How much?\nAnd when?", "Aland", MOMENT),
        ("closing", "Where?", "Bland", ""),
    ]


HOSTILE = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=20, deadline=None)
@given(
    said=st.lists(
        st.sampled_from(["shall", "pay", "100", "<w:p/>", "]]>", "&amp;", '"x"', "=1+1", "نص", "应"]),
        min_size=4,
        max_size=12,
    ),
    author=HOSTILE,
)
def test_any_proposal_survives_word(said: list[str], author: str) -> None:
    proposal = Proposal("art-2", "change", "Article 2\nScope\n\nIt covers " + " ".join(said), author, MOMENT)
    file = parsed(write_word(BASE, title=author, language="en", proposals=[proposal]), "t.docx")
    found = proposals_in(file, BASE, language="en")
    assert [(each.clause, each.kind, words(each.text)) for each in found] == [("art-2", "change", words(proposal.text))]
    assert words(file.original) == words("".join(each.text for each in BASE))


@settings(max_examples=40, deadline=None)
@given(said=st.text(max_size=60))
def test_no_text_makes_a_writer_fail_or_breaks_its_markup(said: str) -> None:
    clauses = [Clause("art-1", "1", said, f"Article 1\n{said}\n", 1, said)]
    ElementTree.fromstring(write_akoma(clauses, replace(WORK, title=said)))
    with zipfile.ZipFile(io.BytesIO(write_word(clauses, title=said, language="ar"))) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))


def test_a_word_file_says_nothing_of_who_wrote_it_and_is_the_same_each_time() -> None:
    first, second = (write_word(BASE, title="T", language="en") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "creator" not in core
    assert "lastModifiedBy" not in core


def test_python_docx_and_word_itself_would_open_what_is_written() -> None:
    docx = pytest.importorskip("docx")
    opened = docx.Document(io.BytesIO(write_word(BASE, title="T", language="ar")))
    assert [each.text for each in opened.paragraphs if each.text][:2] == [
        "Agreement between A and B",
        "Article 1\nPurpose",
    ]


def word_file(body: str, **parts: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f"<Types xmlns='x'><Override ContentType='{kind}'/></Types>"
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content.replace(">", f" {space}>", 1))
    return into.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


NUMBERING = (
    '<w:numbering><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
STYLES = (
    '<w:styles><w:style w:styleId="Art"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>'
)
POINT = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>'


def test_numbers_that_word_counts_are_read_as_a_reader_sees_them() -> None:
    body = paragraph("Fees", '<w:pStyle w:val="Art"/>') + paragraph("none;", POINT) + paragraph("no more.", POINT)
    body += paragraph("Term", '<w:pStyle w:val="Art"/>') + paragraph("three;", POINT)
    file = parsed(word_file(body, numbering=NUMBERING, styles=STYLES), "t.docx")
    assert [each.id for each in cut(file.text(), language="en")] == ["art-1", "art-1.a", "art-1.b", "art-2", "art-2.a"]


def test_a_paragraph_put_in_moves_counted_numbers_only_where_it_is_accepted() -> None:
    mark = f'{POINT}<w:rPr><w:ins w:id="1" w:author="Aland" w:date="{MOMENT}"/></w:rPr>'
    words_in = f'<w:ins w:id="2" w:author="Aland" w:date="{MOMENT}"><w:r><w:t>new;</w:t></w:r></w:ins>'
    new = f"<w:p><w:pPr>{mark}</w:pPr>{words_in}</w:p>"
    body = paragraph("Fees", '<w:pStyle w:val="Art"/>') + new + paragraph("old.", POINT)
    file = parsed(word_file(body, numbering=NUMBERING, styles=STYLES), "t.docx")
    assert "(a) old." in file.original
    assert "(a) new;" in file.text()
    assert "(b) old." in file.text()


def test_moved_nested_hidden_and_tabled_words_are_read() -> None:
    body = (
        '<w:p><w:moveFrom w:id="1" w:author="A"><w:r><w:t>from</w:t></w:r></w:moveFrom></w:p>'
        '<w:p><w:moveTo w:id="2" w:author="A"><w:r><w:t>to</w:t></w:r></w:moveTo></w:p>'
        '<w:p><w:ins w:id="3" w:author="A"><w:del w:id="4" w:author="A"><w:r>'
        "<w:delText>gone</w:delText></w:r></w:del></w:ins></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('cell one')}</w:tc><w:tc>{paragraph('cell two')}</w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:footnoteReference w:id='1'/><w:t>noted</w:t></w:r></w:p>"
    )
    file = parsed(word_file(body), "t.docx")
    assert words(file.text()) == ["to", "hidden", "cell", "one", "cell", "two", "noted"]
    assert words(file.original)[0] == "from"
    assert set(file.facts["codes"]) == {"texts.word.tracked", "texts.word.hidden", "texts.word.notes"}


@pytest.mark.parametrize(
    ("format", "value", "said"),
    [
        ("lowerLetter", 28, "ab"),
        ("upperRoman", 14, "XIV"),
        ("decimalZero", 7, "07"),
        ("arabicAbjad", 4, "د"),
        ("russianLower", 3, "в"),
        ("chineseCounting", 21, "二十一"),
        ("unknown", 5, "5"),
        ("lowerRoman", 5000, "5000"),
    ],
)
def test_word_s_formats_of_numbers_are_written_as_word_does(format: str, value: int, said: str) -> None:
    assert written(value, format) == said


def test_chinese_numbers_beyond_a_hundred_are_figures() -> None:
    assert [in_chinese(each) for each in (10, 11, 20, 100)] == ["十", "十一", "二十", "100"]


def test_proposals_are_made_in_the_text_and_no_clause_twice() -> None:
    text = agreed(BASE, [PROPOSALS[0], PROPOSALS[1], PROPOSALS[2]])
    assert [each.id for each in cut(text, language="en")] == [
        "opening-1",
        "art-1",
        "art-1.1",
        "art-2",
        "art-3",
        "closing",
    ]
    assert "should cooperate" in text
    assert agreed(BASE, []) == "".join(each.text for each in BASE)
    with pytest.raises(Invalid) as refused:
        agreed(BASE, [PROPOSALS[2], PROPOSALS[2]])
    assert refused.value.code == "texts.proposal.twice"
    with pytest.raises(Invalid) as refused:
        agreed(BASE, [Proposal("art-9", "remove")])
    assert refused.value.code == "texts.proposal.no-clause"
    with pytest.raises(Invalid) as refused:
        Proposal.from_json({"kind": "burn"})
    assert refused.value.code == "texts.proposal.kind"
    assert all(Proposal.from_json(each.to_json()) == each for each in PROPOSALS)


def test_a_text_changed_without_tracking_gives_the_same_proposals() -> None:
    text = agreed(BASE, PROPOSALS[:1])
    file = TextFile(
        "t.txt", "plain", 1, "", tuple(Paragraph((Run(line),)) for line in text.split("\n")), "\n", "en", [], {}
    )  # type: ignore[arg-type]
    found = untracked(file, BASE, language="en", author="Aland", at=MOMENT)
    assert [(each.clause, each.kind) for each in found] == [("art-1.1", "change")]
    assert differs_from(file, BASE, language="en") == ("art-1.1",)


def pdf_of(pages: list[str]) -> bytes:
    typst = pytest.importorskip("typst")
    source = "\n#pagebreak()\n".join(pages)
    return bytes(typst.compile(source.encode()))


def test_the_limited_process_reads_word_pdf_text_and_akoma_ntoso() -> None:
    text = "".join(each.text for each in BASE)
    files = {
        "t.docx": write_word(BASE, title="T", language="en", proposals=PROPOSALS),
        "t.xml": write_akoma(BASE, WORK),
        "t.txt": text.encode("utf-16"),
        "t.pdf": pdf_of(
            [
                f"Head\n\nArticle {n}\n\nThe Parties shall cooperate in the training of {said} nurses.\n\n{n}"
                for n, said in ((1, "all"), (2, "some"), (3, "no"))
            ]
        ),
    }
    for name, content in files.items():
        file = read_text(content, name)
        assert file.ok, [finding.code for finding in file.findings]
        assert file.language == "en", (name, file.text())
        assert "The Parties" in file.text()
        assert [each.id for each in cut(file.original, language="en")][:2] != []
        if name == "t.pdf":
            assert file.text().count("Head") == 0
        else:
            assert words(file.original) == words(text)


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso>&b;</akomaNtoso>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.pdf", b"%PDF-1.4 broken", "texts.pdf.broken"),
        ("x.docx", b"PK\x03\x04junk", "texts.file.kind"),
        ("x.xml", BOMB.encode(), "texts.akoma.document-type"),
        ("x.xml", b'<?xml version="1.0"?><a/>', "texts.akoma.other"),
        ("x.xml", b'<?xml version="1.0"?><a>', "texts.akoma.broken"),
        ("x.docx", b"just words", "intake.file.name-and-content-differ"),
        ("x.rtf", b"{\\rtf1 words}", "texts.file.kind"),
        ("x.txt", b" \n ", "texts.file.no-words"),
        ("x.docm", word_file(paragraph("x")), "texts.word.macros"),
        ("x.docx", word_file(""), "texts.file.no-words"),
        ("x.docx", word_file("<w:tbl>" * 90 + "</w:tbl>" * 90), "texts.word.too-deep"),
        (
            "x.xml",
            (
                f'<?xml version="1.0"?><akomaNtoso xmlns="{NAMESPACE}">'
                + "<a><p>x</p>" * 70
                + "</a>" * 70
                + "</akomaNtoso>"
            ).encode(),
            "texts.akoma.too-deep",
        ),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(name: str, content: bytes, code: str) -> None:
    if name == "x.pdf":
        pytest.importorskip("pypdf")
    assert code in parsed(content, name).facts["codes"]


def test_an_empty_and_a_too_large_file_are_refused_before_anything_is_started() -> None:
    assert [each.code for each in read_text(b"", "x.txt").findings] == ["intake.file.empty"]
    assert [each.code for each in read_text(b"12345", "x.txt", limits=Limits(packed_bytes=4)).findings] == [
        "intake.limit.packed"
    ]


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="the system keeps no files in memory")
def test_a_text_sent_as_bytes_is_written_to_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    assert read_text(b"Article 1\nThe Parties shall pay.\n", "t.txt").ok


def test_every_finding_of_this_room_has_a_wording() -> None:
    import re

    from concord.declarations.packs import BUILT_IN

    source = BUILT_IN.parent / "texts"
    said = {
        code
        for path in source.rglob("*.py")
        for code in re.findall(
            r'"(texts\.(?:file|word|pdf|akoma|language|amendment|family|proposal)\.[a-z-]+)"', path.read_text()
        )
    }
    assert len(said) > 30
    assert said <= set(known_codes())

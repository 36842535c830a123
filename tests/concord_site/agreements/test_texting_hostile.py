"""Hostile files brought to a text: nothing outside is read, and a small file costs little time."""

from __future__ import annotations

import io
import resource
import zipfile

import pytest

from concord.texts.clauses import cut
from concord.texts.reading import TextFile, read_text
from concord.texts.word_out import write_word

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MANY = 20_000
#: Seconds of the reading process that a file of some hundred kilobytes may take; the fastest wrong way takes 60.
SECONDS = 20


def part(name: str, content: str, begins: str = "") -> bytes:
    """A part of a Word package."""
    return f'<?xml version="1.0"?>{begins}<w:{name} xmlns:w="{SPACE}">{content}</w:{name}>'.encode()


def word(body: str = "", **parts: bytes) -> bytes:
    """A Word file with more in its body, and with parts of one's own."""
    made = write_word(cut("Article 1\nWords.", language="en"), title="T", language="en")
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            if name.removeprefix("word/").removesuffix(".xml") not in parts:
                out.writestr(name, given.read(name).replace(b"<w:sectPr>", f"{body}<w:sectPr>".encode()))
        for name, content in parts.items():
            out.writestr(f"word/{name}.xml", content)
    return into.getvalue()


def timed(content: bytes) -> tuple[TextFile, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found = read_text(content, "hostile.docx")
    return found, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


@pytest.mark.parametrize("name", ["numbering", "footnotes", "endnotes", "header1", "comments"])
def test_no_part_of_a_word_file_reads_what_is_outside(name: str) -> None:
    root = {"header1": "hdr"}.get(name, name)
    hostile = word(**{name: part(root, "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", OUTSIDE)})
    found = read_text(hostile, "hostile.docx")
    assert not found.ok
    assert "root:" not in f"{found.text()}{list(found.findings)}"


def test_as_many_notes_as_there_are_references_are_found_in_one_pass() -> None:
    notes = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>n{n}</w:t></w:r></w:p></w:footnote>' for n in range(MANY))
    body = "".join(f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in range(MANY))
    found, seconds = timed(word(body, footnotes=part("footnotes", notes)))
    assert found.ok
    assert [each.params["count"] for each in found.findings if each.code == "texts.word.notes"] == [MANY]
    assert seconds < SECONDS


def test_a_chain_of_styles_is_followed_once() -> None:
    chain = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(MANY))
    numbered = f'<w:style w:styleId="s{MANY}"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>Counted</w:t></w:r></w:p>'
    found, seconds = timed(word(body, styles=part("styles", chain + numbered), numbering=part("numbering", numbering)))
    assert "Article 1 Counted" in found.text()
    assert seconds < SECONDS

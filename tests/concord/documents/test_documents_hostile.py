"""What a stranger wrote stays text in every format, wherever it stands."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from lxml import html as parser

from concord.documents.model import Phrase, Run
from concord.documents.render import docx, html, pdf

from .specimen import specimen

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "]]></w:t></w:r><w:r><w:instrText>DDEAUTO</w:instrText></w:r>",
    "#eval(\"1+1\") #sys.inputs #read(\"/etc/passwd\") *bold* _it_ $x$ @ref <label> = Head",
    "&amp; &lt;b&gt; &#x3c;",
    "{round} %s ${jndi} {{7*7}}",
    "=HYPERLINK(\"http://x\")",
    "nul\x00 bell\x07 vt\x0b lone\ud800",
    "right\u202eto left",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 <b>",
)  # fmt: skip
WORD_ORDINARY = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def ids() -> list[str]:
    return [f"text-{number}" for number in range(len(HOSTILE))]


@pytest.mark.parametrize("word", HOSTILE, ids=ids())
def test_in_a_page(word: str) -> None:
    text = html.page(specimen(word=word))
    root = parser.document_fromstring(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert not root.xpath("//script | //img | //iframe | //b")
    assert not [
        name for each in root.iter() if isinstance(each.tag, str) for name in each.attrib if name.startswith("on")
    ]


@pytest.mark.parametrize("word", HOSTILE, ids=ids())
def test_in_a_word_file(word: str) -> None:
    content = docx.render(specimen(word=word))
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        for name in whole.namelist():
            if name.endswith(".xml"):
                etree.fromstring(whole.read(name))
        body = etree.fromstring(whole.read("word/document.xml"))
    fields = [each.text.strip().split()[0] for each in body.iter(f"{WORD_ORDINARY}instrText")]
    assert set(fields) <= {"TOC", "SEQ"}


@pytest.mark.parametrize("word", HOSTILE, ids=ids())
def test_in_a_pdf(word: str) -> None:
    plain = pdf.render(specimen(word="A word"))
    content = pdf.render(specimen(word=word))
    assert content[:5] == b"%PDF-"
    assert b"/JavaScript" not in content
    assert b"/URI" not in content or b"/URI" in plain


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "  https://x"])
def test_only_web_addresses_become_links(link: str) -> None:
    given = specimen()
    said = Phrase((Run("press", link=link),))
    from dataclasses import replace

    made = replace(given, blocks=(*given.blocks[:3], replace(given.blocks[2], phrase=said)))
    assert "press" in html.fragment(made)
    assert link.strip() not in html.fragment(made)
    assert link.encode() not in pdf.render(made)

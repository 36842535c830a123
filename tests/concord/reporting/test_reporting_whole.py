"""The whole report in its three formats: the same facts give the same bytes."""

from __future__ import annotations

import io

import pytest

from concord.documents.render import docx, html, pdf
from concord.reporting import dg_report
from concord.reporting.facts import Facts

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_facts_give_the_same_pdf(facts: Facts, language: str) -> None:
    first = pdf.render(dg_report.compose(facts, language))
    assert first == pdf.render(dg_report.compose(facts, language))
    pypdf = pytest.importorskip("pypdf")
    read = pypdf.PdfReader(io.BytesIO(first))
    assert len(read.pages) > 100
    assert read.trailer["/Root"]["/Lang"] == language
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in read.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert all(name.startswith("NotoSans") for name in fonts), fonts


def test_the_same_facts_give_the_same_word_file(facts: Facts) -> None:
    assert docx.render(dg_report.compose(facts, "ru")) == docx.render(dg_report.compose(facts, "ru"))


def test_the_same_facts_give_the_same_page(facts: Facts) -> None:
    assert html.page(dg_report.compose(facts, "zh")) == html.page(dg_report.compose(facts, "zh"))

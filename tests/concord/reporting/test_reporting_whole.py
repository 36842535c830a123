"""The whole report in its three formats: the same facts give the same bytes. In a campaign in every language."""

from __future__ import annotations

import io
import os

import pytest

from concord.documents.model import Document
from concord.documents.render import docx, html, pdf
from concord.reporting import dg_report
from concord.reporting.facts import Facts
from concord.vocabulary.languages import LANGUAGES

pytestmark = pytest.mark.slow
Twice = tuple[str, Document, Document]


@pytest.fixture(scope="module", params=LANGUAGES if os.environ.get("CONCORD_CAMPAIGN") else ["ar"])
def twice(request: pytest.FixtureRequest, facts: Facts) -> Twice:
    """A language, and the report composed in it two times."""
    return request.param, dg_report.compose(facts, request.param), dg_report.compose(facts, request.param)


def test_the_same_facts_give_the_same_pdf(twice: Twice) -> None:
    language, one, other = twice
    first = pdf.render(one)
    assert first == pdf.render(other)
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


def test_the_same_facts_give_the_same_word_file(twice: Twice) -> None:
    _, one, other = twice
    assert docx.render(one) == docx.render(other)


def test_the_same_facts_give_the_same_page(twice: Twice) -> None:
    _, one, other = twice
    assert html.page(one) == html.page(other)

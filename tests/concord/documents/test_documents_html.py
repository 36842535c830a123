"""HTML: complete without scripts, tables that are tables, figures with their tables, languages marked."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as parser

from concord.documents.model import Picture, Table, walk
from concord.documents.render import html
from concord.documents.render.drawings import checked, size
from concord.errors import Invalid

from .specimen import specimen

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"


def page(language: str = "en"):
    return parser.document_fromstring(html.page(specimen(language)).encode())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_fragment_is_the_one_that_was_looked_at(language: str) -> None:
    expected = (GOLDEN / f"specimen-{language}.html").read_text(encoding="utf-8")
    assert html.fragment(specimen(language)) == expected


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("zh", "ltr")])
def test_the_page_says_its_language_and_direction(language: str, direction: str) -> None:
    root = page(language)
    assert (root.get("lang"), root.get("dir")) == (language, direction)
    assert root.findtext("head/title") == str(specimen(language).title)


def test_it_is_well_formed_and_loads_nothing_from_elsewhere() -> None:
    text = html.page(specimen())
    etree.fromstring(re.sub(r"<!DOCTYPE html>\n|<meta[^>]*>\n|<br>", "", text).encode())
    assert "<script" not in text
    assert not re.search(r'(src|href)="(https?:)?//(?!www\.w3\.org)[^"]*\.(css|js|png|woff2?)', text)


def test_there_is_one_title_and_no_level_is_skipped() -> None:
    levels = [int(each.tag[1]) for each in page().iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scopes() -> None:
    blocks = [each for each in walk(specimen().blocks) if isinstance(each, Table)]
    tables = page().xpath('//div[@class="table"]/table')
    assert len(tables) == len(blocks)
    for table in tables:
        assert table.findtext("caption") or len(table.find("caption"))
        assert all(head.get("scope") == "col" for head in table.xpath("thead//th"))
        assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in table.xpath("tbody/tr"))


def test_every_figure_has_its_table_beside_it() -> None:
    figures = page().xpath("//figure")
    assert len(figures) == len([each for each in walk(specimen().blocks) if isinstance(each, Picture)])
    for figure in figures:
        assert figure.xpath(".//svg")
        assert len(figure.xpath("details//tbody/tr")) == 2


def test_missing_hidden_and_zero_are_told_apart_for_eye_and_ear() -> None:
    text = html.fragment(specimen())
    assert '<span class="mark" aria-hidden="true">··</span><span class="vh">missing, which is not zero</span>' in text
    assert '<span class="hatched"></span><span class="vh">hidden to protect persons</span>' in text
    assert 'data-value="0">0</td>' in text
    assert "1,240<sup>e</sup>" in text


def test_a_fallback_carries_its_language_and_direction() -> None:
    (tag,) = page("ar").xpath('//span[@class="untranslated"]')
    assert tag.text == "English"
    assert (tag.getparent().get("lang"), tag.getparent().get("dir")) == ("en", "ltr")


def test_links_inside_the_page_lead_somewhere() -> None:
    root = page("ar")
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in root.xpath('//a/@href[starts-with(., "#")]')} <= set(ids)


@pytest.mark.parametrize(
    "svg",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://example.org/x.png'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><use href='https://example.org/x.svg#a'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><style>@import url(x.css)</style></svg>",
        "<!DOCTYPE svg [<!ENTITY e 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&e;</svg>",
        "<p>no drawing</p>",
        "not even XML",
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(svg: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(svg)
    assert refused.value.code.startswith("documents.drawing.")


def test_the_size_of_a_drawing_is_read_from_its_box() -> None:
    assert size("<svg viewBox='0 0 504 120.5'></svg>") == (504.0, 120.5)
    with pytest.raises(Invalid):
        size("<svg></svg>")


if __name__ == "__main__":
    for each in ("en", "ar"):
        (GOLDEN / f"specimen-{each}.html").write_text(html.fragment(specimen(each)), encoding="utf-8")

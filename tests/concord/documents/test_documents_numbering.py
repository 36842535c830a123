"""Numbers of headings, tables and figures are given once, so that all formats agree."""

from __future__ import annotations

from dataclasses import replace

from concord.documents.model import Heading, Paragraph, Phrase, Picture, Run, Table, phrase, walk
from concord.documents.numbering import numbered
from concord.documents.widths import weights

from .specimen import specimen


def test_headings_count_by_level_and_keep_a_number_they_have() -> None:
    found = [block.number for block in walk(numbered(specimen()).blocks) if isinstance(block, Heading)]
    assert found == ["1", "1.1", "A", "", ""]


def test_tables_and_figures_are_counted_apart_and_by_series() -> None:
    blocks = list(walk(numbered(specimen()).blocks))
    assert [each.number for each in blocks if isinstance(each, Table)] == ["1", "KEN 1", "NZL 1"]
    assert [each.number for each in blocks if isinstance(each, Picture)] == ["1", "KEN 1", "NZL 1"]


def test_a_reference_is_filled_with_the_label_in_the_document_s_language() -> None:
    for language, label in (("en", "Table 1"), ("ar", "الجدول 1"), ("zh", "表 1")):
        seen = Paragraph(Phrase((Run("", reference="table-one"),), language))
        document = numbered(replace(specimen(language), blocks=(*specimen(language).blocks, seen)))
        assert str(document.blocks[-1].phrase) == label


def test_a_reference_to_nothing_becomes_plain_text() -> None:
    lost = Paragraph(Phrase((Run("there", reference="not-here"),)))
    document = numbered(replace(specimen(), blocks=(lost,)))
    assert document.blocks[0].phrase.runs[0].reference is None


def test_numbering_twice_changes_nothing() -> None:
    once = numbered(specimen())
    assert [b.number for b in walk(once.blocks) if isinstance(b, Heading)] == ["1", "1.1", "A", "", ""]


def test_columns_ask_for_width_by_their_words() -> None:
    table = next(each for each in walk(specimen().blocks) if isinstance(each, Table))
    first, second, third = weights(replace(table, title=phrase("x")))
    assert first > 0
    assert second > 0
    assert third > 0

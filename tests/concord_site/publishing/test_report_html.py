"""A report's web page is cut into pages; what our renderer never writes is refused."""

from __future__ import annotations

import pytest

from concord.errors import NotFound, Unavailable
from concord_site.publishing import reading

SMALL = '<h2 id="a">A</h2><p>x</p>\n<h2 id="b">B</h2>\n<h3 id="b1">One</h3><p>y</p>\n'


def test_a_small_part_is_one_page() -> None:
    book = reading.cut(SMALL)
    assert [page.id for page in book.pages] == ["a", "b"]
    assert book.places["b1"] == "b"


def test_a_large_part_has_a_page_for_each_section() -> None:
    large = SMALL.replace("y", "y" * reading.LARGE)
    book = reading.cut(large)
    assert [(page.id, page.part) for page in book.pages] == [("a", "a"), ("b", "b"), ("b1", "b")]
    before, after = book.around(book.page("b"))
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("a", "b1")
    with pytest.raises(NotFound):
        book.page("c")


@pytest.mark.parametrize(
    "bad", ["<script>x</script>", "<p onclick='x'>", '<p style="x">', "<iframe>", '<a href="javascript:x">']
)
def test_what_our_renderer_never_writes_is_refused(bad: str) -> None:
    with pytest.raises(Unavailable):
        reading.cut(SMALL + bad)

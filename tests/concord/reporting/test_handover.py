"""The hand-over as a document: complete, in six languages, and without a sentence missing where nothing is known."""

from __future__ import annotations

import datetime as dt

import pytest

from concord.documents.model import Heading, Table, walk
from concord.documents.render import docx, html, pdf
from concord.reporting.handover import Answered, Due, Exchange, Helped, Kit, Last, Open, Received, compose

DAY = dt.date(2027, 5, 10)
FULL = Kit(
    "KEN", "Kenya", DAY, due=(Due("2027", "Being filled", DAY, True),),
    last=Last("NR-2024-KEN-1", DAY, True, 2, (Answered("1.1", "Which laws?", "The act \u202eof 2019", "Laws"),)),
    asked=(Exchange("1.1 Which laws?", "Since when?", DAY, (("country", "Since 2019.", DAY),)),),
    helped=(Helped("2024", "Statistics office", ("2. Numbers",), "handed-in", DAY),),
    open=(Open("", "Ask the council.", DAY),), letters=(Received(DAY, "Note verbale", "C.L.1", None),),
    links=(("Report", "https://concord.test/en/x/"),),
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh"])
def test_everything_that_is_known_is_in_it(language: str) -> None:
    text = html.fragment(compose(FULL, language))
    for words in ("NR-2024-KEN-1", "Since 2019.", "Statistics office", "Ask the council.", "C.L.1", "The act"):
        assert words in text
    assert "\u202e" not in text, "what turns text around is left out"
    assert docx.render(compose(FULL, language))[:2] == b"PK"
    assert pdf.render(compose(FULL, language))[:4] == b"%PDF"


def test_an_empty_hand_over_says_what_is_not_there() -> None:
    document = compose(Kit("KEN", "Kenya", DAY), "en")
    text = html.fragment(document)
    for words in ("Nothing is due", "No report was sent", "No query", "No other office", "No comment", "No letter"):
        assert words in text
    assert not [each for each in walk(document.blocks) if isinstance(each, Table)]
    assert len([each for each in walk(document.blocks) if isinstance(each, Heading)]) == 7, "each part but the links"


def test_the_same_facts_give_the_same_document() -> None:
    assert compose(FULL, "en") == compose(FULL, "en")
    assert compose(FULL, "en").id == "handover-KEN-2027-05-10-en"

"""The record of consultations: asked, said, done, by phase and type; missing types are named; Word and PDF."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from concord.agreements import lifecycle, stakeholders
from concord.consultations import record
from concord.consultations.model import Comment, Consultation, Invited
from concord.consultations.record import Material, Phase
from concord.documents.model import Document, Empty, Heading, Paragraph, Table
from concord.documents.render import docx, pdf
from concord.vocabulary.text import Text

DAY = date(2026, 3, 1)
LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
HELD = Consultation(
    "c1", Text(en="Hearing of unions"), Text(en="Is the ceiling right?"), "consultation", "meeting", DAY, DAY,
    (Invited("i2", "unions", "Union of Nurses", DAY), Invited("i1", "professional", "Association", DAY, "no mandate")),
    (
        Comment("w1", "unions", Text(en="Too high"), DAY, "i2", "Article 4", "partly", Text(en="120 in place of 200"),
                DAY),
        Comment("w2", "recruiters", Text(fr="Trop bas"), DAY),
    ),
)  # fmt: skip


def made(language: str = "en", held: tuple[Consultation, ...] = (HELD,), *, invented: bool = False) -> Document:
    phases = tuple(
        Phase(each.id, each.label, tuple(type.id for type in stakeholders.expected(each.id)))
        for each in lifecycle.phases()
    )
    types = {each.id: each.label for each in stakeholders.types().values()}
    of = Material(Text(en="Agreement on nurses"), Text(en="Ministry"), phases, types, held, invented)
    return record.compose(of, language, as_of=DAY)


def tables(of: Document) -> dict[str, Table]:
    return {each.id: each for each in of.blocks if isinstance(each, Table)}


def test_who_was_asked_stands_by_type_with_who_declined() -> None:
    rows = tables(made())["asked-c1"].rows
    assert [row[1].text for row in rows] == ["Association", "Union of Nurses"]
    assert [row[3].text for row in rows] == ["no mandate", "–"]


def test_every_word_stands_beside_what_was_done_with_it() -> None:
    first, second = tables(made())["said-c1"].rows
    assert first[0].text.startswith("Union of Nurses (Trade unions)")
    assert [each.text for each in first[1:]] == ["Too high", "Taken over in part", "120 in place of 200"]
    assert "came unasked" in second[0].text
    assert (second[1].text, second[1].language, second[2].text) == ("Trop bas", "fr", "Answer owed")


def test_types_that_nobody_asked_are_named_phase_by_phase() -> None:
    said = [str(each.phrase) for each in made().blocks if isinstance(each, Paragraph)]
    missing = [each for each in said if each.startswith("Not asked in this phase")]
    phases = [each.id for each in lifecycle.phases() if stakeholders.expected(each.id)]
    assert len(missing) == len(phases)
    own = next(each for each in missing if "Health personnel" in each and "Private employers" in each)
    assert "Trade unions" not in own
    assert "Recruiters" not in own, "they came unasked, so they were heard"
    standing = {row[0].text: row[3].text for row in tables(made())["types-consultation"].rows}
    assert (standing["Trade unions"], standing["Health personnel"]) == ("Heard", "Not asked")


def test_a_consultation_without_guests_or_words_says_so() -> None:
    bare = Consultation("c2", Text(en="Letter"), Text(en="What?"), "negotiation", "letter", DAY, date(2026, 4, 1))
    blocks = made(held=(bare,)).blocks
    assert [str(each.title) for each in blocks if isinstance(each, Empty)] == ["Nobody was asked.", "Nobody spoke."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_words(language: str) -> None:
    document = made(language)
    assert not document.title.is_fallback
    headings = [each for each in document.blocks if isinstance(each, Heading) and each.level == 1]
    assert headings
    assert not any(each.title.is_fallback for each in headings)
    assert "No consultation" in repr(made(language, ())) or language != "en"


def test_it_goes_out_as_word_and_pdf_and_says_that_it_is_invented() -> None:
    assert pdf.render(made()).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(docx.render(made(invented=True)))) as file:
        told = file.read("word/document.xml").decode()
    for words in ("120 in place of 200", "Union of Nurses", "Invented example"):
        assert words in told, words

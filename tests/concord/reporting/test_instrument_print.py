"""Questionnaires on paper: every question with its number and a place for the answer, in six languages; and filled."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from lxml import etree

from concord.declarations import packs
from concord.declarations.read import read_po, read_yaml
from concord.documents.forms import Ask, Comb, Lines, Matrix, Slot, Tick, Ticks
from concord.documents.model import Bullets, Document, Heading, Paragraph, phrase, walk
from concord.documents.render import docx as word
from concord.documents.render import html as page
from concord.documents.render import pdf
from concord.errors import Invalid
from concord.instrument import library, xlsform
from concord.instrument.model import Group, Instrument, Question
from concord.reporting.instrument_print import FORMS, compose, made, numbers

pypdf = pytest.importorskip("pypdf")
SPECIMEN = Path(__file__).parents[2] / "specimens" / "instrument-print"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
TODAY = dt.date(2026, 11, 21)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
GIVEN: dict[str, Any] = {
    "designated": "yes",
    "office": "An invented office",
    "since": {"status": "not-known"},
    "came": 1234,
    "measures": ["places", "other"],
    "weight": ["other", "places", "pay"],
    "origin": "NZL",
    "count_doctors_y2026": 17,
    "agreements": [{"partner": "Nowhere", "signed": "2024"}, {"partner": "Somewhere"}],
    "sure": "OK",
}


@pytest.fixture(scope="module")
def invented() -> Instrument:
    read = xlsform.read_folder(SPECIMEN)
    assert read.instrument is not None, [each.code for each in read.findings.hard]
    return read.instrument


def asks(document: Document) -> list[Ask]:
    return [each for each in walk(document.blocks) if isinstance(each, Ask)]


def one(document: Document, label: str) -> Ask:
    return next(each for each in asks(document) if str(each.label).startswith(label))


def area(ask: Ask, kind: type[Any]) -> Any:
    return next(each for each in ask.areas if isinstance(each, kind))


def spoken(content: bytes) -> str:
    """The words of a PDF, without the spaces that a line's end puts between them."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return re.sub(r"\s+", "", "".join(each.extract_text() for each in reader.pages))


# --- An empty form ----------------------------------------------------------------------------------------------------
def test_every_question_has_its_number_once_and_a_place_for_the_answer(invented: Instrument) -> None:
    found = asks(compose(invented, "en"))
    numbered = numbers(invented)
    shown = Counter(each.number for each in found if each.number)
    repeated = {numbered[each.path] for each in invented.questions if each.repeat}
    assert shown == Counter({n: 2 if n in repeated else 1 for n in numbered.values() if "." in n or n == "4"})
    assert all(each.areas for each in found)


def test_numbers_run_through_sections_and_cells_of_a_grid_have_none(invented: Instrument) -> None:
    numbered = numbers(invented)
    by_name = {path[-1]: number for path, number in numbered.items()}
    assert by_name["authority"] == "1"
    assert by_name["since"] == "1.3"
    assert by_name["stock"] == "2.6"
    assert by_name["partner"] == "3.1"
    assert by_name["sure"] == "4"
    assert not any(isinstance(node, Question) and node.cell for node in map(invented.by_path.get, numbered))


@pytest.mark.parametrize("name", library.ids())
def test_every_declared_question_is_printed_in_every_kind_of_file(name: str) -> None:
    instrument = library.load(name)
    document = compose(instrument, "en", as_of=TODAY)
    blocks = {node.path for node in instrument.nodes() if isinstance(node, Group) and node.repeats}
    expected = {number for path, number in numbers(instrument).items() if "." in number and path not in blocks}
    assert expected <= {each.number for each in asks(document)}
    text = spoken(pdf.render(document))
    shown = page.page(document)
    for each in asks(document):
        assert each.number in shown
        assert re.sub(r"\s+", "", str(each.label))[:40] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_speaks_its_language(invented: Instrument, language: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(compose(invented, language))))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert len(reader.pages) >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_are_said_in_the_language(invented: Instrument, language: str) -> None:
    document = compose(invented, language)
    ours = [each for each in document.blocks if isinstance(each, Bullets)]
    assert ours
    assert not any(item.is_fallback for each in ours for item in each.items)
    assert one(document, "هل" if language == "ar" else "Has").mark.language == language


def test_a_wording_that_is_missing_is_shown_in_another_language_and_marked(invented: Instrument) -> None:
    assert one(compose(invented, "ar"), "هل").notes[0].is_fallback
    assert all(each.label.is_fallback for each in asks(compose(invented, "zh")) if each.number)


def test_conditions_are_said_in_words_with_the_number_of_the_question(invented: Instrument) -> None:
    document = compose(invented, "en")
    assert "1.1" in str(one(document, "Which office").condition)
    assert "${" not in str(one(document, "Which office").condition)
    assert "1.1" in str(one(document, "Which office").notes[-1]), "it is needed only then, too"
    assert "1.1" in str(
        next(each.phrase for each in document.blocks if isinstance(each, Paragraph) and each.style == "note")
    )


def test_what_is_needed_and_what_may_stay_confidential_is_said(invented: Instrument) -> None:
    document = compose(invented, "en")
    assert one(document, "Has your").mark
    assert not one(document, "Since").mark
    assert "confidential" in str(one(document, "How many persons").foot)


def test_a_source_is_named_and_a_doubt_beside_it_but_not_what_the_cover_says(invented: Instrument) -> None:
    document = compose(invented, "en")
    assert str(one(document, "Has your").foot) == "Source: Code, article 7.3"
    assert "not verified" in str(one(document, "Which office").foot)


def test_each_kind_has_its_own_place(invented: Instrument) -> None:
    document = compose(invented, "en")
    assert area(one(document, "Has your"), Ticks).only_one
    assert not area(one(document, "Which measures"), Ticks).only_one
    assert [slot.letters for slot in area(one(document, "Since"), Comb).slots] == [2, 2, 4]
    assert [slot.letters for slot in area(one(document, "Year"), Comb).slots] == [4]
    assert [slot.letters for slot in area(one(document, "At what"), Comb).slots] == [2, 2]
    assert area(one(document, "Which of them"), Comb).beside
    assert str(area(one(document, "How many persons"), Lines).after) == "Persons"
    assert area(one(document, "Anything else"), Lines).count > 1
    matrix = area(one(document, "Persons at work"), Matrix)
    assert ([str(each) for each in matrix.head[1:]], len(matrix.rows)) == (["2025", "2026"], 2)
    statuses = [each for each in one(document, "Since").areas if isinstance(each, Ticks)]
    assert [str(each.label) for each in statuses[0].items] == ["Not known", "Not available"]


def test_a_long_list_is_named_and_not_printed(invented: Instrument) -> None:
    origin = one(compose(invented, "en"), "Where did")
    assert area(origin, Lines).count == 1
    assert str(len(invented.lists["areas.csv"].choices)) in " ".join(map(str, origin.notes))


def test_a_repeating_block_is_printed_twice_with_the_word_to_copy_it(invented: Instrument) -> None:
    document = compose(invented, "en")
    titles = [str(each.title) for each in document.blocks if isinstance(each, Heading)]
    assert [each for each in titles if each.startswith("Agreements")] == [
        "Agreements", "Agreements: copy 1", "Agreements: copy 2",
    ]  # fmt: skip
    assert sum("copy this page" in str(each.phrase) for each in document.blocks if isinstance(each, Paragraph)) == 2


def test_what_paper_cannot_work_out_is_not_printed(invented: Instrument) -> None:
    document = compose(invented, "en")
    said = [str(each.phrase) for each in document.blocks if isinstance(each, Paragraph)]
    assert "Thank you for the figures." in said, "notes stay, their marks of emphasis do not"
    assert not any("Twice" in each for each in said)
    assert "question 2.1" in str(one(document, "Anything else").label)


def test_an_author_s_markup_is_text_everywhere(invented: Instrument) -> None:
    document = compose(invented, "en")
    assert "Other measures & more" in [str(each.label) for each in area(one(document, "Which measures"), Ticks).items]
    assert "<b>measures" not in page.page(document)
    assert "&amp; more" in page.page(document)


def test_the_same_version_gives_the_same_bytes_for_ever(invented: Instrument) -> None:
    first, second = compose(invented, "ar"), compose(invented, "ar")
    assert pdf.render(first) == pdf.render(second)
    assert word.render(first) == word.render(second)
    assert "Printed" not in [str(label) for label, _ in compose(invented, "en").cover.facts]  # type: ignore[union-attr]


def test_the_cover_says_what_the_wording_is_and_which_version(invented: Instrument) -> None:
    cover = compose(invented, "en", as_of=TODAY).cover
    assert cover is not None
    assert "has not been adopted" in str(cover.notice)
    facts = {str(label): value.text for label, value in cover.facts}
    assert facts["Version"] == "1"
    assert facts["Digest"].replace(" ", "") == invented.digest[:12]
    assert facts["Questions"] == str(sum("." in each or each == "4" for each in numbers(invented).values()))
    assert facts["Printed"] == "21 November 2026"


@pytest.mark.parametrize("name", library.ids())
def test_a_long_statement_is_cut_at_a_sentence_and_stands_whole_inside(name: str) -> None:
    instrument = library.load(name)
    document = compose(instrument, "en")
    assert document.cover is not None
    whole, cut = instrument.about.best("en").text, str(document.cover.promise)
    assert len(cut) <= 230
    assert not cut or whole.startswith(cut)
    assert cut == whole or whole in [str(each.phrase) for each in document.blocks if isinstance(each, Paragraph)]


# --- Word -------------------------------------------------------------------------------------------------------------
def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        return etree.fromstring(whole.read(name))


def test_word_s_boxes_and_lines_can_be_filled_in_on_the_screen(invented: Instrument) -> None:
    document = compose(invented, "en")
    root = part(word.render(document))
    boxes = sum(len(each.items) for ask in asks(document) for each in ask.areas if isinstance(each, Ticks))
    cells = sum(
        len(row) for ask in asks(document) for each in ask.areas if isinstance(each, Matrix) for _, row in each.rows
    )
    assert len(list(root.iter(f"{W14}checkbox"))) == boxes
    assert len(list(root.iter(f"{W}sdt"))) > boxes + cells
    ids = [each.get(f"{W}val") for each in root.iter(f"{W}id")]
    assert len(ids) == len(set(ids))


#: The order that Word's schema asks for, of the properties we write.
ORDER = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "bidi",
    "spacing",
    "ind",
    "jc",
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_word_s_properties_stand_in_the_order_it_asks_for(invented: Instrument, language: str) -> None:
    for properties in part(word.render(compose(invented, language))).iter(f"{W}pPr"):
        names = [etree.QName(each).localname for each in properties]
        known = [ORDER.index(each) for each in names if each in ORDER]
        assert known == sorted(known), names
        assert len(known) == len(set(known)), names


@pytest.mark.parametrize("text", ["&" * 80, "<w:t>'\"" * 20, "\x00\ud800\u202eabc", "#set page(width: 1pt) $x$ *y*"])
def test_hostile_wording_is_text_in_every_format(text: str) -> None:
    said = phrase(text, "en")
    areas = (
        Ticks((Tick(said, True),)),
        Lines(before=said, after=said),
        Comb((Slot(said, 2, text),)),
        Matrix((said, said), ((said, (text,)),)),
    )
    ask = Ask("q", text, said, said, said, (said,), (*areas, Matrix((said, said), ((said, ("",)),))), said)
    document = Document("x", said, "en", TODAY, (ask,))
    assert part(word.render(document)).tag == f"{W}document"
    assert pdf.render(document).startswith(b"%PDF")
    assert "<w:t>" not in page.page(document)


# --- With answers -----------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def filled(invented: Instrument) -> Document:
    return compose(invented, "en", as_of=TODAY, answers=GIVEN, for_whom="Nowhere")


def test_answers_stand_in_their_places(filled: Document) -> None:
    assert [each.ticked for each in area(one(filled, "Has your"), Ticks).items] == [True, False]
    assert str(area(one(filled, "Which office"), Lines).text) == "An invented office"
    assert str(area(one(filled, "How many persons"), Lines).text) == "1,234"
    assert [each.ticked for each in area(one(filled, "Which measures"), Ticks).items] == [True, False, True]
    assert [slot.text for slot in area(one(filled, "Which of them"), Comb).slots] == ["2", "3", "1"]
    assert str(area(one(filled, "Where did"), Lines).text) == "New Zealand"
    assert area(one(filled, "Persons at work"), Matrix).rows[0][1] == ("", "17")
    assert [slot.text for slot in area(one(filled, "Year"), Comb).slots] == ["2024"]


def test_a_non_answer_is_shown_as_one(filled: Document) -> None:
    since = one(filled, "Since")
    ticked = [str(each.label) for area in since.areas if isinstance(area, Ticks) for each in area.items if each.ticked]
    assert ticked == ["Not known"]


def test_an_answer_that_was_given_needs_no_boxes_for_none(filled: Document) -> None:
    assert [type(each) for each in one(filled, "How many persons").areas] == [Lines]
    assert [type(each) for each in one(filled, "Since").areas] == [Ticks]


@pytest.mark.parametrize(
    ("text", "language", "turned"), [("سنة", "en", "ar"), ("A year.", "ar", "en"), ("2024", "ar", "en")]
)
def test_what_was_typed_keeps_its_own_direction(invented: Instrument, text: str, language: str, turned: str) -> None:
    document = compose(invented, language, as_of=TODAY, answers={"designated": "yes", "office": text})
    label = "Which office" if language == "en" else "ما هو المكتب"
    (run,) = area(one(document, label), Lines).text.runs
    assert run.language == turned


def test_each_entry_of_a_repeating_block_is_shown_and_no_copy_is_left_empty(filled: Document) -> None:
    titles = [str(each.title) for each in filled.blocks if isinstance(each, Heading)]
    assert "Agreements 1 of 2" in titles
    assert "Agreements 2 of 2" in titles
    assert not any("copy" in each for each in titles)


def test_what_was_asked_and_not_answered_says_so(filled: Document) -> None:
    assert str(one(filled, "How strong").foot) == "No answer"


def test_what_was_not_asked_is_listed_and_nothing_of_it_shown(invented: Instrument) -> None:
    given = {"designated": "no", "office": "A leftover", "agreements": [{"partner": "A leftover"}]}
    document = compose(invented, "en", as_of=TODAY, answers=given)
    text = page.page(document)
    assert "A leftover" not in text
    left_out = [str(item) for each in document.blocks if isinstance(each, Bullets) for item in each.items]
    assert any("Which office is it?" in each for each in left_out)


def test_earlier_answers_are_put_into_labels(filled: Document) -> None:
    assert "1234" in str(one(filled, "Anything else").label).replace(",", "")


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_filled_form_is_a_file_in_every_format(invented: Instrument, language: str) -> None:
    document = compose(invented, language, as_of=TODAY, answers=GIVEN)
    assert pdf.render(document).startswith(b"%PDF")
    assert zipfile.is_zipfile(io.BytesIO(word.render(document)))
    assert "An invented office" in page.page(document)


# --- Forms and words --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMS)
def test_an_instrument_is_given_in_every_form(invented: Instrument, form: str) -> None:
    file = made(invented, form, language="en")
    assert file.content
    assert file.name.startswith("invented-1")
    assert file.name.endswith(FORMS[form].ending)
    if form != "answers-xlsx":  # its parts carry the moment of writing
        assert file.content == made(invented, form, language="en").content


def test_a_form_that_is_none_is_refused(invented: Instrument) -> None:
    with pytest.raises(Invalid) as refused:
        made(invented, "odt", language="en")
    assert refused.value.code == "instrument.form.unknown"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_wording_is_translated_with_its_places(language: str) -> None:
    english = read_yaml(packs.find("documents/instrument-print.yaml"))["wordings"]
    entries = {
        entry.msgctxt: entry for entry in read_po(packs.find(f"locale/{language}/documents/instrument-print.po"))
    }
    assert entries.keys() == english.keys()
    for key, entry in entries.items():
        assert entry.msgid == english[key]
        places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (entry.msgid, entry.msgstr)]
        assert places[0] == places[1], key

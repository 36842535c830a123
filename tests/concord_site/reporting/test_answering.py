"""What stands in a box is what is read from it: every kind, every value."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from concord.instrument.model import Question
from concord_site.reporting.answering import addresses, boxes, pages, rich, rules, saving, typed
from concord_site.reporting.answering.book import Book, Kept

from .answering_by_form import sent_by
from .small_forms import EVERY_KIND, LISTS, form, question

TODAY = dt.date(2026, 11, 22)
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\u200e\u200f"), min_size=1,
    max_size=40,
).map(str.strip).filter(bool)  # fmt: skip
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))
DEGREES = st.integers(-80_000, 80_000).map(lambda each: f"{each / 1000:g}")
POINT = st.tuples(DEGREES, DEGREES).map(lambda each: f"{each[0]} {each[1]} 0 0")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "short": WORDS,
    "long": st.lists(WORDS, min_size=1, max_size=3).map("\n".join),
    "site": st.sampled_from(["https://example.org/", "https://example.org/a?b=c&d=%20"]),
    "count": st.integers(0, 10**9),
    "share": st.one_of(st.integers(-1000, 1000), st.integers(1, 10**6).map(lambda each: each / 1000)),
    "mark": st.integers(1, 10),
    "gate": st.sampled_from(["yes", "no", {"status": "not-known"}]),
    "listed": st.sampled_from([f"c{n}" for n in range(30)]),
    "some": st.lists(st.sampled_from(["red", "green", "blue"]), unique=True, min_size=1).map(
        lambda each: [colour for colour in ("red", "green", "blue") if colour in each]
    ),
    "order": st.permutations(["red", "green", "blue"]),
    "day": DAYS.map(dt.date.isoformat),
    "in_year": DAYS.map(lambda each: f"{each:%Y}"),
    "in_month": DAYS.map(lambda each: f"{each:%Y-%m}"),
    "clock": st.times().map(lambda each: f"{each:%H:%M}"),
    "moment": st.tuples(DAYS, st.times()).map(lambda each: f"{each[0].isoformat()}T{each[1]:%H:%M}"),
    "place": POINT,
    "path": st.lists(POINT, min_size=2, max_size=4).map("; ".join),
    "field": st.lists(POINT, min_size=3, max_size=4, unique=True).map(lambda each: "; ".join([*each, each[0]])),
    "code": st.from_regex(r"[A-Z0-9]{3,12}", fullmatch=True),
    "yes": st.just("OK"),
}


def drawn(book: Book, name: str, language: str = "en", **more: Any) -> html.HtmlElement:
    """A question as it stands on a page."""
    state = rules.evaluate(book, today=TODAY)
    node = next(each for each in book.instrument.questions if each.name == name)
    box = boxes.box(boxes.Sight(book, state, language, **more), node, ())
    return html.fromstring(render_to_string("reporting/answering/question.html", {"box": box, "save_url": "/"}))


def read_back(page: html.HtmlElement, question: Question) -> typed.Typed:
    """What a browser would send of it."""
    return typed.read(question, question.key, MultiValueDict(sent_by(page)))


@pytest.mark.parametrize("name", sorted(VALUES))
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_what_is_shown_is_what_is_read(name: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[name])
    question = next(each for each in EVERY_KIND.questions if each.name == name)
    page = drawn(Book(EVERY_KIND, {name: Kept(value, 3)}), name)
    held = read_back(page, question)
    assert held.is_untouched
    assert held.revision == 3
    raw = {"status": held.status} if held.status else held.value
    values, findings = rules.read(Book(EVERY_KIND), {name: raw}, language="en")
    assert values[name] == value
    assert not findings


@pytest.mark.parametrize("name", sorted(VALUES))
def test_an_empty_box_is_no_answer(name: str) -> None:
    question = next(each for each in EVERY_KIND.questions if each.name == name)
    held = read_back(drawn(Book(EVERY_KIND), name), question)
    assert held.value is None
    assert held.status == ""
    assert held.is_untouched


@pytest.mark.parametrize("name", sorted(VALUES))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_box_has_a_name_for_those_who_cannot_see_it(name: str, language: str) -> None:
    page = drawn(Book(EVERY_KIND), name, language)
    for box in page.xpath(".//input[not(@type='hidden')]|.//select|.//textarea"):
        labels = page.xpath(f".//label[@for='{box.get('id')}']") or box.get("aria-label") or box.get("aria-labelledby")
        assert labels, box.get("name")
    groups = page.xpath(".//fieldset")
    assert all(each.xpath("./legend") for each in groups)
    described = [each for every in page.xpath(".//@aria-describedby") for each in every.split()]
    ids = set(page.xpath(".//@id"))
    assert set(described) <= ids


def test_a_word_in_place_of_an_answer_and_an_answer_outrank_each_other_by_who_came_last() -> None:
    count = next(each for each in EVERY_KIND.questions if each.name == "count")
    said = {"r:count": ["1.x"], "a:count": ["12"], "s:count": ["not-known"]}
    held = typed.read(count, "count", MultiValueDict(said))
    before = Book(EVERY_KIND, {"count": Kept({"status": "not-known"}, 1)})
    assert saving.decide(before, {"count": (count, held)}, today=TODAY, language="en").accepted == {"count": 12}
    before = Book(EVERY_KIND, {"count": Kept(12, 1)})
    outcome = saving.decide(before, {"count": (count, held)}, today=TODAY, language="en")
    assert outcome.accepted == {"count": {"status": "not-known"}}


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [("en", "16,615", 16615), ("fr", "16 615", 16615), ("ar", "١٢٣٤", 1234), ("es", "16 615", 16615), ("en", "0", 0)],
)
def test_numbers_are_read_as_the_language_writes_them(language: str, text: str, value: int) -> None:
    values, findings = rules.read(Book(EVERY_KIND), {"count": text}, language=language)
    assert (values["count"], findings) == (value, {})


def _sent(name: str, parts: dict[str, Any], revision: int = 0) -> dict[str, tuple[Question, typed.Typed]]:
    question = next(each for each in EVERY_KIND.questions if each.name == name)
    data = {f"r:{name}": [f"{revision}.x"]}
    data |= {typed.name(name, part): [value] for part, value in parts.items()}
    return {name: (question, typed.read(question, name, MultiValueDict(data)))}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("count", {"": "4l2"}), ("count", {"": "1.5"}), ("share", {"": "many"}), ("mark", {"": "11"}),
        ("site", {"": "not an address"}), ("day", {"day": "31", "month": "2", "year": "2026"}),
        ("day", {"day": "3", "year": "2026"}), ("in_year", {"": "soon"}), ("clock", {"": "25:00"}),
        ("place", {"latitude": "91", "longitude": "0"}), ("gate", {"": "perhaps"}),
        ("order", {"red": "1", "blue": "1"}), ("order", {"red": "first"}),
    ],
)  # fmt: skip
def test_a_value_that_breaks_a_rule_is_refused_and_kept_as_it_was_typed(name: str, parts: dict[str, str]) -> None:
    outcome = saving.decide(Book(EVERY_KIND), _sent(name, parts), today=TODAY, language="en")
    assert outcome.accepted == {}
    assert set(outcome.refused) == set(outcome.errors) == {name}
    kept = Book(EVERY_KIND, {name: Kept(typed={"parts": dict(outcome.refused[name].parts), "status": ""})})
    page = drawn(kept, name, errors=outcome.errors)
    assert page.xpath(".//*[contains(@class,'wrong')]")
    again = read_back(page, next(each for each in EVERY_KIND.questions if each.name == name))
    if name != "gate":  # a choice that is not offered has no button to stand in
        assert dict(again.parts) == dict(outcome.refused[name].parts)


def test_a_date_that_is_being_typed_is_left_alone_until_the_page_is_sent() -> None:
    sent = _sent("day", {"day": "3"})
    outcome = saving.decide(Book(EVERY_KIND), sent, today=TODAY, language="en", is_whole=False)
    assert (outcome.accepted, outcome.errors, outcome.waiting) == ({}, {}, {"day"})


def test_one_wrong_value_keeps_no_other_from_being_saved() -> None:
    sent = {**_sent("count", {"": "many"}), **_sent("short", {"": "right"})}
    outcome = saving.decide(Book(EVERY_KIND), sent, today=TODAY, language="en")
    assert outcome.accepted == {"short": "right"}
    assert set(outcome.refused) == {"count"}


def test_an_answer_written_without_having_seen_the_newer_one_is_a_rival_and_neither_is_lost() -> None:
    book = Book(EVERY_KIND, {"short": Kept("theirs", 2)})
    outcome = saving.decide(book, _sent("short", {"": "mine"}, revision=1), today=TODAY, language="en")
    assert (outcome.accepted, outcome.rivals) == ({}, {"short": "mine"})
    same = saving.decide(book, _sent("short", {"": "theirs"}, revision=1), today=TODAY, language="en")
    assert (same.accepted, same.rivals) == ({}, {})


def test_a_box_that_nobody_touched_changes_nothing_however_old_the_page_is() -> None:
    old = Book(EVERY_KIND, {"short": Kept("as it was", 1)})
    question = next(each for each in EVERY_KIND.questions if each.name == "short")
    held = read_back(drawn(old, "short"), question)
    now = Book(EVERY_KIND, {"short": Kept("newer", 2)})
    outcome = saving.decide(now, {"short": (question, held)}, today=TODAY, language="en")
    assert outcome.changed == frozenset()


def test_differing_words_of_two_answers_are_marked() -> None:
    first, second = boxes.pieces("Register of the Council, left out.", "Register of the Ministry, left out.")
    assert [text for text, differs in first if differs] == ["Council,"]
    assert [text for text, differs in second if differs] == ["Ministry,"]
    assert "".join(text for text, _differs in first) == "Register of the Council, left out."


# ---- rich text -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"), ("**bold** and *so*", "<strong>bold</strong> and <em>so</em>"),
        ("[here](https://example.org)", '<a href="https://example.org">here</a>'),
        ("<b>old</b> <span style='color:red'>habits</span>", "old habits"), ("a & b < c", "a &amp; b &lt; c"),
        ("[no](ftp://example.org)", "no"), ("[no](javascript:alert(1))", "[no](javascript:alert(1))"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("snake_case_name", "snake_case_name"), ("1 * 2 * 3", "1 * 2 * 3"),
    ],
)  # fmt: skip
def test_rich_text_is_what_is_allowed_and_nothing_else(text: str, shown: str) -> None:
    assert rich.inline(text) == shown


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_wording_makes_an_element_that_is_not_allowed(text: str) -> None:
    allowed = {"p", "strong", "em", "a", "ul", "ol", "li", "br", "code", "blockquote", "div"}
    for made in (rich.inline(text), rich.block(text)):
        page = html.fromstring(f"<div>{made}</div>")
        assert {each.tag for each in page.iter() if isinstance(each.tag, str)} <= allowed
        assert all(set(each.attrib) <= {"href"} for each in page.iter())
        assert not any("javascript" in each.lower().partition(":")[0] for each in page.xpath("//@href"))


# ---- pages -----------------------------------------------------------------------------------------------------------
def _cut(*survey: dict[str, str]) -> list[list[tuple[str, list[str]]]]:
    cut = pages.sections(form(*survey, lists=LISTS))
    return [[(page.kind, [each.name for each in page.items]) for page in section.pages] for section in cut]


def group(name: str, **cells: str) -> dict[str, str]:
    return question("begin_group", name, **cells)


END = {"type": "end_group"}


def test_a_page_holds_a_few_questions() -> None:
    assert _cut(*[question("text", f"q{n}") for n in range(7)]) == [
        [("questions", ["q0", "q1", "q2", "q3", "q4"]), ("questions", ["q5", "q6"])]
    ]


def test_a_group_is_a_page_where_its_author_says_so_and_a_note_goes_to_the_page_it_introduces() -> None:
    assert _cut(
        group("a"), question("note", "hello"), group("b", appearance="field-list"), question("text", "x"), END,
        question("text", "y"), END, group("c"), question("text", "z"), END,
    ) == [[("questions", ["hello", "x"]), ("questions", ["y"])], [("questions", ["z"])]]  # fmt: skip


def test_a_list_comes_before_the_pages_of_its_entries() -> None:
    assert _cut(
        group("a"), question("text", "x"), question("begin_repeat", "each"), question("text", "y"),
        {"type": "end_repeat"}, question("text", "z"), END, group("b"), question("text", "w"), END,
    ) == [
        [("questions", ["x"]), ("list", []), ("questions", ["y"]), ("questions", ["z"])], [("questions", ["w"])],
    ]  # fmt: skip


# ---- addresses -------------------------------------------------------------------------------------------------------
SCOPES = st.lists(st.tuples(st.sampled_from(["a", "b/c", "d.e"]), st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)))


@given(SCOPES, st.sampled_from(["", "x", "y/z", "q_1"]))
def test_an_address_is_put_together_as_it_was_taken_apart(scope: list[tuple[str, str]], key: str) -> None:
    address = addresses.join(tuple(scope), key)
    assert addresses.split(address) == (tuple(scope), key)


@given(st.lists(st.text("abc[]/.-_0", min_size=1, max_size=9), unique=True, max_size=6))
def test_two_addresses_never_share_an_element(every: list[str]) -> None:
    assert len({addresses.element(each) for each in every}) == len(every)

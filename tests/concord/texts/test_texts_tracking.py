"""Proposals of several parties on the same clauses, as tracked changes of a Word document, read by Word's own rules."""

from __future__ import annotations

import io
import itertools
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.texts.authors import AND, joint, names_of
from concord.texts.clauses import by_id, cut
from concord.texts.formats import word
from concord.texts.proposing import Proposal, agreed, proposals_in, remarks_in
from concord.texts.reading import Paragraph, Run, TextFile
from concord.texts.tokens import words
from concord.texts.tracking import Wording, tracked
from concord.texts.word_out import Note, write_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOMENT = "2026-05-01T10:00:00Z"
BASE = cut(
    "Agreement between A and B\n\nArticle 1\nPurpose\n\n1. The Parties shall cooperate in training.\n"
    "2. They shall: (a) pay 100 dollars each year; (b) report; and (c) meet.\n\nArticle 2\nScope\n\n"
    "It covers nurses and midwives.\n\nDone at Geneva.\n",
    language="en",
)
ORIGINAL = "".join(each.text for each in BASE)


def accepted(content: bytes, author: str | None) -> str:
    """The text with the changes that carry this author's name accepted and all others rejected, as the format says.

    A run in ``w:ins`` stands where it is accepted, one in ``w:del`` where it is rejected, and a paragraph whose end
    does not stand is joined to the next.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(f"{W}body")

    def stands(change: etree._Element) -> bool:
        is_made = author is not None and author in names_of(change.get(f"{W}author"))
        return is_made if change.tag == f"{W}ins" else not is_made

    said, paragraphs = "", []
    for paragraph in body.findall(f"{W}p"):
        for run in paragraph.iter(f"{W}r"):
            if all(stands(each) for each in run.iterancestors(f"{W}ins", f"{W}del")):
                said += "".join("\n" if part.tag == f"{W}br" else part.text or "" for part in run)
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if all(stands(each) for each in (mark if mark is not None else ())):
            paragraphs.append(said)
            said = ""
    return "\n\n".join([*paragraphs, said])


def read(content: bytes) -> TextFile:
    """The file as this room reads it."""
    found = word.read(Source("t.docx", content), Limits(), Remarks())
    paragraphs = tuple(
        Paragraph(tuple(Run(each.text, each.change, each.author, each.at) for each in segments), style)
        for style, segments in found.paragraphs
    )
    return TextFile("t.docx", "word", 1, "", paragraphs, word.END, "en", [], {})  # type: ignore[arg-type]


VOCABULARY = ["shall", "may", "pay", "nurses", "100", "and", "all", "costs", "their", ",", "\n\n", "\n"]
PLACES = ["art-1.1", "art-1.2.a", "art-1.2.b", "art-1.2.c", "art-2"]


@st.composite
def proposals(draw: st.DrawFn) -> list[Proposal]:
    """Of up to three authors, each at most one on a clause: words exchanged here and there, all new, struck, added."""
    found: list[Proposal] = []
    clauses = by_id(BASE)
    for author, place in itertools.product(["Aland", "Bland", "Cland & Sons"], PLACES):
        kind = draw(st.sampled_from(["none", "none", "change", "change", "new", "remove", "add"]))
        if kind == "none":
            continue
        head = clauses[place].text[: clauses[place].start]
        body = clauses[place].body.split(" ")
        if kind == "change":
            start = draw(st.integers(0, len(body)))
            end = draw(st.integers(start, min(len(body), start + 3)))
            body[start:end] = draw(st.lists(st.sampled_from(VOCABULARY), max_size=3))
        elif kind == "new":
            body = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8))
        text = f"{head}{' '.join(body).strip()}" if kind != "remove" else ""
        text = f"Article {20 + len(found)}\n\n{author} adds {len(found)}." if kind == "add" else text
        named = kind if kind in ("add", "remove") else "change"
        found.append(Proposal(place, named, text, author, MOMENT))  # type: ignore[arg-type]
    return found


def of(author: str, listed: list[Proposal]) -> list[Proposal]:
    return [each for each in listed if each.author == author]


@settings(max_examples=60, deadline=None)
@given(listed=proposals())
def test_one_author_s_changes_accepted_and_all_others_rejected_are_that_author_s_proposals(
    listed: list[Proposal],
) -> None:
    content = write_word(BASE, title="T", language="en", proposals=listed)
    file = read(content)
    assert words(accepted(content, None)) == words(ORIGINAL) == words(file.original)
    for author in {each.author for each in listed}:
        wanted = words(agreed(BASE, of(author, listed)))
        assert words(accepted(content, author)) == wanted
        assert words(file.text(accepting=[author])) == wanted


@settings(max_examples=40, deadline=None)
@given(listed=proposals())
def test_what_goes_out_comes_back_party_by_party(listed: list[Proposal]) -> None:
    clauses = by_id(BASE)
    sent = [
        each for each in listed
        if each.kind == "change" and len(words(each.text)) > 6
        and len(set(words(each.text)) & set(words(clauses[each.clause].text))) > 4
        and "\n" not in each.text.removeprefix(clauses[each.clause].text[: clauses[each.clause].start])
        and (each.clause == "art-2" or each.text.endswith((";", ",", ".", "; and", ", and")))
    ]  # fmt: skip
    file = read(write_word(BASE, title="T", language="en", proposals=sent))
    found = proposals_in(file, BASE, language="en")
    really = [each for each in sent if each.text.split() != clauses[each.clause].text.split()]
    assert sorted((each.author, each.clause, each.kind, each.text.split()) for each in found) == sorted(
        (each.author, each.clause, each.kind, each.text.split()) for each in really
    )


@settings(max_examples=30, deadline=None)
@given(listed=proposals())
def test_every_change_says_who_and_when_under_a_number_of_its_own(listed: list[Proposal]) -> None:
    with zipfile.ZipFile(io.BytesIO(write_word(BASE, title="T", language="ar", proposals=listed))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    changes = list(root.iter(f"{W}ins", f"{W}del"))
    ids = [each.get(f"{W}id") for each in changes]
    assert len(set(ids)) == len(ids)
    authors = {each.author for each in listed}
    for change in changes:
        assert set(names_of(change.get(f"{W}author"))) <= authors
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", change.get(f"{W}date"))
        assert not list(change.iterancestors(f"{W}ins", f"{W}del"))
        assert not list(change.iter(f"{W}t" if change.tag == f"{W}del" else f"{W}delText"))
    for text in root.iter(f"{W}t", f"{W}delText"):
        assert text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def shown(text: str, *wordings: tuple[str, str]) -> list[str]:
    signs = {"same": "", "removed": "-", "added": "+"}
    runs = tracked(text, [Wording(author, said) for author, said in wordings])
    return [f"{signs[run.kind]}{'&'.join(run.authors)}[{run.text}]" for run in runs]


@pytest.mark.parametrize(
    ("wordings", "expected"),
    [
        ([("A", "It should pay now.")], ["[It ]", "-A[shall]", "+A[should]", "[ pay now.]"]),
        ([("A", "It should pay now."), ("B", "It shall pay.")],
         ["[It ]", "-A[shall]", "+A[should]", "[ pay]", "-B[ now]", "[.]"]),
        ([("A", "It should pay now."), ("B", "It may pay now.")],
         ["[It ]", "-A&B[shall]", "+A[should]", "+B[may]", "[ pay now.]"]),
        ([("A", "It should pay now."), ("B", "It should pay now.")],
         ["[It ]", "-A&B[shall]", "+A&B[should]", "[ pay now.]"]),
        ([("A", ""), ("B", "It shall pay now.")], ["-A[It shall pay now.]"]),
        ([("A", ""), ("B", "It shall then pay now.")],
         ["-A[It shall]", "+B[ then]", "-A[ pay now.]"]),
    ],
)  # fmt: skip
def test_what_parties_change_stands_where_they_change_it(wordings: list[tuple[str, str]], expected: list[str]) -> None:
    assert shown("It shall pay now.", *wordings) == expected


def test_contested_words_are_one_passage_with_each_party_s_own_behind_it() -> None:
    text = "Each Party shall pay one half of the costs of training every year."
    first = "Each Party may bear a third of the fees of training every year."
    second = "Each Party should carry the whole of all costs of schooling every year."
    found = shown(text, ("A", first), ("B", second))
    assert [each[0] for each in found] == ["[", "-", "+", "+", "["]
    assert found[1].startswith("-A&B[shall pay one half of the costs of training")


def test_a_clause_that_parties_word_wholly_otherwise_stands_with_each_wording_in_paragraphs_of_its_own() -> None:
    two = [
        Proposal("art-2", "change", f"Article 2\nScope\n\n{said}", author, MOMENT)
        for said, author in (("All who care.", "Aland"), ("Whoever is listed in the annex.", "Bland"))
    ]
    for listed in (two, [*two, Proposal("art-2", "remove", "", "Cland", MOMENT)]):
        content = write_word(BASE, title="T", language="en", proposals=listed)
        for author, said in (("Aland", "All who care."), ("Bland", "Whoever is listed in the annex.")):
            assert f"Article 2\nScope\n\n{said}\n\nDone" in accepted(content, author)
        assert "Article 2\nScope\n\nIt covers nurses and midwives.\n\nDone" in accepted(content, None)
    assert "meet.\n\nDone" in accepted(content, "Cland")


def test_of_two_proposals_of_one_party_on_one_clause_the_later_is_tracked_and_the_other_is_a_comment() -> None:
    two = [Proposal("art-2", "change", f"Article 2\nScope\n\n{said}", "Aland", MOMENT) for said in ("Nurses.", "All.")]
    file = read(write_word(BASE, title="T", language="en", proposals=two))
    assert "All." in file.text()
    assert [(each.clause, "Nurses." in each.text) for each in remarks_in(file, language="en")] == [("art-2", True)]


def test_clauses_of_one_paragraph_stay_in_it_and_a_comment_stands_at_its_own() -> None:
    content = write_word(BASE, title="T", language="en", notes=[Note("art-1.2.a", "How much?", "Aland", MOMENT)])
    assert "2. They shall: (a) pay 100 dollars each year; (b) report; and (c) meet." in accepted(content, None)
    assert [each.clause for each in remarks_in(read(content), language="en")] == ["art-1.2.a"]


def test_a_clause_put_in_between_two_of_one_paragraph_comes_back_where_it_was_put() -> None:
    proposal = Proposal("art-1.2.a", "add", "(a bis) pay taxes;", "Aland", MOMENT)
    content = write_word(BASE, title="T", language="en", proposals=[proposal])
    assert words(accepted(content, "Aland")) == words(agreed(BASE, [proposal]))
    assert words(accepted(content, None)) == words(ORIGINAL)


def test_a_name_with_a_plus_sign_is_one_name_and_joint_names_come_apart() -> None:
    assert names_of(joint(["Aland", "Bland + Sons"])) == ("Aland", "Bland + Sons")
    assert names_of(joint([f"A{AND}B"])) == ("A + B",)
    assert len(joint(["x" * 400, "y" * 400])) <= 250
    proposal = Proposal("art-2", "remove", "", f"A{AND}B", MOMENT)
    assert read(write_word(BASE, title="T", language="en", proposals=[proposal])).authors == ("A + B",)

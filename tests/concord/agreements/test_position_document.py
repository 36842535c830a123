"""The paper of the national position: what a delegation must read stands in it, in every language, as Word and PDF."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest

from concord.agreements import coherence, position_document
from concord.agreements.appraisal_files import content_of
from concord.agreements.coherence import Cited
from concord.agreements.position import Line, Position, SignOff, View
from concord.agreements.position_document import Material
from concord.documents.model import Document
from concord.findings import Findings
from concord.vocabulary.periods import PartialDate
from concord.vocabulary.text import Text

DAY = date(2026, 11, 22)
LANGUAGES = ("en", "ar", "es", "fr", "ru", "zh")
LINES = (
    Line("l2", Text(en="Housing"), Text(en="Housing for a year")),
    Line(
        "l1", Text(en="Places"), Text(en="Three places each"), (Text(en="Two places each"), Text(en="One place each")),
        Text(en="No place at all"), "agreed", is_safeguard=True, ministries=("health",), needs=("n1",),
    ),
)  # fmt: skip
VIEWS = (View("health", "conditions", Text(en="Yes, if"), DAY, Text(en="places are paid"), "A. Person"),)
CITED = (
    Cited("c1", "workforce-policy", "Workforce plan", "strains", Text(), Text(), ("l1",), "chapter 3", "", "", DAY,
          Text(en="It counts on every nurse"), PartialDate.parse("2024-05")),
    Cited("c2", "report", "Which measures?", "contradicts", Text(fr="Aucune"), Text(en="Told anew in 2027"), why=Text(
        en="The report says otherwise"), asked="2027:a", edition="NR-2027-KEN-1", on=DAY),
)  # fmt: skip


def material(**more: object) -> Material:
    position = Position(VIEWS, LINES)
    sign = SignOff("health", "reserves", position.digest, "The Minister", DAY, "Two years only")
    position = Position(VIEWS, LINES, (sign,))
    found = Findings([*position.findings(), *coherence.check(CITED, today=DAY)])
    given: dict[str, object] = {"cited": CITED, "needs": {"n1": Text(en="Teachers")}, "missing": found}
    return Material(Text(en="Agreement on nurses"), Text(en="Ministry"), position, **{**given, **more})  # type: ignore[arg-type]


def made(language: str = "en", **more: object) -> Document:
    return position_document.compose(material(**more), language, as_of=DAY)


def pdf_text(document: Document, folder: Path) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(content_of(document, "pdf"))
    told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def test_lines_fall_backs_views_sign_off_and_coherence_stand_in_the_pdf(tmp_path: Path) -> None:
    told = pdf_text(made(), tmp_path)
    for words in (
        "Three places each", "Two places each", "One place each", "No place at all", "places are paid", "The Minister",
        "Two years only", "Workforce plan", "It counts on every nurse", "Told anew in 2027", "Teachers",
    ):  # fmt: skip
        assert words in told, words
    assert told.index("Three places each") < told.index("Housing for a year")


def test_it_is_marked_as_the_partys_private_paper(tmp_path: Path) -> None:
    told = pdf_text(made(), tmp_path)
    assert "private paper of Ministry" in told
    assert "keep it from every other party" in told
    assert "Invented example" in pdf_text(made(invented=True), tmp_path)


def test_policies_that_nobody_cited_are_named() -> None:
    said = repr(made())
    assert "No policy of these kinds is cited" in said
    for kind in ("Health policy", "Labour policy", "Trade policy", "Migration policy"):
        assert kind in said


def test_the_word_file_says_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(content_of(made(), "docx"))) as file:
        told = file.read("word/document.xml").decode()
    for words in ("Two places each", "No place at all", "Two years only", "It counts on every nurse"):
        assert words in told, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_words_and_an_empty_position_is_said(language: str) -> None:
    document = made(language)
    assert not document.title.is_fallback
    assert document.language == language
    empty = Material(Text(en="Agreement"), Text(en="Ministry"), Position())
    bare = position_document.compose(empty, language, as_of=DAY)
    assert not any(getattr(getattr(each, "phrase", None), "is_fallback", False) for each in bare.blocks)


def test_the_same_position_gives_the_same_document() -> None:
    assert made("fr") == made("fr")

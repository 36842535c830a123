"""The page of an agreement as PDF and Word: all that the page shows and nothing else, marked where invented."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest

from .test_agreeing_published import bodies, publish

pypdf = pytest.importorskip("pypdf")
pytestmark = pytest.mark.django_db
PAGE = "agreements/marania-and-velmark/"
#: Words of every part; each stands on the page and in its document.
SAID = (
    "Agreement on nurses", "12 May 2025", "1 September 2025", "Measured against the Code", "No overall score",
    "Who gains, who pays", "Training already paid for", "104", "109 (105 to 113)", "at most 120", "Open the office",
    "under way", "We met.", "Train twenty", "2 things of the plan are not public", "It went well.", "More nurses stay",
    "partly achieved", "Pay sooner", "Start early", "Begin with recognition.", "No worker pays a fee.", "version 1",
    "dddddddddddd", "Les parties conviennent.", "All language versions are equally valid.", "First amendment",
    "in force since 1 January 2026", "Persons who moved in 2026: 104 to 109. The aim: at most 120 by 2026.",
)  # fmt: skip


def pdf(client: Any, path: str = f"/en/{PAGE}") -> Any:
    answer = client.get(path, {"format": "pdf"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return pypdf.PdfReader(io.BytesIO(answer.content))


def words(read: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def test_the_document_holds_every_part_that_the_page_shows(client: Any) -> None:
    publish()
    read = pdf(client)
    printed = words(read)
    assert [each for each in SAID if each not in printed] == []
    page = unescape(" ".join(client.get(f"/en/{PAGE}").content.decode().split()))
    assert "?version=1&format=pdf" in page
    assert [each for each in SAID if each not in page] == []


def test_invented_is_said_on_every_page_and_the_document_is_tagged(client: Any) -> None:
    publish()
    read = pdf(client)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "en"
    cover, *inner = (" ".join(page.extract_text().split()) for page in read.pages)
    assert "Agreement and parties are invented" in cover
    assert inner
    assert all("Invented example" in each for each in inner)


def test_an_agreement_that_is_not_invented_is_not_called_so(client: Any) -> None:
    publish(invented=False)
    printed = words(pdf(client))
    assert "nvented" not in printed
    assert "As published by its parties, version 1" in printed


def test_what_is_withheld_is_named_with_its_reason_and_day(client: Any) -> None:
    parts = {id: body for id, body in bodies().items() if id == "profile"}
    publish(parts={**parts, "lessons": {"lessons": [{}]}}, withheld=[
        {"part": "account", "reason": "Prices of places", "until": "2030-08-31", "agreed": True},
        {"part": "plan", "reason": "", "until": "", "agreed": False},
    ])  # fmt: skip
    printed = words(pdf(client))
    assert "withheld by the parties until 31 August 2030: Prices of places" in printed
    assert "not out yet: the parties have not decided" in printed
    assert "public; to be read as data" in printed
    assert "Training already paid for" not in printed
    assert "Open the office" not in printed


def test_the_document_stands_in_arabic_from_right_to_left(client: Any) -> None:
    publish()
    read = pdf(client, f"/ar/{PAGE}")
    assert read.trailer["/Root"]["/Lang"] == "ar"
    assert read.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert "Les parties conviennent." in words(read)


def test_the_same_version_gives_the_same_bytes_and_word_opens_it(client: Any) -> None:
    docx = pytest.importorskip("docx")
    publish()
    first, again = (client.get(f"/en/{PAGE}", {"format": "pdf"}).content for _ in range(2))
    assert first == again
    answer = client.get(f"/en/{PAGE}", {"format": "docx"})
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "No worker pays a fee." in text
    assert "Invented example" in text


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("agr-002", ("State of knowledge", "Verified", "Kenya", "gov.uk")),
        ("agr-047", ("Not verified", "Nobody has shown us that this agreement exists", "do not cite it")),
    ],
)
def test_an_entry_is_a_page_or_two_with_its_sources_and_what_was_not_verified(
    client: Any, id: str, said: tuple[str, ...]
) -> None:
    read = pdf(client, f"/en/agreements/{id}/")
    printed = words(read)
    assert len(read.pages) <= 2
    assert [each for each in said if each not in printed] == []
    assert all(f"agreements/{id}/" in " ".join(page.extract_text().split()) for page in read.pages)

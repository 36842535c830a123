"""The published text on a day and as signed: on the page and in every file, in each language, with what is lacking."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from typing import Any

import pytest

from concord.texts.reading import read_text
from concord_site.agreements.queries.published import published
from concord_site.public.agreeing import dossier_parts, text_asked
from concord_site.public.agreeing.text_asked import Asked

from .test_agreeing_published import bodies, publish, said

pypdf = pytest.importorskip("pypdf")
pytestmark = pytest.mark.django_db
PAGE = "/en/agreements/marania-and-velmark/"
ENGLISH = "Article 1\nPlaces\n1.1 The Regions shall pay for 36 places.\n\nArticle 2\nReturn\n2.1 A post is kept.\n"
FRENCH = "Article 1\nPlaces\n1.1 Les Régions doivent payer 36 places.\n\nArticle 2\nRetour\n2.1 Un poste est gardé.\n"


def change(words: str, text: str) -> dict[str, str]:
    return {"action": "words", "clause": "art-1.1", "words": words, "text": text}


def protocol(id: str = "renewal", in_force: str = "2025-10-01", **more: Any) -> dict[str, Any]:
    of = {"id": id, "title": f"Protocol {id}", "signed": "2025-09-15", "in_force": in_force, "until": None,
          "language": "en", "changes": [change("36", "48")], **more.pop("of", {})}  # fmt: skip
    return {"title": of["title"], "kind": "protocol", "text": "", "amendment": of, **more}


def published_text(*attached: dict[str, Any]) -> dict[str, Any]:
    return {"text": ENGLISH, "language": "en", "title": "T", "clauses": [], "prevails": "equal",
            "languages": [{"language": "fr", "text": FRENCH}], "attached": list(attached)}  # fmt: skip


BOTH = {"others": {"fr": [change("36", "48")]}}


def test_the_page_shows_the_text_in_force_and_leads_to_the_one_signed_and_to_any_day(client: Any) -> None:
    publish(parts={"text": published_text(protocol(of=BOTH))})
    today, before = unescape(said(client)), unescape(said(client, f"{PAGE}?on=2025-09-30"))
    assert "The text in force on" in today
    assert "pay for 48 places" in today
    assert "payer 48 places" in today
    assert "Changed by: Protocol renewal" in today
    assert "The text in force on 30 September 2025" in before
    assert "pay for 36 places" in before
    signed = unescape(said(client, f"{PAGE}?text=signed"))
    assert "The text as it was signed" in signed
    assert "Signed on 12 May 2025. No later change is in it." in signed
    assert "pay for 36 places" in signed
    for link in (f"{PAGE}?text=signed#text", f"{PAGE}?on=2025-10-01#text", 'name="on"'):
        assert link in today


def test_every_amendment_shows_its_days_and_each_clause_before_and_after(client: Any) -> None:
    publish(parts={"text": published_text(protocol(of=BOTH))})
    page = unescape(said(client))
    assert "signed 15 September 2025 · in force since 1 October 2025" in page
    assert page.count('<del><bdi class="unseen">[out: </bdi>36<bdi class="unseen">]</bdi></del>') == 2
    assert page.count('<ins><bdi class="unseen">[in: </bdi>48<bdi class="unseen">]</bdi></ins>') == 2


def test_a_language_in_which_a_change_is_not_made_stands_still_and_says_since_when(client: Any) -> None:
    publish(parts={"text": published_text(protocol())})
    page = unescape(said(client))
    assert "Protocol renewal is not yet made in Français" in page
    assert "the text in Français stands as it did on 30 September 2025" in page
    assert "Not yet made in: Français" in page
    assert "payer 36 places" in page
    assert "1 clause in which the language versions differ" in page
    assert "Protocol renewal is not yet made" not in said(client, f"{PAGE}?on=2025-09-30")
    assert "يبقى النص باللغة «Français» كما كان في" in said(client, PAGE.replace("/en/", "/ar/"))


def test_what_is_withheld_is_named_and_the_page_says_that_the_text_lacks_it(client: Any) -> None:
    held = protocol(withheld=True, reason="Prices", of={"changes": [], "others": {}})
    publish(parts={"text": published_text(held)})
    page = unescape(said(client))
    assert "The parties withhold “Protocol renewal”, in force since 1 October 2025. The text shown here lacks" in page
    assert "withheld by the parties: <bdi>Prices</bdi>" in page
    assert "pay for 36 places" in page
    assert "lacks its changes" not in said(client, f"{PAGE}?on=2025-09-30")
    found = json.loads(client.get(f"{PAGE}?text=in-force&format=json").content)
    assert [(each["is_withheld"], each["reason"]) for each in found["amendments"]] == [(True, "Prices")]


@pytest.mark.parametrize(
    ("asked", "language", "words", "which"),
    [
        ("on=2025-10-01", "en", "pay for 48 places", "in force on 1 October 2025"),
        ("on=2025-10-01", "fr", "payer 36 places", "in force on 1 October 2025"),
        ("on=2025-09-30", "en", "pay for 36 places", "in force on 30 September 2025"),
        ("text=signed", "en", "pay for 36 places", "as it was signed"),
    ],
)
def test_akoma_ntoso_holds_the_text_of_its_day_and_says_which_it_is(
    client: Any, asked: str, language: str, words: str, which: str
) -> None:
    publish(parts={"text": published_text(protocol())})
    content = client.get(f"{PAGE}?{asked}&format=xml&in={language}").content
    assert words in " ".join(read_text(content, name="a.xml").text().split())
    assert f"(The text {which}" in content.decode()
    assert "Invented example" in content.decode()
    expression = "@2025-09-30" if language == "fr" or "30" in asked else "@2025-10-01"
    assert ("@2025-05-12" if "signed" in asked else expression) in content.decode()


def test_json_holds_every_language_with_the_day_on_which_it_stood_so(client: Any) -> None:
    publish(parts={"text": published_text(protocol())})
    found = json.loads(client.get(f"{PAGE}?text=in-force&on=2025-10-01&format=json").content)
    assert (found["which"], found["on"], found["status"]) == ("in-force", "2025-10-01", "in-force")
    assert [(each["language"], each["as_of"], each["lacking"]) for each in found["texts"]] == [
        ("en", "2025-10-01", []), ("fr", "2025-09-30", ["renewal"]),
    ]  # fmt: skip
    changed = [each["id"] for each in found["texts"][0]["clauses"] if each["amended_by"]]
    assert changed == ["art-1.1"]
    signed = json.loads(client.get(f"{PAGE}?text=signed&format=json").content)
    assert (signed["which"], signed["on"], "48" in signed["texts"][0]["text"]) == ("signed", "2025-05-12", False)


def test_pdf_and_word_of_the_text_say_which_it_is_on_every_page(client: Any) -> None:
    publish(parts={"text": published_text(protocol())})
    read = pypdf.PdfReader(io.BytesIO(client.get(f"{PAGE}?text=in-force&on=2025-10-01&format=pdf").content))
    pages = [" ".join(page.extract_text().split()) for page in read.pages]
    assert all("The text in force on 1 October 2025" in each for each in pages)
    assert "stands as it did on 30 September 2025" in " ".join(pages)
    assert "pay for 48 places" in " ".join(pages)
    word = client.get(f"{PAGE}?text=signed&format=docx")
    written = " ".join(read_text(word.content, name="a.docx").text().split())
    assert "The text as it was signed" in written
    assert "pay for 36 places" in written
    assert "48" not in written


def test_a_day_before_the_agreement_was_in_force_is_not_called_so(client: Any) -> None:
    publish(parts={"text": published_text(protocol())})
    page = unescape(said(client, f"{PAGE}?on=2025-06-01"))
    assert "The text as it stood on 1 June 2025" in page
    assert "The agreement was not in force on this day; last noted before it: Signed" in page
    assert "The parties have noted no status" in said(client, f"{PAGE}?on=2024-06-01")
    assert "That was no day" in said(client, f"{PAGE}?on=soon")


@pytest.mark.parametrize(
    ("day", "status"),
    [("2018-12-30", ""), ("2018-12-31", "announced"), ("2020-02-28", "announced"), ("2020-03-31", "in-force")],
)
def test_a_status_known_to_a_year_or_a_month_counts_from_its_last_day(day: str, status: str) -> None:
    publish(status=[{"status": "announced", "on": "2018"}, {"status": "signed", "on": "2020-03"},
                    {"status": "in-force", "on": "2020-03"}])  # fmt: skip
    assert text_asked.status_on(published("marania-and-velmark"), dt.date.fromisoformat(day)) == status


def test_an_earlier_version_shows_the_text_of_its_own_day() -> None:
    publish(parts={"text": published_text(protocol())})
    found = published("marania-and-velmark")
    asked = text_asked.asked(found, {}, newest=2)
    assert (asked.on, asked.version) == (found.published_at.date(), 1)
    assert text_asked.address(found, asked, format="pdf").endswith("version=1&text=in-force&on=2026-11-22&format=pdf")


def test_an_amendment_of_an_earlier_publication_counts_as_before(client: Any) -> None:
    publish(parts={"text": {"text": ENGLISH, "attached": [protocol()]}})
    assert "pay for 48 places" in said(client)


def _without_one(value: Any) -> Iterator[Any]:
    """The value with one key taken out, at every place, lists looked at in their first thing."""
    if isinstance(value, dict):
        for key in value:
            yield {name: each for name, each in value.items() if name != key}
            yield from ({**value, key: each} for each in _without_one(value[key]))
    elif isinstance(value, list) and value:
        yield from ([each, *value[1:]] for each in _without_one(value[0]))


@pytest.mark.parametrize("part", ["text", "plan", "evaluation", "lessons", "numbers", "profile"])
def test_a_part_that_lacks_anything_is_drawn_or_led_to_and_never_breaks_the_page(part: str) -> None:
    publish()
    found, asked = published("marania-and-velmark"), Asked(dt.date(2026, 1, 1))
    body = deepcopy(bodies()[part])
    assert dossier_parts._shown(part, body, found, asked) is not None
    for less in _without_one(body):
        dossier_parts._shown(part, less, found, asked)


def test_an_error_of_the_program_is_not_taken_for_another_shape(monkeypatch: Any) -> None:
    publish()

    def broken(*_given: Any) -> None:
        raise TypeError

    monkeypatch.setitem(dossier_parts.PARTS, "lessons", broken)
    with pytest.raises(TypeError):
        dossier_parts.shown(published("marania-and-velmark"), Asked(dt.date(2026, 1, 1)))

"""The benefit account of a published agreement says what is a promise, what was delivered and who gains."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from concord.agreements import account_published, account_shown
from concord.agreements.account import account
from concord.agreements.account_given import read
from concord.documents.model import Document, phrase
from concord.documents.render import html
from concord.vocabulary.text import Text
from concord_site.public.agreeing import dossier_account, dossier_following
from concord_site.public.agreeing.dossier_shapes import SHAPES, fits

EXACT = {"payments-promised": 240_000, "places-promised": 36, "place-cost": 5000, "remittance": 2000}
RANGED = {"moved": (108, 100, 120), "training-public": (5700, 4500, 7500), "own-training": (30_000, 20_000, 40_000)}


@pytest.fixture(scope="module")
def body() -> dict[str, Any]:
    told = {"source": "example", "by": "both"}
    inputs = {
        **{id: {"value": value, **told} for id, value in EXACT.items()},
        **{id: {"value": value, "low": low, "high": high, **told} for id, (value, low, high) in RANGED.items()},
        "payments-delivered": {"by_year": {"2026": {"value": 200_000}, "2027": {"value": 220_000}}, **told},
    }  # fmt: skip
    asked = read({"id": "x", "title": "An agreement", "origin": "Marania", "destination": "Velmark", "first": 2026,
                  "years": 5, "price_year": 2025, "invented": True, "inputs": inputs, "draws": 500}).asked  # fmt: skip
    assert asked is not None
    return account_shown.as_json(account(asked))


def part(body: dict[str, Any], language: str = "en") -> dict[str, Any]:
    parties = [SimpleNamespace(side="origin", name=Text(en="Marania", ar="مارانيا")),
               SimpleNamespace(side="destination", name=Text(en="Velmark", ar="فيلمارك"))]  # fmt: skip
    with translation.override(language):
        return dossier_account.account(body, SimpleNamespace(parties=parties))  # type: ignore[arg-type]


def test_what_was_published_is_read_back_to_the_last_digit(body: dict[str, Any]) -> None:
    assert account_shown.as_json(account_published.read(body)) == body


def test_an_account_that_lacks_what_its_page_reads_is_not_drawn(body: dict[str, Any]) -> None:
    assert fits(body, SHAPES["account"])
    for lacking in ("origin", "ranges", "promised_and_delivered", "given", "not_known", "inputs", "counts"):
        assert not fits({id: each for id, each in body.items() if id != lacking}, SHAPES["account"]), lacking
    without = {**body, "decides": [], "spread": [], "given": [], "assumed": []}
    assert part(without)["verdicts"]


def test_a_promise_is_not_told_as_if_it_had_been_received(body: dict[str, Any]) -> None:
    labels = [bar.label for group in part(body)["groups"] for bar in group.bars]
    assert "Training places received (promised)" in labels
    assert "Payments received (partly delivered)" in labels
    assert "Payments made (partly delivered)" in labels
    assert "Training already paid for" in labels


def test_what_was_due_and_what_came_stand_beside_each_other(body: dict[str, Any]) -> None:
    (table,) = part(body)["tables"]
    payments = next(row for row in table.rows if row[0].text.startswith("Payments"))
    assert [each.text for each in payments[1:]] == ["1,200,000", "480,000", "420,000", "88%"]
    places = next(row for row in table.rows if row[0].text.startswith("Training places"))
    assert [each.text for each in places[1:]] == ["180", "", "", ""]


def test_each_side_has_its_verdict_and_the_share_that_comes_back_its_range(body: dict[str, Any]) -> None:
    shown = part(body)
    origin, destination, workers = map(str, shown["verdicts"])
    assert origin.startswith("For Marania the result may be a loss or a gain: the range")
    assert destination.startswith("Velmark gains in almost every case")
    assert workers.startswith("For those who move no line is known")
    assert "Of what Velmark saves in training, Marania’s health system receives" in str(shown["ratio"])
    assert any("would have left anyway" in str(each) for each in shown["limits"])
    assert "فيلمارك" in str(part(body, "ar")["verdicts"][1])


def test_page_and_document_say_the_same(body: dict[str, Any]) -> None:
    shown = part(body)
    with translation.override("en"):
        found = SimpleNamespace(slug="x", invented=True, parties=[])
        page = unescape(render_to_string("public/agreeing/published.html", {"part_account": shown, "found": found,
                                                                            "frame": None}))  # fmt: skip
        blocks = tuple(dossier_following.balance(shown))
        printed = html.page(Document("x", phrase("x"), "en", dt.date(2026, 11, 23), blocks))
    document = " ".join(re.sub(r"<[^>]+>", "", unescape(printed)).split())
    for words in (*map(str, shown["verdicts"]), str(shown["ratio"]), "partly delivered", "480,000", "420,000"):
        assert words in " ".join(re.sub(r"<[^>]+>", "", page).split()), words
        assert words in document, words
    assert "Money that workers send home" in page

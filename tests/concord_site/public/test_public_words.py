"""Sentences of the public pages hold in every language: commas, colons, counted nouns, shares below one."""

from __future__ import annotations

import html
import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from concord.vocabulary.languages import LANGUAGES

pytestmark = pytest.mark.django_db


def shown(source: str, language: str, **values: object) -> str:
    with override("zh-hans" if language == "zh" else language):
        return Template("{% load concord %}" + source).render(Context(values))


def words(page: str) -> str:
    said = html.unescape(Client().get(page).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", said))


@pytest.mark.parametrize(("language", "expected"), [("en", "a, b"), ("ru", "a, b"), ("ar", "a، b"), ("zh", "a、b")])
def test_a_list_is_joined_as_the_language_joins_it(language: str, expected: str) -> None:
    assert shown("{{ names|listed }}", language, names=["a", "b"]) == expected


def test_what_is_listed_or_named_is_escaped() -> None:
    assert shown("{{ names|listed }}", "en", names=["<b>"]) == "&lt;b&gt;"
    assert shown("{% named name value %}", "en", name="<b>", value=2) == "&lt;b&gt;: 2"


@pytest.mark.parametrize(("language", "expected"), [("en", "x: 2"), ("fr", "x\u00a0: 2"), ("zh", "x：2")])
def test_a_name_and_its_value_stand_with_the_colon_of_the_language(language: str, expected: str) -> None:
    assert shown("{% named name value %}", language, name="x", value=2) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_below_one_of_a_hundred_has_its_own_sentence(language: str) -> None:
    """In Israel 17 of 16,615 doctors trained abroad had trained in a listed country."""
    page = words(f"/{language}/countries/ISR/")
    assert "2023" in page
    if language == "en":
        assert "fewer than 1 of every 100 are known to have trained in countries on the safeguards list" in page
        assert "At least fewer" not in page
    assert not re.search(r"%\(\w+\)", page)


def test_the_unit_is_not_said_twice_where_the_title_says_it() -> None:
    page = words("/en/data/?indicator=density")
    assert "per 10 000 people, per 10,000 people" not in page
    assert "Doctors and nurses per 10 000 people, 2015" in page
    assert "Share of doctors trained abroad, percent, 2018" in words("/en/data/")


def test_one_more_is_singular_and_several_are_plural() -> None:
    assert "1 other reporting country" in words("/en/countries/USA/")
    assert "other countries and areas" in words("/en/countries/NZL/")

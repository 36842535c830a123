"""What boxes say when they are filled in wrongly: every sentence tells what to do, in six languages."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.utils import translation

from concord.vocabulary.languages import LANGUAGES

WRONG: tuple[tuple[forms.Field, Any, str], ...] = (
    (forms.CharField(), "", "Fill this in."),
    (forms.CharField(max_length=3), "four", "Write at most 3 characters; there are 4 now."),
    (forms.ChoiceField(choices=[("a", "A")]), "", "Choose one."),
    (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Choose at least one."),
    (forms.BooleanField(), False, "Tick this to go on."),
    (forms.FileField(), None, "Choose a file."),
    (forms.DateField(), "2026-13-45", "Write a day as year, month and day, such as 2024-05-21."),
    (forms.IntegerField(), "twelve", "Write a whole number, such as 12."),
    (forms.IntegerField(min_value=1900), "12", "Write 1900 or more."),
    (forms.IntegerField(max_value=2200), "9999", "Write 2200 or less."),
    (forms.EmailField(), "nobody", "Write an address such as name@example.org."),
    (forms.URLField(assume_scheme="https"), "nonsense", "Write an address that begins with https://."),
    (forms.CharField(error_messages={"required": "Name the hospital."}), "", "Name the hospital."),
)  # fmt: skip


def said(field: forms.Field, given: Any) -> list[str]:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    return list(refused.value.messages)


@pytest.mark.parametrize(("field", "given", "words"), WRONG, ids=[words for _field, _given, words in WRONG])
def test_a_box_that_is_filled_in_wrongly_says_what_to_do(field: forms.Field, given: Any, words: str) -> None:
    with translation.override("en"):
        assert said(field, given) == [words]


def test_the_words_are_there_in_every_language() -> None:
    for field, given, words in WRONG[:-1]:
        found = set()
        for language in LANGUAGES:
            with translation.override(language):
                found.update(said(field, given))
        assert len(found) == len(LANGUAGES), words

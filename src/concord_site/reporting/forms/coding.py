"""Forms of the coding desk; they only read what was typed, actions decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.reporting.coding.book import Code, CodeBook
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES, direction
from concord.vocabulary.text import Text

CODE = RegexValidator(r"^[a-z]+(-[a-z0-9]+)*$", _("Small letters from a to z, digits and hyphens; a letter first."))


class CodesForm(forms.Form):
    """The codes of one text."""

    codes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    is_none = forms.BooleanField(label=_("No code fits"), required=False)
    note = forms.CharField(
        label=_("Note for the other coder"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, codes: Iterable[Code], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(each.id, each.label.best(language).text) for each in codes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Some codes, or none said to be none."""
        given = super().clean() or {}
        if bool(given.get("codes")) == bool(given.get("is_none")):
            raise ValidationError(gettext("Choose the codes that fit, or tick “No code fits” alone."))
        return given


class SettleForm(CodesForm):
    """The codes on which it is settled."""

    is_agreed = forms.BooleanField(label=_("We are the two coders, have talked it over and agree"), required=False)


class CodeForm(forms.Form):
    """One code of a draft, in every language; lists are one thing a line."""

    id = forms.CharField(
        label=_("Code"), max_length=40, validators=[CODE], widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    source = forms.CharField(
        label=_("Article"), max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    parts = forms.MultipleChoiceField(
        label=_("Only for answers on"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )  # fmt: skip
    LISTS = ("include", "exclude", "examples")
    HINT = _("One a line. Never an answer that somebody gave.")
    HEADS = (
        ("include", _("Counts as it")), ("exclude", _("Does not count, and what does")),
        ("examples", _("Invented examples")),
    )  # fmt: skip

    def __init__(
        self, *args: Any, book: CodeBook, code: Code | None, parts: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(code) if code is not None else {})
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [each for each in parts if each[0] in book.parts]  # type: ignore[attr-defined]
        if code is not None:
            self.fields["id"].widget.attrs["readonly"] = True
        self.code = code
        for language in LANGUAGES:
            name, way = NATIVE_NAMES[language], {"dir": direction(language), "lang": language}
            is_english = language == "en"
            self.fields[f"label_{language}"] = forms.CharField(
                label=_("Label, %(language)s") % {"language": name}, max_length=120, required=is_english,
                widget=forms.TextInput(attrs=way),
            )  # fmt: skip
            self.fields[f"definition_{language}"] = forms.CharField(
                label=_("Definition, %(language)s") % {"language": name}, max_length=1000, required=is_english,
                widget=forms.Textarea(attrs={"rows": 2, **way}),
            )  # fmt: skip
        for key, label in self.HEADS:
            self.fields[key] = forms.CharField(
                label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=self.HINT if key == "examples" else _("One a line."),
            )  # fmt: skip
        for language in LANGUAGES:
            self.fields[f"words_{language}"] = forms.CharField(
                label=_("Words that suggest it, %(language)s") % {"language": NATIVE_NAMES[language]}, required=False,
                max_length=4000, help_text=_("One a line; fund* stands for every ending."),
                widget=forms.Textarea(attrs={"rows": 3, "dir": direction(language), "lang": language}),
            )  # fmt: skip

    def made(self) -> Code:
        """The code as it was written."""
        given = self.cleaned_data
        base = self.code or Code(given["id"], Text(), Text())
        return replace(
            base, label=Text({each: given[f"label_{each}"] for each in LANGUAGES}),
            definition=Text({each: given[f"definition_{each}"] for each in LANGUAGES}), source=given["source"],
            parts=tuple(given["parts"]),
            words={each: _lines(given[f"words_{each}"]) for each in LANGUAGES if given[f"words_{each}"].strip()},
            **_lists(given, self.LISTS),
        )  # fmt: skip


def _lists(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {each: _lines(given[each]) for each in names}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.splitlines() if each.strip())


def _initial(code: Code) -> dict[str, Any]:
    found: dict[str, Any] = {"id": code.id, "source": code.source, "parts": list(code.parts)}
    found |= {each: "\n".join(getattr(code, each)) for each in CodeForm.LISTS}
    for language in LANGUAGES:
        found[f"label_{language}"] = code.label.get(language, "")
        found[f"definition_{language}"] = code.definition.get(language, "")
        found[f"words_{language}"] = "\n".join(code.words.get(language, ()))
    return found


class MoveForm(forms.Form):
    """A code becomes another, or several; or several become one."""

    do = forms.ChoiceField(
        label=_("What happens?"), widget=forms.RadioSelect,
        choices=[
            ("rename", _("Rename: one code gets another name")), ("merge", _("Merge: several codes become one")),
            ("split", _("Split: one code becomes several, and its texts are coded again")),
            ("drop", _("Drop: a code is given no longer")),
        ],
    )  # fmt: skip
    old = forms.MultipleChoiceField(label=_("Codes as they are"), widget=forms.CheckboxSelectMultiple)
    new = forms.CharField(
        label=_("New codes"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_(
            "One a line, such as: rural-pay: Pay in rural areas. Definition and words are taken over; change them then."
        ),
    )  # fmt: skip
    why = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, book: CodeBook, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.language = book, language
        self.fields["old"].choices = [(each.id, each.label.best(language).text) for each in book.codes]  # type: ignore[attr-defined]

    def clean_new(self) -> list[tuple[str, str]]:
        """Ids and labels."""
        found = []
        for line in _lines(self.cleaned_data["new"]):
            id, _sign, label = (each.strip() for each in line.partition(":"))
            CODE(id)
            found.append((id, label))
        return found

    def clean(self) -> dict[str, Any]:
        """As many codes as the step needs."""
        given = super().clean() or {}
        old, new, do = given.get("old", []), given.get("new", []), given.get("do", "")
        if do in ("rename", "split", "drop") and len(old) != 1:
            self.add_error("old", gettext("Choose one code."))
        if do == "merge" and len(old) < 2:
            self.add_error("old", gettext("Choose two codes or more."))
        if do in ("rename", "merge") and len(new) != 1:
            self.add_error("new", gettext("Write one new code."))
        if do == "split" and len({each for each, _label in new}) < 2:
            self.add_error("new", gettext("Write two new codes or more."))
        return given

    def codes(self) -> list[Code]:
        """The new codes: with what the old ones said, until somebody changes it."""
        known = self.book.by_id
        olds = [known[each] for each in self.cleaned_data["old"]]
        first = olds[0]
        words = {
            str(language): tuple(dict.fromkeys(word for each in olds for word in each.words.get(language, ())))
            for language in LANGUAGES
        }
        return [
            known.get(id) or replace(
                first, id=id, label=Text({self.language: label, "en": label}) if label else first.label, words=words
            )
            for id, label in self.cleaned_data["new"]
        ]  # fmt: skip

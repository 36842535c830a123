"""Forms of a country's people among themselves; they only read what was written, actions decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES

LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """Sections asked of a colleague."""

    sections = forms.TypedMultipleChoiceField(
        label=_("Which sections?"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Your colleague sees these sections and nothing else of the report."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail address of your colleague"))
    office = forms.CharField(
        label=_("Office"), max_length=200, help_text=_("Such as the statistics office or the council of nurses.")
    )
    message = forms.CharField(
        label=_("Message"), required=False, max_length=2000, widget=_long(),
        help_text=_("Shown on the page that the link opens; the mail itself holds the link alone."),
    )  # fmt: skip
    due_on = _day(label=_("By when"), required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, sections: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sections"]
        field.choices = [(str(number), words) for number, words in sections]


class DayForm(forms.Form):
    """Another day by which sections are due."""

    due_on = _day(label=_("By when"), required=False)


class TakeBackForm(forms.Form):
    """Why sections are taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class AccountForm(forms.Form):
    """Name and password of a colleague who has no account yet."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("The same once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two are not the same."))
        return cleaned


class StepForm(forms.Form):
    """A step of clearance."""

    title = forms.CharField(
        label=_("Step"), max_length=200, help_text=_("Such as legal department, or permanent secretary.")
    )
    person = forms.TypedChoiceField(label=_("Who decides"), coerce=int)
    days = forms.IntegerField(
        label=_("Days to decide"), required=False, min_value=1, max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Counted from the day the report reaches the step."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.choices = [("", "—"), *((str(pk), name) for pk, name in people)]


class ReturnForm(forms.Form):
    """Why a report is returned before it is sent."""

    reason = forms.CharField(label=_("What should change"), max_length=2000, widget=_long())

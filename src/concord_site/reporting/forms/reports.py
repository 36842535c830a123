"""Forms of national reports; they only read what was written, actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.reporting.models.filling import Mode


class BeginForm(forms.Form):
    """How a report begins."""

    mode = forms.ChoiceField(
        label=_("How do you want to answer?"), initial=Mode.WHOLE, widget=forms.RadioSelect,
        choices=[(Mode.WHOLE, _("The whole questionnaire")), (Mode.SHORT, _("Only what has changed since last time"))],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language will you write?"), choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
        help_text=_("The answers are published in this language. Each person reads the questions in their own."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_last:
            del self.fields["mode"]


class DeclarationForm(forms.Form):
    """Who declares the report, for the country."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    office = forms.CharField(
        label=_("Your office"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    is_declared = forms.BooleanField(
        label=_("I declare that these are my country's answers, and that my office may send them."),
        error_messages={"required": _("Confirm the declaration to send the report.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class CompareForm(forms.Form):
    """What a receipt says."""

    reference = forms.CharField(
        label=_("Reference"), max_length=40, help_text=_("As it stands on the receipt, such as NR-2027-KEN-1.1."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    digest = forms.CharField(
        label=_("Digest of the answers"), max_length=120, help_text=_("64 signs; spaces do not count."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip

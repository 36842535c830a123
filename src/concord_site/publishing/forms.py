"""Forms of this room; they only read what was typed, actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concord.reporting.rounds import rounds
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES


class DraftForm(forms.Form):
    """A new report: which round, as of when, in which languages and formats."""

    round = forms.ChoiceField(label=_("Round"))
    as_of = forms.DateField(
        label=_("Facts known on"),
        help_text=_("Nothing published later is used. Year, month and day, such as 2025-05-01."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"size": 12}), input_formats=["%Y-%m-%d"],
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages to compile now"), help_text=_("The others are made when somebody first asks for them."),
        choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    formats = forms.MultipleChoiceField(
        label=_("Files"), choices=[("pdf", "PDF"), ("docx", "Word")], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"languages": ["en"], "formats": ["pdf", "docx"], "as_of": timezone.now().date()})
        super().__init__(*args, **kwargs)
        closed = [(each.id, each.id) for each in reversed(rounds()) if each.status == "closed"]
        self.fields["round"].choices = closed  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a document is sent back or put away, or an edition withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

"""Forms of this room; they only read what was typed, actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concord.reporting.rounds import rounds
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.evidence.answers import can_be_reported_on


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
        told = [(each.id, each.id) for each in reversed(rounds()) if can_be_reported_on(each)]
        self.fields["round"].choices = told  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why a document is sent back or put away, or an edition withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=hint, required=False, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"size": 12}),
    )  # fmt: skip


class StageForm(forms.Form):
    """What is planned and done of a stage of a document's path."""

    stage = forms.ChoiceField(label=_("Stage"))
    planned_on = _day(_("Planned for"), _("Year, month and day, such as 2028-05-01."))
    done_on = _day(_("Done on"), _("For the sessions of the governing bodies; the other stages know it by themselves."))
    number = forms.CharField(
        label=_("Document number"), required=False, max_length=40, help_text=_("As the governing body gives it: A78/9.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, stages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """A comment on a draft."""

    place = forms.CharField(
        label=_("Part of the report"), required=False, max_length=60, help_text=_("Empty for the whole.")
    )
    text = forms.CharField(label=_("Comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class OfficeForm(forms.Form):
    """An office that is to clear a draft."""

    office = forms.CharField(label=_("Office"), max_length=200)
    person_id = forms.TypedChoiceField(label=_("Who decides for it"), coerce=int)
    due_on = _day(_("By when"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]

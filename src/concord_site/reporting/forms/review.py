"""Forms of the review; they only read what was typed, actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concord_site.reporting.models.reviewing import Query

STATES = [
    ("", _("Everything that was sent")),
    ("with-us", _("Waiting for the secretariat")),
    ("submitted", pgettext_lazy("state of a report", "Sent")),
    ("under-review", pgettext_lazy("state of a report", "Under review")),
    ("returned", pgettext_lazy("state of a report", "Returned with queries")),
    ("accepted", pgettext_lazy("state of a report", "Accepted")),
    ("published", pgettext_lazy("state of a report", "Published")),
    ("withdrawn", pgettext_lazy("state of a report", "Withdrawn")),
    ("none", _("Nothing sent yet")),
    ("all", _("All Member States")),
]
SORTS = [
    ("waiting", _("Longest waiting first")),
    ("findings", _("Most findings first")),
    ("queries", _("Open queries first")),
    ("filed", _("First sent first")),
    ("state", pgettext_lazy("order of a list", "State")),
    ("country", pgettext_lazy("order of a list", "Country")),
]


class NarrowForm(forms.Form):
    """Narrowing the queue."""

    state = forms.ChoiceField(label=pgettext_lazy("of a report", "State"), required=False, choices=STATES)
    region = forms.ChoiceField(label=_("Region"), required=False)
    reviewer = forms.ChoiceField(label=_("Reviewer"), required=False)
    findings = forms.ChoiceField(
        label=_("Findings"), required=False,
        choices=[("", _("Any")), ("some", _("Something to look at")), ("clean", _("Notes at most"))],
    )  # fmt: skip
    words = forms.CharField(label=_("Country"), required=False, max_length=80)
    sort = forms.ChoiceField(label=pgettext_lazy("of a list", "Order"), required=False, choices=SORTS)
    late = forms.BooleanField(label=_("Sent late only"), required=False)

    def __init__(
        self, *args: Any, regions: list[tuple[str, str]], reviewers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who = [("", _("Anybody")), ("me", _("Me")), ("nobody", _("Nobody yet")), *reviewers]
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]
        self.fields["reviewer"].choices = who  # type: ignore[attr-defined]


class QueryForm(forms.Form):
    """A query as its reviewer writes it."""

    text = forms.CharField(label=_("What you ask"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))
    weight = forms.ChoiceField(
        label=_("What it asks for"), widget=forms.RadioSelect, initial=Query.Weight.CHANGE,
        choices=[
            (Query.Weight.CHANGE, _("An answer: the number is corrected, or explained")),
            (Query.Weight.NOTE, _("Nothing: it is a comment for the next report")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction}


class WordForm(forms.Form):
    """A word of the secretariat to a query that was sent."""

    text = forms.CharField(label=_("Your word"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    asks_again = forms.BooleanField(
        label=_("The answer does not settle it: the query is open again"), required=False
    )  # fmt: skip


class ReplyForm(forms.Form):
    """What a country says to a query."""

    text = forms.CharField(label=_("Your answer"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
    is_for_publication = forms.BooleanField(
        label=_("Show this answer beside our published report"), required=False
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, direction: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"lang": language, "dir": direction}


class ReopenForm(forms.Form):
    """Why an acceptance is taken back."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the log of this report."),
    )  # fmt: skip

"""Forms of rounds; they only read what was typed, actions decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concord.reporting.deadlines import Plan, Rule
from concord.reporting.standing import STATES
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.reporting.models.rounds import Letter
from concord_site.shell.templatetags.tags_small import desk_words

LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]
WAYS = [
    (Letter.Way.MISSION, _("Through the permanent mission")),
    (Letter.Way.POST, _("By post")),
    (Letter.Way.MAIL, _("By e-mail")),
    (Letter.Way.MEETING, _("At a meeting")),
    (Letter.Way.OTHER, _("In another way")),
]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class RoundForm(forms.Form):
    """A round: its days, what it asks, when it reminds."""

    year = forms.ChoiceField(label=_("Round"))
    opens_on = _day(_("Opens on"))
    due_on = _day(_("Reports are due on"), help_text=_("For everybody whose date was not extended."))
    closes_on = _day(_("Closes on"), required=False, help_text=_("After this day nothing is taken. It may stay open."))
    cut_off_on = _day(
        _("Cut-off of the report"), required=False,
        help_text=_("What is in by this day is counted in the Director-General's report."),
    )  # fmt: skip
    national = forms.ChoiceField(label=_("Questionnaire for national reports"))
    stakeholder = forms.ChoiceField(label=_("Questionnaire for stakeholders"), required=False)
    ahead = forms.IntegerField(
        label=_("First reminder"), min_value=0, max_value=365, required=False,
        help_text=_("So many days before the due date. Empty: none."),
    )  # fmt: skip
    weekly = forms.IntegerField(
        label=_("Weekly reminders"), min_value=0, max_value=365, required=False,
        help_text=_("Beginning so many days before the due date, the last on the day itself. Empty: none."),
    )  # fmt: skip
    overdue = forms.IntegerField(
        label=_("Reminders after the due date"), min_value=1, max_value=365, required=False,
        help_text=_("Every so many days, beginning the day after. Empty: none."),
    )  # fmt: skip
    overdue_until = forms.IntegerField(
        label=_("Reminders end"), min_value=1, max_value=730, required=False,
        help_text=_("So many days after the due date."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason of the change"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed once the round is open; it is kept in the log."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, years: list[tuple[str, str]], national: list[tuple[str, str]],
        stakeholder: list[tuple[str, str]], is_open: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.fields["national"].choices = national  # type: ignore[attr-defined]
        self.fields["stakeholder"].choices = [("", _("None")), *stakeholder]  # type: ignore[attr-defined]
        self.fields["reason"].required = is_open
        if not is_open:
            del self.fields["reason"]

    def plan(self, before: Plan) -> Plan:
        """The plan of reminders as it was typed; grace and reasons are those of the plan before."""
        given = self.cleaned_data
        plan = before.without("ahead").without("weekly").without("overdue")
        if given["ahead"] is not None:
            plan = plan.with_rule(Rule("ahead", -given["ahead"]))
        if given["weekly"] is not None:
            plan = plan.with_rule(Rule("weekly", -given["weekly"], 7, 0))
        if given["overdue"] is not None:
            last = max(1, given["overdue_until"] or 85)
            plan = plan.with_rule(Rule("overdue", 1, given["overdue"], last))
        return plan


def typed(plan: Plan) -> dict[str, int]:
    """A plan as it stands in the form."""
    found: dict[str, int] = {}
    if (ahead := plan.rule("ahead")) is not None:
        found["ahead"] = -ahead.first
    if (weekly := plan.rule("weekly")) is not None:
        found["weekly"] = -weekly.first
    if (overdue := plan.rule("overdue")) is not None:
        found |= {"overdue": overdue.every or 1, "overdue_until": overdue.last or overdue.first}
    return found


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the log."),
    )  # fmt: skip


class AsOfForm(forms.Form):
    """The day of which everything is told."""

    as_of = _day(pgettext_lazy("a day on which something is counted", "As of"))


class FilterForm(forms.Form):
    """Narrowing the table of countries."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("of a report", "State"), required=False)
    only = forms.ChoiceField(
        label=pgettext_lazy("which countries", "Only"), required=False,
        choices=[
            ("", _("All countries")), ("late", _("Late")), ("not-in", _("Report not in")),
            ("extended", _("With more time")), ("not-invited", _("Not invited yet")),
            ("not-informed", _("Told nothing that is known here")),
        ],
    )  # fmt: skip
    words = forms.CharField(label=_("Country"), required=False, max_length=80)

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]
        states = [(each, desk_words(each)) for each in STATES]
        self.fields["state"].choices = [("", _("All states")), *states]  # type: ignore[attr-defined]


class ExtendForm(ReasonForm):
    """More time."""

    until = _day(_("Until"))
    field_order = ("until", "reason")


class AskTimeForm(forms.Form):
    """A country's wish for more time."""

    until = _day(_("Until"), help_text=_("The day by which the report can be sent."))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The secretariat reads it."),
    )  # fmt: skip


class DeclineForm(forms.Form):
    """Why more time is not given."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The country reads it."),
    )  # fmt: skip


class SenderForm(forms.Form):
    """Who writes, and the date of the letter."""

    office = forms.CharField(label=_("Office that writes"), max_length=200)
    lines = forms.CharField(
        label=_("Address of the office"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line each."),
    )  # fmt: skip
    signed = forms.CharField(
        label=_("Under the letter"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("An office, never a person's name. A note verbale has none."),
    )  # fmt: skip
    on = _day(_("Date of the letter"))


class LetterForm(SenderForm):
    """One letter to one country."""

    what = forms.ChoiceField(label=_("Letter"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    to = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Offices, a line each, without the country. Empty: the authority registered, or the ministry."),
    )  # fmt: skip
    field_order = ("what", "language", "reference", "to", "office", "lines", "signed", "on")

    def __init__(self, *args: Any, letters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = letters  # type: ignore[attr-defined]


class ManyForm(SenderForm):
    """One letter to many countries, to each in its language."""

    what = forms.ChoiceField(label=_("Letter"))
    field_order = ("what", "office", "lines", "signed", "on")

    def __init__(self, *args: Any, letters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = letters  # type: ignore[attr-defined]


class SentForm(forms.Form):
    """How a letter went out."""

    on = _day(_("Sent on"))
    way = forms.ChoiceField(label=_("Way"), choices=WAYS)
    office = forms.CharField(label=_("Sent by which office"), max_length=200)
    to = forms.CharField(
        label=_("Sent to which office"), max_length=300, required=False, help_text=_("An office, never a person.")
    )


class EnterForm(SentForm):
    """Something a Member State was told outside Concord."""

    subject = forms.CharField(label=_("What the country was told"), max_length=300)
    what = forms.ChoiceField(label=pgettext_lazy("of a letter", "Kind"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    field_order = ("what", "subject", "language", "reference", "on", "way", "office", "to")

    def __init__(self, *args: Any, letters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("other", _("Something else")), *letters]  # type: ignore[attr-defined]


class AcknowledgeForm(forms.Form):
    """That a letter has arrived."""

    on = _day(_("Acknowledged on"))
    office = forms.CharField(label=_("By which office"), max_length=300, help_text=_("An office, never a person."))


class CountryForm(forms.Form):
    """What the desk keeps about a country."""

    language = forms.ChoiceField(label=_("Written to in"), choices=LANGUAGE_CHOICES)
    short_mode = forms.BooleanField(label=_("Answers only what has changed since the last round"), required=False)
    note = forms.CharField(
        label=_("Note of the desk"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by the secretariat alone."),
    )  # fmt: skip


def lines(text: str) -> tuple[str, ...]:
    """Lines of a box, without the empty ones."""
    return tuple(each.strip() for each in text.splitlines() if each.strip())


def day_of(data: Any, name: str, otherwise: dt.date) -> dt.date:
    """A day of an address; another where none or no day stands there."""
    try:
        return dt.date.fromisoformat(str(data.get(name, "")))
    except ValueError:
        return otherwise

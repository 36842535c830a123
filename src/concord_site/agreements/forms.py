"""Forms of dossiers; they only read what was typed, actions decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.agreements import lifecycle, parties
from concord.vocabulary import areas
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord_site.accounts.forms import PasswordForm
from concord_site.agreements.boxes import PartialDateField, day, long
from concord_site.agreements.records import Minutes, Task
from concord_site.shell.i18n import language

LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]
SIDES = (("origin", _("Origin: health personnel come from here")), ("destination", _("Destination: they go here")))


def _area_choices() -> list[tuple[str, str]]:
    named = sorted((area.name(language()), area.id) for area in areas.areas())
    return [("", gettext("None (invented, or an organization of states)")), *((code, name) for name, code in named)]


def _level_choices() -> list[tuple[str, str]]:
    return [(level.id, level.label.best(language()).text) for level in parties.levels().values()]


class AccountForm(PasswordForm):
    """Name and first password of somebody who opens an account with a link."""

    field_order = ("name", "password", "again")
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class PartyForm(forms.Form):
    """A party of any level."""

    name = forms.CharField(label=_("Name of the party"), max_length=200)
    level = forms.ChoiceField(label=_("What it is"))
    area = forms.ChoiceField(label=_("Country it is in"), required=False)
    side = forms.ChoiceField(label=_("Side"), choices=SIDES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        area: Any = self.fields["area"]
        level.choices, area.choices = _level_choices(), _area_choices()


class StartForm(forms.Form):
    """Title of a new dossier."""

    title = forms.CharField(
        label=_("Working title"), max_length=200, help_text=_("All parties of this agreement see it, and nobody else.")
    )
    is_invented = forms.BooleanField(
        label=_("This is an invented example: every page and file says so"), required=False
    )


class InviteForm(forms.Form):
    """An address to which a link goes."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGE_CHOICES)


class MessageForm(forms.Form):
    """A message."""

    text = long(_("Message"), rows=3)


class MinutesForm(forms.Form):
    """Minutes of a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Meeting"), max_length=200)
    on = day(_("Day"))
    present = forms.CharField(label=_("Present"), max_length=500, required=False)
    text = long(_("What was said and agreed"), rows=10)

    def value(self) -> Minutes:
        """The minutes as typed."""
        given = self.cleaned_data
        return Minutes(given["title"], given["on"], given["present"], given["text"])


class TaskForm(forms.Form):
    """A task, or a date."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What is to be done, or takes place"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=(("task", _("Task")), ("date", _("Date to be kept"))), widget=forms.RadioSelect,
        initial="task",
    )  # fmt: skip
    party = forms.ChoiceField(label=_("Party that does it"), required=False)
    owner = forms.CharField(label=_("Person or office"), max_length=200, required=False)
    due = day(_("By when, or on which day"), required=False)
    is_done = forms.BooleanField(label=_("Done"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party: Any = self.fields["party"]
        party.choices = [("", gettext("All")), *choices]

    def clean(self) -> dict[str, Any]:
        """A date to be kept has a day."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "date" and not cleaned.get("due"):
            self.add_error("due", _("Write the day on which it takes place."))
        return cleaned

    def value(self) -> Task:
        """The task as typed."""
        given = self.cleaned_data
        return Task(
            given["title"], given["party"], given["owner"], given["due"], given["is_done"], given["kind"] == "date"
        )


class FileForm(forms.Form):
    """A document to keep in a space."""

    file = forms.FileField(label=_("Document"))


class PhaseForm(forms.Form):
    """Which phase is entered, and why."""

    to = forms.ChoiceField(label=_("Phase to enter"))
    outcome = forms.ChoiceField(label=_("What is decided about the agreement"), required=False)
    names = forms.CharField(label=_("Agreement that takes its place"), max_length=200, required=False)
    reason = long(
        _("Reason"), rows=3, required=False, most=4000,
        hint=_("Needed when going back to an earlier phase. It stays in your party's own space."),
    )  # fmt: skip

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        outcome: Any = self.fields["outcome"]
        to.choices = [(phase.id, phase.label.best(language()).text) for phase in lifecycle.phases()]
        if current == lifecycle.phases()[-1].id or (self.is_bound and self.data.get("to") == lifecycle.phases()[-1].id):
            known = [(o.id, o.label.best(language()).text) for o in lifecycle.declared().outcomes.values()]
            outcome.choices = [("", gettext("Not decided yet")), *known]
        else:
            del self.fields["outcome"], self.fields["names"]


class ReasonForm(forms.Form):
    """Why one goes on over an open gate."""

    gate = forms.CharField(widget=forms.HiddenInput, max_length=60)
    reason = long(_("Why your party goes on"), rows=3, most=4000)


class StatusForm(forms.Form):
    """A status of the text, from a day on."""

    status = forms.ChoiceField(label=_("Status"))
    on = PartialDateField(label=_("Since"))
    source = forms.CharField(label=_("Where it can be read"), max_length=300, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    names = forms.CharField(label=_("Agreement that takes its place"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status: Any = self.fields["status"]
        status.choices = [(each.id, each.label.best(language()).text) for each in lifecycle.statuses()]


class NotifiedForm(forms.Form):
    """When the agreement was told to the secretariat."""

    on = day(_("Day on which your country told the secretariat"))


class WithholdForm(forms.Form):
    """Why a part is not made public, and until when."""

    reason = forms.CharField(label=_("Reason, which everybody can read"), max_length=1000)
    until = day(_("Until"), required=False, hint=_("Leave it empty where no day is agreed."))

    def clean_until(self) -> date | None:
        """A day to come."""
        until: date | None = self.cleaned_data["until"]
        if until is not None and until.year > 2200:
            raise ValidationError(gettext("Write a nearer day."))
        return until


class LeaveForm(forms.Form):
    """Leaving with one's whole party."""

    reason = long(_("Reason, which the other parties read"), rows=3, required=False, most=2000)
    sure = forms.BooleanField(label=_("I know that our own space is erased and cannot be brought back by anybody"))

"""Forms of the register; they only read what was typed, actions decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from concord.errors import Refusal
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord.vocabulary.periods import PartialDate
from concord_site.registers.models import Designation

LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]
HOW_PRECISE = _("A year, a month or a day, such as 2024, 2024-05 or 2024-05-21.")
#: Since when the register can be asked: the adoption of the Code.
ADOPTED = dt.date(2010, 5, 21)


def partial(value: str) -> None:
    """Refuse what is not a year, a month or a day."""
    try:
        PartialDate.parse(value)
    except (Refusal, ValueError):
        raise ValidationError(gettext("Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-21.")) from None


def _date(label: Any, *, required: bool = False, hint: Any = HOW_PRECISE) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=10, required=required, validators=[partial], help_text=hint,
        widget=forms.TextInput(attrs={"size": 12}),
    )  # fmt: skip


class DesignationForm(forms.Form):
    """A designation as a country has told it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    office = forms.CharField(
        label=_("Office"), max_length=200, help_text=_("The office and its ministry, never a person.")
    )
    language = forms.ChoiceField(label=_("Language of the office's name"), choices=LANGUAGE_CHOICES)
    address = forms.CharField(label=_("Postal address of the office"), max_length=300, required=False)
    web = forms.URLField(label=_("Web page of the office"), required=False, assume_scheme="https")
    act_kind = forms.ChoiceField(
        label=_("Kind of act"), required=False, choices=[("", _("Not said")), *Designation.ActKind.choices]
    )
    act = forms.CharField(
        label=pgettext_lazy("legal act", "Act"),
        max_length=300,
        help_text=_("The letter, decree or note by which it was told, with its number."),
    )
    letter_reference = forms.CharField(
        label=_("Reference of the letter"), max_length=120, required=False,
        help_text=_("Seen by the country and the secretariat alone."),
    )  # fmt: skip
    letter_date = _date(_("Date of the letter"))
    since = _date(_("Since"), required=True)
    runs_until = _date(
        _("Until when it runs"),
        hint=_("Only where the act itself states an end. A date that has passed makes it history."),
    )
    review_on = _date(_("To be reviewed by"), hint=_("Only where the act says so. It stays in force after that day."))
    source = forms.URLField(label=_("Where it can be read"), required=False, assume_scheme="https")
    scan = forms.FileField(
        label=_("The letter, scanned"), required=False, max_length=200,
        help_text=_("PDF, PNG or JPEG. Seen by the country and the secretariat alone."),
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        found = {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "scan", "language")
        }
        found["office"] = {self.cleaned_data["language"]: found["office"]}
        sent = self.cleaned_data.get("scan")
        return {**found, "scan": (sent.name, sent.read()) if sent else None}


class ReasonForm(forms.Form):
    """Why something is refused or taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences that the country can act on."),
    )  # fmt: skip


class EndForm(forms.Form):
    """The day a designation ended, and why."""

    until = _date(_("Until"), required=True)
    how = forms.ChoiceField(
        label=_("How it ended"), initial=Designation.How.WITHDRAWN,
        choices=[
            choice for choice in Designation.How.choices
            if choice[0] in (Designation.How.WITHDRAWN, Designation.How.MISTAKEN)
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in the history."),
    )


class ContactForm(forms.Form):
    """A person whom a country has named for contact."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=150)
    function = forms.CharField(label=_("Function"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    telephone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        help_text=_("With the country's number, such as +254 20 123."),
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language in which to write"), choices=LANGUAGE_CHOICES)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ListForm(forms.Form):
    """A list of designations to look at."""

    file = forms.FileField(label=_("List"), max_length=200, help_text=_("A CSV or Excel file with the headings below."))


class FindForm(forms.Form):
    """Narrowing the register."""

    words = forms.CharField(label=_("Country or office"), required=False, max_length=80)
    region = forms.ChoiceField(label=_("Region"), required=False)
    only = forms.ChoiceField(
        label=pgettext_lazy("which Member States", "Show"), required=False,
        choices=[
            ("", _("All Member States")), ("named", _("Authority known here")), ("none", _("No authority known here")),
            ("ending", _("Coming to an end or a review")),
        ],
    )  # fmt: skip
    on = forms.DateField(
        label=_("As of"), required=False, input_formats=["%Y-%m-%d"], widget=forms.TextInput(attrs={"size": 12}),
        help_text=_("A day, such as 2024-05-21; today if empty."),
    )  # fmt: skip

    def __init__(self, *args: object, regions: list[tuple[str, str]], today: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date | None:
        """A day since the Code was adopted."""
        day: dt.date | None = self.cleaned_data["on"]
        if day is not None and not ADOPTED <= day <= self.today:
            raise ValidationError(gettext("The register can be asked from 21 May 2010 until today."))
        return day

"""Forms of the register; they only read what was typed, actions decide."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concord.errors import Refusal
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord.vocabulary.periods import PartialDate


def partial(value: str) -> None:
    """Refuse what is not a year, a month or a day."""
    try:
        PartialDate.parse(value)
    except (Refusal, ValueError):
        raise ValidationError(_now("Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-21.")) from None


class DesignationForm(forms.Form):
    """A designation as a country has told it."""

    office = forms.CharField(
        label=_("Office"), max_length=200, help_text=_("The office and its ministry, never a person.")
    )
    language = forms.ChoiceField(
        label=_("Language of the office's name"), choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    )
    act = forms.CharField(
        label=pgettext_lazy("legal act", "Act"),
        max_length=300,
        help_text=_("The letter, decree or note by which it was told, with its number."),
    )
    since = forms.CharField(
        label=_("Since"), max_length=10, validators=[partial], widget=forms.TextInput(attrs={"size": 12}),
        help_text=_("A year, a month or a day, such as 2024, 2024-05 or 2024-05-21."),
    )  # fmt: skip
    source = forms.URLField(label=_("Where it can be read"), required=False, assume_scheme="https")
    address = forms.CharField(label=_("Postal address of the office"), max_length=300, required=False)
    web = forms.URLField(label=_("Web page of the office"), required=False, assume_scheme="https")


class EndForm(forms.Form):
    """The day a designation ended."""

    until = forms.CharField(
        label=_("Until"), max_length=10, validators=[partial], widget=forms.TextInput(attrs={"size": 12}),
        help_text=_("A year, a month or a day, such as 2024, 2024-05 or 2024-05-21."),
    )  # fmt: skip


class FindForm(forms.Form):
    """Narrowing the register."""

    words = forms.CharField(label=_("Country or office"), required=False, max_length=80)
    region = forms.ChoiceField(label=_("Region"), required=False)
    only = forms.ChoiceField(
        label=pgettext_lazy("which Member States", "Show"), required=False,
        choices=[
            ("", _("All Member States")), ("named", _("Authority known here")), ("none", _("No authority known here")),
        ],
    )  # fmt: skip

    def __init__(self, *args: object, regions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["region"].choices = [("", _("All regions")), *regions]  # type: ignore[attr-defined]

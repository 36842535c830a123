"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concord_site.mds.models import Delivery


class AboutForm(forms.Form):
    """What a delivery is about."""

    what = forms.ChoiceField(label=_("What is in the files?"), choices=Delivery.What.choices, widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("Name of the register or table"), required=False, max_length=120,
        help_text=_(
            "Where several offices send figures, say which this is: “Register of the nursing council”. The same name "
            "next year finds this year's answers."
        ),
    )  # fmt: skip
    year = forms.IntegerField(
        label=_("Year of the figures"), required=False, min_value=1950,
        help_text=_("Leave it empty where the files themselves name one or several years."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].max_value = timezone.now().year  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs.update({"inputmode": "numeric", "size": 6})


class SeveralFiles(forms.ClearableFileInput):
    """A box for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file that was chosen."""
        single = super().clean
        return [single(each, initial) for each in data] if isinstance(data, list | tuple) else [single(data, initial)]


class FilesForm(forms.Form):
    """Files to bring."""

    chosen = FilesField(
        label=_("Files"), widget=SeveralFiles(attrs={"multiple": True}),
        help_text=_(
            "CSV or text in any encoding, Excel (.xlsx, .xls), OpenDocument (.ods), SDMX, or our own template."
        ),
        error_messages={"required": _("Choose at least one file.")},
    )  # fmt: skip
    instead = forms.BooleanField(
        label=_("They take the place of the files that are here"), required=False,
        help_text=_(
            "A file of the same name takes its place in any case. What is replaced can be brought back while this is "
            "open."
        ),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """The declaration."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=150)
    office = forms.CharField(label=_("Your office"), max_length=200)
    is_right = forms.BooleanField(
        label=_("I have looked at the totals and the explanations, and the figures are right as they stand."),
        error_messages={"required": _("Tick the box once you have looked at them.")},
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why figures are taken back."""

    reason = forms.CharField(
        label=_("Why are they taken back?"), max_length=500, widget=forms.Textarea,
        help_text=_("One sentence; the Secretariat reads it."),
    )  # fmt: skip

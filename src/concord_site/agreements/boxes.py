"""Boxes that forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concord.errors import Refusal
from concord.vocabulary.periods import PartialDate


class LinesField(forms.CharField):
    """Lines as people type them; they end alike, whichever way a browser sends them."""

    def to_python(self, value: Any) -> Any:
        """The lines, without the returns that forms put before each end."""
        lines = super().to_python(value)
        return lines.replace("\r\n", "\n") if lines else lines


def long(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "", most: int = 20_000) -> forms.CharField:
    """A box for sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return LinesField(label=label, widget=widget, required=required, help_text=hint, max_length=most)


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A box for a day."""
    return forms.DateField(
        label=label, required=required, help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "size": 12}),
    )  # fmt: skip


class PartialDateField(forms.CharField):
    """A date as precise as it is known; its cleaned value is a partial date, or None where it was left empty."""

    def __init__(self, *, label: Any, required: bool = True) -> None:
        super().__init__(
            label=label, required=required, widget=forms.TextInput(attrs={"size": 12}),
            help_text=_("A year, a month or a day, such as 2024, 2024-05 or 2024-05-21."),
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """The date typed."""
        typed = super().clean(value).strip()
        try:
            return PartialDate.parse(typed) if typed else None
        except (Refusal, ValueError):
            wrong = gettext("Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-21.")
            raise ValidationError(wrong) from None

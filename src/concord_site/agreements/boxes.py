"""Boxes that forms of this room share."""

from __future__ import annotations

from typing import Any

from django import forms


def long(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "", most: int = 20_000) -> forms.CharField:
    """A box for sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, required=required, help_text=hint, max_length=most)


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A box for a day."""
    return forms.DateField(
        label=label, required=required, help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "size": 12}),
    )  # fmt: skip

"""Forms of questions on figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concord_site.mds.actions.cells import LONGEST


def _words(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=widget)


class AskForm(forms.Form):
    """A question."""

    text = _words(_("Your question"), _("Name no person, and write nothing about one."))


class WriteForm(forms.Form):
    """A message into a question."""

    text = _words(_("What there is to say"))
    delivery = forms.ChoiceField(
        label=_("New figures that answer it"), required=False,
        help_text=_("The Secretariat sees them once they are confirmed."),
    )  # fmt: skip
    asks_again = forms.BooleanField(label=_("This does not settle it: the question is open again"), required=False)

    def __init__(self, *args: Any, deliveries: list[tuple[str, str]], may_ask_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deliveries:
            self.fields["delivery"].choices = [("", _("None")), *deliveries]  # type: ignore[attr-defined]
        else:
            del self.fields["delivery"]
        if not may_ask_again:
            del self.fields["asks_again"]


class ReopenForm(forms.Form):
    """Why a settled question is open again."""

    text = _words(_("Why is it open again?"))

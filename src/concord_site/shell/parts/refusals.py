"""What a box says when it was filled in wrongly: what to do, instead of what is the matter.

Django's own words stay where nothing better is known. :func:`speak` is called once, when the site starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: Kind of box → what is wrong with it → what to do. A kind that is derived from another has its words too.
SAID: Mapping[type[forms.Field], Mapping[str, Any]] = {
    forms.Field: {
        "required": _("Fill this in."),
        "max_length": _("Write at most %(limit_value)d characters; there are %(show_value)d now."),
        "min_value": _("Write %(limit_value)s or more."),
        "max_value": _("Write %(limit_value)s or less."),
    },
    forms.ChoiceField: {"required": _("Choose one.")},
    forms.MultipleChoiceField: {"required": _("Choose at least one.")},
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.FileField: {"required": _("Choose a file.")},
    forms.DateField: {"invalid": _("Write a day as year, month and day, such as 2024-05-21.")},
    forms.IntegerField: {"invalid": _("Write a whole number, such as 12.")},
    forms.EmailField: {"invalid": _("Write an address such as name@example.org.")},
    forms.URLField: {"invalid": _("Write an address that begins with https://.")},
}


def speak() -> None:
    """Give every kind of box its words; a form's own words for one of its boxes stay above them."""
    for kind, words in SAID.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}

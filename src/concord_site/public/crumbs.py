"""The way to a public page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from concord_site.shell.parts.values import Crumb


def home(*more: Crumb) -> list[Crumb]:
    """From the first page."""
    return [Crumb(_("Home"), reverse("public:home")), *more]


def data(*more: Crumb) -> list[Crumb]:
    """From the first page over the data."""
    return home(Crumb(_("Data"), reverse("public:data")), *more)

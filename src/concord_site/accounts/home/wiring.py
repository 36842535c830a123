"""What the home page offers of its own: its link in the top strip, and notices among what changed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concord_site.shell import suppliers
from concord_site.shell.navigation import Entry
from concord_site.shell.navigation import register as register_entries
from concord_site.shell.parts.home import Change, Start


def register() -> None:
    """Register everything; again replaces it."""
    suppliers.register("home.changes", "accounts.notices", changes)
    suppliers.register("home.entries", "accounts", entries)
    register_entries(
        "accounts.home",
        Entry("account", "accounts:home", gettext_lazy("Your page"), order=3, audience="person"),
    )


def changes(person: object, since: dt.datetime) -> list[Change]:
    """What the person was told of since."""
    from django.urls import reverse

    from concord_site.accounts.models import Person
    from concord_site.accounts.notices import showing

    if not isinstance(person, Person):
        return []
    return [
        Change(
            line.what, line.title.text, reverse("accounts:open-notice", kwargs={"pk": line.pk}), line.at,
            is_example=line.is_example,
        )
        for line in showing.since(person, since)
    ]  # fmt: skip


def entries(person: object) -> list[Start]:
    """What everyone can do in their account."""
    from django.urls import reverse

    return [Start(_("Your account"), reverse("accounts:profile"), _("Name, language, password, roles."), order=90)]

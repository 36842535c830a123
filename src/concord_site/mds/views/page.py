"""What the pages of the room have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from concord_site.mds.models import Delivery
from concord_site.mds.naming import name
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def page(
    request: HttpRequest, template: str, title: str, crumbs: list[Crumb], *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of this room under its breadcrumb."""
    trail = [Crumb(_("Home"), f"/{language()}/"), *crumbs]
    return render(request, f"mds/{template}.html", {"title": title, "crumbs": trail, **context}, status=status)


def own_page(
    request: HttpRequest, template: str, title: str, row: Delivery, here: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of one delivery, with the ways to its other pages."""
    crumbs = [home(), Crumb(name(row), reverse("mds:delivery", kwargs={"pk": row.pk})), Crumb(TITLES[here]())]
    kind, words = state(row)
    return page(
        request, template, title, crumbs if here != "files" else crumbs[:-1], status=status, row=row,
        tabs=tabs(row, here), state_kind=kind, state_words=words, name=name(row), **context,
    )  # fmt: skip


def home() -> Crumb:
    """The room's first page."""
    return Crumb(_("Figures of your country"), reverse("mds:home"))


TITLES = {
    "files": lambda: pgettext("page of a delivery", "Files"),
    "profile": lambda: pgettext("page of a delivery", "How it is read"),
    "findings": lambda: pgettext("page of a delivery", "Findings"),
    "before-after": lambda: pgettext("page of a delivery", "Before and after"),
    "confirm": lambda: pgettext("page of a delivery", "Confirm"),
    "history": lambda: pgettext("page of a delivery", "History"),
}


def tabs(row: Delivery, here: str) -> list[Link]:
    """The pages of a delivery; the first is the delivery itself."""
    names = {"files": "delivery", **{key: key for key in TITLES if key != "files"}}
    if not row.is_open:
        names.pop("confirm")
    return [
        Link(TITLES[key](), reverse(f"mds:{url}", kwargs={"pk": row.pk}), key == here) for key, url in names.items()
    ]


def state(row: Delivery) -> tuple[str, str]:
    """The form and the words of a delivery's state."""
    return {
        "draft": ("open", pgettext("state of a delivery", "Not read yet")),
        "read": ("must", pgettext("state of a delivery", "Something must change")),
        "asked": ("look", pgettext("state of a delivery", "Questions to answer")),
        "checked": ("going", pgettext("state of a delivery", "Ready to be confirmed")
                    if not row.counts.get("unexplained")
                    else pgettext("state of a delivery", "Change or explain")),
        "confirmed": ("done", pgettext("state of a delivery", "Confirmed")),
        "replaced": ("open", pgettext("state of a delivery", "Replaced by a later one")),
        "withdrawn": ("open", pgettext("state of a delivery", "Withdrawn")),
        "discarded": ("open", pgettext("state of a delivery", "Given up")),
    }[row.state]  # fmt: skip


def form_status(form: Any) -> int:
    """422 for what was sent and not taken."""
    return 422 if form is not None and form.is_bound else 200


def private(response: HttpResponse) -> HttpResponse:
    """A page or a file that nobody's cache keeps."""
    response["Cache-Control"] = "no-store, private"
    return response

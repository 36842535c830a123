"""The page on which one record is written: saved as a version, taken away, or shown beside what another wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.errors import Conflict, NotFound, Refusal
from concord_site.agreements import keys
from concord_site.agreements.actions import writing
from concord_site.agreements.queries.spaces import Record, Space
from concord_site.agreements.views import page as show
from concord_site.shell import problems
from concord_site.shell.parts.values import Crumb

NEW = "new"


@dataclass(frozen=True, slots=True)
class Editing:
    """What an editing page needs to know of its kind of record.

    Attributes:
        kind: Of the record.
        space: Where it is kept.
        title: Of the page.
        back: Where the page leads when it is done.
        form: Makes the form from what was sent and the initial values.
        initial: What stands in the form, from a body or from nothing.
        value: The body to keep, from a valid form, the key, and the body before.
        is_named: Whether the key is a name of its own, so that a record may begin under it.
        lead: A sentence on top.
        aside: Agreed lines to be shown above the form.
        told: What this site offers and the form is about.
    """

    kind: str
    space: Space
    title: str
    back: str
    form: Callable[..., Any]
    initial: Callable[[Mapping[str, Any] | None], dict[str, Any]]
    value: Callable[[Any, str, Mapping[str, Any] | None], Mapping[str, Any]]
    is_named: bool = False
    lead: str = ""
    aside: Any = None
    told: Any = None


def edit(request: HttpRequest, context: dict[str, Any], of: Editing, key: str) -> HttpResponse:
    """Show the form, save what was sent, or take the record away.

    Raises:
        NotFound: ``site.access.unknown`` for a key under which nothing stands.
    """
    record = of.space.record(of.kind, key) if key != NEW else None
    if record is None and key != NEW and not of.is_named:
        raise NotFound("site.access.unknown")
    if record is not None and request.method == "POST" and request.POST.get("do") == "remove":
        writing.remove(of.space, of.kind, key, by=request.user, now=timezone.now(), based_on=None)
        messages.success(request, _("It is taken away. The page “Journal and recovery” brings it back."))
        return redirect(of.back)
    latest = of.space.latest(of.kind, key) if of.is_named else None
    version = record.version if record is not None else latest.version if latest is not None else 0
    first = {**of.initial(record.body if record is not None else None), "version": version}
    form = of.form(request.POST if request.method == "POST" else None, initial=first)
    theirs: Record | None = None
    if form.is_bound and form.is_valid():
        try:
            _save(request, of, key, record, form)
        except Conflict as refusal:
            found = refusal.params.get("theirs")
            theirs = found if isinstance(found, Record) else None
            form.data = {**_plain(form.data), "version": theirs.version if theirs else 0}
        except Refusal as refusal:
            form.add_error(None, problems.sentence(refusal))
        else:
            messages.success(request, _("It is saved."))
            return redirect(of.back)
    return _page(request, context, of, record, form, theirs)


def _save(request: HttpRequest, of: Editing, key: str, record: Record | None, form: Any) -> None:
    made = keys.new_id() if key == NEW else key
    body = of.value(form, made, record.body if record is not None else None)
    writing.put(of.space, of.kind, made, body, by=request.user, now=timezone.now(), based_on=form.based_on())


def _plain(data: Any) -> dict[str, Any]:
    """What was sent, as a mapping that a form can read again; lists stay lists."""
    many = {name: data.getlist(name) for name in data}
    return {name: values if len(values) > 1 else values[0] if values else "" for name, values in many.items()}


def _page(
    request: HttpRequest, context: dict[str, Any], of: Editing, record: Record | None, form: Any, theirs: Record | None
) -> HttpResponse:
    status = 409 if theirs else 422 if form.is_bound and form.errors else 200
    crumbs = [*context["crumbs"][:-1], Crumb(str(context["title"]), of.back), Crumb(of.title)]
    return show(
        request, "agreements/preparing/edit.html", {**context, "title": of.title, "crumbs": crumbs}, status=status,
        form=form, record=record, back=of.back, lead=of.lead, aside=of.aside, told=of.told,
        is_shared=of.space.is_shared, theirs=theirs, theirs_lines=_told(of, theirs) if theirs else (),
    )  # fmt: skip


def _told(of: Editing, theirs: Record) -> list[tuple[str, str]]:
    """The boxes of the form as the other person filled them, by their labels."""
    form = of.form(None, initial=of.initial(theirs.body))
    return [
        (str(bound.label), str(bound.value()))
        for bound in form.visible_fields()
        if bound.value() not in (None, "", [], False)
    ]

"""Sample wordings for every element of the catalogue, in six languages: a start for drafting, never a rule."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import elements, sample_wordings
from concord.vocabulary.languages import LANGUAGES, native_name
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.views.texts import below, tabs
from concord_site.agreements.views import frame
from concord_site.agreements.views import page as show
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """By group of the catalogue, in the language of the text or any other of the six."""
    dossier, context = frame(request, dossier_id, "texts")
    shared, own = Texts(dossier, "shared"), Texts(dossier, "own")
    asked = request.GET.get("in", "")
    spoken = asked if asked in LANGUAGES else shared.language if shared.current else language()
    groups = [
        (group.id, group.label.best(language()).text, [_line(each, spoken) for each in group.elements])
        for group in elements.catalogue().groups
    ]
    return show(
        request, "agreements/texting/library.html", below(context, dossier, "shared", _("Sample wordings")),
        links=tabs(dossier, "library"), groups=groups, note=elements.catalogue().note, spoken=spoken,
        languages=[Link(native_name(code), f"?in={code}", code == spoken, code) for code in LANGUAGES],
        begin=_begin(dossier, shared, own),
    )  # fmt: skip


def _line(element: elements.Element, spoken: str) -> dict[str, Any]:
    sample = sample_wordings.sample(element.id)
    return {"element": element, "wording": sample.best(spoken), "places": sample.places(spoken)}


def _begin(dossier: Dossier, shared: Texts, own: Texts) -> list[Link]:
    """Where a wording can be put: proposed for a text that is there, or the first words of one."""
    found: list[Link] = []
    for texts, put, begin in (
        (shared, _("Propose it for the shared text"), _("Begin the shared text with it")),
        (own, _("Put it to your party's draft"), _("Begin your party's draft with it")),
    ):
        name = "agreements:text-add" if texts.current else "agreements:text-new"
        kwargs = {"dossier_id": dossier.id, "side": texts.side}
        found.append(Link(put if texts.current else begin, reverse(name, kwargs=kwargs)))
    return found

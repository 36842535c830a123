"""What the pages share: addresses, tabs, the texts one can choose."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from concord_site.agreements.appraising import naming
from concord_site.agreements.appraising.queries import Desk
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.views import frame
from concord_site.shell.parts.values import Crumb, Link


def opened(request: HttpRequest, dossier_id: str, side: str) -> tuple[Desk, dict[str, Any]]:
    """The appraisal of an address, and what its pages' template needs.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    dossier, context = frame(request, dossier_id, "appraisal")
    desk = Desk(dossier, side, request.GET.get("text", ""))
    context |= {"side": side, "desk": desk, "links": tabs(dossier, side)}
    return desk, context


def home(desk: Desk) -> str:
    """Address of the appraisal's first page, for the text that is open."""
    name = "agreements:appraisal" if desk.side == "shared" else "agreements:appraisal-own"
    return reverse(name, kwargs={"dossier_id": desk.dossier.id}) + query(desk)


def address(desk: Desk, name: str, **more: str) -> str:
    """Address of another page of the same appraisal and text."""
    kwargs = {"dossier_id": desk.dossier.id, "side": desk.side, **more}
    return reverse(f"agreements:{name}", kwargs=kwargs) + query(desk)


def query(desk: Desk) -> str:
    """Names the text, where it is not the one that opens by itself."""
    newest = desk.sources[-1].key if desk.sources else ""
    chosen = desk.source.key if desk.source else ""
    return f"?{urlencode({'text': chosen})}" if chosen != newest else ""


def tabs(dossier: Dossier, here: str) -> list[Link]:
    """The two appraisals, and real agreements."""
    kwargs = {"dossier_id": dossier.id}
    return [
        Link(_("With all parties"), reverse("agreements:appraisal", kwargs=kwargs), here == "shared"),
        Link(_("Your party alone"), reverse("agreements:appraisal-own", kwargs=kwargs), here == "own"),
        Link(_("Real agreements"), reverse("agreements:appraisal-known", kwargs=kwargs), here == "known"),
    ]


def texts(desk: Desk) -> list[Link]:
    """The texts that can be appraised here, newest first."""
    return [
        Link(naming.text_name(each), f"?{urlencode({'text': each.key})}", each.key == desk.text.key)
        for each in reversed(desk.sources)
    ]


def below(context: dict[str, Any], back: str, title: str) -> dict[str, Any]:
    """The context of a page below the first one."""
    crumbs = [*context["crumbs"][:-1], Crumb(str(context["title"]), back), Crumb(title)]
    return {**context, "title": title, "crumbs": crumbs, "back": back}

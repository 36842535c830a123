"""What questions, the view over countries and observatories offer: seats, what waits, where one begins."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord_site.shell import suppliers
from concord_site.shell.parts.home import Start, Waiting

#: Lines of one kind.
AT_MOST = 20


def register() -> None:
    """Called when the room starts."""
    from concord_site.mds.actions import observatories
    from concord_site.mds.queries import seats

    suppliers.register("tick.work", "mds.consents", observatories.tick)
    suppliers.register("accounts.seats", "mds.observatories", seats.seats)
    suppliers.register("home.waiting", "mds.questions", waiting)
    suppliers.register("home.entries", "mds.watch", entries)


def waiting(person: Any) -> list[Waiting]:
    """Questions that wait for one's side: to be answered, or once they are answered to be read and settled."""
    from concord_site.mds.actions.cells import ANSWERED, ASKED
    from concord_site.mds.queries import cells

    found = []
    for row in cells.waiting(person)[:AT_MOST]:
        is_open = row.state == "open"
        title = _("Answer a question: %(figure)s") if is_open else _("Read the answer: %(figure)s")
        found.append(Waiting(
            ASKED if is_open else ANSWERED, title % {"figure": cells.title(row.about)},
            reverse("mds:question", kwargs={"pk": row.pk}), about=row, note=_country(row.area),
            is_example=row.is_example,
        ))  # fmt: skip
    return found


def _country(area: str) -> str:
    from concord.reporting import places
    from concord_site.shell.i18n import language

    return places.name(area, language())


def entries(person: Any) -> list[Start]:
    """Where the secretariat, a regional office, an authority and an observatory begin."""
    from concord_site.mds.queries import cells, observatories, watch

    found = []
    mine = watch.reach(person, timezone.now().date())
    if mine is None or mine:
        note = _("Which tables have come, of which years, and what is asked about them.")
        found.append(Start(_("Figures of countries"), reverse("mds:watch"), note, 22))
    elif cells.reached(person).exists():
        found.append(Start(_("Questions on figures"), reverse("mds:questions"), "", 24))
    if observatories.giving(person):
        note = _("Who brings, checks or comments besides you, and until when.")
        found.append(Start(_("Observatories"), reverse("mds:observatories"), note, 60))
    elif observatories.is_one(person):
        found.append(Start(_("Countries that agree"), reverse("mds:observatories"), "", 12))
    return found

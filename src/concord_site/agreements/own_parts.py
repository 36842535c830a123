"""The parts of a dossier that this room itself gives: its life, the shared room, people, publication, history."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from concord import safeguards
from concord.agreements import gates
from concord.errors import NotFound
from concord_site.agreements import parts, records
from concord_site.agreements.actions import publishing
from concord_site.agreements.parts import Part, Summary
from concord_site.agreements.queries import life
from concord_site.agreements.queries.spaces import Dossier
from concord_site.shell.i18n import language

#: A fact that one's own party states by hand on the page of the agreement's life.
NOTIFIED = "notified"


def ready() -> None:
    """Register them."""
    for part in (
        Part("life", gettext_lazy("Phases, gates and status"), "room", "agreements:life", summary=_life, order=10),
        Part("room", gettext_lazy("Shared room"), "room", "agreements:room", ("shared",), summary=_room, order=20),
        Part("people", gettext_lazy("People"), "room", "agreements:people", summary=_people, order=30),
        Part("publication", gettext_lazy("What becomes public"), "signature", "agreements:publication", ("shared",),
             summary=_publication, order=80),
        Part("journal", gettext_lazy("Journal and recovery"), "room", "agreements:journal", summary=None, order=40),
    ):  # fmt: skip
        parts.register(part)
    parts.register_facts("space", facts)


def facts(dossier: Dossier) -> tuple[parts.Stated, parts.Stated]:
    """Whether a party of origin is on the list, whether the text is public, whether the agreement was notified."""
    text = publishing.standing(dossier, "text")
    own = {NOTIFIED: dossier.own.record("fact", NOTIFIED) is not None}
    is_out = text is not None and text.is_agreed and text.choice == "publish"
    return own, {"origin-listed": _origin_listed(dossier), "text-published": is_out}


def _origin_listed(dossier: Dossier) -> bool | None:
    """Whether WHO's list in force names a party of origin; not known for an invented or unlisted area."""
    found = [_listed(party.area) for party in dossier.parties if party.side == "origin" and not party.has_left]
    return True if True in found else None if None in found or not found else False


def _listed(area: str) -> bool | None:
    if not area:
        return None
    edition = safeguards.in_force(_today())
    try:
        return safeguards.listed(area, edition.id) if edition is not None else None
    except NotFound:
        return None


def _today() -> date:
    return timezone.now().date()


def _life(dossier: Dossier) -> Summary:
    now = life.life_of(dossier)
    to = now.next[0].id if now.next and not now.is_over else ""
    left = gates.without_reason(life.seen(dossier, to, on=_today()), life.reasons_of(dossier)) if to else ()
    words = now.current.label.best(language()).text
    if not left:
        return Summary("done" if now.is_over else "going", words)
    said = ngettext("%(count)d gate is open", "%(count)d gates are open", len(left)) % {"count": len(left)}
    return Summary("look", gettext("%(phase)s; %(gates)s") % {"phase": words, "gates": said})


def _room(dossier: Dossier) -> Summary:
    tasks = [records.Task.from_json(record.body) for record in dossier.shared.records(records.TASK)]
    late = sum(task.is_late(_today()) for task in tasks)
    if late:
        return Summary("look", ngettext("%(count)d task is late", "%(count)d tasks are late", late) % {"count": late})
    said = len(dossier.shared.records(records.MESSAGE))
    words = ngettext("%(count)d message", "%(count)d messages", said) % {"count": said} if said else ""
    return Summary("going" if said or tasks else "open", words)


def _people(dossier: Dossier) -> Summary:
    missing = [str(party) for party in dossier.parties if not party.has_joined and not party.has_left]
    if missing:
        return Summary("look", gettext("Not here yet: %(parties)s") % {"parties": ", ".join(missing)})
    return Summary("done")


def _publication(dossier: Dossier) -> Summary:
    if not publishing.is_signed(dossier):
        return Summary("open", gettext("From signature on"))
    standing = [publishing.standing(dossier, part.id) for part in parts.public_parts()]
    agreed = sum(1 for each in standing if each is not None and each.is_agreed)
    return Summary("done" if agreed and agreed == len(standing) else "look")

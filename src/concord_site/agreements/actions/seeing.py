"""Keeping, in a member's own sealed place, up to where they have seen what others wrote.

Nobody else can read it, and it leaves no row in any journal: that a member looks is not told to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.errors import NotFound, Unavailable
from concord_site.agreements import sealing
from concord_site.agreements.models import Place
from concord_site.agreements.queries import places
from concord_site.agreements.queries.news import SIDES
from concord_site.agreements.queries.spaces import Dossier

_TRIES = 4


def mark_seen(dossier: Dossier, until: Mapping[str, int], *, by: Any) -> None:
    """Say that everything up to these rows was seen.

    Args:
        dossier: Opened for ``by``.
        until: Number of rows by side, as the page showed them; never beyond what is there, and never back.
        by: The member.

    Raises:
        NotFound: ``site.access.unknown``: the place is no longer theirs.
        Unavailable: ``agreements.space.busy``.
    """
    for _ in range(_TRIES):
        held = next((each for each in places.held_by(by) if each.dossier == dossier.id), None)
        row = Place.objects.filter(pk=held.token).first() if held is not None else None
        if held is None or row is None:
            raise NotFound("site.access.unknown")
        seen = {
            side: max(held.seen.get(side, 0), min(until.get(side, 0), len(dossier.space(side).journal.lines)))
            for side in SIDES
        }
        wrapping = held.installation.wrapping(held.token)
        value = {**sealing.open_value(wrapping, row.sealed, bound_to=held.token), "seen": seen}
        sealed = sealing.seal(wrapping, value, bound_to=held.token)
        if Place.objects.filter(pk=held.token, sealed=row.sealed).update(sealed=sealed):
            return
    raise Unavailable("agreements.space.busy")

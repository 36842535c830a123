"""Further parties: a province, a college, a hospital that comes to the table later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from concord.errors import Conflict
from concord_site.agreements.actions import inviting, publishing, writing
from concord_site.agreements.actions.founding import PartyDraft
from concord_site.agreements.queries.spaces import Dossier


def add(dossier: Dossier, draft: PartyDraft, *, by: Any, now: datetime) -> str:
    """Write a further party down in the shared space; its people are invited then.

    Returns:
        Its id.

    Raises:
        NotAllowed: ``agreements.member.lead-only``.
        Conflict: ``agreements.party.signed`` once the agreement is signed.
    """
    inviting.require_lead(dossier)
    if publishing.is_signed(dossier):
        raise Conflict("agreements.party.signed")
    taken = {party.id for party in dossier.parties}
    number = 2
    while f"{draft.side}-{number}" in taken:
        number += 1
    party = f"{draft.side}-{number}" if draft.side in taken else draft.side
    writing.put(dossier.shared, "party", party, draft.body(joined=False), by=by, now=now, based_on=0)
    return party

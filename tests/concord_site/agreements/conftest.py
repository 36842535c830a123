"""An invented dossier with two parties, each with a lead; for every room of agreements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from concord_site.agreements.actions import founding, inviting
from concord_site.agreements.queries import spaces
from concord_site.agreements.queries.spaces import Dossier
from concord_site.shell.models import OutboxMessage

ORIGIN = {"area": "KEN", "name": {"en": "Ministry of Health of Inventland"}, "side": "origin", "level": "ministry"}
DESTINATION = {"area": "DEU", "name": {"en": "Province of Fictia"}, "side": "destination", "level": "province"}


@dataclass
class Table:
    """A dossier with both parties' leads; ``origin()`` and ``destination()`` open it anew for each."""

    id: str
    asha: Any
    ben: Any

    def origin(self) -> Dossier:
        """As the lead of the party of origin sees it."""
        return spaces.dossier(self.id, by=self.asha)

    def destination(self) -> Dossier:
        """As the lead of the party of destination sees it."""
        return spaces.dossier(self.id, by=self.ben)


def link_in_the_mail(address: str) -> str:
    """The secret part of the link that was mailed to an address last."""
    row = OutboxMessage.objects.filter(address=address).order_by("-pk").first()
    assert row is not None
    return row.body.split("/agreements/invitations/")[1].split("/")[0]


@pytest.fixture
def table(person: Callable[..., Any], organisation: Callable[..., Any], now: Any) -> Table:
    """Two parties at one table."""
    asha = person("negotiator", organisation("ministry", "KEN"), name="Asha Invented")
    ben = person("negotiator", organisation("ministry", "DEU"), name="Ben Invented")
    drafts = [founding.PartyDraft(**ORIGIN), founding.PartyDraft(**DESTINATION)]
    made = founding.start(
        title={"en": "Invented agreement on nurses"}, parties=drafts, mine=0, by=asha, now=now, invented=True
    )
    dossier = spaces.dossier(made, by=asha)
    inviting.invite(dossier, email=ben.email, name="Ben", language="en", by=asha, now=now, party_id="destination")
    inviting.accept(link_in_the_mail(ben.email), by=ben, now=now)
    return Table(made, asha, ben)

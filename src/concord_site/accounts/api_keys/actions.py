"""Making and ending a key."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from concord.errors import Conflict, Invalid, NotAllowed
from concord_site.accounts.api_keys import queries
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.accounts.api_keys.queries import PREFIX
from concord_site.audit import log
from concord_site.shell import access

if TYPE_CHECKING:
    from concord_site.accounts.models import Person

BYTES = 32
KEYS_AT_MOST = 10
#: Days a key may live, as the page offers them.
DAYS = (30, 90, 365)


def fresh() -> str:
    """A new key's secret."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def make(*, name: str, days: int, by: Person, now: datetime, scope: str = "read", area: str = "") -> tuple[ApiKey, str]:
    """A new key and its secret, which is not kept and cannot be shown again.

    Args:
        name: What will use it.
        days: How long it is good.
        by: Whose key it is.
        now: The moment.
        scope: The widest word of :data:`~.queries.SCOPES`; it holds those before it of its family.
        area: The country whose reports or figures it reaches (alpha-3), for the scopes that need one.

    Raises:
        NotAllowed: ``site.api-key.area``: ``by`` may not do that for the country themselves.
        Invalid: ``site.api-key.days``: a life that is not offered.
        Conflict: ``site.api-key.many``: the person has as many as anybody may have.
    """
    if days not in DAYS:
        raise Invalid("site.api-key.days", params={"days": days})
    if scope not in queries.SCOPES:
        raise Invalid("site.api-key.scope", params={"scope": scope[:20]})
    if scope != "read" and area not in queries.areas_for(by, scope):
        raise NotAllowed("site.api-key.area")
    held = queries.held_with(scope)
    secret = fresh()
    with transaction.atomic():
        access.get(by.__class__, by.pk, by, "edit", lock=True)
        access.permit(ApiKey, by, "edit", state=ApiKey.State.ACTIVE, owner=by.pk)
        if queries.count(by, now=now) >= KEYS_AT_MOST:
            raise Conflict("site.api-key.many", params={"most": KEYS_AT_MOST})
        made = ApiKey.objects.create(
            person=by, name=name.strip()[:80], start=secret[: len(PREFIX) + 4], digest=queries.digest_of(secret),
            made_at=now, expires_at=now + timedelta(days=days), scope=" ".join(held),
            area=area if scope != "read" else "",
        )  # fmt: skip
        log.record("accounts.api-key.made", by=by, subject=made, area=made.area, details={"days": days, "scope": scope})
    return made, secret


def end(pk: int, *, by: Person, now: datetime) -> ApiKey:
    """End a key; the next request that carries it is refused.

    Raises:
        NotFound: ``site.access.unknown``: no key of this number that ``by`` may know of.
        NotAllowed: ``site.access.forbidden``: somebody else's.
    """
    with transaction.atomic():
        found = access.get(ApiKey, pk, by, "edit", lock=True)
        found.state, found.ended_at = ApiKey.State.CLOSED, now
        found.save(update_fields=["state", "ended_at"])
        log.record("accounts.api-key.ended", by=by, subject=found)
    return found

"""How much there is to look at in each filing, counted ahead for the queue: by the clock, and when a filing is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from concord.reporting.points import Review as Found
from concord_site.reporting.actions.review import desk_of
from concord_site.reporting.models.reviewing import Review
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import review_peers
from concord_site.reporting.queries.filling_asked import instrument_of
from concord_site.reporting.queries.review_desk import WITH_US
from concord_site.reporting.queries.review_filing import reviewed

#: Reports that one tick counts, and how long a count holds while other countries' reports come in.
AT_ONCE = 40
HOLDS = dt.timedelta(days=1)


def kept(found: Submission, filing: Filing, review: Found, *, at: dt.datetime | None = None) -> Review:
    """Keep the counts of what was found in a filing."""
    with transaction.atomic():
        desk = desk_of(found)
        if desk.filing <= filing.number:
            desk.filing, desk.counts, desk.counted_at = filing.number, dict(review.counts()), at or timezone.now()
            desk.save(update_fields=["filing", "counts", "counted_at"])
    return desk


def sweep(now: dt.datetime) -> Mapping[str, int]:
    """Count what waits for the desk and is not counted yet, or was counted before others came in (``tick.work``)."""
    rows = Submission.objects.filter(state__in=WITH_US).annotate(newest=Max("filings__number"))
    stale = Q(review=None) | Q(review__filing__lt=F("newest")) | Q(review__counted_at=None)
    rows = rows.filter(stale | Q(review__counted_at__lt=now - HOLDS), newest__isnull=False)
    chosen = list(rows.select_related("round", "version").order_by("review__counted_at", "pk")[:AT_ONCE])
    peers: dict[tuple[int, str], review_peers.Gathered] = {}
    for each in chosen:
        count(each, peers, now=now)
    return {"counted": len(chosen)}


def count(found: Submission, peers: dict[tuple[int, str], review_peers.Gathered], *, now: dt.datetime) -> Review | None:
    """Count the findings of a report's newest filing; ``peers`` keeps what reports of one round have in common."""
    filing = found.filings.order_by("-number").first()
    if filing is None:
        return None
    instrument, key = instrument_of(found), (found.round_id, found.digest)
    if key not in peers:
        peers[key] = review_peers.gathered(found.round, instrument, by=None, today=now.date(), everything=True)
    review = reviewed(found, filing, peers[key], today=now.date(), language=found.language)
    return kept(found, filing, review, at=now)

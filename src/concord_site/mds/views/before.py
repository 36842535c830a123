"""Before and after: what was written otherwise than typed, and the figures beside last year's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord_site.mds.naming import name
from concord_site.mds.queries import broken, comparing, deliveries, observatories
from concord_site.mds.views.page import own_page


@never_cache
@login_required
@require_safe
def before_after(request: HttpRequest, pk: object) -> HttpResponse:
    """What was read, beside what was written and what was confirmed before."""
    row = deliveries.delivery(pk, request.user)
    found = deliveries.outcome_of(deliveries.reading_for(row, request.user))
    before = deliveries.previous(row, request.user)
    former = comparing.figures_before(before)
    breaks = broken.broken(row, request.user)
    changes = (
        [{**each, "said": comparing.counted_as(each["to"])} for each in found.changes] if found is not None else []
    )
    return own_page(
        request, "before_after", _("What was written, and what is counted"), row, "before-after", found=found,
        is_own=observatories.is_own(row, request.user),
        changes=changes[: comparing.MOST_CHANGES], changes_more=max(0, len(changes) - comparing.MOST_CHANGES),
        totals=comparing.totals(row.figures, former, broken.years(breaks)) if row.figures else [],
        breaks=breaks[: broken.MOST], breaks_more=max(0, len(breaks) - broken.MOST),
        occupations=comparing.by_occupation(row.figures, former),
        origins=comparing.by_origin(found.origins) if found is not None else [],
        before=before, before_name=name(before) if before else "",
    )  # fmt: skip

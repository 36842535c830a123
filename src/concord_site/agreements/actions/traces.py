"""What the site's own log keeps of sealed spaces: that something was done on a day, once a day, and nothing else.

An entry for each act would tell by its place between other entries how much was done, and when. Whoever may know has
the space's own journal, which is complete, append-only and sealed.
"""

from __future__ import annotations

from datetime import UTC

from django.utils import timezone

from concord_site.audit import log
from concord_site.audit.models import Entry

ACTION = "agreements.spaces.used"


def leave(action: str = ACTION) -> None:
    """Note that sealed spaces were used on this day, if nobody has today; by the clock, whatever a journal says."""
    day = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if not Entry.objects.filter(action=action, at=day).exists():
        log.record(action, discreet=True)

"""What the clock does for evidence: note what is published, so that pages see it without asking the database."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Q

from concord_site.evidence.answers import MARK, mark
from concord_site.reporting.models.publications import Publication


def note(*, now: dt.datetime | None = None) -> dict[str, str]:
    """Note what is published, where that has changed (``tick.work``): readers see new answers within a minute."""
    rows = Publication.objects.filter(use=Publication.Use.NATIONAL, is_example=False)
    standing = Count("pk", filter=Q(state=Publication.State.PUBLISHED))
    said = rows.aggregate(standing=standing, last=Max("published_at"), ended=Max("ended_at"))
    new = hashlib.sha256(repr(sorted((key, str(each)) for key, each in said.items())).encode()).hexdigest()
    new = new if said["standing"] else ""
    folder = Path(settings.CONCORD.folder)
    if new != mark(str(folder)):
        beside = folder / f"{MARK}.new"
        beside.write_text(new, encoding="ascii")
        beside.replace(folder / MARK)
    return {"mark": new[:12]}

"""When a person looked at their home page."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from concord_site.accounts.models import LastLook, Person

#: A visit ends when no page of it was opened for so long; what changed is counted from the end of the visit before.
VISIT = dt.timedelta(minutes=30)
#: What somebody is shown who has never looked.
FIRST_LOOK = dt.timedelta(days=30)


def looked(person: Person, *, now: dt.datetime) -> dt.datetime:
    """Note that a person looks at their home page.

    Returns:
        The end of their visit before this one; a month ago for somebody who has never looked.
    """
    with transaction.atomic():
        known = LastLook._default_manager.select_for_update().filter(person=person).first()
        if known is None:
            known, _ = LastLook._default_manager.get_or_create(
                person=person, defaults={"at": now, "before": now - FIRST_LOOK}
            )
        elif now - known.at > VISIT:
            known.before, known.at = known.at, now
            known.save(update_fields=["before", "at"])
        else:
            known.at = max(known.at, now)
            known.save(update_fields=["at"])
    before: dt.datetime = known.before
    return before

"""What a delivery is called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concord.reporting import places
from concord_site.mds.models import Delivery
from concord_site.shell.i18n import language


def name(row: Delivery) -> str:
    """A delivery in words: the country, what it is about, the year."""
    said = {"country": places.name(row.area, language()), "subject": row.subject, "year": row.year}
    if row.subject and row.year:
        return _("%(country)s, %(subject)s, %(year)s") % said
    if row.subject:
        return _("%(country)s, %(subject)s") % said
    if row.year:
        return _("%(country)s, figures of %(year)s") % said
    return _("%(country)s, figures") % said

"""What a delivery is called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concord.reporting import places
from concord.vocabulary.languages import direction
from concord_site.mds.models import Delivery
from concord_site.shell.i18n import language


def name(row: Delivery) -> str:
    """A delivery in words: the country, what it is about, the year."""
    years = years_of(row)
    said = {"country": places.name(row.area, language()), "subject": _apart(row.subject), "year": years}
    if row.subject and years:
        return _("%(country)s, %(subject)s, %(year)s") % said
    if row.subject:
        return _("%(country)s, %(subject)s") % said
    if years:
        return _("%(country)s, figures of %(year)s") % said
    return _("%(country)s, figures") % said


def _apart(text: str) -> str:
    """A name in letters of any direction, so that in a sentence from right to left what follows it stays behind it."""
    return f"\u2068{text}\u2069" if text and direction(language()) == "rtl" else text


def years_of(row: Delivery) -> str:
    """The year that was said of a delivery, else those that its tables cover: "2023", "2019–2023"; "" where unknown."""
    if row.year:
        return str(row.year)
    covered = sorted({int(each[1]) for each in row.covers if each[1]})
    if not covered:
        return ""
    return str(covered[0]) if len(covered) == 1 else f"{covered[0]}–{covered[-1]}"

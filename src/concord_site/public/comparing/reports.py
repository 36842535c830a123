"""The published data quality report of one country: the same values as page, PDF and Word."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from concord.documents.model import Document
from concord.mds.comparing import Changes, Quality, quality
from concord.reporting import data_quality, places
from concord.vocabulary.areas import area
from concord_site.evidence.facts import newest_release
from concord_site.public.comparing import covered, differences, held
from concord_site.shell.i18n import language


def known(code: str) -> str:
    """A code for which a report can be made: an area, or whoever else has figures here.

    Raises:
        NotFound: ``areas.area.unknown``.
    """
    if code == places.INVENTED or any(each.area == code for each in covered.every()):
        return code
    return area(code).code


def of(code: str) -> Quality:
    """The quality of one country's published figures."""
    return _of(str(settings.CONCORD.folder), newest_release(), str(covered.today()), code)


@lru_cache(maxsize=64)
def _of(folder: str, release: str, on: str, code: str) -> Quality:
    return quality(
        code, held.tables(), coverage=covered.of(code), as_of=covered.today(), release=release, changes=_changes(code)
    )


def _changes(code: str) -> Changes | None:
    """What changed for this country since the release before; None where there is none before."""
    listed = held.given_out()
    if len(listed) < 2:
        return None
    whole = differences.between(listed[-2], listed[-1])
    return Changes(tuple(each for each in whole.rows if each.value("area") == code))


def document(code: str) -> Document:
    """The report in the reader's language."""
    return data_quality.compose(of(code), language())

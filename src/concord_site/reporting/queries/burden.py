"""What an instrument costs to answer, and what Concord already knows for a country.

Rooms that know something of a country offer a supplier of kind ``instrument.known``: called with an alpha-3 code, it
gives ``{key of x_known: (value, source in words)}``. The register's offices come by its own supplier ``authority.of``.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.translation import gettext as _

from concord.instrument.burden import Already, Burden, meter
from concord.instrument.model import Instrument
from concord_site.shell import suppliers
from concord_site.shell.i18n import language


def of(asked: Instrument, country: str, today: dt.date) -> Burden:
    """The burden of an instrument before any answer, for a country where one is named."""
    return _measured(asked, country, today, language(), tuple(sorted(known(country).items())))


@lru_cache(maxsize=64)
def _measured(
    asked: Instrument, _country: str, today: dt.date, code: str, facts: tuple[tuple[str, Already], ...]
) -> Burden:
    return meter(asked, known=dict(facts), today=today, language=code)


def known(country: str) -> dict[str, Already]:
    """What is known of a country, by key of ``x_known``."""
    if not country:
        return {}
    found: dict[str, Already] = {}
    offices = [office for supplier in suppliers.each("authority.of") for office in supplier(country)]
    if offices:
        found["registers-authority"] = Already(offices[0], _("Register of national authorities"))
    for supplier in suppliers.each("instrument.known"):
        for key, (value, source) in supplier(country).items():
            found.setdefault(key, Already(value, source))
    return found


def countries(code: str, today: dt.date) -> list[tuple[str, str]]:
    """Member States to choose from: code and name, by name."""
    from concord.vocabulary import areas

    return sorted(((each.id, each.name(code)) for each in areas.member_states(today)), key=lambda each: each[1])

"""Accounts of a country: its authority runs them; the secretariat verifies the authority and nobody else.

The administrators of a country are those who hold the role ``national-authority`` in one of its ministries or
authorities. There is always one: the last cannot be removed or demoted, also not by two who act at once, since every
act on a country's roles first holds the rows of the country's organisations.

Public face: :data:`AUTHORITY`, :data:`ROLES`, :func:`is_country`; :mod:`.queries` (administrators, who runs what);
:mod:`.actions` (what every act on roles asks first).
"""

from __future__ import annotations

from concord_site.accounts.models import Organisation

AUTHORITY = "national-authority"
KINDS = (Organisation.Kind.MINISTRY, Organisation.Kind.AUTHORITY)
#: Roles in the order in which a country's page offers them; others that an organisation may hold follow.
ROLES = ("country-officer", "contributor", "clearing-officer", "country-reader", AUTHORITY)


def is_country(organisation: Organisation) -> bool:
    """Whether people act for a country there."""
    return bool(organisation.area) and organisation.what in KINDS

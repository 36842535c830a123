"""194 countries, each with a report that is being filled and somebody of it who is signed in.

Run by ``reports.py`` and by a test, in a process of its own with ``CONCORD_FOLDER`` (and ``CONCORD_DATABASE``) set;
prints JSON: for each country its area, the address of its report, and the cookies of its person.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

TODAY = dt.date(2027, 5, 10)
HOST = "localhost"


def main(countries: int) -> None:
    """Make the ground and print it."""
    from concord_site.commands import migrate_database, prepare

    prepare()
    migrate_database()
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from concord.instrument import library
    from concord.vocabulary import areas
    from concord_site.accounts.models import Membership, Organisation, Person
    from concord_site.reporting.actions import reports
    from concord_site.reporting.models import Round, RoundInstrument

    settings.ALLOWED_HOSTS = [HOST]
    instrument = library.load("nri-2027")
    members = sorted(each.id for each in areas.member_states(TODAY))[:countries]
    made: list[dict[str, Any]] = []
    with transaction.atomic():
        there = Round.objects.create(
            year="2027", state="open", opens_on=TODAY, due_on=TODAY + dt.timedelta(days=90), is_example=True
        )
        RoundInstrument.objects.create(
            round=there, use="national", instrument=instrument.id, number=instrument.version, digest=instrument.digest
        )
        for area in members:
            home = Organisation.objects.create(name={"en": f"Authority of {area}"}, what="authority", area=area)
            person = Person(email=f"{area.lower()}@load.example", name=f"Officer of {area}", is_example=True)
            person.set_unusable_password()
            person.save()
            TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
            Membership.objects.create(person=person, organisation=home, role="national-authority")
            report = reports.begin(there, area, by=person, today=TODAY)
            client = Client(headers={"Host": HOST})
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            made.append({"area": area, "report": str(report.pk), "session": session})
    print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME, "countries": made}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 194)

"""The ground under the life of a report, made in a process of the installation. Run as ``life_ground.py FOLDER`` it
makes an empty database; as ``life_ground.py FOLDER ADDRESS AREA LANGUAGE`` it writes one line of JSON once the ground
is laid, and then one line for each line it is asked.

What is here before the life begins: two people of the secretariat, the authority of one country and somebody who clears
its reports, two small questionnaires, and a generated report of the round of 2024. Asked for an address of mail, it
gives that person a second factor and the cookie of a session.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

YES_NO = (("list_name", "name", "label::English (en)", "label::العربية (ar)"),
          ("yes_no", "yes", "Yes", "نعم"), ("yes_no", "no", "No", "لا"))  # fmt: skip
HEAD = ("type", "name", "label::English (en)", "label::العربية (ar)", "relevant", "constraint", "required", "x_unit",
        "x_same_as", "x_confidential", "appearance")  # fmt: skip
OLD = (
    ("begin_group", "laws", "Laws and policies", "القوانين والسياسات"),
    ("select_one yes_no", "laws_any", "Does your country have such laws?", "هل لدى بلدكم مثل هذه القوانين؟"),
    ("end_group",),
    ("begin_group", "people", "Health personnel", "العاملون الصحيون"),
    ("integer", "people_count", "How many health workers arrived?", "كم عدد العاملين الصحيين الذين وصلوا؟"),
    ("end_group",),
)
NEW = (
    ("begin_group", "laws", "Laws and policies", "القوانين والسياسات"),
    ("begin_group", "laws_page", "Laws", "القوانين", "", "", "", "", "", "", "field-list"),
    ("select_one yes_no", "laws_any", "Does your country have such laws?", "هل لدى بلدكم مثل هذه القوانين؟", "", "",
     "yes", "", "journey-2024/laws_any"),
    ("text", "laws_which", "Which laws are these?", "ما هي هذه القوانين؟", "${laws_any} = 'yes'", "", "yes"),
    ("end_group",),
    ("end_group",),
    ("begin_group", "people", "Health personnel", "العاملون الصحيون"),
    ("begin_group", "people_page", "Numbers", "الأعداد", "", "", "", "", "", "", "field-list"),
    ("integer", "people_count", "How many health workers arrived?", "كم عدد العاملين الصحيين الذين وصلوا؟", "",
     ". >= 0", "yes", "persons", "journey-2024/people_count"),
    ("text", "people_notes", "What should be known of the number?", "ما الذي ينبغي معرفته عن العدد؟", "", "", "", "",
     "", "yes"),
    ("end_group",),
    ("end_group",),
    ("begin_group", "partners", "Agreements", "الاتفاقات"),
    ("begin_repeat", "agreement", "Agreements with other countries", "اتفاقات مع بلدان أخرى"),
    ("text", "agreement_with", "With which country?", "مع أي بلد؟", "", "", "yes"),
    ("integer", "agreement_year", "Since which year?", "منذ أي سنة؟", "", ". >= 1990 and . <= 2030"),
    ("end_repeat",),
    ("end_group",),
    ("begin_group", "support", "Support to others", "الدعم المقدَّم إلى الآخرين"),
    ("begin_group", "support_page", "Support", "الدعم", "", "", "", "", "", "", "field-list"),
    ("text", "support_what", "Which support was given?", "ما الدعم الذي قُدِّم؟", "", "", "yes"),
    ("end_group",),
    ("end_group",),
)  # fmt: skip
NOW = {"laws_any": "no", "people_count": 80}


def workbook(rows: tuple[tuple[str, ...], ...], **settings: str) -> bytes:
    """A questionnaire as its author would send it."""
    from openpyxl import Workbook

    book = Workbook()
    given = {"default_language": "English (en)", "x_use": "national", **settings}
    sheets = {"survey": (HEAD, *rows), "choices": YES_NO, "settings": (tuple(given), tuple(given.values()))}
    for place, (name, lines) in enumerate(sheets.items()):
        sheet = book.create_sheet(name, place)
        for line in lines:
            sheet.append(list(line))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def instrument(by: Any, rows: tuple[tuple[str, ...], ...], **settings: str) -> Any:
    """A published questionnaire."""
    from concord.instrument import xlsform
    from concord_site.reporting.actions import instruments

    read = xlsform.read(workbook(rows, **settings), f"{settings['form_id']}.xlsx")
    assert read.sheets is not None, read.findings
    begun = instruments.begin(sheets=read.sheets, by=by)
    return instruments.publish(version_id=begun.pk, by=by)


def person(email: str, name: str, role: str = "", at: Any = None, language: str = "en") -> Any:
    """An invented person with an address that is confirmed."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from concord_site.accounts.models import Membership, Person

    made = Person.objects.create_user(email, "an unusual sentence 4711", name=name, is_example=True, language=language)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if role:
        since = timezone.now() - dt.timedelta(days=1)
        Membership.objects.create(person=made, organisation=at, role=role, begins_at=since)
    return made


def before(area: str, version: Any, by: Any, language: str) -> None:
    """A generated report of 2024, published: something to compare with."""
    from django.utils import timezone

    from concord.instrument import answers
    from concord_site.reporting.actions import publishing
    from concord_site.reporting.models import Filing, Round, RoundInstrument, Submission

    today = timezone.now().date()
    then = {"opens_on": today - dt.timedelta(days=1200), "due_on": today - dt.timedelta(days=1000)}
    held = Round.objects.create(year="2024", state="closed", is_example=True, **then)
    asked = {"instrument": version.instrument, "number": version.number, "version": version, "digest": version.digest}
    RoundInstrument.objects.create(round=held, use="national", **asked)
    made = Submission.objects.create(
        round=held,
        area=area,
        state="accepted",
        is_example=True,
        language=language,
        submitted_at=timezone.now(),
        **asked,
    )
    Filing.objects.create(
        submission=made, number=1, answers=NOW, language=language, digest=answers.digest(answers.parse(NOW)),
        reference=f"NR-2024-{area}-1.1", at=timezone.now() - dt.timedelta(days=1000),
        statement={"name": "Generated", "office": "Generated"},
    )  # fmt: skip
    publishing.publish(made, by=by, today=today)


def lay(area: str, language: str) -> dict[str, str]:
    """Everything that is there before the life begins."""
    from concord_site.accounts.models import Organisation

    secretariat = Organisation.objects.create(name={"en": "Secretariat"}, what="secretariat", is_example=True)
    home = Organisation.objects.create(
        name={"en": "Ministry of Health", "ar": "وزارة الصحة"}, what="authority", area=area, is_example=True
    )
    head = person("head@concord.test", "Henrik Sundaram", "secretariat-administrator", secretariat)
    person("desk@concord.test", "Ines Okoro", "secretariat-desk", secretariat)
    person("authority@country.test", "Tala Maro", "national-authority", home, language)
    person("clearing@country.test", "Nadia Saleh", "clearing-officer", home, language)
    title = {"form_title": "A small report", "form_title::العربية (ar)": "تقرير صغير"}
    old = instrument(head, OLD, form_id="journey-2024", version="1", x_round="2024", **title)
    instrument(head, NEW, form_id="journey-2027", version="1", x_round="2027", x_previous="journey-2024", **title)
    before(area, old, head, language)
    return {"organisation": str(home.pk)}


def session(email: str) -> dict[str, str]:
    """The cookie of somebody who is signed in, with a second factor."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.conf import settings
    from django.test import Client

    from concord_site.accounts.models import Person

    who = Person.objects.get(email=email)
    if not Authenticator.objects.filter(user=who).exists():
        TOTP.activate(who, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def prepare(folder: str, address: str = "http://127.0.0.1:8000") -> None:
    """Set the site up for a folder of a demonstration."""
    from concord_site import commands

    commands.prepare(Path(folder), demonstration="yes", address=address, log_level="WARNING")


def make(folder: str) -> None:
    """An empty database, and the style sheets as they are served."""
    prepare(folder)
    from concord_site.commands import migrate_database
    from concord_site.shell import server

    migrate_database()
    server.collect_static()


def stand(folder: str, address: str, area: str, language: str) -> None:
    """Lay the ground in a folder that was made, then answer."""
    prepare(folder, address)
    tell(lay(area, language))
    for line in sys.stdin:
        tell(session(line.strip()))


def tell(what: dict[str, str]) -> None:
    """One line of JSON, at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    (make if len(sys.argv) == 2 else stand)(*sys.argv[1:])

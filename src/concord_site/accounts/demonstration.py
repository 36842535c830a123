"""Invented people for the demonstration, with sign-in means that can be printed. Refused outside a demonstration."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from concord.errors import NotAllowed
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.audit import log

PERIOD_SECONDS = 30


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """An invented person and everything needed to sign in as them."""

    email: str
    name: str
    role: str
    organisation: str
    password: str
    totp_secret: str
    code: str


@dataclass(frozen=True, slots=True)
class _Cast:
    email: str
    name: str
    role: str
    organisation: str


#: Marania and Velmark are not countries; their codes are among those that ISO 3166 keeps free for users.
ORGANISATIONS = {
    "secretariat": (Organisation.Kind.SECRETARIAT, "", {
        "ar": "أمانة العرض التوضيحي",
        "zh": "演示秘书处",
        "en": "Demonstration secretariat",
        "fr": "Secrétariat de démonstration",
        "ru": "Демонстрационный секретариат",
        "es": "Secretaría de demostración",
    }),
    "marania": (Organisation.Kind.AUTHORITY, "XMA", {
        "ar": "وزارة الصحة في مارانيا",
        "zh": "马拉尼亚卫生部",
        "en": "Ministry of Health of Marania",
        "fr": "Ministère de la Santé de Marania",
        "ru": "Министерство здравоохранения Марании",
        "es": "Ministerio de Salud de Marania",
    }),
    "velmark": (Organisation.Kind.MINISTRY, "XVE", {
        "ar": "مجلس الصحة في فيلمارك",
        "zh": "韦尔马克卫生局",
        "en": "Health Board of Velmark",
        "fr": "Conseil de la santé de Velmark",
        "ru": "Совет здравоохранения Вельмарка",
        "es": "Consejo de Salud de Velmark",
    }),
}  # fmt: skip
CAST = (
    _Cast("desk@demo.example", "Ines Okoro", "secretariat-desk", "secretariat"),
    _Cast("administrator@demo.example", "Henrik Sundaram", "secretariat-administrator", "secretariat"),
    _Cast("statistician@demo.example", "Mei-Lin Farah", "statistician", "secretariat"),
    _Cast("authority@demo.example", "Tomas Adeyemi", "national-authority", "marania"),
    _Cast("officer@demo.example", "Salma Brandt", "country-officer", "marania"),
    _Cast("negotiator@demo.example", "Birgit Velm", "negotiator", "velmark"),
)


def create(*, now: datetime) -> list[DemonstrationPerson]:
    """Make the cast where it is missing, and give everything needed to sign in; again gives the same.

    Raises:
        NotAllowed: ``site.access.forbidden`` when the option ``demonstration`` is off.
    """
    if not settings.CONCORD.demonstration:
        raise NotAllowed("site.access.forbidden")
    with transaction.atomic():
        organisations = {key: _organisation(*values) for key, values in ORGANISATIONS.items()}
        return [_made(each, organisations[each.organisation], now) for each in CAST]


def _organisation(what: str, area: str, name: dict[str, str]) -> Organisation:
    found = Organisation.objects.filter(is_example=True, what=what, area=area).first()
    return found or Organisation.objects.create(name=name, what=what, area=area, is_example=True)


def _made(each: _Cast, organisation: Organisation, now: datetime) -> DemonstrationPerson:
    password, secret = _derived(each.email, "password"), _derived(each.email, "secret")
    person = Person.objects.filter(email=each.email).first()
    if person is None:
        person = Person.objects.create_user(each.email, _readable(password), name=each.name, is_example=True)
        EmailAddress.objects.create(user=person, email=each.email, verified=True, primary=True)
        TOTP.activate(person, base64.b32encode(secret[:20]).decode())
        RecoveryCodes.activate(person)
        membership = Membership.objects.create(person=person, organisation=organisation, role=each.role, begins_at=now)
        log.record("accounts.membership.begun", subject=membership, area=organisation.area,
                   details={"role": each.role, "person": person.pk, "invented": True})  # fmt: skip
    totp = base64.b32encode(secret[:20]).decode()
    return DemonstrationPerson(
        each.email, each.name, each.role, str(organisation), _readable(password), totp, code(totp)
    )


def _derived(email: str, use: str) -> bytes:
    """Bytes that only this installation's key gives, the same each time: the second start prints the same accounts."""
    return hmac.new(settings.SECRET_KEY.encode(), f"demonstration {use} {email}".encode(), hashlib.sha256).digest()


def _readable(secret: bytes) -> str:
    text = base64.b32encode(secret).decode().lower().rstrip("=").translate(str.maketrans("", "", "oil"))
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


def code(secret: str, *, at: float | None = None) -> str:
    """The one-time code of a secret at a moment (seconds since 1970), now if none is given."""
    counter = int(time.time() if at is None else at) // PERIOD_SECONDS
    return format_hotp_value(hotp_value(secret, counter))


def code_of(person: Person) -> str:
    """The current code of an invented person of a demonstration; empty for anybody else."""
    if not (settings.CONCORD.demonstration and person.is_example):
        return ""
    row = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    return code(decrypt(row.data["secret"])) if row is not None else ""

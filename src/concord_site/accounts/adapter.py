"""What allauth asks of us: no open registration, mail through the outbox, one-time-code secrets kept encrypted."""

from __future__ import annotations

import base64
import hashlib
import secrets
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from concord_site.shell import outbox


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by invitation only; every mail is a row of the outbox, with links that begin with our own address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by themselves: people are invited."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """People who have signed in land on their home page, unless they were on their way elsewhere."""
        return reverse("accounts:home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write allauth's message into the outbox instead of sending it."""
        site = SimpleNamespace(name="Concord", domain=settings.CONCORD.host)
        message = self.render_mail(
            template_prefix, email, {"email": email, "current_site": site, **_with_own_links(context)}
        )
        person = context.get("user")
        is_theirs = person is not None and getattr(person, "email", "") == email
        outbox.write(
            key=f"{template_prefix.replace('/', '.')}:{secrets.token_hex(12)}",
            subject=str(message.subject),
            body=str(message.body),
            person=person if is_theirs else None,
            address=email,
            language=(get_language() or "en")[:2],
            is_secret=True,
        )

    def _get_site_name(self) -> str:
        return "Concord"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes and recovery codes, encrypted with the installation's key."""

    def encrypt(self, text: str) -> str:
        """Encrypt before the database sees it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the installation's own host, whatever a browser says."""
        return {"id": settings.CONCORD.host, "name": "Concord"}


def _with_own_links(context: dict[str, Any]) -> dict[str, Any]:
    """Every address in a message's context, moved to the installation's own origin."""
    own = urlsplit(settings.CONCORD.address)
    moved = dict(context)
    for name, value in context.items():
        if name.endswith("_url") and isinstance(value, str):
            parts = urlsplit(value)
            moved[name] = urlunsplit((own.scheme, own.netloc, parts.path, parts.query, parts.fragment))
    return moved


def _cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", ()))
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"concord second factor\0" + key.encode()).digest())

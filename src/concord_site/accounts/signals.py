"""Sign-ins and changes of the means of sign-in, written to the log."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from concord_site.accounts.models import Person
from concord_site.audit import log


def connect() -> None:
    """Connect allauth's and Django's signals to the log."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed-out")
    user_login_failed.connect(_refused, dispatch_uid="accounts.refused")
    for signal, action in (
        (account.password_set, "accounts.password.set"),
        (account.password_changed, "accounts.password.changed"),
        (account.password_reset, "accounts.password.reset"),
        (account.email_changed, "accounts.address.changed"),
        (second_factor.authenticator_added, "accounts.second-factor.added"),
        (second_factor.authenticator_removed, "accounts.second-factor.removed"),
        (second_factor.authenticator_reset, "accounts.second-factor.renewed"),
        (second_factor.authentication_failed, "accounts.second-factor.refused"),
    ):
        signal.connect(_recorder(action), weak=False, dispatch_uid=action)


def _signed_in(user: Person, **_: Any) -> None:
    log.record("accounts.session.begun", by=user, subject=user)


def _signed_out(user: Person | None, **_: Any) -> None:
    if user is not None:
        log.record("accounts.session.ended", by=user, subject=user)


def _refused(**_: Any) -> None:
    # Neither the address nor whether it is known: the entry would tell it.
    log.record("accounts.session.refused")


def _recorder(action: str) -> Any:
    def write(user: Person, authenticator: Any = None, **_: Any) -> None:
        details = {"type": str(authenticator.type)} if authenticator is not None else {}
        log.record(action, by=user, subject=user, details=details)

    return write

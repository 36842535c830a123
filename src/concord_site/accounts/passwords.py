"""Passwords that are known to thieves are refused; the list is local, nothing is asked of the network."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

#: Words of this platform that somebody guessing here would try first.
OF_THIS_PLACE = ("concord", "password", "ministry", "recruitment", "healthworker", "globalcode", "secretariat")


class NotBreached:
    """Refuses the twenty thousand most used leaked passwords, also when thinly disguised, and one-letter walls.

    The list is Django's, which comes from published breaches.
    """

    def __init__(self) -> None:
        self._list = CommonPasswordValidator().passwords

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a known password.

        Raises:
            ValidationError: code ``password_breached`` or ``password_repetitive``.
        """
        if any(form in self._list for form in _forms(password)):
            raise ValidationError(self.get_help_text(), code="password_breached")
        if len(set(password)) < 5:
            raise ValidationError(gettext("This password repeats too few characters."), code="password_repetitive")

    def get_help_text(self) -> str:
        """What is asked for."""
        return gettext(
            "A password that has been published after a theft is not accepted. "
            "Three or four unrelated words are a good one."
        )


def _forms(password: str) -> Iterator[str]:
    """The password as it stands, folded, and with its decoration of digits, signs and place names taken off."""
    plain = unicodedata.normalize("NFKC", password).casefold().strip()
    yield plain
    swapped = plain.translate(str.maketrans("@0135$7!", "aoiessti"))
    yield swapped
    for form in (plain, swapped):
        core = form.strip("0123456789 !@#$%^&*()-_=+.,?/")
        yield core
        if core in OF_THIS_PLACE:
            yield "password"
        half = core[: len(core) // 2]
        if half and half * 2 == core:
            yield half

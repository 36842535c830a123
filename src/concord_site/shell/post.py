"""How a message leaves the house: as a file, on the console, or by SMTP. Chosen by the option ``mail``."""

from __future__ import annotations

import hashlib
import os
import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from concord.errors import Invalid

PERMANENT_FROM = 500


class Bounced(Exception):
    """The receiving server will never take this message."""


class NotNow(Exception):
    """The message was certainly not taken; it may be taken later."""


class Transport(Protocol):
    """Hands one message over; returns once it has been taken."""

    def send(self, message: EmailMessage) -> None:
        """Hand over, or raise :class:`Bounced` or :class:`NotNow`; any other error leaves it unknown."""
        ...


class Folder:
    """Writes each message as a file; the same message twice is the same file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: EmailMessage) -> None:
        """Write the file, wholly or not at all."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:24] + ".eml"
        draft = self.path / f".{name}.part"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / name)


class Console:
    """Prints messages to standard error."""

    def send(self, message: EmailMessage) -> None:
        """Print."""
        sys.stderr.write(message.as_string() + "\n")


class Smtp:
    """Hands messages to a mail server, encrypted unless told otherwise."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._is_tls_from_start = parts.scheme == "smtps"
        self._starts_tls = parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("tls") != "no"

    def send(self, message: EmailMessage) -> None:
        """Connect, hand over, leave."""
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as problem:
            raise NotNow(type(problem).__name__) from problem
        try:
            server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as problem:
            code = _code_of(problem)
            raise (Bounced if code >= PERMANENT_FROM else NotNow)(f"server answered {code}") from problem
        finally:
            _leave(server)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._is_tls_from_start:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=20, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=20)
            if self._starts_tls:
                server.starttls(context=context)
        if self._user:
            server.login(self._user, self._password)
        return server


def _code_of(problem: smtplib.SMTPException) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in problem.recipients.values())
    return int(getattr(problem, "smtp_code", PERMANENT_FROM))


def _leave(server: smtplib.SMTP) -> None:
    # The message is taken or refused by now; a farewell that fails changes nothing.
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def transport(mail: str, folder: Path) -> Transport:
    """The transport that the option names.

    Raises:
        Invalid: ``site.config.mail`` when the option is none of the three.
    """
    if mail == "folder":
        return Folder(folder / "mail")
    if mail == "console":
        return Console()
    if mail.startswith(("smtp://", "smtps://")):
        return Smtp(mail)
    raise Invalid("site.config.mail", params={"scheme": mail.partition(":")[0]})


def compose(*, sender: str, address: str, subject: str, body: str, language: str, message_id: str) -> EmailMessage:
    """A message with clean headers.

    Raises:
        Invalid: ``site.outbox.header`` when a value that becomes a header holds a line break or control character.
    """
    for value in (sender, address, subject, message_id):
        require_clean(value)
    message = EmailMessage()
    message["From"] = formataddr(parseaddr(sender))
    message["To"] = address
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def require_clean(value: str) -> None:
    """Refuse control characters and line separators in a header value."""
    if any(ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029" for letter in value):
        raise Invalid("site.outbox.header")

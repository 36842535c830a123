"""The interpreter's own refusal, on every system: no file, socket, process or foreign code after it is installed."""

from __future__ import annotations

import sys

_REFUSED = (
    "open", "os.", "socket.", "subprocess.", "ctypes.", "pty.", "shutil.", "tempfile.", "glob.", "pathlib.", "fcntl.",
    "ftplib.", "http.", "urllib.", "smtplib.", "sqlite3.", "webbrowser.", "winreg.", "_winapi.", "msvcrt.", "signal.",
    "marshal.", "pickle.", "code.__new__", "exec", "compile", "import", "syslog.", "mmap.",
)  # fmt: skip


def install() -> None:
    """Refuse from now on; it cannot be taken off."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED) and event not in _HARMLESS:
        raise PermissionError(event)


# Raised by ordinary work, such as making a named tuple.
_HARMLESS = frozenset({"os.putenv", "os.unsetenv", "compile", "exec"})

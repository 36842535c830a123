"""Whether a version is one of those that a question asks for: ``1.0.0``, ``+``, ``~``, ``*``, ``1+.0.0``, ``1.2~``.

Source: SDMX REST API 2.1, querying versions.
"""

from __future__ import annotations

import re

_PART = re.compile(r"(\d*)([+~*]?)")
#: What 1.5 says for the newest one and for every one.
OLD = {"latest": "~", "all": "*"}


def is_asked(wanted: str, version: str) -> bool:
    """Whether one of the versions asked for (separated by commas) is ``version``, which is the only one there is.

    Example:
        >>> [is_asked(each, "1.0.0") for each in ("1.0.0", "~", "*", "1.0+.0", "1.1+.0", "2.0.0", "~,2.0.0")]
        [True, True, True, True, False, False, True]
    """
    return any(_is(OLD.get(each, each), version.split(".")) for each in wanted.split(","))


def _is(wanted: str, version: list[str]) -> bool:
    if wanted in ("+", "~", "*"):
        return wanted != "+" or len(version) == 3
    parts = [_PART.fullmatch(each) for each in wanted.split(".")]
    said = [each.groups() for each in parts if each is not None]
    if len(said) != len(parts) or len(said) != len(version):
        return False
    open_at = [at for at, (_digits, sign) in enumerate(said) if sign]
    if not open_at:
        return [digits for digits, _sign in said] == version
    (at, *others) = open_at
    if others or [digits for digits, _sign in said[:at]] != version[:at]:
        return False
    least = [int(digits or 0) for digits, _sign in said[at:]]
    return [int(each) for each in version[at:]] >= least

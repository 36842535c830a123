"""The six languages of the site.

Which one is in use, where the same page stands in the others, and how much of a catalogue a person has reviewed.

An address begins with its language (``/ar/…``), and the rest of it is the same in all six.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_request

from concord.vocabulary.languages import LANGUAGES

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def language() -> str:
    """The language in use, one of the six; English where none is active."""
    code = (get_language() or "en").partition("-")[0]
    return code if code in LANGUAGES else "en"


def in_language(address: str, code: str) -> str:
    """The same address in another language; the language's first page for an address without a language.

    Example:
        >>> in_language("/en/countries/?region=AFR", "ar")
        '/ar/countries/?region=AFR'
    """
    head, slash, rest = address.removeprefix("/").partition("/")
    return f"/{code}/{rest}" if slash and head in LANGUAGES else f"/{code}/"


def preferred(request: HttpRequest) -> str:
    """The language a reader without one in the address gets: the cookie's, else what the browser asks for."""
    code = get_language_from_request(request).partition("-")[0]
    return code if code in LANGUAGES else "en"


@lru_cache(maxsize=1)
def _reviewed() -> dict[str, list[int]]:
    try:
        found: dict[str, list[int]] = json.loads((LOCALE / "reviewed.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def reviewed_share(code: str) -> float:
    """Share (0-1) of the interface's wordings in a language that a person has reviewed; English is the original."""
    if code == "en":
        return 1.0
    reviewed, total = _reviewed().get(code, [0, 0])
    return reviewed / total if total else 0.0

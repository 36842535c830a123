"""Languages as authors write them in headers: ``English (en)``, ``French``, ``fr`` → a BCP 47 code; and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES
from concord.vocabulary.text import Text

_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
#: What the converter calls the language of columns that name none.
NAMELESS = "default"


class Wordings(Text):
    """A text that also keeps languages other than the six, after them, in order of code."""

    __slots__ = ()

    def __init__(self, by_language: Mapping[str, str] | None = None, /, **more: str) -> None:
        both = {**(by_language or {}), **more}
        super().__init__(both)
        others = sorted(code for code in both if code not in LANGUAGES and both[code])
        self._by_language |= {code: both[code] for code in others}


def text_of(by_language: Mapping[str, str]) -> Text:
    """A text in whatever languages it has: plain :class:`Text` where the six are enough."""
    return Text(by_language) if set(by_language) <= set(LANGUAGES) else Wordings(by_language)


@lru_cache(maxsize=512)
def code_of(said: str) -> str:
    """The code of a language as an author wrote it; ``x-…`` (private use) where nothing is known of it.

    Example:
        >>> code_of("English (en)"), code_of("Français"), code_of("swahili"), code_of("Lang 1")
        ('en', 'fr', 'sw', 'x-lang1')
    """
    said = said.strip()
    bracketed = _IN_BRACKETS.search(said)
    if bracketed:
        return _regular(bracketed.group(1))
    named = _names().get(said.casefold())
    if named:
        return named
    if _TAG.fullmatch(said) and _is_known(said):
        return _regular(said)
    plain = re.sub(r"[^a-z0-9]", "", said.casefold())[:8]
    return f"x-{plain or 'unnamed'}"


def _regular(tag: str) -> str:
    first, *rest = re.split(r"[-_]", tag)
    return "-".join((first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    from babel import Locale

    named = {name.casefold(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
    for language in LANGUAGES:
        own = Locale(language).languages
        named.update({own[code].casefold(): code for code in LANGUAGES if code in own})
    return {**named, **{name.casefold(): code for code, name in NATIVE_NAMES.items()}, NAMELESS: "en"}


def _is_known(tag: str) -> bool:
    from babel import Locale

    return re.split(r"[-_]", tag)[0].lower() in Locale("en").languages


@lru_cache(maxsize=64)
def title(code: str) -> str:
    """The language's name in itself, with its code, as headers have it: ``Français (fr)``."""
    return f"{name_of(code)} ({code})"


@lru_cache(maxsize=64)
def name_of(code: str) -> str:
    """The language's name in itself; the code where no name is known."""
    if code in NATIVE_NAMES:
        return NATIVE_NAMES[code]
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code, sep="-").get_display_name() or code)
    except (ValueError, UnknownLocaleError):
        return str(Locale("en").languages.get(code.partition("-")[0], code))

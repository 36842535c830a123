"""Wording in several languages: what people wrote (:class:`Text`) and what files declare (:func:`wording`).

Both fall back visibly: a :class:`Wording` says which language it is really in, so that a page can set ``lang`` and
``dir`` on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from concord.declarations.messages import translated
from concord.vocabulary.languages import LANGUAGES, direction


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording and the language it is really in."""

    text: str
    language: str
    is_fallback: bool = False

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, of the language it is in."""
        return direction(self.language)

    def __str__(self) -> str:
        return self.text


class Text(Mapping[str, str]):
    """What a person wrote, by language; empty wordings are dropped."""

    __slots__ = ("_by_language",)

    def __init__(self, by_language: Mapping[str, str] | None = None, /, **more: str) -> None:
        both = {**(by_language or {}), **more}
        self._by_language: dict[str, str] = {language: both[language] for language in LANGUAGES if both.get(language)}

    def __getitem__(self, language: str) -> str:
        return self._by_language[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)

    def __repr__(self) -> str:
        return f"Text({self._by_language!r})"

    def __hash__(self) -> int:
        return hash(tuple(self._by_language.items()))

    def best(self, language: str) -> Wording:
        """The wording in ``language``, else in English, else in the first language there is; empty if none."""
        for candidate in (language, "en", *self._by_language):
            if candidate in self._by_language:
                return Wording(self._by_language[candidate], candidate, candidate != language)
        return Wording("", language)


def wording(domain: str, key: str, english: str, language: str) -> Wording:
    """A declared English wording in ``language``, from ``data/locale/<language>/<domain>.po`` (context = key).

    A changed English sentence no longer matches its translation and is shown in English, marked as fallback.
    """
    found = translated(language, domain, key, english)
    return Wording(english, "en", language != "en") if found is None else Wording(found, language)

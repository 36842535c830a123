"""In which of the six languages a Member State is written to, unless it says otherwise (``data/methods``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary import areas
from concord.vocabulary.languages import LANGUAGES


def language_of(area: str) -> str:
    """The language a country is written to: declared, else its first official one of the six, else English.

    Source:
        Unicode CLDR, territory data; ``data/methods/letter-languages.yaml`` where a letter should not follow it.

    Example:
        >>> language_of("SEN"), language_of("MEX"), language_of("JPN")
        ('fr', 'es', 'en')
    """
    instead, otherwise = _declared(packs.roots())
    return instead.get(area) or _official(area) or otherwise


@lru_cache(maxsize=4)
def _declared(roots: tuple[Path, ...]) -> tuple[Mapping[str, str], str]:
    declared = read_yaml(packs.find("methods/letter-languages.yaml"))
    return {each["area"]: each["language"] for each in declared["instead"]}, str(declared["otherwise"])


@lru_cache(maxsize=512)
def _official(area: str) -> str:
    from babel.languages import get_official_languages

    try:
        territory = areas.area(area).alpha2
    except NotFound:
        return ""
    known = get_official_languages(territory, de_facto=True) if territory else ()
    return next((each for code in known if (each := code.partition("_")[0]) in LANGUAGES), "")

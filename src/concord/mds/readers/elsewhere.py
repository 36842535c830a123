"""Names of countries in further languages: exact, and only where every language that has the name means one country.

The names are those of the Unicode Common Locale Data Repository, as Babel carries them, of languages whose names keep
apart when they are folded. They are looked at only for a text in a column of places that no declared name settles.
"""

from __future__ import annotations

from functools import lru_cache

from concord.mds.readers.places import named
from concord.vocabulary import areas
from concord.vocabulary.areas import fold

#: A shorter name is too often a word of another language.
SHORTEST = 4
#: Languages beside the six, by their BCP 47 codes.
LANGUAGES = (
    *("af", "az", "be", "bg", "ca", "cs", "da", "de", "el", "et", "fa", "fi", "he", "hr", "hu", "hy", "id", "is", "it"),
    *("ja", "ka", "kk", "ko", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sr", "sv"),
    *("sw", "tr", "uk", "uz"),
)
#: Names of one country that are plain words in one of the six languages.
_WORDS = frozenset({"island"})


def elsewhere(text: str) -> tuple[str, ...]:
    """The area that a text names exactly in a further language, as one code; empty where none does or several might.

    Example:
        >>> elsewhere("Costa do Marfim"), elsewhere("Niemcy"), elsewhere("Nowhere")
        (('CIV',), ('DEU',), ())
    """
    key = fold(text)
    found = () if len(key) < SHORTEST or key in _WORDS else _names().get(key, ())
    return found if len(found) == 1 and len(named(text)) < 2 else ()


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    from babel import Locale

    codes = {each.alpha2: each.code for each in areas.areas() if each.alpha2}
    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for alpha2, name in Locale(language).territories.items():
            if alpha2 in codes:
                found.setdefault(fold(name), {})[codes[alpha2]] = None
    return {name: tuple(each) for name, each in found.items()}

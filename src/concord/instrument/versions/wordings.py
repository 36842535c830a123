"""Whether two wordings are the same words."""

from __future__ import annotations

from concord.vocabulary.text import Text


def folded(text: str) -> str:
    """The words without differences of spacing and case."""
    return " ".join(text.split()).casefold()


def same_words(new: Text, old: Text, language: str) -> bool:
    """Whether two wordings say the same in ``language``, else in a language that both have.

    Two wordings without a common language are not known to be the same; two empty ones are.
    """
    common = [each for each in (language, "en", *new) if each in new and each in old]
    if not common:
        return not new and not old
    return folded(new[common[0]]) == folded(old[common[0]])

"""Words on the sheets, in six languages: declared under ``instrument.workbook.`` and looked up by their last part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from concord.declarations.messages import fill
from concord.instrument.model import STATUSES, Status
from concord.intake.flags import western
from concord.vocabulary.languages import LANGUAGES

_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\u061c\ufeff\u00ad]")


def word(name: str, language: str, /, **params: object) -> str:
    """One declared wording of the workbook, such as ``header-answer``."""
    return fill(f"instrument.workbook.{name}", params, language).message


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A text as it is compared: without case, digits of other scripts, signs nobody sees and doubled spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", western(text)))
    return " ".join(plain.casefold().split())


@lru_cache(maxsize=64)
def said_as(name: str) -> frozenset[str]:
    """How a wording reads in any of the six languages, folded."""
    return frozenset(fold(word(name, language)) for language in LANGUAGES)


@lru_cache(maxsize=1)
def statuses() -> Mapping[str, Status]:
    """What a person may write for "not known" and the others, folded, in six languages and as code."""
    found: dict[str, Status] = {}
    for status in STATUSES:
        found[status] = status
        found |= dict.fromkeys(said_as(f"status-{status}"), status)
    return found


@lru_cache(maxsize=1)
def yes_or_no() -> Mapping[str, bool]:
    """What a person may write for yes and no, folded: the six languages, ticks and crosses, 1 and 0."""
    yes = {*said_as("yes"), "x", "х", "✓", "✔", "☑", "1", "true", "y", "+"}
    no = {*said_as("no"), "0", "false", "n", "–", "-", "☐"}
    return {**dict.fromkeys(no, False), **dict.fromkeys(yes, True)}

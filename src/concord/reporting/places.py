"""Names and regions of whoever reports, an invented country of a demonstration among them."""

from __future__ import annotations

import datetime as dt

from concord.documents.sentences import say
from concord.errors import NotFound
from concord.vocabulary import areas
from concord.vocabulary.areas import fold

#: Marania is not a country; its code is one that ISO 3166 keeps free for users.
INVENTED = "XMA"


def name(code: str, language: str) -> str:
    """The name of an area; that of the invented country says that it is invented; else the code."""
    try:
        return areas.area(code).name(language)
    except NotFound:
        return str(say("documents/national-report", "invented-area", language)) if code == INVENTED else code


def region(code: str, on: dt.date) -> str:
    """The WHO region of a Member State on a day; empty for anybody else."""
    try:
        return areas.area(code).region(on) or ""
    except NotFound:
        return ""


def is_meant(code: str, words: str) -> bool:
    """Whether a name in any language, or the code, holds the words."""
    wanted = fold(words)
    try:
        found = areas.area(code)
    except NotFound:
        return wanted in fold(name(code, "en")) or words.upper() == code
    return any(wanted in fold(each) for each in found.names.values()) or words.upper() in (found.code, found.alpha2)


def is_member(code: str, on: dt.date) -> bool:
    """Whether it is a Member State on a day."""
    try:
        return areas.area(code).is_member(on)
    except NotFound:
        return False

"""What proposals go by, from ``data/profiles`` and ``data/readers/words``: weights, thresholds and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv, read_yaml
from concord.intake.flags import western
from concord.vocabulary.areas import fold


@dataclass(frozen=True, slots=True)
class RoleWeight:
    """How a role is proposed: what its values are tested for, what they weigh, and from which share on."""

    role: str
    test: str
    values: float
    at_least: float


@dataclass(frozen=True)
class Confidence:
    """The declared weights and thresholds (``data/profiles/confidence.yaml``)."""

    sure: float
    ask: float
    denied_below: float
    looked_at: int
    values_asked: int
    sum_rows: int
    sum_tolerance: float
    header: float
    header_part: float
    header_alone: float
    roles: Mapping[str, RoleWeight]


@lru_cache(maxsize=1)
def confidence() -> Confidence:
    """The weights and thresholds."""
    said = read_yaml(packs.find("profiles/confidence.yaml"))
    roles = {each["role"]: RoleWeight(**each) for each in said["roles"]}
    return Confidence(**said["thresholds"], **said["weights"], roles=roles)


@lru_cache(maxsize=1)
def person_headers() -> dict[str, str]:
    """Folded header → role on a sheet of persons; ``name`` and ``contact`` are columns nobody needs."""
    found: dict[str, str] = {}
    for path in packs.each("readers/words", "person_headers.csv"):
        for row in read_csv(path).rows:
            found.setdefault(fold(row["word"]), row["role"])
    return found


@dataclass(frozen=True, slots=True)
class TitleWord:
    """A phrase in a title and what it says of the table."""

    kind: str
    code: str
    words: tuple[str, ...]
    typed: str


@lru_cache(maxsize=1)
def title_words() -> tuple[TitleWord, ...]:
    """The declared phrases, longer ones first."""
    rows = read_csv(packs.find("profiles/title_words.csv")).rows
    found = [TitleWord(row["kind"], row["code"], tokens(row["word"]), row["word"].casefold()) for row in rows]
    return tuple(sorted(found, key=lambda each: -len(each.typed)))


@lru_cache(maxsize=1)
def row_words() -> tuple[tuple[str, bool, str], ...]:
    """Kind (``total``, ``subtotal``, ``note``), whether the label may go on, and the word in small letters."""
    rows = read_csv(packs.find("profiles/row_words.csv")).rows
    found = [(row["kind"], row["how"] == "begins", row["word"].casefold()) for row in rows]
    return tuple(sorted(found, key=lambda each: -len(each[2])))


def label_kind(label: str) -> tuple[str, bool]:
    """Kind of a row that is no data, by its label, and whether the whole label says so; ("", False) for other rows."""
    plain = " ".join(label.casefold().split()).strip(" :.*-–—")
    for kind, may_go_on, word in row_words():
        if plain == word:
            return kind, True
        if may_go_on and plain.startswith(word) and not plain[len(word)].isalnum():
            return kind, False
    return "", False


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded; text without blanks between its words is one."""
    return tuple(filter(None, (fold(part) for part in re.split(r"[^\w*]+|_", western(text)))))


def has_words(text: tuple[str, ...], sought: tuple[str, ...]) -> bool:
    """Whether the sought words stand side by side in the text; script without blanks may hold them anywhere."""
    if not sought:
        return False
    if len(sought) == 1 and not sought[0].isascii() and any("\u3040" <= letter <= "\u9fff" for letter in sought[0]):
        return any(sought[0] in word for word in text)
    return any(text[at : at + len(sought)] == sought for at in range(len(text) - len(sought) + 1))

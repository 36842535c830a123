"""What ``data/agreements/ministries.yaml`` declares: ministries, stances, what is cited, verdicts, sign-offs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Ministry:
    """A ministry, the question put to it, and whether a position without its view has a gap."""

    id: str
    label: Text
    asks: Text
    must: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing a position is checked against, with the paragraphs of the Code behind it.

    Attributes:
        cites: Articles and paragraphs; what a published report answers on them is offered under this kind.
        may_lack: Whether the check is whole without it.
    """

    id: str
    label: Text
    articles: tuple[str, ...]
    is_policy: bool
    cites: tuple[str, ...] = ()
    may_lack: bool = False


@dataclass(frozen=True)
class Declared:
    """The whole file, by id in declared order."""

    version: str
    ministries: Mapping[str, Ministry]
    stances: Mapping[str, Text]
    cited: Mapping[str, Kind]
    verdicts: Mapping[str, Text]
    sign_offs: Mapping[str, Text]


def declared() -> Declared:
    """The declared ministries and what a position is checked against."""
    return _declared(packs.find("agreements/ministries.yaml"))


@lru_cache(maxsize=4)
def _declared(path: Path) -> Declared:
    read: Mapping[str, Any] = read_yaml(path)
    ministries = {
        each["id"]: Ministry(each["id"], Text(each["label"]), Text(each["asks"]), bool(each.get("must")))
        for each in read["ministries"]
    }
    cited = {
        each["id"]: Kind(
            each["id"], Text(each["label"]), tuple(each["articles"]), bool(each.get("is_policy")),
            tuple(each.get("cites", ())), bool(each.get("may_lack")),
        )
        for each in read["cited"]
    }  # fmt: skip
    labels = [{each["id"]: Text(each["label"]) for each in read[part]} for part in ("stances", "verdicts", "sign_offs")]
    return Declared(read["version"], ministries, labels[0], cited, labels[1], labels[2])

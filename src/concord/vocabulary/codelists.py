"""Declared code lists: codes are strings and never change meaning; names are in six languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.text import Text, Wording


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its names, its broader code, the span in which it is in use, and further attributes."""

    code: str
    name: Text
    parent: str | None = None
    note: str = ""
    start: str | None = None
    until: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Codelist:
    """A list of codes under one id (``data/codelists/<id>.yaml``)."""

    id: str
    title: Text
    codes: Mapping[str, Code]
    source: str = ""

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def name(self, code: str, language: str = "en") -> Wording:
        """The name of a code; an unknown code is shown as itself."""
        found = self.codes.get(code)
        return Wording(code, language) if found is None else found.name.best(language)

    def children(self, code: str) -> tuple[str, ...]:
        """Codes whose broader code this is, in declared order."""
        return tuple(each.code for each in self.codes.values() if each.parent == code)


_FIELDS = {"code", "name", "parent", "note", "from", "until"}


def _code(declared: dict[str, Any]) -> Code:
    extra = {key: value for key, value in declared.items() if key not in _FIELDS}
    return Code(
        code=declared["code"],
        name=Text(declared["name"]),
        parent=declared.get("parent"),
        note=declared.get("note") or "",
        start=declared.get("from"),
        until=declared.get("until"),
        extra=extra,
    )


@lru_cache(maxsize=64)
def codelist(id: str) -> Codelist:
    """A declared code list.

    Raises:
        NotFound: ``vocabulary.codelist.unknown``.
    """
    try:
        declared = read_yaml(packs.find(f"codelists/{id}.yaml"))
    except NotFound:
        raise NotFound("vocabulary.codelist.unknown", params={"id": id}) from None
    codes = {each["code"]: _code(each) for each in declared["codes"]}
    return Codelist(declared["id"], Text(declared["title"]), codes, declared.get("source") or "")

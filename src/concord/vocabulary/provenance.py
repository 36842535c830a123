"""Where a figure comes from: declared sources, and the inputs, method and date of a result."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or data set that facts were taken from (``data/sources/<id>.yaml``)."""

    id: str
    title: str
    publisher: str
    link: str = ""
    licence: str = ""
    licence_link: str = ""
    vintage: str = ""
    retrieved: str = ""
    citation: str = ""
    notes: tuple[str, ...] = ()
    verification: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went into a result: what it is, which version, and the digest of its bytes."""

    id: str
    digest: str
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Inputs with digests, method and its version, and the date as of which it was computed."""

    inputs: tuple[Input, ...] = ()
    method: str = ""
    version: str = ""
    as_of: str = ""
    notes: tuple[str, ...] = field(default=())

    def merged(self, other: Provenance) -> Provenance:
        """The inputs of both, each once; the method of this one."""
        inputs = tuple(dict.fromkeys((*self.inputs, *other.inputs)))
        return Provenance(
            inputs, self.method, self.version, self.as_of, tuple(dict.fromkeys((*self.notes, *other.notes)))
        )


def _source(declared: dict[str, Any]) -> Source:
    known = {name: declared.get(name) or "" for name in Source.__dataclass_fields__ if name != "notes"}
    notes = declared.get("notes") or ()
    return Source(**known, notes=(notes,) if isinstance(notes, str) else tuple(notes))


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """All declared sources by id."""
    declared = (read_yaml(path) for path in packs.each("sources"))
    return {each["id"]: _source(each) for each in declared}


def source(id: str) -> Source:
    """One declared source.

    Raises:
        NotFound: ``vocabulary.source.unknown``.
    """
    try:
        return sources()[id]
    except KeyError:
        raise NotFound("vocabulary.source.unknown", params={"id": id}) from None

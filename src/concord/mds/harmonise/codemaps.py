"""Code maps: what a country's own titles and codes stand for, by column, in versions, reviewed entry by entry.

A map is a value: reviewing, merging and taking over give a new one. It is kept as a YAML file and can be carried as
plain JSON. What another country's map says is a suggestion "as mapped by …", never more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from concord.declarations.packs import find as find_file
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid
from concord.mds.harmonise.folding import words_of
from concord.vocabulary.areas import fold

UNREVIEWED = "unreviewed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One national title or code and what it stands for.

    Args:
        text: As the register writes it.
        code: A code of the column's list (for occupations: ISCO-08 or, with ``scheme``, ISCO-88); "" is "nothing", for
            what is no health occupation or no country.
        scheme: ``isco-08`` or ``isco-88``; "" for other columns.
        confidence: ``certain``, ``likely`` or ``possible``.
        reason: Why.
        source: Who says so: a declared source, an office, or "as mapped by KEN".
        reviewed_by, reviewed_on: Who confirmed it and when (ISO day); "" where nobody has.
    """

    text: str
    code: str
    scheme: str = ""
    confidence: str = "likely"
    reason: str = ""
    source: str = "own"
    reviewed_by: str = ""
    reviewed_on: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has confirmed it."""
        return bool(self.reviewed_by)

    @property
    def key(self) -> str:
        """What is looked up: case, accents, spaces and hyphens do not matter, and nothing else is forgiven."""
        return key_of(self.text)


def key_of(text: str) -> str:
    """The key of a text in a map: its folded words; of a text without words, the text."""
    return " ".join(words_of(text)) or fold(text) or text.strip()


@dataclass(frozen=True)
class CodeMap:
    """The map of one column of one country.

    Args:
        id: Lower-case words, such as ``ken-occupation``.
        area: Whose (alpha-3).
        column: The role it is for: ``occupation``, ``sector``, ``training`` …
        version: From 1; every change makes the next.
        start, until: First and last year for which it holds, None is open (``from`` and ``until`` in the file).
        entries: One for each text; no text twice.
        reviewed: Day of the last review, "" where there was none.
        note: Anything a reader must know.

    Raises:
        Invalid: ``mds.map.twice`` when a text has two entries.
    """

    id: str
    area: str
    column: str
    version: int = 1
    start: int | None = None
    until: int | None = None
    entries: tuple[Entry, ...] = ()
    reviewed: str = ""
    note: str = ""
    _by_key: dict[str, Entry] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            if entry.key in self._by_key:
                raise Invalid("mds.map.twice", params={"map": self.id, "text": entry.text})
            self._by_key[entry.key] = entry

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.entries))

    def get(self, text: str) -> Entry | None:
        """The entry of a text, or None."""
        return self._by_key.get(key_of(text))

    def holds(self, year: int | None) -> bool:
        """Whether the map holds for a year; every map holds where none is asked."""
        if year is None:
            return True
        return (self.start is None or self.start <= year) and (self.until is None or year <= self.until)

    @property
    def unreviewed(self) -> tuple[Entry, ...]:
        """Entries that nobody has confirmed yet."""
        return tuple(entry for entry in self.entries if not entry.is_reviewed)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the file has them."""
        said = {"id": self.id, "area": self.area, "column": self.column, "version": self.version}
        optional = {"from": self.start, "until": self.until, "reviewed": self.reviewed, "note": self.note}
        kept = {key: value for key, value in optional.items() if value not in (None, "")}
        entries = [{key: value for key, value in asdict(entry).items() if value != ""} for entry in self.entries]
        return {**said, **kept, "entries": [{"code": "", **entry} for entry in entries]}


def from_dict(said: Mapping[str, Any], *, name: str = "map") -> CodeMap:
    """A map from plain values.

    Raises:
        Invalid: ``mds.map.unreadable`` with the first thing that is wrong; ``mds.map.twice``.
    """
    wrong = problems(said, find_file("concordances/map.schema.json"), file=name)
    if wrong:
        raise Invalid("mds.map.unreadable", params={"map": name, "problem": str(wrong[0])})
    known = {key: value for key, value in said.items() if key not in ("from", "entries")}
    entries = tuple(Entry(**entry) for entry in said["entries"])
    return CodeMap(start=said.get("from"), entries=entries, **known)


def read_map(path: Path) -> CodeMap:
    """A map from its file (see :func:`from_dict`)."""
    return from_dict(read_yaml(path) or {}, name=path.name)


def write_map(map: CodeMap, folder: Path) -> Path:
    """Write a map as ``<id>.<version>.yaml``; a version that is there already is never written over.

    Raises:
        Invalid: ``mds.map.exists`` when this version says something else there.
    """
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{map.id}.{map.version}.yaml"
    text = yaml.safe_dump(map.as_dict(), allow_unicode=True, sort_keys=False, width=120)
    if path.exists() and path.read_text(encoding="utf-8") != text:
        raise Invalid("mds.map.exists", params={"map": map.id, "version": map.version})
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def read_maps(folder: Path) -> tuple[CodeMap, ...]:
    """The newest version of every map in a folder, in order of id."""
    newest: dict[str, CodeMap] = {}
    for path in sorted(folder.glob("*.yaml")):
        found = read_map(path)
        if found.id not in newest or newest[found.id].version < found.version:
            newest[found.id] = found
    return tuple(newest[id] for id in sorted(newest))


def take_over(other: CodeMap, *, area: str, texts: Sequence[str], id: str = "") -> CodeMap:
    """A first map for a country from another's: entries for its own texts, all of them unreviewed and likely at most.

    Args:
        other: The map of another country.
        area: For whom.
        texts: The texts of the country's own file; entries it does not need are left out.
        id: Of the new map; by default the area and the column.
    """
    entries = []
    for text in texts:
        found = other.get(text)
        if found is not None:
            entries.append(_as_mapped_by(found, text, other.area))
    return CodeMap(id or f"{area.lower()}-{other.column}", area, other.column, entries=_once(entries))


def _as_mapped_by(entry: Entry, text: str, area: str) -> Entry:
    confidence = "likely" if entry.is_reviewed and entry.confidence == "certain" else "possible"
    source = f"as mapped by {area}"
    return replace(entry, text=text, confidence=confidence, source=source, reviewed_by="", reviewed_on="")


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple({entry.key: entry for entry in reversed(list(entries))}.values())[::-1]

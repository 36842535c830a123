"""The index of national titles: from what a register writes to an ISCO-08 group, with confidence, reason and source.

``data/concordances/titles/<language>.csv``. A title is found when it is one of the index after the declared steps of
:mod:`concord.mds.harmonise.folding`; a title that merely looks alike is suggested and never taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_csv, read_yaml
from concord.mds.harmonise.folding import normalisers, words_of
from concord.vocabulary.codelists import codelist

Confidence = Literal["certain", "likely", "possible"]
ORDER: tuple[Confidence, ...] = ("certain", "likely", "possible")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a title may stand for.

    Args:
        code: A code of the occupation list, or an ISCO-08 code outside it.
        scheme: Scheme of ``code`` as the entry has it.
        confidence: Only ``certain`` is ever applied without a person.
        reason: Why, in the words of the entry.
        how: ``index``, ``without-ranks``, ``alike``, ``map``, ``other-map`` or ``concordance``.
        title: The entry's own title.
        language: The entry's language.
        areas: Where it holds; empty is everywhere.
        source: Id of a declared source, or the id of a map.
        reviewed: "unreviewed", or who reviewed it and when.
        likeness: 0 to 100, of those that are merely alike.
    """

    code: str
    confidence: Confidence
    scheme: str = "isco-08"
    reason: str = ""
    how: str = "index"
    title: str = ""
    language: str = ""
    areas: tuple[str, ...] = ()
    source: str = ""
    reviewed: str = "unreviewed"
    likeness: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        names = ("code", "scheme", "confidence", "reason", "how", "title", "language", "source", "reviewed", "likeness")
        return {name: getattr(self, name) for name in names}


#: Letters of a title's first word that no ending touches (``stem`` in the declared normalisation).
START = 3


@dataclass
class Index:
    """Words of the occupation list; key → candidates by language; beginnings of words → entries, to suggest."""

    plain: dict[str, Candidate] = field(default_factory=dict)
    by_key: dict[str, dict[str, tuple[Candidate, ...]]] = field(default_factory=dict)
    by_script: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_start: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_word: dict[str, dict[str, list[tuple[str, Candidate]]]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def entries() -> tuple[Candidate, ...]:
    """Every entry of the index."""
    found = []
    for path in packs.each("concordances/titles", "*.csv"):
        for row in read_csv(path).rows:
            found.append(_entry(row, path.stem))
    return tuple(found)


def _entry(row: Mapping[str, str], language: str) -> Candidate:
    confidence: Any = row["confidence"]
    return Candidate(
        code=row["code"],
        scheme=row["scheme"],
        confidence=confidence,
        reason=row["reason"],
        title=row["title"],
        language=language,
        areas=tuple(row["areas"].split()),
        source=row["source"],
        reviewed=row["reviewed"],
    )


@lru_cache(maxsize=1)
def index() -> Index:
    """The index, built once."""
    made = Index()
    known = normalisers()
    for entry in entries():
        words = words_of(entry.title)
        key = known[entry.language].key(words)
        table = made.by_key.setdefault(entry.language, {})
        table[key] = (*table.get(key, ()), entry)
        for start in _starts(entry.language, words):
            if entry.language not in made.by_start.get(start, ()):
                made.by_start[start] = (*made.by_start.get(start, ()), entry.language)
        held = made.by_word.setdefault(entry.language, {})
        for word in {known[entry.language][word] for word in words} - {""}:
            for start in beginnings(word, known[entry.language].script):
                held.setdefault(start, []).append((" ".join(words), entry))
    made.plain = _plain()
    for language in made.by_key:
        script = known[language].script
        made.by_script[script] = (*made.by_script.get(script, ()), language)
    return made


def _plain() -> dict[str, Candidate]:
    """Names of the code list, and the words for occupations that tables use."""
    names = [(name, each.code) for each in codelist("occupation").codes.values() for name in each.name.values()]
    rows = [row for path in packs.each("readers/words", "occupations.csv") for row in read_csv(path).rows]
    pairs = names + [(row["word"], row["code"]) for row in rows]
    return {"".join(words_of(name)): Candidate(code, "certain", title=name, source="own") for name, code in pairs}


def find(text: str, *, language: str = "", area: str = "") -> tuple[Candidate, ...]:
    """What a title stands for by the index: the best first, one for each code; empty where it is not in the index.

    Args:
        text: The title as typed.
        language: Of the file, where it is known: its entries outrank those of other languages.
        area: Who reports (alpha-3): entries that hold there outrank the others.

    Example:
        >>> find("Infirmières auxiliaires")[0].code, find("KrankenpflegerIn")[0].code
        ('3221', '2221_3221')
        >>> [each.code for each in find("staff nurse", area="ZAF")], [each.code for each in find("staff nurse")]
        (['3221'], ['2221', '3221'])
    """
    words = words_of(text)
    found = _looked_up(words, language)
    if found:
        return ranked(found, area)
    known = index().plain.get("".join(words))
    return () if known is None else (known,)


def _looked_up(words: Sequence[str], language: str) -> tuple[Candidate, ...]:
    """The entries with the same key: of the file's language where it has any, else of all languages."""
    made, known = index(), normalisers()
    found: tuple[Candidate, ...] = ()
    for each in made.by_start.get(words[0][:START], ()) if words else ():
        own = made.by_key[each].get("".join(map(known[each].__getitem__, words)))
        if own is not None:
            if each == language:
                return own
            found += own
    return found


def _starts(language: str, words: Sequence[str]) -> set[str]:
    """How titles with the key of these words may begin: endings leave :data:`START` letters as they are."""
    rules = normalisers()[language]
    first = next((word for word in words if word not in rules.dropped), "")
    written = {first, *(word for word, same in rules.same.items() if same == rules.same.get(first, first))}
    begun = {beginning + word for beginning in rules.beginnings for word in written} | written
    return {word[:START] for word in (begun | rules.dropped if first else rules.dropped)}


def ranked(found: Iterable[Candidate], area: str) -> tuple[Candidate, ...]:
    """One candidate for each code, entries of the area first; an entry of other areas is possible at most."""
    all_found = tuple(found)
    if not all_found or (len(all_found) == 1 and not all_found[0].areas):
        return all_found
    own = [each for each in all_found if area and area in each.areas]
    rest = [each for each in all_found if not each.areas]
    elsewhere = [replace(each, confidence="possible") for each in all_found if each.areas and each not in own]
    chosen = own or (rest + (elsewhere if not area or not rest else []))
    best: dict[str, Candidate] = {}
    for each in sorted(chosen, key=lambda each: ORDER.index(each.confidence)):
        best.setdefault(each.code, each)
    return tuple(best.values())


def settled(found: Sequence[Candidate]) -> Candidate | None:
    """The one that may be applied: certain, and no other code beside it."""
    return found[0] if len(found) == 1 and found[0].confidence == "certain" else None


@lru_cache(maxsize=1)
def limits() -> Mapping[str, Any]:
    """Declared thresholds of suggestions."""
    said: Mapping[str, Any] = read_yaml(packs.find("concordances/thresholds.yaml"))["suggestions"]
    return said


def beginnings(word: str, script: str) -> Iterable[str]:
    """Under which a word is kept for suggestions: its first four letters; of Chinese every two signs."""
    if script == "han":
        return {word[at : at + 2] for at in range(max(1, len(word) - 1))}
    return (word[:4],)

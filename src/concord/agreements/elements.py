"""The elements that an agreement is appraised against: what each asks, where the Code says it, and how it is named.

Declared in ``data/agreements/elements.yaml`` (groups, order, what the catalogue is) and ``data/agreements/elements/``.
The catalogue is a composite and not WHO's own list; :func:`note` says so and stands on every page that shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.vocabulary.text import Text

FOLDER = "agreements/elements"
Mark = Literal["met", "partly", "absent", "not-applicable"]
Level = Literal["absent", "mentioned", "specified", "detailed", "carried-out"]
MARKS: tuple[Mark, ...] = get_args(Mark)
#: From nothing to done; a level is no mark: a wording can be detailed and still not meet what is asked.
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases of one language that raise a suggestion: ``strong`` name the subject, ``weak`` lend weight alone.

    ``unmeasured`` are those of both that are left out when suggestions are measured on the texts held back, because
    they stand in one of these and nowhere else that they could have been taken from. ``usage`` are those of both that
    were written from how drafters of the field write, by a hand that had seen no text held back;
    ``read`` are those among them that the open texts suggested.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    unmeasured: frozenset[str] = frozenset()
    usage: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()

    def without(self, some: Collection[str]) -> Cues:
        """The same without some of them."""
        strong = tuple(cue for cue in self.strong if cue not in some)
        return Cues(
            strong,
            tuple(cue for cue in self.weak if cue not in some),
            usage=self.usage - frozenset(some),
            read=self.read - frozenset(some),
        )


@dataclass(frozen=True)
class Element:
    """What the Code or guidance looks for in a text.

    Args:
        id: As in the catalogue, ``CL01`` …; it never changes its meaning.
        group: Id of a :class:`Group`.
        articles: Paragraphs of the Code as the catalogue names them; ``2026-1`` … are the amendments of 2026.
        label: Its name in six languages.
        question: What to ask of a text, in six languages.
        source: ``catalogue``, or ``own`` where Concord added it.
        verification: ``composite``.
        cues: By language.
    """

    id: str
    group: str
    articles: tuple[str, ...]
    label: Text
    question: Text
    source: str
    verification: str
    cues: Mapping[str, Cues]


@dataclass(frozen=True)
class Group:
    """Elements of one subject, in the order of the catalogue."""

    id: str
    label: Text
    elements: tuple[Element, ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """All paragraphs that its elements name, each once, in their order."""
        return tuple(dict.fromkeys(article for element in self.elements for article in element.articles))


@dataclass(frozen=True)
class Catalogue:
    """All elements by group, with what the whole is and where it comes from."""

    version: str
    note: Text
    source: str
    verification: str
    groups: tuple[Group, ...]
    digest: str

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element, in the order of the groups."""
        return tuple(element for group in self.groups for element in group.elements)


@lru_cache(maxsize=4)
def catalogue() -> Catalogue:
    """The declared catalogue.

    Raises:
        Invalid: ``agreements.elements.unknown-group`` for an element whose group is not declared.
    """
    path = packs.find(f"{FOLDER}.yaml")
    head: Mapping[str, Any] = read_yaml(path)
    files = [packs.find(f"{FOLDER}/{each}.yaml") for each in _ids()]
    read = tuple(_element(read_yaml(file)) for file in files)
    ids = {group["id"] for group in head["groups"]}
    for element in read:
        if element.group not in ids:
            raise Invalid("agreements.elements.unknown-group", params={"element": element.id, "group": element.group})
    groups = tuple(
        Group(each["id"], Text(each["label"]), tuple(element for element in read if element.group == each["id"]))
        for each in head["groups"]
    )
    digest = digest_of(b"".join(each.read_bytes() for each in (path, *files)))
    return Catalogue(head["version"], Text(head["note"]), head["source"], head["verification"], groups, digest)


def element(id: str) -> Element:
    """One element.

    Raises:
        NotFound: ``agreements.element.unknown``.
    """
    found = _by_id().get(id)
    if found is None:
        raise NotFound("agreements.element.unknown", params={"element": id})
    return found


def note(language: str) -> str:
    """What the catalogue is and is not, to stand on every page that shows it."""
    return catalogue().note.best(language).text


def label_of_level(level: Level, language: str) -> str:
    """The name of a level of specificity."""
    return _words("levels")[level]["label"].best(language).text


def about_level(level: Level, language: str) -> str:
    """What a level of specificity means, one sentence."""
    return _words("levels")[level]["about"].best(language).text


def label_of_mark(mark: Mark, language: str) -> str:
    """The name of a mark."""
    return _words("marks")[mark]["label"].best(language).text


@lru_cache(maxsize=4)
def _by_id() -> Mapping[str, Element]:
    return {each.id: each for each in catalogue().elements}


@lru_cache(maxsize=4)
def _words(part: str) -> Mapping[str, Mapping[str, Text]]:
    declared: Mapping[str, Any] = read_yaml(packs.find("agreements/levels.yaml"))
    return {
        each["id"]: {key: Text(words) for key, words in each.items() if key in {"label", "about"}}
        for each in declared[part]
    }


def _ids() -> list[str]:
    return sorted({path.stem for root in packs.roots() for path in (root / FOLDER).glob("*.yaml")})


def _element(read: Mapping[str, Any]) -> Element:
    cues = {language: _cues(said) for language, said in read["cues"].items()}
    return Element(
        read["id"], read["group"], tuple(read["articles"]), Text(read["label"]), Text(read["question"]),
        read["source"], read["verification"], cues,
    )  # fmt: skip


def _cues(said: Mapping[str, list[str]]) -> Cues:
    strong, weak, later, later_weak, usage, usage_weak, read = (
        tuple(said.get(part, ()))
        for part in ("strong", "weak", "unmeasured", "unmeasured_weak", "usage", "usage_weak", "usage_read")
    )
    named = frozenset((*strong, *weak, *later, *later_weak))
    return Cues(
        tuple(dict.fromkeys((*strong, *later, *usage, *read))), tuple(dict.fromkeys((*weak, *later_weak, *usage_weak))),
        frozenset((*later, *later_weak)), frozenset((*usage, *usage_weak, *read)) - named,
        frozenset(read) - named - frozenset((*usage, *usage_weak)),
    )  # fmt: skip

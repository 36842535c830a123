"""What a dossier's spaces hold of its appraisal, as values of the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from concord.agreements.appraisal import Appraisal, appraise
from concord.agreements.appraisal_marks import Marking
from concord.agreements.suggesting.suggest import Suggestions, suggest
from concord.errors import NotFound
from concord.texts.clauses import Clause
from concord.vocabulary.text import Text
from concord_site.agreements.queries.spaces import Dossier, Record, Space
from concord_site.agreements.texting.queries import KeptVersion, Texts

MARK = "appraisal.mark"


def key_of(version: str, element: str) -> str:
    """Key of the record of one mark."""
    return f"{version}.{element}"


@dataclass(frozen=True, slots=True)
class Source:
    """A version of the text that can be appraised.

    Args:
        side: Where the text stands: ``shared``, or ``own`` for a draft of one's own.
        kept: The version.
    """

    side: str
    kept: KeptVersion

    @property
    def key(self) -> str:
        """Key of the version's record."""
        return self.kept.key


class Desk:
    """The appraisal in one space: of the party alone (``own``), or of all parties together (``shared``)."""

    def __init__(self, dossier: Dossier, side: str, text: str = "") -> None:
        self.dossier = dossier
        self.side = side
        self.space: Space = dossier.space(side)
        self._asked = text

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Texts that can be appraised here, oldest first; one's own drafts in one's own space alone."""
        shared = tuple(Source("shared", each) for each in Texts(self.dossier, "shared").versions)
        if self.side == "shared":
            return shared
        own = tuple(Source("own", each) for each in Texts(self.dossier, "own").versions)
        return (*own, *shared)

    @cached_property
    def source(self) -> Source | None:
        """The text that was asked for, else the newest on the table, else the newest draft; None before there is one.

        Raises:
            NotFound: ``site.access.unknown`` for a version that is not here.
        """
        if not self._asked:
            return self.sources[-1] if self.sources else None
        found = next((each for each in self.sources if each.key == self._asked), None)
        if found is None:
            raise NotFound("site.access.unknown")
        return found

    @property
    def text(self) -> Source:
        """The text.

        Raises:
            NotFound: ``site.access.unknown`` before there is one.
        """
        if self.source is None:
            raise NotFound("site.access.unknown")
        return self.source

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Clauses of the text."""
        return self.text.kept.clauses()

    @property
    def language(self) -> str:
        """Language of the text."""
        return self.text.kept.version.language

    @cached_property
    def _records(self) -> Mapping[str, Mapping[str, Record]]:
        found: dict[str, dict[str, Record]] = {}
        for record in self.space.records(MARK):
            version, _, element = record.key.rpartition(".")
            found.setdefault(version, {})[element] = record
        return found

    def record(self, element: str) -> Record | None:
        """The record of a mark on the text."""
        return self._records.get(self.text.key, {}).get(element)

    def marks_of(self, source: Source) -> tuple[Marking, ...]:
        """The marks on one text."""
        return tuple(Marking.from_json(record.body) for record in self._records.get(source.key, {}).values())

    @cached_property
    def suggestions(self) -> Suggestions:
        """What is suggested for the text; worked out each time and kept nowhere."""
        return suggest(self.clauses, language=self.language)

    def appraisal(self, *, suggested: bool = False) -> Appraisal:
        """The appraisal of the text, with suggestions where they are asked for."""
        return self.appraisal_of(self.text, self.suggestions if suggested else None)

    def appraisal_of(self, source: Source, suggestions: Suggestions | None = None) -> Appraisal:
        """The appraisal of one of the texts."""
        version = source.kept.version
        title = {version.language: version.title} if version.title else dict(self.dossier.title)
        return appraise(
            source.kept.clauses(), self.marks_of(source), language=version.language, title=Text(title),
            suggestions=suggestions, invented=self.dossier.is_invented,
        )  # fmt: skip

    @property
    def earlier(self) -> Source | None:
        """The newest text before this one that has marks: what can be taken over."""
        before: list[Source] = []
        for each in self.sources:
            if each.key == self.text.key:
                break
            if each.key in self._records:
                before.append(each)
        return before[-1] if before else None

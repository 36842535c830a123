"""Language versions of one text beside each other, clause by clause: what is missing and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from concord.findings import Finding, Findings, Place
from concord.texts.clauses import Clause
from concord.texts.figures import Figures, dates_apart, figures, numbers_apart
from concord.texts.prevailing import EQUAL, Prevailing, prevailing
from concord.texts.strength import bare_binds, strengths


@dataclass(frozen=True, slots=True)
class Row:
    """One clause in all languages.

    Args:
        id: The clause's id, the same in all.
        number: Its number, or empty.
        clauses: Language → the clause; a language that does not have it is not there.
        findings: What differs.
    """

    id: str
    number: str
    clauses: Mapping[str, Clause]
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Language versions of one text.

    Args:
        languages: In the order given; the first is the one others are compared with.
        rows: Every clause of every version, once.
        prevails: Language → what that version says of the versions; a version that says nothing is not there.
        findings: What concerns the whole text: which version prevails is not said, or said differently.
    """

    languages: tuple[str, ...]
    rows: tuple[Row, ...]
    prevails: Mapping[str, Prevailing]
    findings: Findings

    @property
    def which(self) -> str:
        """The language that prevails, ``equal``, or empty where the versions are silent or disagree."""
        said = {each.which for each in self.prevails.values()}
        return said.pop() if len(said) == 1 else ""

    def differing(self) -> tuple[Row, ...]:
        """The clauses with a finding."""
        return tuple(row for row in self.rows if row.findings)


def align(versions: Mapping[str, Sequence[Clause]]) -> Alignment:
    """Lay language versions side by side.

    Clauses are the same one where they have the same number, which :func:`concord.texts.clauses.cut` writes alike in
    all languages; those without a number are matched by their order.

    Args:
        versions: Language → its clauses; the first is the one the others are compared with.

    Returns:
        One row for every clause. Findings: ``texts.language.missing`` (hard), ``.dates`` and ``.numbers`` (hard),
        ``.strength`` (soft; a note where the other language often binds without a strength word), and for the whole
        text ``.prevails-unsaid`` (soft) or ``.prevails-differs`` (hard), and ``.unnamed`` (soft) for a language that
        the sentence on equal versions does not name. They ask a person to look; none of them
        proves an error, and a translation without any is not shown to be right.
    """
    languages = tuple(versions)
    by_id = {language: {clause.id: clause for clause in clauses} for language, clauses in versions.items()}
    rows: list[Row] = []
    for id in _ids(list(versions.values())):
        clauses = {language: by_id[language][id] for language in languages if id in by_id[language]}
        number = next(iter(clauses.values())).number
        rows.append(Row(id, number, clauses, Findings(_differences(id, clauses, languages))))
    said = {language: found for language in languages if (found := prevailing(versions[language], language=language))}
    return Alignment(languages, tuple(rows), said, Findings(_about_versions(languages, said)))


def _ids(versions: Sequence[Sequence[Clause]]) -> list[str]:
    """All ids, each where it stands in the first version that has it."""
    order: list[str] = []
    for clauses in versions:
        at = 0
        for clause in clauses:
            if clause.id in order:
                at = order.index(clause.id) + 1
            else:
                order.insert(at, clause.id)
                at += 1
    return order


def _differences(id: str, clauses: Mapping[str, Clause], languages: Sequence[str]) -> Iterator[Finding]:
    where = Place(item=id)
    for language in languages:
        if language not in clauses:
            there = ", ".join(clauses)
            yield Finding("texts.language.missing", "hard", where, {"language": language, "languages": there})
    first, *others = clauses
    said = _figures(clauses[first], first)
    for other in others:
        says = _figures(clauses[other], other)
        yield from _stated(where, first, other, said, says)
        yield from _strength(where, first, other, clauses)


def _figures(clause: Clause, language: str) -> Figures:
    return figures(f"{clause.heading}\n{clause.body}", language=language)


def _stated(where: Place, first: str, other: str, said: Figures, says: Figures) -> Iterator[Finding]:
    for code, apart in (("dates", dates_apart(said, says)), ("numbers", numbers_apart(said, says))):
        if apart:
            params = {
                "first": first, "second": other, "only_first": ", ".join(apart.only_first) or "–",
                "only_second": ", ".join(apart.only_second) or "–",
            }  # fmt: skip
            yield Finding(f"texts.language.{code}", "hard", where, params)


def _strength(where: Place, first: str, other: str, clauses: Mapping[str, Clause]) -> Iterator[Finding]:
    """Levels said in one version and not in the other; how often is not compared, since languages repeat verbs."""
    said, says = _by_level(clauses[first], first), _by_level(clauses[other], other)
    if said.keys() == says.keys():
        return
    only_said, only_says = said.keys() - says.keys(), says.keys() - said.keys()
    bare = (bare_binds(other) and not only_says and only_said == {"binds"}) or (
        bare_binds(first) and not only_said and only_says == {"binds"}
    )
    params = {
        "first": first, "second": other, "only_first": _words(said, only_said), "only_second": _words(says, only_says),
    }  # fmt: skip
    code = "texts.language.strength-unsaid" if bare else "texts.language.strength"
    yield Finding(code, "note" if bare else "soft", where, params)


def _by_level(clause: Clause, language: str) -> dict[str, dict[str, None]]:
    """Level → the words that say it, each once, in order."""
    found: dict[str, dict[str, None]] = {}
    for each in strengths(clause.body, language=language):
        found.setdefault(each.level, {})[each.words.lower()] = None
    return found


def _words(said: Mapping[str, Mapping[str, None]], which: Set[str]) -> str:
    """The words themselves, as the text has them."""
    return ", ".join(f"“{word}”" for level in said if level in which for word in said[level]) or "–"


def _about_versions(languages: Sequence[str], said: Mapping[str, Prevailing]) -> Iterator[Finding]:
    if len(languages) < 2:
        return
    which = {found.which for found in said.values()}
    if not which:
        yield Finding("texts.language.prevails-unsaid", "soft", params={"languages": ", ".join(languages)})
    elif len(which) > 1:
        told = ", ".join(f"{language}: {found.which}" for language, found in said.items())
        yield Finding("texts.language.prevails-differs", "hard", params={"said": told})
    named = frozenset[str]().union(*(found.names for found in said.values() if found.which == EQUAL))
    for language in languages:
        if named and language not in named:
            yield Finding("texts.language.unnamed", "soft", params={"language": language})

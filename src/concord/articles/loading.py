"""Reads the declared files of the Code and its resolutions into values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.articles.model import (
    Actor,
    Amendment,
    Article,
    Citation,
    Code,
    Obligation,
    Resolution,
    ResolutionParagraph,
    Review,
    Strength,
)
from concord.articles.version import version as version_of
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound

Roots = tuple[Path, ...]


def load(version: str | None = None) -> Code:
    """One version of the Code, whole.

    Args:
        version: Its year, ``"2010"`` or ``"2026"``; None for the latest.

    Returns:
        The ten articles with every obligation of that version. Where an amendment's paragraphs are not known, the
        obligations keep the words of the version before and the amendments stand beside them.

    Raises:
        NotFound: ``articles.version.unknown``.
    """
    return _load(version_of(version).id, packs.roots())


@lru_cache(maxsize=8)
def _load(version: str, roots: Roots) -> Code:
    chosen = version_of(version)
    articles = tuple(_article(path, chosen.start) for path in packs.each("articles", "[0-9]*.yaml"))
    return Code(chosen, articles, _amendments(chosen.amendments))


def _article(path: Path, on: str) -> Article:
    declared = read_yaml(path)
    file = f"articles/{path.name}"
    obligations = [_obligation({"from": declared["from"], **each}, file) for each in declared["obligations"]]
    kept = tuple(each for each in obligations if each.start <= on and (each.until is None or on <= each.until))
    return Article(declared["article"], declared["title"], file, kept, declared.get("numbering_note", "").strip())


def _obligation(declared: Mapping[str, Any], file: str) -> Obligation:
    return Obligation(
        id=declared["id"],
        words=declared["words"].strip(),
        actors=tuple(_named(declared["actors"])),
        strength=_strength(declared["strength"]),
        objects=tuple(declared["objects"]),
        source=citation(declared["source"]),
        verification=declared["verification"],
        start=declared["from"],
        file=file,
        page=declared["page"],
        until=declared.get("until"),
        verification_note=declared.get("verification_note", "").strip(),
        implemented_by=tuple(declared.get("implemented_by", ())),
        declared_in=(file, *declared.get("declared_in", ())),
        tests=tuple(declared.get("tests", ())),
        not_yet=declared.get("not_yet", "").strip(),
        why_not=declared.get("why_not", "").strip(),
    )


def citation(declared: Mapping[str, str]) -> Citation:
    """A declared ``source:`` as a value."""
    return Citation(declared["document"], declared["place"], declared.get("link", ""))


def _amendments(file: str | None) -> tuple[Amendment, ...]:
    if file is None:
        return ()
    declared = read_yaml(packs.find(f"articles/{file}.yaml"))
    affected = declared["affected_paragraphs"]
    paragraphs = None if affected == "unknown" else tuple(affected)
    return tuple(
        Amendment(e["id"], e["subject"], e["words"].strip(), citation(e["source"]), e["verification"], paragraphs)
        for e in declared["changes"]
    )


def actors() -> tuple[Actor, ...]:
    """Everyone who owes something under the Code."""
    return tuple(_actors(packs.roots()).values())


@lru_cache(maxsize=8)
def _actors(roots: Roots) -> Mapping[str, Actor]:
    declared = read_yaml(packs.find("articles/actors.yaml"))
    return {each["id"]: Actor(each["id"], each["name"], each["stakeholder"]) for each in declared["actors"]}


def stakeholders() -> tuple[Actor, ...]:
    """The stakeholders of article 2.2, to whom other articles point."""
    return tuple(actor for actor in actors() if actor.stakeholder)


def _named(ids: list[str]) -> list[Actor]:
    known = _actors(packs.roots())
    unknown = [each for each in ids if each not in known]
    if unknown:
        raise Invalid("articles.actor.unknown", params={"actor": ", ".join(unknown)})
    return [known[each] for each in ids]


def strengths() -> tuple[Strength, ...]:
    """The Code's strength words, strongest first; the scale that article 2.1 asks us to keep apart from duties."""
    return tuple(_strengths(packs.roots()).values())


@lru_cache(maxsize=8)
def _strengths(roots: Roots) -> Mapping[str, Strength]:
    declared = read_yaml(packs.find("articles/strengths.yaml"))
    return {each["word"]: Strength(each["word"], each["degree"]) for each in declared["strengths"]}


def _strength(word: str) -> Strength:
    try:
        return _strengths(packs.roots())[word]
    except KeyError:
        raise Invalid("articles.strength.unknown", params={"strength": word}) from None


def reviews() -> tuple[Review, ...]:
    """The reviews of the Code's relevance and effectiveness (article 9.5), in order of time."""
    declared = read_yaml(packs.find("articles/reviews.yaml"))
    return tuple(_review(each) for each in declared["reviews"])


def _review(declared: Mapping[str, Any]) -> Review:
    plain = {
        "id",
        "year",
        "title",
        "result_verification",
        "verification",
        "until_year",
        "period",
        "document",
        "decision",
        "mandate",
        "evidence",
    }
    return Review(
        **{key: value for key, value in declared.items() if key in plain},
        result=declared["result"].strip(),
        source=citation(declared["source"]),
        counts=tuple(declared.get("counts", {}).items()),
    )


def resolutions() -> tuple[Resolution, ...]:
    """Resolutions and decisions of the World Health Assembly about the Code, in order of time."""
    return _resolutions(packs.roots())


@lru_cache(maxsize=8)
def _resolutions(roots: Roots) -> tuple[Resolution, ...]:
    read = [_resolution(read_yaml(path), path.name) for path in packs.each("resolutions")]
    return tuple(sorted(read, key=lambda each: each.date))


def _resolution(declared: Mapping[str, Any], name: str) -> Resolution:
    return Resolution(
        id=declared["id"],
        kind=declared["kind"],
        title=declared["title"],
        date=declared["date"],
        body=declared["body"],
        paragraphs=tuple(_resolution_paragraph(each) for each in declared["paragraphs"]),
        numbers_note=declared["numbers_note"],
        source=citation(declared["source"]),
        verification=declared["verification"],
        file=f"resolutions/{name}",
        title_is_ours=declared.get("title_is_ours", False),
        adopts_version=declared.get("adopts_version"),
    )


def _resolution_paragraph(declared: Mapping[str, Any]) -> ResolutionParagraph:
    return ResolutionParagraph(
        id=declared["id"],
        words=declared["words"].strip(),
        asked=tuple(_named(declared["asked"])),
        leads_to=tuple(declared.get("leads_to", ())),
        source=citation(declared["source"]),
        verification=declared["verification"],
        number=declared.get("number", ""),
    )


def resolution(id: str) -> Resolution:
    """One resolution or decision by its number (``WHA63.16``, ``WHA68(11)``), whatever its case and spaces.

    Raises:
        NotFound: ``articles.resolution.unknown``.
    """
    wanted = id.replace(" ", "").casefold()
    for each in resolutions():
        if each.id.casefold() == wanted:
            return each
    known = ", ".join(each.id for each in resolutions())
    raise NotFound("articles.resolution.unknown", params={"id": id, "known": known})

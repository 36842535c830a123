"""How parts of the Code look in JSON: the keys that scripts rely on."""

from __future__ import annotations

from typing import Any

from concord.articles.model import Amendment, Citation, Obligation, Resolution, ResolutionParagraph


def source_json(source: Citation) -> dict[str, str | None]:
    """Where something was read; the link is null where there is none."""
    return {"document": source.document, "place": source.place, "link": source.link or None}


def obligation_json(obligation: Obligation, language: str) -> dict[str, Any]:
    """An obligation in one language, with who owes it, how strongly, and where it lives here."""
    said = obligation.said(language)
    return {
        "id": obligation.id,
        "words": said.text,
        "language": said.language,
        "is_fallback": said.is_fallback,
        "actors": [{"id": each.id, "name": str(each.said(language))} for each in obligation.actors],
        "strength": obligation.strength.word,
        "strength_words": str(obligation.strength.said(language)),
        "degree": obligation.strength.degree,
        "objects": list(obligation.objects),
        "source": source_json(obligation.source),
        "verification": obligation.verification,
        "verification_note": obligation.verification_note,
        "implemented_by": list(obligation.implemented_by),
        "declared_in": list(obligation.declared_in),
        "page": obligation.page,
        "tests": list(obligation.tests),
        "not_yet": obligation.not_yet or None,
        "why_not": obligation.why_not or None,
    }


def resolution_paragraph_json(owner: Resolution, paragraph: ResolutionParagraph, language: str) -> dict[str, Any]:
    """One thing a resolution says, and of whom it asks it."""
    said = owner.said(paragraph, language)
    return {
        "id": paragraph.id,
        "number": paragraph.number or None,
        "words": said.text,
        "language": said.language,
        "is_fallback": said.is_fallback,
        "actors": [{"id": each.id, "name": str(each.said(language))} for each in paragraph.asked],
        "leads_to": list(paragraph.leads_to),
        "source": source_json(paragraph.source),
        "verification": paragraph.verification,
    }


def resolution_json(resolution: Resolution, language: str) -> dict[str, Any]:
    """A resolution or decision without its paragraphs."""
    return {
        "id": resolution.id,
        "kind": resolution.kind,
        "title": str(resolution.said_title(language)),
        "title_is_ours": resolution.title_is_ours,
        "date": resolution.date,
        "body": resolution.body,
        "adopts_version": resolution.adopts_version,
        "verification": resolution.verification,
        "numbers_note": resolution.numbers_note,
        "source": source_json(resolution.source),
        "declared_in": resolution.file,
    }


def amendment_json(amendment: Amendment, language: str) -> dict[str, Any]:
    """A change to the Code; its paragraphs are null where they are not known."""
    said = amendment.said(language)
    return {
        "id": amendment.id,
        "words": said.text,
        "language": said.language,
        "is_fallback": said.is_fallback,
        "paragraphs": None if amendment.paragraphs is None else list(amendment.paragraphs),
        "verification": amendment.verification,
        "source": source_json(amendment.source),
    }

"""What everybody would see of the text once its parties agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.texts.akoma_out import write_akoma
from concord.texts.aligning import align
from concord.texts.clauses import cut
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting import in_force
from concord_site.agreements.texting.files import work_of
from concord_site.agreements.texting.queries import Texts


def body(dossier: Dossier) -> Mapping[str, Any] | None:
    """The text that was signed (else the newest of the shared space), its languages and what belongs to it.

    Returns:
        ``title``, ``language``, ``text``, ``clauses`` (as of :class:`concord.texts.clauses.Clause`), ``languages``
        (each with ``language`` and ``text``), ``prevails`` (a language, ``equal`` or empty), ``attached``
        (amendments, protocols, annexes with their days, texts and changes in each language; of one that is withheld its
        kind, title, days and ``reason``, with ``withheld`` true) and ``akoma`` (the text as first signed as Akoma
        Ntoso). None before there is a text.
    """
    texts = Texts(dossier, "shared")
    first = texts.first_text
    if first is None:
        return None
    version, clauses = first.version, first.clauses()
    spoken, *others = in_force.wordings(texts).items()
    title = version.title or str(dossier)
    cuts = {code: cut(text, language=code) for code, text in (spoken, *others)}
    return {
        "title": title, "language": version.language, "text": version.text,
        "clauses": [clause.to_json() for clause in clauses],
        "languages": [{"language": code, "text": text} for code, text in others],
        "prevails": align(cuts).which if others else "",
        "attached": [attached.to_public() for _record, attached in texts.attached],
        "akoma": write_akoma(clauses, work_of(dossier, title, version.language, first.record.at.date())).decode(),
    }  # fmt: skip


def is_finished(dossier: Dossier) -> bool:
    """Whether a version is marked as the one that was signed, and what belongs to it is signed too, or withheld."""
    texts = Texts(dossier, "shared")
    attached = [each for _record, each in texts.attached]
    return texts.signed is not None and all(each.is_withheld or each.amendment.signed for each in attached)

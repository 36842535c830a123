"""What everybody would see of the text once its parties agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.texts.akoma_out import write_akoma
from concord.texts.aligning import align
from concord.texts.clauses import cut
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting.files import work_of
from concord_site.agreements.texting.queries import Texts


def body(dossier: Dossier) -> Mapping[str, Any] | None:
    """The text that was signed (else the newest of the shared space), its languages and what belongs to it.

    Returns:
        ``title``, ``language``, ``text``, ``clauses`` (as of :class:`concord.texts.clauses.Clause`), ``languages``
        (each with ``language`` and ``text``), ``prevails`` (a language, ``equal`` or empty), ``attached``
        (amendments, protocols, annexes with their days, texts and changes) and ``akoma`` (the text as Akoma Ntoso).
        None before there is a text.
    """
    texts = Texts(dossier, "shared")
    first = texts.first_text
    if first is None:
        return None
    version, clauses = first.version, first.clauses()
    others = [each for _record, each in texts.languages if each.of == first.key and each.language != version.language]
    title = version.title or str(dossier)
    spoken = {version.language: clauses} | {each.language: cut(each.text, language=each.language) for each in others}
    return {
        "title": title, "language": version.language, "text": version.text,
        "clauses": [clause.to_json() for clause in clauses],
        "languages": [{"language": each.language, "text": each.text} for each in others],
        "prevails": align(spoken).which if others else "",
        "attached": [attached.to_json() for _record, attached in texts.attached],
        "akoma": write_akoma(clauses, work_of(dossier, title, version.language, first.record.at.date())).decode(),
    }  # fmt: skip

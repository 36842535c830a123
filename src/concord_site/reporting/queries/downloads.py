"""Files of an instrument: the library writes them, this says which there are and what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord.instrument.model import Instrument
from concord.instrument.sheets import Sheets
from concord.vocabulary.languages import LANGUAGES
from concord_site.reporting.models.instruments import InstrumentFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Args:
        module: Where the library writes it.
        function: What writes it; the kind is offered where the module has it.
        by_language: Whether each language has its own.
    """

    id: str
    ending: str
    media_type: str
    module: str
    function: str
    by_language: bool
    write: Callable[[Any, Instrument, str], bytes]


def _bytes(made: Any) -> bytes:
    return made.encode() if isinstance(made, str) else bytes(made)


def _workbook(module: Any, asked: Instrument, _language: str) -> bytes:
    return _bytes(module.write_workbook(asked.sheets, asked.languages))


def _json(module: Any, asked: Instrument, _language: str) -> bytes:
    import json

    return json.dumps(module.questionnaire(asked).resource, ensure_ascii=False, indent=1).encode()


def _xform(module: Any, asked: Instrument, _language: str) -> bytes:
    return _bytes(module.definition(asked))


def _excel(module: Any, asked: Instrument, language: str) -> bytes:
    return _bytes(module.write(asked, language))


def _printed(format: str) -> Callable[[Any, Instrument, str], bytes]:
    def write(module: Any, asked: Instrument, language: str) -> bytes:
        from django.utils import timezone

        document = module.compose(asked, language, as_of=timezone.now().date())
        return _bytes(import_module(f"concord.documents.render.{format}").render(document))

    return write


KINDS: dict[str, Kind] = {
    each.id: each for each in (
        Kind("workbook", "xlsx", XLSX, "concord.instrument.xlsform.write", "write_workbook", False, _workbook),
        Kind("xform", "xml", "application/xml", "concord.instrument.xform", "definition", False, _xform),
        Kind("fhir", "json", "application/fhir+json", "concord.instrument.fhir", "questionnaire", False, _json),
        Kind("excel", "xlsx", XLSX, "concord.instrument.workbook", "write", True, _excel),
        Kind("word", "docx", DOCX, "concord.reporting.instrument_print", "compose", True, _printed("docx")),
        Kind("pdf", "pdf", "application/pdf", "concord.reporting.instrument_print", "compose", True, _printed("pdf")),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that can be downloaded: its kind, what it is called, what it is for."""

    kind: str
    name: str
    about: str


@lru_cache(maxsize=16)
def _is_there(kind: Kind) -> bool:
    try:
        return hasattr(import_module(kind.module), kind.function)
    except ModuleNotFoundError:
        return False


def is_offered(kind: str) -> bool:
    """Whether there is such a kind of file."""
    return kind in KINDS and _is_there(KINDS[kind])


def of_any_language() -> list[Offered]:
    """Files that hold every language."""
    said = {
        "workbook": (_("Authoring workbook"), _("XLSForm: sheets survey, choices and settings in every language. "
                                                "Change it and upload it as a draft.")),
        "xform": (_("XForm"), _("For KoBo, ODK and other programs that read OpenRosa forms.")),
        "fhir": (_("FHIR Questionnaire"), _("For health information systems.")),
    }  # fmt: skip
    return [Offered(id, *words) for id, words in said.items() if _is_there(KINDS[id])]


def in_language(language: str) -> list[Offered]:
    """Files of one language."""
    said = {"excel": _("Excel to fill in"), "word": "Word", "pdf": "PDF"}
    return [Offered(id, words, "") for id, words in said.items() if _is_there(KINDS[id])]


#: Questions beyond which writing a file takes more than a moment.
HEAVY_FROM = 250
AT_ONCE = frozenset({"workbook"})


def is_heavy(asked: Instrument, kind: str) -> bool:
    """Whether a file is made in the background, once, rather than while somebody waits."""
    return len(asked.questions) > HEAVY_FROM and kind not in AT_ONCE


def kept(digest: str, kind: str, language: str) -> InstrumentFile | None:
    """A file that was made or asked for; in no language where its kind holds all of them."""
    code = language if kind in KINDS and KINDS[kind].by_language else ""
    return InstrumentFile._default_manager.filter(digest=digest, what=kind, language=code).first()


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made."""

    content: bytes
    name: str
    media_type: str


def made(asked: Instrument, kind: str, language: str) -> Made:
    """A file of an instrument.

    Raises:
        NotFound: ``site.access.unknown`` for a kind or language there is not.
    """
    found = KINDS.get(kind)
    if found is None or not _is_there(found) or language not in LANGUAGES:
        raise NotFound("site.access.unknown")
    content = found.write(import_module(found.module), asked, language)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{asked.id}-{asked.version}".strip("-"))
    ending = f"{language}.{found.ending}" if found.by_language else found.ending
    return Made(content, f"{stem}.{ending}", found.media_type)


def authoring(sheets: Sheets, languages: tuple[str, ...]) -> bytes:
    """The sheets of a draft as a workbook, in whatever state they are."""
    from concord.instrument import xlsform

    return _bytes(xlsform.write_workbook(sheets, languages))

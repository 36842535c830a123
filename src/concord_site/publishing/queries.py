"""What is published, what is in preparation, and the files of both."""

from __future__ import annotations

from typing import IO

from concord.errors import NotFound
from concord.vocabulary.languages import LANGUAGES
from concord_site.publishing.models import FORMATS, Document, Edition, Rendition
from concord_site.shell import access, files
from concord_site.shell.models import Job, PrivateFile


def editions(by: object) -> list[Edition]:
    """Every edition, newest round first."""
    return list(access.visible(Edition, by).order_by("-round", "-published_at"))


def edition(number: str, by: object) -> Edition:
    """One edition by its number.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.visible(Edition, by).filter(number=number[:12]).select_related("document").first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def documents(by: object) -> list[Document]:
    """Documents in preparation that ``by`` may see, newest first; those that became editions are left out."""
    return list(access.visible(Document, by).filter(edition__isnull=True).order_by("-drafted_at"))


def has_documents(by: object) -> bool:
    """Whether there is anything in preparation that ``by`` may see."""
    return access.visible(Document, by).exists()


def may_draft(by: object) -> bool:
    """Whether ``by`` may begin a document."""
    from concord.errors import NotAllowed

    try:
        access.permit(Document, by, "create", state=Document.State.DRAFT)
    except NotAllowed:
        return False
    return True


def job_of(document: Document, by: object) -> Job | None:
    """The job that compiles a document, for whoever started it."""
    return access.visible(Job, by).filter(pk=document.job).first() if document.job else None


def renditions(document: Document) -> dict[tuple[str, str], Rendition]:
    """The files of a document that has been fetched through the access door, by language and format."""
    rows = document.renditions.select_related("file")
    return {(each.language, each.format): each for each in rows}


def table(document: Document) -> list[tuple[str, list[tuple[str, Rendition | None]]]]:
    """Languages in the order of the United Nations, each with PDF and Word file or None."""
    made = renditions(document)
    shown = [each for each in FORMATS if each != "html"]
    return [(code, [(format, made.get((code, format))) for format in shown]) for code in LANGUAGES]


def rendition(document: Document, language: str, format: str) -> Rendition | None:
    """One file of a document, if it has been asked for."""
    return document.renditions.select_related("file").filter(language=language, format=format).first()


def opened(found: Rendition) -> tuple[PrivateFile, IO[bytes]]:
    """A file's row and bytes, compared with their digest.

    Raises:
        NotFound: ``site.access.unknown`` while it is not made.
        Unavailable: ``site.file.damaged``.
    """
    if found.file is None:
        raise NotFound("site.access.unknown")
    return found.file, files.open_checked(found.file)


def text(found: Rendition) -> str:
    """The web page of a document as it was stored."""
    _row, stream = opened(found)
    with stream:
        return stream.read().decode("utf-8")

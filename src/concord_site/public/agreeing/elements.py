"""Elements of the catalogue as these pages name them; it is a composite, and every page that shows it says so."""

from __future__ import annotations

from concord.agreements import elements
from concord.errors import NotFound
from concord_site.shell.i18n import language


def name(id: str) -> str:
    """An element's name; its id where the catalogue does not have it."""
    try:
        return elements.element(id).label.best(language()).text
    except NotFound:
        return id


def articles(id: str) -> tuple[str, ...]:
    """Paragraphs of the Code that an element is about."""
    try:
        return elements.element(id).articles
    except NotFound:
        return ()


def note() -> str:
    """What the catalogue is and is not."""
    return elements.note(language())

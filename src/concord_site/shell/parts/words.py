"""Numbers, dates, names and declared wording in the language in use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from concord.vocabulary import formats
from concord.vocabulary.text import Text, Wording, wording
from concord_site.shell.i18n import language

#: What stands between the things of a list, and between the parts of a sentence, where it is not a comma and a space.
SEPARATORS = {"ar": "، ", "zh": "、"}
COMMAS = {"ar": "، ", "zh": "，"}


def number(value: Any, decimals: int | None = None) -> str:
    """``{{ 16615|number }}`` or ``{{ 56.14|number:1 }}``; nothing for None, which a page says with a status mark."""
    return "" if value is None or value == "" else _signed(formats.number(value, language(), decimals=decimals))


def _signed(shown: str) -> str:
    """A negative number in Arabic keeps its sign before its first digit, by a left-to-right mark."""
    return f"\u200e{shown}" if shown.startswith("\u2212") and language() == "ar" else shown


def percent(value: Any, decimals: int = 1) -> str:
    """``{{ 42.4|percent }}``, of a percentage (0-100)."""
    return "" if value is None or value == "" else _signed(formats.percent(value, language(), decimals=decimals))


def share(value: Any, decimals: int = 1) -> str:
    """``{{ 0.424|share }}``, a share (0-1) as a percentage."""
    return "" if value is None or value == "" else _signed(formats.percent(value * 100, language(), decimals=decimals))


def day(value: Any) -> str:
    """``{{ value|day }}``: a date as precise as it is known."""
    return "" if value is None or value == "" else formats.date(value, language())


def month(value: Any) -> str:
    """``{{ 5|month }}``: the name of a month."""
    return formats.month_name(int(value), language())


def passage(text: Wording | Text | str | None, element: str = "span") -> SafeString | str:
    """A wording in the reader's language; where it falls back, an element that says which language it is in.

    Args:
        text: A ``Wording``, a ``Text``, or plain words of the page's own language.
        element: Element put around a passage in another language: ``span``, ``p``, ``div`` or ``li``.
    """
    if text is None:
        return ""
    found = text.best(language()) if isinstance(text, Text) else text
    if not isinstance(found, Wording):
        return str(found)
    if found.language == language():
        return found.text
    if element not in {"span", "p", "div", "li"}:
        raise ValueError(element)
    return format_html(
        '<{0} class="fallback" lang="{1}" dir="{2}">{3}</{0}>',
        SafeString(element), found.language, found.direction, found.text,
    )  # fmt: skip


def words(domain: str, key: str, english: str, element: str = "span") -> SafeString | str:
    """A declared wording (``data/locale/<language>/<domain>.po``) in the reader's language, falling back visibly."""
    return passage(wording(domain, key, english, language()), element)


def area_name(code: str) -> SafeString | str:
    """``{{ "KEN"|area_name }}``: an area's name, visibly English where there is none; else the code."""
    from concord.errors import NotFound
    from concord.vocabulary.areas import area

    try:
        return passage(area(code).wording(language()))
    except NotFound:
        return code


def comma() -> str:
    """``{% comma %}``: what stands between a thing and what is said of it, such as a file and its row."""
    return COMMAS.get(language(), ", ")


def separator() -> str:
    """``{% separator %}``: what stands between two things of a list, for loops whose things are links or marks."""
    return SEPARATORS.get(language(), ", ")


def listed(items: Iterable[Any]) -> SafeString:
    """``{{ names|listed }}``: things one after another, with the separator of the reader's language."""
    return format_html_join(separator(), "{}", ((each,) for each in items))


def beside(parts: Iterable[Any]) -> SafeString:
    """A thing and what is said of it, with the comma of the reader's language: a title, its unit, its year."""
    return format_html_join(comma(), "{}", ((each,) for each in parts))


def named(name: Any, value: Any) -> SafeString:
    """``{% named name value %}``: a name and what belongs to it, by the colon of the reader's language."""
    parts = {"name": conditional_escape(name), "value": conditional_escape(value)}
    return SafeString(_("%(name)s: %(value)s") % parts)

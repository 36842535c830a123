"""``{% load answering %}``: wordings of a form's author, which may be in another language than the page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from concord.vocabulary.text import Text, Wording
from concord_site.reporting.answering import rich
from concord_site.shell.i18n import language

register = template.Library()


def _wording(text: Wording | Text | str | None) -> Wording:
    if isinstance(text, Wording):
        return text
    return text.best(language()) if isinstance(text, Text) else Wording(str(text or ""), language())


@register.simple_tag
def said(text: Wording | Text | str | None) -> SafeString:
    """``{% said box.label %}``: one line of rich text, marked where it is in another language than the page."""
    found = _wording(text)
    inner = rich.inline(found.text)
    if found.language in {"", language()}:
        return inner
    return format_html('<span class="fallback" lang="{}" dir="{}">{}</span>', found.language, found.direction, inner)


@register.simple_tag
def told(text: Wording | Text | str | None) -> SafeString:
    """``{% told box.label %}``: paragraphs and lists of rich text."""
    found = _wording(text)
    inner = rich.block(found.text)
    if found.language in {"", language()}:
        return format_html('<div class="prose">{}</div>', inner)
    return format_html(
        '<div class="prose fallback" lang="{}" dir="{}">{}</div>', found.language, found.direction, inner
    )


@register.filter
def bare(text: Wording | Text | str | None) -> str:
    """``{{ box.label|bare }}``: the words alone, for attributes and titles."""
    return rich.plain(_wording(text).text)

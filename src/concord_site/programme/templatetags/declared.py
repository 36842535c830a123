"""``{% load declared %}``: wordings of declared things, and what their marks mean."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from concord.articles.model import Resolution, ResolutionParagraph
from concord.vocabulary import money
from concord_site.programme import code, plan
from concord_site.shell.i18n import language
from concord_site.shell.parts import words

register = template.Library()


@register.simple_tag
def said(thing: Any, what: str = "", element: str = "span") -> SafeString | str:
    """``{% said obligation %}``, ``{% said article "title" %}``: a declared wording, visibly in another language."""
    method = getattr(thing, f"said_{what}" if what else "said")
    return words.passage(method(language()), element)


@register.simple_tag
def said_paragraph(resolution: Resolution, paragraph: ResolutionParagraph, element: str = "p") -> SafeString | str:
    """``{% said_paragraph resolution paragraph %}``: one paragraph of a resolution."""
    return words.passage(resolution.said(paragraph, language()), element)


@register.simple_tag
def english(text: str) -> SafeString | str:
    """``{% english text %}``: words that are declared in English alone, marked as such in other languages."""
    from concord.vocabulary.text import Wording

    return words.passage(Wording(text, "en", language() != "en")) if text else ""


@register.filter
def usd(amount: Any) -> str:
    """``{{ 24270813|usd }}``: an amount of US dollars."""
    return money.shown(money.usd(amount), language())


register.filter("meaning", code.meaning)
register.filter("degree_words", code.degree_words)
register.filter("status_words", plan.status_words)
register.filter("part_words", plan.part_words)
register.filter("term_words", plan.term_words)


@register.filter
def judged_note(judged: Any) -> str:
    """``{{ judged|judged_note }}``: why a result is what it is, in one sentence."""
    return str(judged.note(language()))

"""``{% load reports %}``: what states and acts of documents are called."""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord_site.publishing.models import Document
from concord_site.shell.parts import figures

register = template.Library()


@register.inclusion_tag("components/tag.html")
def document_tag(document: Document) -> dict[str, Any]:
    """``{% document_tag document %}``: the state of a document by form and word."""
    kind, words = {
        "draft": ("going", _("Draft")), "in-review": ("look", _("Waiting for sign-off")),
        "signed": ("done", _("Signed off")), "withdrawn": ("open", _("Put away")),
    }[document.state]  # fmt: skip
    style, drawing, _usual = figures.tag_words(kind)
    return {"style": style, "icon": drawing, "words": words}


@register.filter
def act_words(action: str) -> str:
    """``{{ line.action|act_words }}``: an entry of the log as a reader says it."""
    return {
        "publishing.document.drafted": _("Begun"), "publishing.document.compiled": _("Compiled"),
        "publishing.document.submitted": _("Sent for sign-off"), "publishing.document.sent-back": _("Sent back"),
        "publishing.document.signed": _("Signed off"), "publishing.document.withdrawn": _("Put away"),
        "publishing.document.seen": pgettext("entry of a log", "Read"),
    }.get(action, action)  # fmt: skip


register.filter("unescaped", unescape)

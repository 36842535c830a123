"""``{% load concord %}``: every tag and filter pages are made with; the style page shows each in every state."""

from __future__ import annotations

from concord_site.shell.parts import words
from concord_site.shell.templatetags import tags_forms, tags_layout, tags_small, tags_tables
from concord_site.shell.templatetags.library import register

register.filter("listed", words.listed)
register.simple_tag(func=words.comma, name="comma")
register.simple_tag(func=words.separator, name="separator")
register.simple_tag(func=words.named, name="named")

__all__ = ["register", "tags_forms", "tags_layout", "tags_small", "tags_tables"]

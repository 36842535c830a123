"""``{% demonstration_code person %}``: the one-time code of an invented person, in a demonstration only."""

from __future__ import annotations

from django import template

from concord_site.accounts import demonstration

register = template.Library()


@register.simple_tag
def demonstration_code(person: object) -> str:
    """The current code, or nothing."""
    from concord_site.accounts.models import Person

    return demonstration.code_of(person) if isinstance(person, Person) else ""

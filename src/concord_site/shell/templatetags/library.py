"""The one library of tags; its parts register here, ``templatetags/concord.py`` hands it to Django."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template

from concord_site.shell.parts import figures, icons, words

register = template.Library()

FILTERS: dict[str, Callable[..., Any]] = {
    "number": words.number,
    "percent": words.percent,
    "share": words.share,
    "day": words.day,
    "month": words.month,
    "area_name": words.area_name,
}
TAGS: dict[str, Callable[..., Any]] = {
    "passage": words.passage,
    "words": words.words,
    "icon": icons.icon,
    "mark": icons.mark,
    "rings": icons.rings,
    "figure": figures.figure,
    "cell": figures.cell,
    "status_mark": figures.status_mark,
    "status_words": figures.status_words,
    "drawing": figures.drawing,
    "hundred": figures.hundred,
    "bar_length": figures.length,
}
for _name, _function in FILTERS.items():
    register.filter(_name, _function)
for _name, _function in TAGS.items():
    register.simple_tag(func=_function, name=_name)

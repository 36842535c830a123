"""What things are called on these pages: areas, tables, occupations, sides, levels."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord.reporting import places
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure
from concord_site.public import pictures
from concord_site.shell.i18n import language


def place(code: str) -> str:
    """The name of an area as pages say it, an invented one too."""
    try:
        return pictures.short_name(code, language())
    except NotFound:
        return places.name(code, language())


def table(id: str) -> str:
    """The title of a table."""
    return structure(id).title.best(language()).text


def coded(list: str, code: str) -> str:
    """The name of a code."""
    return codelist(list).name(code, language()).text


def occupation(code: str) -> str:
    """An occupation's name with its code."""
    return f"{coded('occupation', code)} ({code.replace('_', ' + ')})"


def measure(name: str, base: str = "") -> str:
    """What a series of a corridor counts, in a word or two for the end of a line."""
    if name == "stock":
        return {
            "training": _("at work, trained there"), "birth": _("at work, born there"),
            "nationality": _("at work, nationals"),
        }.get(base, _("at work"))  # fmt: skip
    return {"inflow": _("arrived"), "outflow": _("left"), "return": _("came back")}.get(name, name)


def activity(code: str) -> str:
    """A level of activity; where nobody said it, that."""
    return coded("activity", code) if code else _("level of activity not said")


def value_of(name: str, value: object) -> str:
    """The value of a dimension in words."""
    if value is None or value == "":
        return ""
    if name in ("area", "origin", "destination"):
        return place(str(value))
    if name in ("occupation", "row_kind", "activity", "sex", "age_band", "sector"):
        return coded(name.replace("_", "-"), str(value))
    return str(value)


def head_of(name: str) -> str:
    """The name of a dimension."""
    return {
        "area": _("Country or area"), "origin": _("Origin"), "destination": _("Destination"), "year": _("Year"),
        "occupation": _("Occupation"), "row_kind": _("What the row counts"), "activity": _("Level of activity"),
        "sex": _("Sex"), "age_band": _("Age group"), "sector": _("Sector"), "subnational": _("Part of the country"),
    }.get(name, name)  # fmt: skip

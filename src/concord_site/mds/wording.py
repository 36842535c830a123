"""Words of the page on which an officer says how files are read; what the library words itself is asked of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concord.mds.proposing import wording
from concord_site.shell.i18n import language

#: What a profile says of the files as a whole, in the order of the page, with its values.
WHOLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("base", ("training", "birth", "nationality")), ("measure", ("stock", "inflow", "outflow")),
    ("unit", ("persons", "thousands", "fte", "per_10k")), ("counts", ("headcount", "fte")),
    ("activity", ("practising", "professionally-active", "licensed")), ("decimal", (".", ",")),
)  # fmt: skip


def role(id: str) -> str:
    """What a column holds."""
    return wording.role(id, language()) if id else _("Not read")


def code(kind: str, value: str) -> str:
    """A code with its name."""
    return wording.code_name(kind, value, language())


def key(id: str) -> str:
    """What a key of a profile asks, in plain words."""
    return {
        "base": _("Which country do the origins name?"), "measure": _("What do the figures count?"),
        "decimal": _("Which sign stands before decimals?"), "activity": _("Who is counted?"),
        "unit": _("What is one in a figure?"), "counts": _("Persons, or full-time equivalents?"),
        "year": _("Of which year are the figures?"), "occupation": _("Of which occupation are the figures?"),
        "rows": _("What is one row?"), "reference_day": _("Of which day are the stocks?"),
    }.get(id, id)  # fmt: skip


def aside(reason: str) -> str:
    """Why a row is no data."""
    return {
        "title": _("title above the table"), "note": _("note below the table"),
        "header-again": _("head said again"), "not-a-table": _("not part of a table"),
        "total": _("total"), "subtotal": _("total of a part"), "section": _("heading inside the table"),
        "left-out": _("left out, as you said"),
    }.get(reason, reason)  # fmt: skip

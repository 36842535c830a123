"""What the parts of a published agreement have in common: names of parties, days, wordings, links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from concord.vocabulary import formats
from concord.vocabulary.text import Text, Wording
from concord_site.agreements.queries.published import Published
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

Json = Mapping[str, Any]


def whose(side: str, found: Published) -> str:
    """A side by the name of its party."""
    named = [each.name.best(language()).text for each in found.parties if each.side == side]
    if named:
        return named[0]
    return {"both": _("both parties"), "origin": _("Origin"), "destination": _("Destination")}.get(side, side)


def state(code: str) -> tuple[str, str]:
    """Tag and words of the state of an action."""
    return {
        "planned": ("open", _("planned")), "under-way": ("going", _("under way")),
        "done": ("done", pgettext("an action", "done")), "stopped": ("look", _("stopped")),
    }.get(code, ("open", code))  # fmt: skip


def day(text_: Any) -> str:
    """A day as the language writes it; nothing for none."""
    return formats.date(str(text_), language()) if text_ else ""


def finished_late(due: Any, done: Any) -> str:
    """When something was finished, and how many days after its date; nothing where it was in time or is open."""
    if not due or not done or str(done) <= str(due):
        return ""
    days = (date.fromisoformat(str(done)) - date.fromisoformat(str(due))).days
    said = ngettext("finished on %(day)s, %(shown)s day late", "finished on %(day)s, %(shown)s days late", days)
    return said % {"day": day(done), "shown": number(days)}


def link(given: Any) -> str:
    """An address that a browser may follow; nothing else."""
    return str(given) if str(given or "").startswith("https://") else ""


def wording(given: Mapping[str, str]) -> Wording:
    """What somebody wrote, in the language of the page where they did."""
    return Text(dict(given)).best(language())

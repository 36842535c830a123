"""Names on pages: clauses, texts, sides, changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from concord.agreements.comparison import Change
from concord.agreements.elements import Mark
from concord.agreements.suggesting.passages import own_heading, words_begin
from concord.texts.clauses import Clause
from concord_site.agreements.appraising.queries import Source

#: Letters of a clause that stand beside its box.
SHOWN = 140
TAGS: dict[Mark | None, str] = {
    "met": "done", "partly": "going", "absent": "look", "not-applicable": "unverified", None: "open",
}  # fmt: skip


def clause_shown(clause: Clause) -> str:
    """A clause by its number and heading, with its first words."""
    words = " ".join(clause.text[words_begin(clause) :].split())
    first = words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + " …"
    title = _title(clause)
    return f"{title}{' ' if title.endswith('.') else ': '}{first}" if title else first


def clause_title(clause: Clause) -> str:
    """A clause by its number and heading; one without either by its first words."""
    words = " ".join(clause.body.split())
    return _title(clause) or (words if len(words) <= 40 else words[:40].rsplit(" ", 1)[0] + " …")


def _title(clause: Clause) -> str:
    return " ".join(part for part in (clause.label, own_heading(clause)) if part)


def text_name(source: Source) -> str:
    """A version of the text by its number, and whose it is."""
    if source.side == "own":
        return _("Your party's draft %(number)d") % {"number": source.kept.number}
    return _("Shared text, version %(number)d") % {"number": source.kept.number}


def change(of: Change) -> str:
    """What became of an element from the first to the last of several texts."""
    return {
        "same": _("the same"), "gained": _("gained"), "lost": _("lost"), "wording": _("other strength words"),
        "unclear": _("cannot be ordered"),
    }[of]  # fmt: skip

"""Words for what the library names by codes."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.findings import NOWHERE, Finding
from concord.texts.clauses import Clause
from concord.vocabulary.languages import LANGUAGES, native_name
from concord_site.shell.parts.words import separator


def kinds() -> list[tuple[str, str]]:
    """Kinds of text that belong to an agreement."""
    return [
        ("amendment", _("Amendment")), ("protocol", _("Protocol")), ("annex", _("Annex")),
        ("letter", _("Exchange of letters")),
    ]  # fmt: skip


def kind(of: str) -> str:
    """One of them."""
    return dict(kinds()).get(of, of)


def actions() -> list[tuple[str, str]]:
    """What an amendment does."""
    return [
        ("replace", _("It replaces the clause and all that stands in it")),
        ("words", _("It exchanges words in the clause")),
        ("insert-after", _("It puts a clause in after it")),
        ("insert-before", _("It puts a clause in before it")),
        ("repeal", _("It repeals the clause")),
        ("append", _("It adds to the end of the text, such as an annex")),
    ]


def strength(level: str) -> str:
    """A level of strength."""
    return {
        "binds": _("binds"), "intends": _("intends"), "recommends": _("recommends"), "tries": _("is to be tried"),
        "permits": _("permits"), "prohibits": _("prohibits"), "entitles": _("gives a right"),
    }.get(level, level)  # fmt: skip


def mark(state: str) -> tuple[str, str]:
    """Kind of tag and words for a mark."""
    return {
        "agreed": ("done", _("Agreed")), "bracketed": ("look", _("In brackets")), "open": ("open", _("Open")),
    }[state]  # fmt: skip


def lapsed() -> tuple[str, str]:
    """Kind of tag and words for a clause that was marked before its words changed."""
    return "look", _("Words changed since")


def standing(of: str) -> tuple[str, str]:
    """Kind of tag and words for how a proposal stands."""
    return {
        "open": ("going", _("Waits for an answer")), "accepted": ("done", _("Accepted")),
        "rejected": ("look", _("Rejected")), "withdrawn": ("open", pgettext("a proposal", "Taken back")),
        "taken": ("done", _("In the text")),
    }[of]  # fmt: skip


def title_of(clause: Clause) -> str:
    """A clause's name where it is the title of a page: short, and without words of the text before its number."""
    is_point = clause.number and (clause.label[:1].isdecimal() or sum(map(str.isalpha, clause.label)) == 1)
    return _("Clause %(number)s") % {"number": clause.number} if is_point else of_clause(clause)


def of_clause(clause: Clause) -> str:
    """A clause's name on pages: its number and heading, else its first words."""
    if clause.title and sum(letter.isalpha() for letter in clause.label) != 1 and not clause.label[:1].isdecimal():
        return clause.title
    if clause.number and clause.heading:
        return f"{clause.number} {clause.heading}"
    if clause.id.split("~")[0].endswith("closing"):
        return _("Signatures")
    words = " ".join(clause.body.split())
    short = words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]} …"
    return f"{clause.number} {short}".strip()


def compared(finding: Finding, item: str = "") -> Finding:
    """A finding on language versions with the names of languages and of the clause in place of codes."""
    params = {key: _language(key, str(value)) for key, value in finding.params.items()}
    return replace(finding, where=NOWHERE, params={**params, "item": item})


def _language(key: str, value: str) -> str:
    if key not in ("language", "languages", "first", "second"):
        return value
    return separator().join(native_name(code) if code in LANGUAGES else code for code in value.split(", "))

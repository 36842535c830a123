"""What this room calls things, in the language in use: kinds of questions, uses, provenance, modes of a map, steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord_site.reporting.editing import conditions
from concord_site.reporting.editing.conditions import Condition


def kind(name: str) -> str:
    """What a kind of question is called."""
    return {
        "text": _("Short text"), "long-text": _("Long text"), "integer": _("Whole number"), "decimal": _("Number"),
        "range": _("Number on a scale"), "one": _("One choice"), "many": _("Several choices"), "rank": _("Ranking"),
        "date": _("Date"), "time": _("Time of day"), "datetime": _("Date and time"), "year": _("Year"),
        "month": _("Month"), "link": _("Web address"), "file": _("File"), "image": _("Picture"),
        "audio": _("Sound"), "video": _("Film"), "point": _("Place on a map"), "line": _("Line on a map"),
        "shape": _("Area on a map"), "barcode": _("Barcode"), "acknowledge": _("To be confirmed"),
        "note": pgettext("kind of question", "Note"), "calculate": _("Calculated"), "hidden": _("Hidden value"),
        "meta": _("Noted by itself"), "group": _("Section or group"), "repeat": _("Repeating block"),
        "grid": _("Grid"),
    }.get(name, name)  # fmt: skip


def use(name: str) -> str:
    """Who answers an instrument."""
    return {
        "national": _("Answered by national authorities"), "stakeholder": _("Answered by stakeholders"),
        "other": _("Answered by others"),
    }.get(name, "")  # fmt: skip


def mark(kind: str) -> tuple[str, str]:
    """The tag of a version and its words: what an honest reader must know before reading on."""
    return {
        "proposal": ("look", _("Proposal, not adopted")),
        "reconstruction": ("unverified", _("Reconstruction, not the original")),
        "withdrawn": ("must", _("Withdrawn")),
        "current": ("done", _("Published")),
        "draft": ("going", _("Draft")),
    }[kind]  # fmt: skip


def mark_explained(kind: str) -> str:
    """The same as a sentence."""
    return {
        "proposal": _(
            "Concord proposes this questionnaire in its own words. The World Health Organization has not adopted it."
        ),
        "reconstruction": _(
            "This was put together from what is public about that round. It is not the questionnaire that was sent, "
            "and each question says where it comes from."
        ),
        "withdrawn": _("This version takes no new answers. It stays readable, since answers were given to it."),
        "current": _("Published versions never change; answers keep the digest of the version they were given to."),
    }.get(kind, "")  # fmt: skip


def provenance(word: str) -> tuple[str, str, str]:
    """Tag, words and explanation of where one question comes from."""
    known, _colon, note = word.partition(":")
    tag, words = {
        "verified": ("done", _("Verified")),
        "unverified": ("unverified", _("Not verified")),
        "proposal": ("look", _("Proposal")),
    }.get(known.strip(), ("unverified", _("Provenance not given")))  # fmt: skip
    return tag, words, note.strip()


def mode(name: str) -> str:
    """How a question comes from the round before."""
    return {
        "same": pgettext("question map", "Same"), "reworded": pgettext("question map", "Reworded"),
        "split": pgettext("question map", "Split"), "merged": pgettext("question map", "Merged"),
        "new": pgettext("question map", "New"), "dropped": pgettext("question map", "Dropped"),
    }.get(name, name)  # fmt: skip


def mode_explained(name: str) -> str:
    """What that means for answers."""
    return {
        "same": _("The old answer arrives as it is."),
        "reworded": _("The question means the same in other words; the old answer arrives to be confirmed."),
        "split": _("One old question became several; numbers compare as a group only."),
        "merged": _("Several old questions became one; numbers compare as a group only."),
        "new": _("Not asked in the round before."),
        "dropped": _("Not asked any more."),
    }.get(name, "")  # fmt: skip


def part(name: str) -> str:
    """The parts that every national report holds as questions of their own."""
    return {
        "measures": _("Measures taken"), "results": _("Results achieved"),
        "difficulties": _("Difficulties met"), "lessons": _("Lessons learnt"),
    }.get(name, name)  # fmt: skip


def status(name: str) -> str:
    """What may be said in place of an answer."""
    return {
        "not-known": _("Not known"), "not-available": _("Not available"), "not-applicable": _("Does not apply"),
    }.get(name, name)  # fmt: skip


def step(what: str, about: str) -> str:
    """One step of a draft's history, as a sentence."""
    known = {
        "begun": _("Draft begun"), "copied": _("Draft begun from a published version"),
        "row.changed": _("Changed %(name)s"), "row.added": _("Added %(name)s"), "row.removed": _("Removed %(name)s"),
        "row.moved": _("Moved %(name)s"), "row.duplicated": _("Duplicated %(name)s"),
        "list.changed": _("Changed the choices of %(name)s"), "list.renamed": _("Renamed a list to %(name)s"),
        "choice.moved": _("Moved a choice"), "choice.removed": _("Removed the choice %(name)s"),
        "settings.changed": _("Changed title, version or languages"),
        "replaced": _("Replaced by the workbook %(name)s"),
    }.get(what, what)  # fmt: skip
    return known % {"name": about} if "%(name)s" in known else known


def operator(name: str) -> str:
    """A comparison of the condition builder."""
    return {
        "is": pgettext("condition", "is"), "is-not": pgettext("condition", "is not"),
        "has": pgettext("condition", "includes"), "has-not": pgettext("condition", "does not include"),
        "more": pgettext("condition", "is more than"), "less": pgettext("condition", "is less than"),
        "at-least": pgettext("condition", "is at least"), "at-most": pgettext("condition", "is at most"),
        "answered": pgettext("condition", "is answered"), "empty": pgettext("condition", "is not answered"),
    }[name]  # fmt: skip


def condition(expression: str, label: Callable[[str], str], choice: Callable[[str, str], str]) -> str:
    """A condition in words where builder rows can say it; empty where it is more than that."""
    found = conditions.read(expression)
    if not found or not found.rows:
        return ""
    pieces = [_condition(row, label, choice) for row in found.rows]
    if len(pieces) == 1:
        return pieces[0]
    return (_(" and ") if found.joined == "and" else _(" or ")).join(pieces)


def _condition(row: Condition, label: Callable[[str], str], choice: Callable[[str, str], str]) -> str:
    asked = _("“%(question)s”") % {"question": label(row.question)}
    if row.operator in conditions.WITHOUT_VALUE:
        return f"{asked} {operator(row.operator)}"
    value = choice(row.question, row.value) or row.value
    return f"{asked} {operator(row.operator)} {_('“%(value)s”') % {'value': value}}"


def columns(name: str) -> str:
    """What a column of the sheets is called on a page."""
    first, _sign, language = name.partition("::")
    known: Mapping[str, str] = {
        "label": _("Wording"), "hint": _("Hint"), "guidance_hint": _("Longer explanation"),
        "constraint_message": _("What is said where the answer breaks the rule"),
        "required_message": _("What is said where the answer is missing"), "relevant": _("When it is asked"),
        "required": _("Whether an answer is needed"), "constraint": _("Rule for the answer"),
        "calculation": _("Calculation"), "choice_filter": _("Which choices are offered"), "default": _("Default"),
        "name": pgettext("of a question", "Name"), "type": _("Kind"), "appearance": _("Appearance"),
        "readonly": _("Read only"), "repeat_count": _("How many times"), "x_source": _("Source"),
        "x_provenance": _("Provenance"), "x_same_as": _("Where it stood last round"),
        "x_status": _("Other answers offered"), "x_unit": _("Unit"), "x_part": _("Part of article 9.1"),
        "x_indicator": _("Indicator"), "x_known": _("What Concord may already know"), "x_minutes": _("Minutes"),
        "x_confidential": _("May be kept confidential"), "x_short": _("Asked in the short mode"),
        "form_title": _("Title"), "form_id": _("Identifier"), "version": _("Version"), "x_use": _("Who answers"),
        "x_round": _("Round"), "x_previous": _("Questionnaire of the round before"), "x_statement": _("Statement"),
        "default_language": _("Language it is written in"), "x_rows": _("Rows of the grid"),
        "x_columns": _("Columns of the grid"), "parameters": _("Parameters"),
    }  # fmt: skip
    said = known.get(first, first)
    return f"{said} ({language})" if language else said

"""The task list: sections in any order, each with its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from concord.instrument import burden
from concord.vocabulary.text import Wording
from concord_site.reporting.answering import outward
from concord_site.reporting.answering.progress import Progress
from concord_site.reporting.queries.filling import Opened
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link


@dataclass(frozen=True, slots=True)
class Task:
    """A section as the list shows it."""

    progress: Progress
    title: Wording
    href: str
    note: str
    tag: str
    words: str
    people: tuple[Any, ...] = field(default=())

    @property
    def block(self) -> str:
        """Class of its block in the bar."""
        return {"done": "full", "going": "half", "look": "look"}.get(self.tag, "")


def rows(
    found: Opened, *, notes: Mapping[int, str] | None = None, people: Mapping[int, tuple[Any, ...]] | None = None
) -> list[Task]:
    """The sections of a desk.

    Args:
        found: What stands on it.
        notes: Words under a section in place of its own, by number: to whom it was given.
        people: Who is there now, by number.
    """
    made = [_task(found, each, (notes or {}).get(each.section.number, "")) for each in found.progress]
    return [
        Task(e.progress, e.title, e.href, e.note, e.tag, e.words, (people or {}).get(e.progress.section.number, ()))
        for e in made
    ]


def _task(found: Opened, each: Progress, given: str) -> Task:
    number = each.section.number
    is_closed = not found.may_see(number)
    href = "" if is_closed or each.stage == "none" else found.desk.href("section", number)
    title = each.section.label.best(language())
    title = title if title.text else Wording(_("Questions"), language())
    if is_closed:
        return Task(each, title, href, _("Given to other people"), "later", _("Not yours"))
    tag, words = {
        "open": ("open", ""), "going": ("going", ""), "look": ("look", ""), "done": ("done", ""),
        "none": ("later", _("Not asked")),
    }[each.stage]  # fmt: skip
    note = _("Has anything changed since last time?") if found.awaits_confirmation(number) else _note(found, each)
    return Task(each, title, href, " · ".join(part for part in (note, given) if part), tag, words)


def _note(found: Opened, each: Progress) -> str:
    if each.stage == "none":
        return _("Your other answers leave this section out")
    if any(found.book.of(address).rival for address in each.faults):
        return _("Two people changed one answer")
    if each.stage == "look" and each.faults:
        return _("Something must change before you finish")
    if each.stage == "look":
        return _("%(count)s answers are missing") % {"count": len(each.missing)}
    if each.stage == "going":
        return _("%(done)s of %(all)s answered") % {"done": each.answered, "all": each.asked}
    return ""


def summary(found: Opened, tasks: list[Task]) -> dict[str, Any]:
    """What a task list says of the whole: done, asked, minutes, questions left."""
    asked = [each for each in tasks if each.progress.stage != "none"]
    return {
        "rows": tasks, "asked": len(asked), "done": sum(each.progress.stage == "done" for each in asked),
        "minutes": minutes_left(found),
        "questions_left": sum(each.progress.asked - each.progress.answered for each in tasks),
    }  # fmt: skip


def minutes_left(found: Opened) -> int:
    """Minutes for what is still to be answered, by the usual figures of the burden meter; steps of five."""
    every = sum(each.asked for each in found.progress)
    left = sum(each.asked - each.answered for each in found.progress)
    if not left:
        return 0
    whole = burden.meter(found.instrument, found.book.answers(), today=found.today, language=language()).whole
    return max(5, round(whole.minutes.typical * left / every / 5) * 5)


def export_links(found: Opened) -> list[Link]:
    """The forms in which the answers can be taken away."""
    return [Link(words, found.desk.href("export", form)) for form, words in outward.forms()]

"""The profile of a published agreement against the catalogue of elements: every mark with its clauses, and no score."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _

from concord.agreements import elements as catalogue
from concord.agreements.elements import Mark
from concord.documents import figures
from concord.documents.figures import Figure, Group, Style
from concord_site.agreements.queries.published import Published
from concord_site.public import pictures
from concord_site.public.agreeing.dossier_words import Json
from concord_site.shell.i18n import language

MARKS = ("met", "partly", "absent", "not-applicable")


def profile(body: Json, found: Published) -> dict[str, Any]:
    """Every element as a square by group, with counts of each mark and no score."""
    marks = {each["id"]: each["mark"] for each in body["elements"]}
    cited = {each["id"]: ", ".join(map(str, each.get("clauses", ()))) for each in body["elements"]}
    groups, gaps = [], []
    for group in catalogue.catalogue().groups:
        known = [each for each in group.elements if marks.get(each.id) in MARKS]
        if known:
            named = [(each.label.best(language()).text, cast(Mark, marks[each.id])) for each in known]
            groups.append(Group(group.label.best(language()).text, named, articles(group.articles)))
        gaps += [
            (each.label.best(language()).text, articles(each.articles), each.question.best(language()))
            for each in known if marks[each.id] == "absent"
        ]  # fmt: skip
    return {
        "drawings": [(width, _drawn(groups, width)) for width in (820, 340)], "groups": groups, "gaps": gaps,
        "counts": [(catalogue.label_of_mark(cast(Mark, mark), language()), sum(each == mark for each in marks.values()))
                   for mark in MARKS],
        "unmarked": sum(each not in MARKS for each in marks.values()),
        "rows": [
            (each.label.best(language()).text, articles(each.articles),
             catalogue.label_of_mark(cast(Mark, marks[each.id]), language()), cited[each.id])
            for each in catalogue.catalogue().elements if marks.get(each.id) in MARKS
        ],
        "note": catalogue.note(language()),
    }  # fmt: skip


def articles(listed: tuple[str, ...]) -> str:
    """Paragraphs of the Code in one line."""
    return ", ".join(listed)


def _drawn(groups: list[Group], width: int) -> pictures.Drawn:
    """One group under the other: articles beside it where there is room, else in the table alone."""
    if width <= pictures.NARROW:
        groups = [Group(each.label, each.marks) for each in groups]
    return pictures.drawn(figure(groups, Style.web(language(), width=width)), f"profile-{width}")


def figure(groups: list[Group], style: Style, *, columns: int = 1) -> Figure:
    """The profile for one medium: a square for each element."""
    return figures.profile(
        groups, columns=columns, title=_("Measured against the Code"), style=style,
        description=_("A square for each element: met, partly met, absent, or a dash where it does not apply."),
    )  # fmt: skip

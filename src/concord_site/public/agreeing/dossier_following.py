"""What was measured, counted, planned and judged of a published agreement, as blocks of its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from concord.documents.figures import Group, Style
from concord.documents.model import Block, Bullets, Empty, Paragraph, Phrase, Run, Value
from concord.vocabulary.text import Wording
from concord_site.public.agreeing import dossier_account, dossier_profile, printing
from concord_site.public.agreeing.dossier_numbers import Line
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

Part = Mapping[str, Any] | None


def measured(part: Part) -> Iterator[Block]:
    """The profile: counts of every mark, the squares, what to ask next, every element with its clauses."""
    if not part:
        return
    yield printing.heading(_("Measured against the Code"), "profile")
    yield Paragraph(printing.said(
        _("Elements marked by people who cite the clause. No overall score: a score would hide what is missing.")
    ))  # fmt: skip
    counts = [*part["counts"], *([(_("not marked yet"), part["unmarked"])] if part["unmarked"] else [])]
    yield Paragraph(printing.said(" · ".join(f"{label} {number(count)}" for label, count in counts), strong=True))
    groups = [Group(each.label, each.marks) for each in part["groups"]]
    figure = dossier_profile.figure(groups, Style.print(language(), width=printing.FULL), columns=2)
    yield printing.picture("profile-figure", figure)
    if part["gaps"]:
        yield printing.smaller(_("What to ask next"))
        yield printing.note(_("Elements that the text does not have."))
        heads = ((pgettext("of the catalogue", "Element"), 2.0), (_("Article"), 1.0), (_("Question"), 4.0))
        rows = [(Value(name), Value(articles), printing.cell(asked)) for name, articles, asked in part["gaps"]]
        yield printing.table("gaps", _("Elements that are absent, and what to ask"), heads, rows)
    heads_of_all = (
        (pgettext("of the catalogue", "Element"), 4.0), (_("Article"), 1.6), (pgettext("of an element", "Mark"), 1.4),
        (_("Clauses"), 1.6),
    )  # fmt: skip
    every = [tuple(map(Value, row)) for row in part["rows"]]
    yield printing.table("elements", _("All elements with their clauses"), heads_of_all, every)
    yield printing.note(part["note"])


def balance(part: Part) -> Iterator[Block]:
    """The benefit account: who gains, a drawing and its table, what was promised and delivered, what is not told."""
    if not part:
        return
    yield printing.heading(_("Who gains, who pays"), "account", new_page=True)
    yield from map(Paragraph, (*part["verdicts"], part["ratio"]))
    yield printing.note(part["note"])
    figure = dossier_account.figure(part["groups"], Style.print(language(), width=printing.FULL, size=6.8))
    yield printing.picture("account-figure", figure)
    yield printing.figure_table("account-table", figure, (3.2, 3.4, 1.2, 1.8))
    yield from part["tables"]
    yield printing.smaller(_("What this account does not tell"))
    yield Bullets(tuple(part["limits"]))
    yield printing.note(part["draws"])


def numbers(part: Part) -> Iterator[Block]:
    """Figures of both parties side by side."""
    if not part:
        return
    yield printing.heading(_("Numbers"), "numbers")
    yield printing.note(_("Where the two sides report different figures both are shown."))
    if not part["lines"]:
        yield Empty(
            printing.said(_("No figures yet")),
            printing.said(_("The parties have published what they aim at, and no figure so far.")),
        )
        return
    parties = [(_("%(party)s says") % {"party": each}, 1.6) for each in part["parties"]]
    others = [(_("Others say"), 1.8)] if part["has_others"] else []
    heads = ((_("Indicator"), 3.4), (_("Year"), 0.8), *parties, *others, (_("Aim"), 2.2))
    rows = [_line(each, has_others=part["has_others"]) for each in part["lines"]]
    yield printing.table("figures", _("What each side reports"), heads, rows)


def _line(line: Line, *, has_others: bool) -> printing.Cells:
    before = _("before: %(said)s") % {"said": line.before} if line.before else ""
    aim = " · ".join(each for each in (line.aim, before, line.standing) if each)
    said = [Value(" · ".join(line.others)) if line.others else Value("", "missing")] if has_others else []
    return (Value(line.name), Value(line.year), *line.cells, *said, Value(aim))


def plan(part: Part) -> Iterator[Block]:
    """Actions, meetings, decisions and documents; how many things of it are not public."""
    if not part:
        return
    yield printing.heading(_("Plan and progress"), "plan")
    if part["actions"]:
        heads = (
            (pgettext("of a plan", "Action"), 3.4), (_("Who does it"), 2.4), (_("Begins"), 1.4), (_("Ends"), 1.4),
            (pgettext("of an action", "State"), 1.2),
        )  # fmt: skip
        yield printing.table("actions", _("Actions of the plan"), heads, map(_action, part["actions"]))
    yield from _listed(_("Meetings of the committee"), [_met(*each) for each in part["meetings"]])
    yield from _listed(_("Decisions of the committee"), [
        printing.beside(words, _when(due, done, late)) for words, due, done, late in part["decisions"]
    ])  # fmt: skip
    yield from _listed(_("Documents"), [
        printing.beside(words, "") if not link else Phrase((Run(words.text, link=link),), words.language)
        for words, link in part["documents"]
    ])  # fmt: skip
    if withheld := part["withheld"]:
        yield printing.note(_withheld(withheld))


def _when(due: str, done: str, late: str) -> str:
    if late or not (due or done):
        return late
    return _("done %(day)s") % {"day": done} if done else _("due %(day)s") % {"day": due}


def _withheld(count: int) -> str:
    one, many = "%(shown)s thing of the plan is not public.", "%(shown)s things of the plan are not public."
    return ngettext(one, many, count) % {"shown": number(count)}


def _action(each: Mapping[str, Any]) -> printing.Cells:
    who = f"{each['party']} · {each['owner']}" if each["owner"] else each["party"]
    state = " · ".join(filter(None, (each["state"][1], each["late"])))
    return printing.cell(each["title"]), Value(who), Value(each["start"]), Value(each["end"]), Value(state)


def _met(day: str, words: Wording, present: str) -> Phrase:
    met = _day_first(day, printing.said(words)) if words.text else printing.said(day)
    return Phrase((*met.runs, Run(f" · {present}", language=language())), met.language) if present else met


def _day_first(day: str, words: Phrase) -> Phrase:
    return Phrase((Run(f"{day}: ", language=language()), *words.runs), words.language)


def _listed(title: str, items: list[Phrase]) -> Iterator[Block]:
    if items:
        yield printing.smaller(title)
        yield Bullets(tuple(items))


def evaluation(part: Part) -> Iterator[Block]:
    """Each evaluation with its verdicts and what it advises."""
    if not part:
        return
    yield printing.heading(_("Evaluation"), "evaluation")
    for place, each in enumerate(part["evaluations"], 1):
        span = _("%(since)s to %(until)s") % {"since": each["since"], "until": each["until"]}
        yield printing.smaller(f"{each['kind']} · {span}")
        if each["evaluators"]:
            yield printing.note(each["evaluators"])
        if each["summary"].text:
            yield Paragraph(printing.said(each["summary"]))
        if each["verdicts"]:
            heads = ((_("Objective"), 3.0), (_("Verdict"), 1.4), (_("Because"), 3.0))
            rows = [
                (printing.cell(aim), Value(verdict), printing.cell(because))
                for aim, verdict, because in each["verdicts"]
            ]
            yield printing.table(f"verdicts-{place}", _("What became of each objective"), heads, rows)
        yield from _listed(_("What it advises"), [printing.beside(words, to) for words, to in each["advice"]])


def lessons(part: Part) -> Iterator[Block]:
    """What others may learn."""
    if not part:
        return
    yield printing.heading(_("Lessons"), "lessons")
    for name, happened, advice in part["lessons"]:
        yield printing.smaller(name)
        yield Paragraph(printing.said(happened))
        yield Paragraph(printing.said(advice, strong=True))

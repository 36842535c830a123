"""The strategy as pages show it: objectives with their judged targets, what was wanted in words, the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from concord.indicators.targets import Judged, Target
from concord.programme import strategy
from concord.programme.strategy import Event, Note, Objective, Strategy
from concord.vocabulary import formats, money
from concord_site.shell.i18n import language

STATUSES = ("met", "missed", "on-course", "unknown")


@dataclass(frozen=True, slots=True)
class Result:
    """A target as the page shows it."""

    judged: Judged
    wanted: str
    notes: tuple[Note, ...]

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.judged.target.unit.startswith("usd")

    @property
    def counts(self) -> bool:
        """Whether it is counted in Member States, so that it can be drawn against what was needed."""
        return self.judged.target.denominator is not None and self.judged.value is not None

    @property
    def is_near_all(self) -> bool:
        """Whether so many are needed that a mark on the scale would stand at its very end."""
        return self.of > 0 and int(self.judged.target.needed) > 0.8 * self.of

    @property
    def of(self) -> int:
        """How many Member States there are to count."""
        found = self.judged.target.denominator
        return found.value if found else 0


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective with its results and the plan's notes on it."""

    objective: Objective
    results: tuple[Result, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of the timeline: when in the reader's words, and the plan's notes on it."""

    event: Event
    when: str
    notes: tuple[Note, ...]


def aims(plan: Strategy) -> tuple[Aim, ...]:
    """Objectives in order, each with its targets judged by everything that is known."""
    judged = strategy.results(plan)
    return tuple(
        Aim(each, tuple(_result(plan, r) for r in judged if r.target.objective == each.id), plan.notes_on(each.id))
        for each in plan.objectives
    )


def _result(plan: Strategy, judged: Judged) -> Result:
    return Result(judged, wanted(judged.target), plan.notes_on(judged.target.id))


def wanted(target: Target) -> str:
    """What was wanted, in words: ``20% of 193 Member States: 39``."""
    if target.denominator is not None:
        every = target.denominator.value
        return ngettext(
            "%(percent)s of %(all)s Member State: %(needed)s", "%(percent)s of %(all)s Member States: %(needed)s", every
        ) % {
            "percent": formats.percent(target.wanted, language(), decimals=0),
            "all": formats.number(every, language()),
            "needed": formats.number(int(target.needed), language()),
        }
    if isinstance(target.wanted, bool):
        return _("Finished")
    amount = money.shown(money.usd(target.wanted), language())
    return _("%(amount)s a year") % {"amount": amount} if target.unit == "usd-per-year" else amount


def status_words(status: str) -> str:
    """What a result is called."""
    return {
        "met": pgettext("target", "Met"), "missed": pgettext("target", "Missed"),
        "on-course": pgettext("target", "On course"), "unknown": _("Not known here"),
    }[status]  # fmt: skip


def tally(plan: Strategy) -> dict[str, int]:
    """How many targets have which result."""
    found: list[str] = [each.status for each in strategy.results(plan)]
    return {status: found.count(status) for status in STATUSES}


def timeline(plan: Strategy) -> tuple[Dated, ...]:
    """The plan's timeline in the order of its dates."""
    return tuple(Dated(each, _when(each), plan.notes_on(each.id)) for each in sorted(plan.timeline, key=_order))


def _order(event: Event) -> str:
    return event.start


def _when(event: Event) -> str:
    start = formats.date(event.start, language())
    if not event.until:
        return start
    return _("%(start)s to %(until)s") % {"start": start, "until": formats.date(event.until, language())}


def part_words(name: str) -> str:
    """What a part of an amount is called."""
    return {"headquarters": _("headquarters"), "regions": _("regions")}.get(name, name)


def term_words(term: str) -> str:
    """What a term of the plan is called."""
    return {"short": _("Short term"), "medium-and-long": _("Medium and long term")}.get(term, term)

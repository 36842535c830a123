"""Stakeholders' own reports (article 9.4): who may register, what may be said against it, and two workflows.

A stakeholder's report is never the word of a country. Declared in ``data/stakeholders/registration.yaml``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord import roles
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.instrument.model import Instrument
from concord.vocabulary.text import Text
from concord.workflow import Facts, State, Stateful, Transition, Workflow, no_hard_findings

Use = Literal["refuse", "suspend", "end", "withdraw"]
#: Keys of ``Facts.more``: who decided first, who decides now, what the sender wished, how many countries were asked.
FIRST, NOW, WISH = "first", "now", "publish"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of stakeholder; ``is_person``: somebody who reports for themselves and is never named in public."""

    id: str
    choice: str
    label: Text
    source: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and what it can be given for."""

    id: str
    uses: tuple[str, ...]
    label: Text


@dataclass(frozen=True, slots=True)
class Rules:
    """What is declared: types, reasons, days, and which answers decide what is published."""

    types: Mapping[str, Type]
    registration_reasons: Mapping[str, Reason]
    report_reasons: Mapping[str, Reason]
    confirm_days: int
    appeal_days: int
    comment_days: int
    countries_see: str
    answers: Mapping[str, Any]
    visitors_an_hour: int
    source: str

    def reasons(self, of: Literal["registration", "report"], use: Use) -> tuple[Reason, ...]:
        """The reasons that can be given for something, in the declared order."""
        every = self.registration_reasons if of == "registration" else self.report_reasons
        return tuple(each for each in every.values() if use in each.uses)

    def reason(self, of: Literal["registration", "report"], use: Use, id: str, text: str) -> Reason:
        """The reason chosen, given with a text.

        Raises:
            Invalid: ``reporting.stakeholder.reason`` where it is not declared, ``reporting.stakeholder.text`` where
                nothing was written with it.
        """
        found = next((each for each in self.reasons(of, use) if each.id == id), None)
        if found is None:
            raise Invalid("reporting.stakeholder.reason", params={"reason": id})
        if not text.strip():
            raise Invalid("reporting.stakeholder.text")
        return found


def rules() -> Rules:
    """What is declared of stakeholders and their reports."""
    return _rules(packs.roots())


@lru_cache(maxsize=4)
def _rules(_roots: tuple[Path, ...]) -> Rules:
    given = read_yaml(packs.find("stakeholders/registration.yaml"))
    return Rules(
        types={
            each["id"]: Type(
                each["id"], each["choice"], Text(each["label"]), each["source"], each.get("is_person", False)
            )
            for each in given["types"]
        },
        registration_reasons=_reasons(given["registration_reasons"]),
        report_reasons=_reasons(given["report_reasons"]),
        confirm_days=given["days"]["confirm"],
        appeal_days=given["days"]["appeal"],
        comment_days=given["days"]["comment"],
        countries_see=given["countries_see"],
        answers=given["answers"],
        visitors_an_hour=given["visitors_an_hour"],
        source=given["source"],
    )


def _reasons(declared: list[Mapping[str, Any]]) -> dict[str, Reason]:
    return {each["id"]: Reason(each["id"], tuple(each["for"]), Text(each["label"])) for each in declared}


# ---- what the answers decide -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Wish:
    """What the sender wished: whether the report may be published at all, and with the sender's name."""

    may_publish: bool
    with_name: bool


def wish(answers: Mapping[str, Any]) -> Wish:
    """The sender's wish; without an answer nothing is published."""
    asked = rules().answers["publish"]
    given = answers.get(asked["question"])
    return Wish(given in (asked["with_name"], asked["without_name"]), given == asked["with_name"])


def concerned(answers: Mapping[str, Any], area: str = "") -> tuple[str, ...]:
    """The countries whose word is asked: the one the report is about, and those whose reports it comments on."""
    asked = rules().answers["country"]
    named = [each.get(asked["question"]) for each in answers.get(asked["block"]) or [] if isinstance(each, Mapping)]
    return tuple(dict.fromkeys(each for each in (area, *named) if each))


def withheld(instrument: Instrument, answers: Mapping[str, Any]) -> frozenset[str]:
    """Names of the questions that are never published: confidential ones, and those that tell a name not to be told."""
    confidential = {each.key for each in instrument.questions if each.about.confidential}
    named: set[str] = set() if wish(answers).with_name else set(rules().answers["identifying"])
    return frozenset((confidential | named) & {each.key for each in instrument.questions})


def comment_until(day: dt.date) -> dt.date:
    """The day until which publication waits for a country's word."""
    return day + dt.timedelta(days=rules().comment_days)


# ---- workflows -------------------------------------------------------------------------------------------------------
def another_person(_thing: Stateful, facts: Facts) -> str:
    """An appeal is decided by another person than whoever decided first."""
    first = facts.more.get(FIRST)
    return "reporting.stakeholder.same-person" if first is not None and first == facts.more.get(NOW) else ""


def may_be_published(_thing: Stateful, facts: Facts) -> str:
    """Its sender wished that it be published."""
    return "" if facts.more.get(WISH) else "reporting.stakeholder.not-wished"


def is_not_wished(_thing: Stateful, facts: Facts) -> str:
    """Its sender wished that it be read and not published."""
    return "reporting.stakeholder.wished" if facts.more.get(WISH) else ""


REGISTRATION = Workflow(
    "stakeholder",
    states=(
        State("proposed"),
        State("registered"),
        State("refused"),
        State("appealed"),
        State("suspended"),
        State("ended", is_final=True),
    ),
    transitions=(
        Transition("register", ("proposed",), "registered", action="approve"),
        Transition("refuse", ("proposed",), "refused", action="approve"),
        Transition("grant", ("appealed",), "registered", action="approve", guards=(another_person,)),
        Transition("uphold", ("appealed",), "refused", action="approve", guards=(another_person,)),
        Transition("uphold-suspension", ("appealed",), "suspended", action="approve", guards=(another_person,)),
        Transition("suspend", ("registered",), "suspended", action="manage"),
        Transition("reinstate", ("suspended",), "registered", action="manage"),
        Transition("end", ("registered", "suspended"), "ended", action="manage"),
        Transition("leave", ("registered",), "ended", action="withdraw"),
    ),
    may=roles.may,
)
REPORT = Workflow(
    "stakeholder-report",
    states=(
        State("draft"),
        State("submitted"),
        State("refused"),
        State("appealed"),
        State("commenting"),
        State("kept"),
        State("published"),
        State("corrected", is_final=True),
        State("withdrawn", is_final=True),
    ),
    transitions=(
        Transition("submit", ("draft",), "submitted", action="submit", guards=(no_hard_findings,)),
        Transition("let-through", ("submitted",), "commenting", action="review", guards=(may_be_published,)),
        Transition("keep", ("submitted",), "kept", action="review", guards=(is_not_wished,)),
        Transition("refuse", ("submitted",), "refused", action="review"),
        Transition("rewrite", ("refused", "submitted"), "draft", action="edit"),
        Transition("appeal", ("refused",), "appealed", action="edit"),
        Transition(
            "grant", ("appealed",), "commenting", action="review", guards=(another_person, may_be_published)
        ),
        Transition("grant-kept", ("appealed",), "kept", action="review", guards=(another_person, is_not_wished)),
        Transition("uphold", ("appealed",), "refused", action="review", guards=(another_person,)),
        Transition("publish", ("commenting",), "published", action="publish"),
        Transition("correct", ("published",), "corrected", action="publish"),
        Transition(
            "withdraw", ("draft", "submitted", "refused", "commenting", "kept", "published"), "withdrawn",
            action="withdraw",
        ),
    ),
    may=roles.may,
)  # fmt: skip

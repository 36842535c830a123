"""A national report's way: draft, (clearing,) submitted, under review, returned, accepted, published.

Source: Code, articles 9.1 and 9.4.

One workflow for pages, interface and commands. Who may take which step is said by ``data/roles.yaml``; what stands
against a step is a guard, given the facts it looks at by whoever applies it.
"""

from __future__ import annotations

from concord import roles
from concord.workflow import Facts, State, Stateful, Transition, Workflow, no_hard_findings

#: Keys of ``Facts.more`` that the guards read; what is absent stands against nothing.
CONFLICTS, OPEN_STEPS, OPEN_DELEGATIONS, OPEN_QUERIES = "conflicts", "clearances", "delegations", "queries"


def no_conflicts(_thing: Stateful, facts: Facts) -> str:
    """Nothing is left where two people wrote different answers."""
    return "reporting.submission.conflicts" if facts.more.get(CONFLICTS) else ""


def cleared(_thing: Stateful, facts: Facts) -> str:
    """Every clearance step that the country has declared is approved."""
    return "reporting.submission.not-cleared" if facts.more.get(OPEN_STEPS) else ""


def has_queries(_thing: Stateful, facts: Facts) -> str:
    """A report is returned with at least one query."""
    return "" if facts.more.get(OPEN_QUERIES) else "reporting.submission.no-queries"


def queries_settled(_thing: Stateful, facts: Facts) -> str:
    """No query that asks for a change is open."""
    return "reporting.submission.open-queries" if facts.more.get(OPEN_QUERIES) else ""


def queries_answered(_thing: Stateful, facts: Facts) -> str:
    """A returned report goes back when each query was answered or its answer changed."""
    return "reporting.submission.unanswered-queries" if facts.more.get(OPEN_QUERIES) else ""


COMPLETE = (no_hard_findings, no_conflicts)
SENDING = (*COMPLETE, cleared, queries_answered)
WORKFLOW = Workflow(
    "submission",
    states=(
        State("draft"),
        State("clearing"),
        State("submitted"),
        State("under-review"),
        State("returned"),
        State("accepted"),
        State("published"),
        State("corrected", is_final=True),
        State("withdrawn", is_final=True),
    ),
    transitions=(
        Transition("clear", ("draft", "returned"), "clearing", action="submit", guards=COMPLETE),
        Transition("reopen", ("clearing",), "draft", action="edit"),  # never sent before
        Transition("reopen-returned", ("clearing",), "returned", action="edit"),
        Transition("submit", ("draft", "clearing", "returned"), "submitted", action="submit", guards=SENDING),
        Transition("take-up", ("submitted",), "under-review", action="review"),
        Transition("return", ("submitted", "under-review"), "returned", action="review", guards=(has_queries,)),
        Transition("accept", ("submitted", "under-review"), "accepted", action="approve", guards=(queries_settled,)),
        Transition("reopen-review", ("accepted",), "under-review", action="review"),
        Transition("publish", ("accepted",), "published", action="publish"),
        Transition("correct", ("published",), "corrected", action="publish"),
        Transition("withdraw", ("draft", "submitted", "accepted", "published"), "withdrawn", action="withdraw"),
    ),
    may=roles.may,
)

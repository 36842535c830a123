"""The way of a report from the day of its facts to the edition: declared stages, and which are done (article 9.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Text

Known = Literal["as-of", "compiled", "answered", "cleared", "published", "by-hand"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A declared stage.

    Args:
        id: Lasting name.
        title: Its name in six languages.
        about: What is done in it.
        done: What makes it done; ``by-hand`` where somebody enters the day.
        has_number: Whether a document number of a governing body belongs to it.
        source: What asks for it.
    """

    id: str
    title: Text
    about: Text
    done: Known
    has_number: bool
    source: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered by hand for a stage."""

    planned_on: dt.date | None = None
    done_on: dt.date | None = None
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """What is known of a document by itself; None and False where it is not there yet."""

    as_of: dt.date
    compiled_on: dt.date | None = None
    comments: int = 0
    open_comments: int = 0
    answered_on: dt.date | None = None  # the day of the last answer
    clearances: int = 0
    open_clearances: int = 0
    cleared_on: dt.date | None = None
    signed_on: dt.date | None = None
    published_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class At:
    """A stage of one document: ``done``, ``now`` (the first that is not done) or ``ahead``; late if planned before."""

    stage: Stage
    state: Literal["done", "now", "ahead"]
    entered: Entered
    on: dt.date | None = None
    is_late: bool = False


@lru_cache(maxsize=4)
def stages(id: str = "dg-report") -> tuple[Stage, ...]:
    """The stages of a document, in order (``data/paths/<id>.yaml``)."""
    declared = read_yaml(packs.find(f"paths/{id}.yaml"))
    return tuple(
        Stage(
            each["id"],
            Text(each["title"]),
            Text(each["about"]),
            each["done"],
            each.get("number", False),
            each["source"],
        )
        for each in declared["stages"]
    )


def where(
    declared: Sequence[Stage], reached: Reached, entered: Mapping[str, Entered], *, today: dt.date
) -> tuple[At, ...]:
    """Each stage with where the document stands.

    A stage entered by hand is done on the day entered, if that has come; the others are done by themselves. Comments
    are done when the last one was answered, clearance when every office that was named has approved the text; where
    there are none, both are done with the signature.
    """
    found: list[At] = []
    has_now = False
    for stage in declared:
        known = entered.get(stage.id, Entered())
        on = _done_on(stage, reached, known, today)
        state: Literal["done", "now", "ahead"] = "done" if on is not None else "ahead" if has_now else "now"
        has_now = has_now or on is None
        is_late = on is None and known.planned_on is not None and known.planned_on < today
        found.append(At(stage, state, known, on, is_late))
    return tuple(found)


def _done_on(stage: Stage, reached: Reached, known: Entered, today: dt.date) -> dt.date | None:
    on = {
        "as-of": reached.as_of if reached.as_of <= today else None,
        "compiled": reached.compiled_on,
        "answered": None if reached.open_comments else reached.answered_on or reached.signed_on,
        "cleared": None if reached.open_clearances else reached.cleared_on or reached.signed_on,
        "published": reached.published_on,
        "by-hand": known.done_on if known.done_on is not None and known.done_on <= today else None,
    }
    return on[stage.done]


def stands_against_signing(reached: Reached) -> str:
    """The code of what must come before a document is signed off; empty where nothing does."""
    if reached.open_comments:
        return "publishing.path.open-comments"
    return "publishing.path.not-cleared" if reached.open_clearances else ""

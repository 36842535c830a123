"""The declared stories: read, checked record by record with the library's own readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concord.agreements import evaluation, gates, monitoring, objectives, plan, position_model, tracing
from concord.agreements.appraisal_marks import Marking
from concord.agreements.coherence import Cited
from concord.agreements.needs import Kept, Need
from concord.agreements.needs_own import Own
from concord.consultations import as_json
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.vocabulary.text import Text
from concord_site.agreements import records
from concord_site.agreements.texting import records as texting

HERE = Path(__file__).parent
STORIES = ("nurses", "college")
ACTS = (
    "put", "change", "hear", "enter", "why", "status", "publish", "withhold", "text", "marks", "sign", "agree",
    "survey",
)  # fmt: skip

#: How the body of each kind is read; a kind that is not named here is plain JSON.
READERS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "message": records.Message.from_json, "minutes": records.Minutes.from_json, "task": records.Task.from_json,
    "need": Need.from_json, "need.analysis": Kept.from_json, "need.figures": Own.from_json,
    "position.view": position_model.View.from_json,
    "position.line": position_model.Line.from_json, "position.sign-off": position_model.SignOff.from_json,
    "position.cited": Cited.from_json, "consultation": as_json.from_json, "objective": objectives.Chosen.from_json,
    "plan.action": plan.Action.from_json, "plan.meeting": plan.Meeting.from_json,
    "plan.decision": plan.Decision.from_json, "indicator.target": monitoring.Target.from_json,
    "indicator.value": monitoring.Told.from_json, "evaluation": evaluation.Evaluation.from_json,
    "lesson": evaluation.Lesson.from_json, "gate.reason": gates.Reason.from_json,
    "plan.document": plan.Paper.from_json, "trace.link": tracing.Link.from_json,
    "text.proposal": texting.Proposed.from_json, "text.comment": texting.Comment.from_json,
    "text.amendment": texting.Attached.from_json,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does on a day: exactly one of :data:`ACTS`, with what belongs to it."""

    on: date
    who: str
    act: str
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """An invented agreement: title and parties by language, its texts, marks, and what happens, in order."""

    id: str
    title: Text
    parties: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    marks: tuple[Marking, ...]
    steps: tuple[Step, ...]


def story(id: str) -> Story:
    """One story.

    Raises:
        Invalid: a record that its reader refuses; ``agreements.demonstration.story`` for a step that is none, or one
            that goes back in time.
    """
    read: Mapping[str, Any] = read_yaml(HERE / f"{id}.yaml")
    steps = tuple(_step(each, id) for each in read["story"])
    if [each.on for each in steps] != sorted(each.on for each in steps):
        raise Invalid("agreements.demonstration.story", params={"file": id, "step": "order"})
    marks = tuple(
        Marking.from_json({"element": element, "mark": mark, "level": level, "clauses": list(clauses)})
        for element, (mark, level, clauses) in read["marks"].items()
    )
    return Story(read["id"], Text(read["title"]), read["parties"], read["texts"], marks, steps)


def read_body(kind: str, body: Mapping[str, Any]) -> None:
    """Read a record's body as its room would.

    Raises:
        Refusal: as the reader of that kind.
    """
    READERS.get(kind, dict)(body)


def heard(given: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a consultation that was closed before the step's day and answered on it.

    Args:
        given: ``hear`` (its id), ``phase``, ``way``, ``title``, ``question``, ``opened``, ``closes``, ``invited`` (who,
            by type of stakeholder), ``said`` (type, words, outcome, answer).
    """
    ids = {kind: f"i{at}" for at, kind in enumerate(given["invited"], 1)}
    asked = [
        {"id": ids[kind], "type": kind, "name": name, "on": str(given["opened"])}
        for kind, name in given["invited"].items()
    ]
    comments = [
        {
            "id": f"c{at}", "type": kind, "said": {"en": words}, "on": str(given["closes"]), "invited": ids[kind],
            "outcome": outcome, "answer": {"en": answer}, "answered_on": str(given["on"]),
        }
        for at, (kind, words, outcome, answer) in enumerate(given["said"], 1)
    ]  # fmt: skip
    return {
        "id": given["hear"], "title": {"en": given["title"]}, "question": {"en": given["question"]},
        "occasion": given["phase"], "way": given["way"], "opened": str(given["opened"]),
        "closes": str(given["closes"]), "invited": asked, "comments": comments,
    }  # fmt: skip


def _step(given: Mapping[str, Any], file: str) -> Step:
    acts = [act for act in ACTS if act in given]
    if len(acts) != 1 or given.get("who") not in ("origin", "destination"):
        raise Invalid("agreements.demonstration.story", params={"file": file, "step": str(given)[:80]})
    if "body" in given:
        read_body(str(given.get("put")), given["body"])
    if "hear" in given:
        read_body("consultation", heard(given))
    return Step(date.fromisoformat(str(given["on"])), given["who"], acts[0], given)

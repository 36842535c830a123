"""Telling a declared story: every step goes through the action that a page would call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from django.conf import settings

from concord.agreements import gates, worker_survey
from concord.agreements.lifecycle import StatusStep
from concord.agreements.position import SignOff
from concord.errors import Invalid, NotAllowed
from concord.texts.clauses import cut
from concord_site.accounts.models import Membership, Organisation, Person
from concord_site.agreements import keys, parts
from concord_site.agreements.actions import founding, inviting, publishing, seeing, writing
from concord_site.agreements.actions import life as acting
from concord_site.agreements.demonstration.stories import STORIES, Step, Story, heard, read_body, story
from concord_site.agreements.following import actions as following
from concord_site.agreements.preparing import queries as preparing
from concord_site.agreements.queries import life, spaces
from concord_site.agreements.queries.news import SIDES
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting.records import MARK, Mark, digest_of

#: Who acts for which side: people of the demonstration, made here where they are not there yet (then nobody can sign
#: in as them).
CAST = {
    "origin": ("authority@demo.example", "Tomas Adeyemi", "XMA", "Ministry of Health of Marania"),
    "destination": ("negotiator@demo.example", "Birgit Velm", "XVE", "Health Board of Velmark"),
}
#: Rows of a space at the end of a story that its people have not seen yet.
STILL_NEW = 6


def fill(*, today: date) -> str:
    """Tell both stories where they are not there yet.

    Args:
        today: Steps of a later day are left out.

    Returns:
        What was done, in a few words.

    Raises:
        NotAllowed: ``site.access.forbidden`` when the option ``demonstration`` is off.
    """
    if not settings.CONCORD.demonstration:
        raise NotAllowed("site.access.forbidden")
    people = {side: _person(*cast) for side, cast in CAST.items()}
    known = {dict(each.title).get("en") for each in spaces.dossiers_of(people["origin"])}
    told = [each for each in map(story, STORIES) if each.title["en"] not in known]
    for each in told:
        _tell(each, people, today)
    return f"{len(told)} agreements carried to their end"


def _person(email: str, name: str, area: str, office: str) -> Person:
    found = Person.objects.filter(email=email).first()
    if found is not None:
        return found
    home = Organisation.objects.filter(is_example=True, area=area, what=Organisation.Kind.MINISTRY).first()
    home = home or Organisation.objects.create(name={"en": office}, what=Organisation.Kind.MINISTRY, area=area,
                                               is_example=True)  # fmt: skip
    made = Person.objects.create_user(email, None, name=name, is_example=True)
    Membership.objects.create(person=made, organisation=home, role="negotiator")
    return made


@dataclass(frozen=True, slots=True)
class Telling:
    """A story on its way; ``opened`` keeps each party's dossier, so that what was read is not read again."""

    story: Story
    id: str
    people: dict[str, Person]
    opened: dict[str, Dossier] = field(default_factory=dict)

    def dossier(self, side: str) -> Dossier:
        """As the party sees it now."""
        if side not in self.opened:
            self.opened[side] = spaces.dossier(self.id, by=self.people[side])
        self.opened[side].shared.journal.catch_up()
        return self.opened[side]


def _tell(given: Story, people: dict[str, Person], today: date) -> None:
    drafts = [
        founding.PartyDraft(each.get("area", ""), each["name"], side, each["level"]) for side, each in _sides(given)
    ]
    begun = _at(given.steps[0].on)
    made = founding.start(title=given.title, parties=drafts, mine=0, by=people["origin"], now=begun, invented=True)
    beginning = spaces.dossier(made, by=people["origin"])
    inviting.seat_invented(beginning, "destination", people["destination"], now=begun)
    telling = Telling(given, made, people)
    for step in given.steps:
        if step.on <= today:
            DONE[step.act](telling, step, people[step.who], _at(step.on))
    for side, person in people.items():
        dossier = telling.dossier(side)
        until: dict[str, int] = {where: len(dossier.space(where).journal.lines) - STILL_NEW for where in SIDES}
        seeing.mark_seen(dossier, until, by=person)


def _sides(given: Story) -> list[tuple[Any, Any]]:
    return [(side, given.parties[side]) for side in ("origin", "destination")]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=UTC)


def _put(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    space = telling.dossier(step.who).space(step.given["in"])
    key = step.given.get("key") or keys.new_id()
    writing.put(space, step.given["put"], key, step.given["body"], by=by, now=now, based_on=None)


def _change(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """Write a record anew with other fields: an action that is under way, a decision that was carried out."""
    given = step.given
    space = telling.dossier(step.who).space(given["in"])
    record = space.record(given["change"], given["key"])
    if record is None:
        raise Invalid("agreements.demonstration.story", params={"file": telling.story.id, "step": str(given)[:80]})
    body = {**record.body, **given["with"]}
    read_body(given["change"], body)
    writing.put(space, given["change"], given["key"], body, by=by, now=now, based_on=None)


def _hear(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    space = telling.dossier(step.who).space(step.given["in"])
    writing.put(space, preparing.CONSULTATION, step.given["hear"], heard(step.given), by=by, now=now, based_on=None)


def _enter(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """Enter a phase, with the story's own word about each gate that is open.

    Raises:
        Conflict: where the story has no word about one.
    """
    dossier, to = telling.dossier(step.who), step.given["enter"]
    said = step.given.get("because", {})
    for each in gates.without_reason(life.seen(dossier, to, on=now.date()), life.reasons_of(dossier)):
        if each.gate.id in said:
            acting.say_why(dossier, each.gate.id, said[each.gate.id], by=by, now=now)
    acting.enter(
        dossier, to, by=by, now=now, outcome=step.given.get("outcome", ""), reason=step.given.get("reason", "")
    )


def _why(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    acting.say_why(telling.dossier(step.who), step.given["why"], step.given["reason"], by=by, now=now)


def _status(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    body = {name: str(value) for name, value in step.given["status"].items()}
    acting.note_status(telling.dossier(step.who), StatusStep.from_json(body), by=by, now=now)


def _publish(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """Agree to parts: to what the other party proposes, or to what stands."""
    for part in parts.public_parts():
        if part.id in step.given["publish"]:
            dossier = telling.dossier(step.who)
            body = publishing.proposed(dossier, part.id) or part.body(dossier)
            if body is not None:
                publishing.publish(dossier, part.id, body, by=by, now=now)


def _withhold(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    given = step.given["withhold"]
    until = date.fromisoformat(str(given["until"])) if given.get("until") else None
    publishing.withhold(telling.dossier(step.who), given["part"], given["reason"], until, by=by, now=now)


def _text(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """The text in a language: versions that are negotiated, an earlier one with what stood ``instead``, renderings."""
    language, of = step.given["text"], step.given.get("of", "")
    text = telling.story.texts[language]
    for now_there, before in step.given.get("instead", {}).items():
        text = text.replace(now_there, before)
    body = {"text": text, "language": language, "file": "", "findings": []}
    body |= {"of": of} if of else {"title": telling.story.title.best(language).text, "note": step.given.get("note", "")}
    kind = "text.language" if of else "text.version"
    writing.put(telling.dossier(step.who).shared, kind, step.given["key"], body, by=by, now=now, based_on=0)


def _marks(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    space, of = telling.dossier(step.who).space(step.given["marks"]), step.given["of"]
    for each in telling.story.marks:
        body = {**each.to_json(), "text": of}
        writing.put(space, "appraisal.mark", f"{of}.{each.element}", body, by=by, now=now, based_on=None)


def _sign(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """Ministries sign the agreed lines off as they stand."""
    dossier = telling.dossier(step.who)
    digest = preparing.position_of(dossier).digest
    for ministry in step.given["sign"]:
        signed = SignOff(ministry, "signs", digest, step.given["by"], step.on)
        writing.put(dossier.own, preparing.SIGN_OFF, ministry, signed.to_json(), by=by, now=now, based_on=None)


def _agree(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """A party marks every clause of a version as agreed."""
    shared, version = telling.dossier(step.who).shared, step.given["agree"]
    record = shared.record("text.version", version)
    assert record is not None
    for clause in cut(record.body["text"], language=record.body["language"]):
        mark = Mark(clause.id, step.who, "agreed", digest_of(clause), version)
        writing.put(shared, MARK, mark.key, mark.to_json(), by=by, now=now, based_on=None)


def _survey(telling: Telling, step: Step, by: Person, now: datetime) -> None:
    """Invented answers of workers: as many of each choice as the story counts, mixed by a fixed rule."""
    given = step.given["answers"]
    answers = [{worker_survey.CONSENT: "yes"} for _ in range(max(sum(each.values()) for each in given.values()))]
    for question, counts in given.items():
        said = [choice for choice, count in counts.items() for _ in range(count)]
        mixed = Random(question).sample(answers, len(said))
        for answer, choice in zip(mixed, said, strict=True):
            answer[question] = choice
    answers += [{worker_survey.CONSENT: "no"}] * step.given["declined"]
    following.keep_answers(telling.dossier(step.who), answers, year=step.given["survey"], by=by, now=now)


DONE: dict[str, Callable[[Telling, Step, Person, datetime], None]] = {
    "put": _put, "change": _change, "hear": _hear, "enter": _enter, "why": _why, "status": _status,
    "publish": _publish, "withhold": _withhold, "text": _text, "marks": _marks, "sign": _sign, "agree": _agree,
    "survey": _survey,
}  # fmt: skip

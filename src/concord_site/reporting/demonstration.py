"""Rounds of the demonstration: generated national reports in every state, marked as generated wherever they are shown.

The rounds that were really held stay as they are declared; generated reports of 2024 stand here so that there is
something to compare with. The same seed and day give the same reports.
"""

from __future__ import annotations

import datetime as dt
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict
from concord.instrument import answers as told
from concord.instrument import library
from concord.instrument.answers import Answers
from concord.instrument.model import NUMBERS, Instrument
from concord.instrument.prefill import instances_of
from concord.reporting import publication
from concord.reporting.letters_language import language_of
from concord.reporting.publication import Published
from concord.vocabulary.areas import member_states
from concord_site.audit import log
from concord_site.reporting.actions import publishing
from concord_site.reporting.demonstration_answers import Country, generated
from concord_site.reporting.demonstration_texts import texts
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.reviewing import Query, Reply
from concord_site.reporting.models.rounds import Participation, Round, RoundInstrument, Step
from concord_site.reporting.models.submissions import Filing, Submission, SubmissionAnswer, SubmissionEntry

#: An invented country; it is filling its report, so that whoever plays its authority can go on with it.
INVENTED = "XMA"
NOW, BEFORE = "2027", "2024"
INSTRUMENTS = {NOW: {"national": "nri-2027", "stakeholder": "stakeholder-2027"}, BEFORE: {"national": "nri-2024"}}
#: How many countries are in each state, the invented one apart.
STATES = (
    ("published", 30), ("corrected", 4), ("withdrawn", 1), ("accepted", 5), ("under-review", 4), ("submitted", 6),
    ("returned", 4), ("draft", 6),
)  # fmt: skip
#: Of those, how many have a report of the round before.
WITH_LAST = 0.7
#: Ways that a report in a state has come.
SENT = frozenset({"published", "corrected", "withdrawn", "accepted", "under-review", "submitted", "returned"})
SHOWN = frozenset({"published", "corrected", "withdrawn"})
ALWAYS_KEPT = frozenset({"contact_name", "contact_email"})


@dataclass
class Rows:
    """Rows by table, written at once at the end, parents first."""

    participations: list[Participation] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    entries: list[SubmissionEntry] = field(default_factory=list)
    answers: list[SubmissionAnswer] = field(default_factory=list)
    filings: list[Filing] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    steps: list[tuple[str, Step]] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)

    def write(self, participations: dict[str, Participation]) -> None:
        """Write everything."""
        every: tuple[list[Any], ...] = (
            self.submissions, self.entries, self.answers, self.filings, self.queries, self.replies,
        )  # fmt: skip
        for rows in every:
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
        for area, step in self.steps:
            step.participation = participations[area]
        Step._default_manager.bulk_create([step for _, step in self.steps], batch_size=500)
        Publication._default_manager.bulk_create(self.publications, batch_size=100)


@dataclass
class Maker:
    """Makes one demonstration."""

    today: dt.date
    seed: str
    rows: Rows = field(default_factory=Rows)

    def __post_init__(self) -> None:
        self.draw = random.Random(f"{self.seed}:rounds")
        self.opens = self.today - dt.timedelta(days=240)
        self.instruments = {year: library.load(uses["national"]) for year, uses in INSTRUMENTS.items()}

    # --- Rounds -------------------------------------------------------------------------------------------------------
    def round(self, year: str) -> Round:
        """The round, made where it is not there.

        Raises:
            Conflict: ``reporting.demonstration.real-round`` where a round that is not generated is there.
        """
        early = dt.timedelta(days=0 if year == NOW else 3 * 365)
        days = {
            "opens_on": self.opens - early, "due_on": self.today + dt.timedelta(days=45) - early,
            "closes_on": self.today + dt.timedelta(days=225) - early,
            "cut_off_on": self.today + dt.timedelta(days=105) - early,
        }  # fmt: skip
        state = Round.State.OPEN if year == NOW else Round.State.CLOSED
        opened = self._at(self.opens - early)
        found, made = Round._default_manager.get_or_create(
            year=year, defaults={**days, "state": state, "is_example": True, "opened_at": opened}
        )
        if not made and not found.is_example:
            raise Conflict("reporting.demonstration.real-round", params={"round": year})
        for use, id in INSTRUMENTS[year].items():
            asked = library.load(id)
            RoundInstrument._default_manager.get_or_create(
                round=found, use=use, defaults={"instrument": id, "number": asked.version, "digest": asked.digest}
            )
        return found

    def participations(self, round: Round) -> dict[str, Participation]:
        """Every Member State and the invented country in the round."""
        there = {each.area: each for each in Participation._default_manager.filter(round=round)}
        codes = [*(each.code for each in member_states(self.today)), INVENTED]
        made = [Participation(round=round, area=code, language=_language(code)) for code in codes if code not in there]
        Participation._default_manager.bulk_create(made, batch_size=500)
        return {each.area: each for each in Participation._default_manager.filter(round=round)}

    # --- Countries ----------------------------------------------------------------------------------------------------
    def chosen(self) -> list[tuple[str, str]]:
        """Countries with the state of their report: from every region, and the invented one."""
        by_region: dict[str, list[str]] = {}
        for each in member_states(self.today):
            by_region.setdefault(each.region(self.today) or "", []).append(each.code)
        wanted = sum(count for _, count in STATES)
        taken: list[str] = []
        for codes in by_region.values():
            taken += self.draw.sample(sorted(codes), max(4, round(wanted * len(codes) / 194)))
        self.draw.shuffle(taken)
        states = [state for state, count in STATES for _ in range(count)]
        pairs = list(zip(taken, states, strict=False))
        return [*sorted(pairs), (INVENTED, "draft")]

    def country(self, round: Round, before: Round, area: str, state: str) -> None:
        """One country's reports of both rounds, as far as its state goes."""
        last = self.last(before, area) if area == INVENTED or self.draw.random() < WITH_LAST else None
        who = Country.made(area, _language(area), self.seed)
        share = 1.0 if state in SENT else self.draw.uniform(0.25, 0.7)
        given = generated(self.instruments[NOW], who, today=self.today, share=share)
        days = self._days(state)
        final = {"corrected": "corrected", "withdrawn": "withdrawn"}.get(state, state)
        row = self.submission(round, area, final, given, days, last)
        self.way(area, row, state, days)
        if state not in SENT:
            return
        filing = self.filing(row, given, days["submitted"])
        replies = self.queries(row, given, state, days)
        if state in SHOWN:
            shown = self.publication(row, filing, given, days, replies)
            if state == "corrected":
                self.correction(round, area, row, given, days, shown)
            elif state == "withdrawn":
                shown.state, shown.ended_at = Publication.State.WITHDRAWN, self._at(days["ended"])
                shown.reason = row.reason = texts("withdrawal", "en")[0]

    def last(self, before: Round, area: str) -> Published:
        """A published report of the round before."""
        early = {name: day - dt.timedelta(days=3 * 365) for name, day in self._days("published").items()}
        who = Country.made(area, _language(area), self.seed)
        given = generated(self.instruments[BEFORE], who, today=early["submitted"])
        row = self.submission(before, area, "published", given, early, None)
        filing = self.filing(row, given, early["submitted"])
        self.publication(row, filing, given, early, [])
        return self._cut(row, filing, given)

    # --- One report ---------------------------------------------------------------------------------------------------
    def submission(
        self, round: Round, area: str, state: str, given: Answers, days: dict[str, dt.date], last: Published | None,
        *, edition: int = 1, previous: Submission | None = None,
    ) -> Submission:  # fmt: skip
        """The country's working report with its answers."""
        instrument = self.instruments[round.year]
        sent, accepted, shown = days["submitted"], days["accepted"], days["published"]
        row = Submission(
            round=round, area=area, edition=edition, previous=previous, state=state, language=_language(area),
            instrument=instrument.id, number=instrument.version, digest=instrument.digest,
            last_instrument=last.instrument.id if last else "", last=dict(last.answers) if last else {},
            last_is_example=last is not None, withheld=self._withheld(instrument, given),
            is_example=True, begun_at=self._at(days["started"]), saved_at=self._at(sent),
            statement=_statement(area, sent) if state in SENT else {},
            submitted_at=self._at(sent) if state in SENT else None,
            accepted_at=self._at(accepted) if state in {"accepted", *SHOWN} else None,
            published_at=self._at(shown) if state in SHOWN else None,
        )  # fmt: skip
        self.rows.submissions.append(row)
        self._kept(row, instrument, given)
        return row

    def filing(self, row: Submission, given: Answers, day: dt.date) -> Filing:
        """The report as it was sent."""
        made = Filing(
            submission=row, number=1, answers=told.as_json(given), reasons=self._reasons(row, given),
            withheld=row.withheld, statement=row.statement, language=row.language, digest=told.digest(given),
            reference=f"NR-{row.round.year}-{row.area}-{row.edition}.1", at=self._at(day),
        )  # fmt: skip
        self.rows.filings.append(made)
        return made

    def queries(self, row: Submission, given: Answers, state: str, days: dict[str, dt.date]) -> list[dict[str, str]]:
        """Queries of a returned report, and on some that were published, with their replies."""
        if state != "returned" and (state not in SHOWN or self.draw.random() > 0.4):
            return []
        asked = [at for at, question, value in told.addresses(self.instruments[row.round.year], given)
                 if question.kind in NUMBERS and isinstance(value, int) and not question.repeat]  # fmt: skip
        published = []
        for at in self.draw.sample(asked, min(len(asked), 2 if state == "returned" else 1)):
            is_open = state == "returned"
            query = Query(
                submission=row, address=at, question=at, text=texts("query", "en")[0], language="en",
                state=Query.State.OPEN if is_open else Query.State.CLOSED, at=self._at(days["queried"]),
                sent_at=self._at(days["queried"]), closed_at=None if is_open else self._at(days["accepted"]),
            )  # fmt: skip
            self.rows.queries.append(query)
            if not is_open:
                said = texts("reply", "en")[0]
                self.rows.replies.append(
                    Reply(query=query, submission=row, side=Reply.Side.COUNTRY, text=said, language="en",
                          is_for_publication=True, at=self._at(days["accepted"]))
                )  # fmt: skip
                published.append({"question": at, "asked": query.text, "asked_in": "en", "answered": said,
                                  "answered_in": "en"})  # fmt: skip
        return published

    def publication(
        self, row: Submission, filing: Filing, given: Answers, days: dict[str, dt.date], replies: list[dict[str, str]]
    ) -> Publication:
        """What is published of it."""
        shown = self._cut(row, filing, given)
        beside = [each for each in replies if each["question"] not in shown.withheld]
        made = publishing.unsaved(
            shown, round=row.round, area=row.area, submitted_on=days["submitted"], at=self._at(days["published"]),
            edition=row.edition, replies=beside, is_example=True,
        )  # fmt: skip
        self.rows.publications.append(made)
        return made

    def correction(
        self, round: Round, area: str, row: Submission, given: Answers, days: dict[str, dt.date], shown: Publication
    ) -> None:
        """A second edition that took the place of the first."""
        ended = days["ended"]
        later = {**days, "started": days["published"], "submitted": ended, "accepted": ended, "published": ended}
        changed = told.put(given, "hours", 55)
        again = self.submission(round, area, "published", changed, later, None, edition=2, previous=row)
        again.last, again.last_instrument, again.last_is_example = row.last, row.last_instrument, row.last_is_example
        again.reason = texts("correction", "en")[0]
        filing = self.filing(again, changed, ended)
        self.publication(again, filing, changed, later, [])
        shown.state, shown.ended_at, shown.reason = Publication.State.CORRECTED, self._at(ended), again.reason
        self._step(area, Step.What.CORRECTED, ended, row)
        self._step(area, Step.What.PUBLISHED, ended, again)

    def way(self, area: str, row: Submission, state: str, days: dict[str, dt.date]) -> None:
        """The dated steps of a country."""
        self._step(area, Step.What.DESIGNATED, days["designated"], None)
        self._step(area, Step.What.STARTED, days["started"], row)
        if state in SENT:
            self._step(area, Step.What.SUBMITTED, days["submitted"], row)
        if state == "returned":
            self._step(area, Step.What.QUERIED, days["queried"], row)
        if state in {"accepted", *SHOWN}:
            self._step(area, Step.What.ACCEPTED, days["accepted"], row)
        if state in SHOWN:
            self._step(area, Step.What.PUBLISHED, days["published"], row)
        if state == "withdrawn":
            self._step(area, Step.What.WITHDRAWN, days["ended"], row)

    def invited(self, areas: dict[str, Participation], taken: set[str]) -> None:
        """Everybody was invited; some of those who have not begun have named an authority."""
        for area in sorted(areas):
            self._step(area, Step.What.INVITED, self.opens, None)
            if area not in taken and self.draw.random() < 0.35:
                self._step(area, Step.What.DESIGNATED, self.opens + dt.timedelta(days=self.draw.randint(10, 120)), None)

    # --- The pieces ---------------------------------------------------------------------------------------------------
    def _step(self, area: str, what: str, day: dt.date, row: Submission | None) -> None:
        self.rows.steps.append((area, Step(what=what, at=self._at(day), submission=row, details={"generated": True})))

    def _days(self, state: str) -> dict[str, dt.date]:
        """Days in order, the last of them not after today."""
        names = ("designated", "started", "submitted", "queried", "accepted", "published", "ended")
        latest = (self.today - self.opens).days - 2
        offsets = sorted(self.draw.sample(range(8, latest), len(names)))
        return {name: self.opens + dt.timedelta(days=each) for name, each in zip(names, offsets, strict=True)}

    def _at(self, day: dt.date) -> dt.datetime:
        return dt.datetime(day.year, day.month, day.day, 9, 30, tzinfo=dt.UTC)

    def _withheld(self, instrument: Instrument, given: Answers) -> list[str]:
        marked = [each.key for each in instrument.questions if each.about.confidential and each.is_asked]
        return [key for key in marked if key in ALWAYS_KEPT or (key in given and self.draw.random() < 0.35)]

    def _reasons(self, row: Submission, given: Answers) -> dict[str, str]:
        cells = [at for at, question, value in told.addresses(self.instruments[row.round.year], given)
                 if question.cell and isinstance(value, int)]  # fmt: skip
        chosen = self.draw.sample(cells, 1) if cells and self.draw.random() < 0.4 else []
        return {at: texts("reason", row.language)[0] for at in chosen}

    def _cut(self, row: Submission, filing: Filing, given: Answers) -> Published:
        return publication.publish(
            self.instruments[row.round.year], given, today=filing.at.date(), withheld=filing.withheld,
            reasons=filing.reasons, language=row.language, area=row.area, round=row.round.year,
            reference=publication.reference(row.round.year, row.area, row.edition),
        )  # fmt: skip

    def _kept(self, row: Submission, instrument: Instrument, given: Answers) -> None:
        """Answers under their lasting addresses, and the entries they stand in."""
        ids: dict[tuple[str, int], str] = {}
        for block, place in _entries(instrument, given):
            ids[block, place] = entry = self._id()
            self.rows.entries.append(SubmissionEntry(submission=row, entry=entry, block=block, place=place - 1))
        for at, _question, value in told.addresses(instrument, given):
            kept = told.value_as_json(value)
            self.rows.answers.append(
                SubmissionAnswer(submission=row, address=_lasting(at, ids), value=kept, by="Generated",
                                 saved_at=row.saved_at)
            )  # fmt: skip

    def _id(self) -> str:
        letters = string.ascii_lowercase.replace("i", "").replace("l", "").replace("o", "")
        return "".join(self.draw.choice(letters) for _ in range(8))


def _entries(instrument: Instrument, given: Answers) -> Iterator[tuple[str, int]]:
    """Blocks of the first level and the places of their entries."""
    for key, value in given.items():
        if ((), key) in instrument.by_key and isinstance(value, tuple):
            for place, _ in enumerate(instances_of(value), start=1):
                yield key, place


def _lasting(at: str, ids: dict[tuple[str, int], str]) -> str:
    where = told.address(at)
    return "".join(f"{block}[{ids[block, place]}]/" for block, place in where.around) + where.key


def _language(area: str) -> str:
    return "en" if area == INVENTED else language_of(area)


def _statement(area: str, day: dt.date) -> dict[str, Any]:
    office = texts("office", _language(area))[0]
    return {"name": texts("short", _language(area))[0], "office": office, "at": f"{day.isoformat()}T09:30:00+00:00"}


def fill(*, today: dt.date, seed: str) -> str:
    """Fill the rounds of the demonstration, once.

    Args:
        today: The day that the demonstration stands on.
        seed: The same seed and day give the same reports.

    Returns:
        What was made, in a few words.

    Raises:
        Conflict: ``reporting.demonstration.real-round``.
    """
    there = Submission._default_manager.filter(round__year=NOW, is_example=True).count()
    if there:
        return f"{there} generated reports are there already"
    maker = Maker(today, seed)
    with transaction.atomic():
        before, now = maker.round(BEFORE), maker.round(NOW)
        participations = maker.participations(now)
        chosen = maker.chosen()
        maker.invited(participations, {area for area, _ in chosen})
        for area, state in chosen:
            maker.country(now, before, area, state)
        maker.rows.write(participations)
        published = sum(each.round_id == now.pk and each.state == "published" for each in maker.rows.publications)
        log.record("reporting.demonstration.filled", details={"seed": seed, "reports": len(chosen)}, now=timezone.now())
    return (
        f"{len(chosen)} generated reports of the round {NOW} ({published} published), "
        f"{len(maker.rows.publications)} publications in all, {len(maker.rows.answers):,} answers"
    )

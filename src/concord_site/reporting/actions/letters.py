"""Letters to Member States: made in Word and PDF, marked as sent and acknowledged, or entered as sent elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, Refusal
from concord.reporting import letters as declared
from concord.reporting import letters_compose, letters_files, places
from concord.vocabulary import areas
from concord.vocabulary.languages import LANGUAGES
from concord_site.accounts import notices
from concord_site.accounts.queries import people_of
from concord_site.audit import log
from concord_site.reporting.actions import steps
from concord_site.reporting.models.rounds import Letter, Round, Step
from concord_site.reporting.queries import rounds, rounds_letters
from concord_site.shell import access, files, jobs
from concord_site.shell.models import Job

PURPOSE = "reporting.letter"
MAKE = "reporting.letters.make"
TOLD = ("national-authority", "country-officer")
Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: an office with further lines about it, and what stands under a letter; never a person's name."""

    office: str
    lines: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For a job."""
        return {"office": self.office, "lines": list(self.lines), "signed": list(self.signed)}


def make(
    *, area: str, what: str, sender: Sender, by: Any, on: dt.date, round: Round | None = None, language: str = "",
    reference: str = "", to: Sequence[str] = (),
) -> Letter:  # fmt: skip
    """Make one letter: composed from facts, rendered, kept as a draft with its wording as it is.

    A letter that has no translation into the wanted language is written in English, and its row says so.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        NotFound: ``reporting.letter.unknown``.
        Conflict: ``reporting.letter.needs``: a fact is missing.
        Invalid: ``reporting.letter.language``.
    """
    access.permit(Letter, by, "create", state=Letter.State.DRAFTED, area=area)
    letter = declared.letter_of(what)
    wanted = language or rounds_letters.language_of(area, round)
    if wanted not in LANGUAGES:
        raise Invalid("reporting.letter.language", params={"language": wanted})
    spoken = letters_compose.spoken(letter, wanted)
    facts = rounds_letters.facts(
        letter, area, round=round, office=sender.office, on=on, language=spoken, name=_invented_name(area, spoken),
        reference=reference.strip()[:60] or rounds_letters.next_reference(round, area, on),
        is_example=round.is_example if round is not None else settings.CONCORD.demonstration,
        sender=sender.lines, signed=sender.signed, to=tuple(to),
    )  # fmt: skip
    made = letters_files.made(letter, facts, spoken)
    with transaction.atomic():
        return _kept(letter, facts, spoken, made, round, by)


def _invented_name(area: str, language: str) -> str:
    """The name of a country that is none, as in a demonstration; empty for every other."""
    known = {each.id for each in areas.areas()}
    return "" if area in known else places.name(area, language)


def _kept(
    letter: declared.Letter, facts: declared.Facts, language: str, made: dict[str, bytes], round: Round | None, by: Any
) -> Letter:
    # Without an area: the country reads a letter once it is sent, through the letter and not through its file.
    stored = {
        form: files.put(made[form], name=letters_files.name_of(letter, facts, language, form), purpose=PURPOSE)
        for form in letters_files.FORMS
    }
    row: Letter = Letter._default_manager.create(
        area=facts.area, round=round, what=letter.id, language=language, reference=facts.reference,
        subject=letters_compose.subject(letter, facts, language)[:300], params=facts.as_json(),
        digest=letters_files.digest(made["pdf"]), word=stored["docx"], pdf=stored["pdf"], made_by=by,
        sent_by_office=facts.office[:200], is_example=facts.is_example,
    )  # fmt: skip
    details = {"letter": letter.id, "language": language, "digest": row.digest}
    log.record("reporting.letter.made", by=by, subject=row, area=row.area, details=details)
    return row


# ---- many at once ---------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Batch:
    """What came of making many: letters, and the countries left out with the code of the reason."""

    letters: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result of the job."""
        return {"letters": self.letters, "left_out": [list(each) for each in self.left_out]}


def ask_many(*, round: Round, areas: Iterable[str], what: str, sender: Sender, by: Any, on: dt.date) -> Job:
    """Have letters to many countries made in the background, each in its country's language.

    Raises:
        Conflict: ``reporting.round.nobody-chosen``.
        NotFound: ``reporting.letter.unknown``.
    """
    declared.letter_of(what)
    chosen = sorted(set(areas))
    if not chosen:
        raise Conflict("reporting.round.nobody-chosen")
    access.permit(Letter, by, "create", state=Letter.State.DRAFTED, area=chosen[0])  # each is asked again when made
    with transaction.atomic():
        arguments = {
            "round_id": round.pk, "areas": chosen, "what": what, "sender": sender.as_json(), "on": on.isoformat(),
        }  # fmt: skip
        job = jobs.start(MAKE, by=by, title=f"{what} {round.year}: {len(chosen)}", arguments=arguments)
        log.record("reporting.letters.asked", by=by, subject=round, details={"letter": what, "areas": chosen})
    return job


def make_many(
    *, round_id: int, areas: Sequence[str], what: str, sender: Sender, on: dt.date, by: Any, progress: Report
) -> Batch:
    """Make them one after another; stopping keeps those that are made. A country that cannot be written to is named."""
    row = access.get(Round, round_id, by)
    batch = Batch()
    for number, area in enumerate(areas):
        progress(number, len(areas), area)
        try:
            letter = make(area=area, what=what, sender=sender, by=by, on=on, round=row)
        except Refusal as refusal:
            batch.left_out.append((area, refusal.code))
        else:
            batch.letters.append(str(letter.pk))
    progress(len(areas), len(areas), "")
    return batch


def zipped(letters: Iterable[Letter]) -> bytes:
    """Word and PDF of several letters as one ZIP file, a folder a form; for letters fetched through the access door.

    Raises:
        Conflict: ``reporting.letter.nothing-made``.
    """
    import io
    import zipfile

    out, names = io.BytesIO(), set[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for letter in letters:
            for form, row in (("docx", letter.word), ("pdf", letter.pdf)):
                if row is None:
                    continue
                name = f"{form}/{row.name}"
                name = name if name not in names else f"{form}/{letter.pk}-{row.name}"
                names.add(name)
                with files.open_checked(row) as content:
                    packed.writestr(name, content.read())
    if not names:
        raise Conflict("reporting.letter.nothing-made")
    return out.getvalue()


# ---- sent, acknowledged, cancelled ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sending:
    """How a letter went out: on which day, by which office, in which way, to which office."""

    on: dt.date
    office: str
    way: str = Letter.Way.MISSION
    to: str = ""


def mark_sent(*, letter_ids: Iterable[object], sending: Sending, by: Any, today: dt.date) -> list[Letter]:
    """Mark drafts as sent; an invitation to report marks its country as invited, and its people are told.

    Raises:
        Invalid: ``reporting.letter.future``.
        Conflict: ``site.access.state`` for a letter that is not a draft.
    """
    _require_past(sending.on, today)
    with transaction.atomic():
        return [_sent(access.get(Letter, pk, by, "submit", lock=True), sending, by) for pk in dict.fromkeys(letter_ids)]


def _sent(row: Letter, sending: Sending, by: Any) -> Letter:
    row.state, row.sent_on, row.way = Letter.State.SENT, sending.on, Letter.Way(sending.way)
    row.sent_by_office = (sending.office or row.sent_by_office)[:200]
    row.sent_to = sending.to[:300]
    row.save(update_fields=["state", "sent_on", "way", "sent_by_office", "sent_to"])
    _mark_step(row, by)
    _tell(row, by)
    details = {"letter": row.what, "on": sending.on.isoformat(), "way": row.way}
    log.record("reporting.letter.sent", by=by, subject=row, area=row.area, details=details)
    return row


def _mark_step(row: Letter, by: Any) -> None:
    known = {each.id: each.step for each in declared.letters()}
    if known.get(row.what) != "invited" or row.round is None or row.sent_on is None:
        return
    at = timezone.make_aware(dt.datetime.combine(row.sent_on, dt.time(12)))
    if not Step._default_manager.filter(
        participation__round=row.round, participation__area=row.area, what=Step.What.INVITED
    ).exists():
        steps.note(row.round, row.area, Step.What.INVITED, by=by, at=min(at, timezone.now()))


def _tell(row: Letter, by: Any) -> None:
    notices.tell(
        "letter-received", people_of(row.area, TOLD), key=str(row.pk), about=row, by=by,
        href=reverse("reporting:letter", kwargs={"pk": row.pk}), is_example=row.is_example, area=row.area,
    )  # fmt: skip


def _require_past(day: dt.date, today: dt.date) -> None:
    if day > today:
        raise Invalid("reporting.letter.future", params={"day": day})


def enter(
    *, area: str, subject: str, sending: Sending, by: Any, today: dt.date, round: Round | None = None,
    what: str = rounds_letters.OTHER, language: str = "en", reference: str = "",
) -> Letter:  # fmt: skip
    """Enter something a Member State was told outside Concord: a letter, a meeting, a mail.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``reporting.letter.future``.
    """
    access.permit(Letter, by, "create", state=Letter.State.DRAFTED, area=area)
    access.permit(Letter, by, "submit", state=Letter.State.DRAFTED, area=area)
    _require_past(sending.on, today)
    with transaction.atomic():
        row: Letter = Letter._default_manager.create(
            area=area, round=round, what=what, subject=subject.strip()[:300], language=language,
            reference=reference.strip()[:60], made_by=by,
            is_example=round.is_example if round is not None else settings.CONCORD.demonstration,
        )  # fmt: skip
        log.record("reporting.letter.entered", by=by, subject=row, area=area, details={"what": what})
        return _sent(row, sending, by)


def acknowledge(*, letter_id: object, on: dt.date, office: str, by: Any, today: dt.date) -> Letter:
    """Note that a Member State has acknowledged what it was sent: entered by the desk, or by the country itself.

    Raises:
        Invalid: ``reporting.letter.future``, ``reporting.letter.before-sent``.
        Conflict: ``site.access.state`` for a letter that was not sent.
    """
    _require_past(on, today)
    with transaction.atomic():
        row = access.get(Letter, letter_id, by, "edit", lock=True)
        if row.state not in (Letter.State.SENT, Letter.State.ACKNOWLEDGED):
            raise Conflict("site.access.state", params={"state": row.state})
        if row.sent_on is not None and on < row.sent_on:
            raise Invalid("reporting.letter.before-sent", params={"day": on, "sent": row.sent_on})
        row.state, row.acknowledged_on, row.acknowledged_by = Letter.State.ACKNOWLEDGED, on, office.strip()[:300]
        row.save(update_fields=["state", "acknowledged_on", "acknowledged_by"])
        log.record("reporting.letter.acknowledged", by=by, subject=row, area=row.area, details={"on": on.isoformat()})
    return row


def cancel(*, letter_id: object, by: Any) -> Letter:
    """Put a draft away that will not be sent; it is kept."""
    return _moved(letter_id, "withdraw", Letter.State.DRAFTED, Letter.State.CANCELLED, "cancelled", by)


def restore(*, letter_id: object, by: Any) -> Letter:
    """Take a cancelled draft up again."""
    return _moved(letter_id, "edit", Letter.State.CANCELLED, Letter.State.DRAFTED, "restored", by)


def _moved(pk: object, action: str, before: str, after: str, what: str, by: Any) -> Letter:
    with transaction.atomic():
        row = access.get(Letter, pk, by, action, lock=True)
        if row.state != before:
            raise Conflict("site.access.state", params={"state": row.state})
        row.state = after
        row.save(update_fields=["state"])
        log.record(f"reporting.letter.{what}", by=by, subject=row, area=row.area)
    return row


def today() -> dt.date:
    """The day of the installation."""
    return rounds.day(timezone.now())

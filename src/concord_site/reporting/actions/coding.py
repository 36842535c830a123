"""What is done at the coding desk: write the book, take texts in, code them blind, settle where coders differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.reporting.coding import book as books
from concord.reporting.coding.book import Code, CodeBook
from concord.reporting.coding.texts import FreeText
from concord.reporting.coding.texts import texts as texts_of
from concord_site.audit import log
from concord_site.reporting.models.coding import CodeBookVersion, Coding, CodingText
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import coding as queries
from concord_site.reporting.queries import filling_asked
from concord_site.shell import access

State, Place = CodeBookVersion.State, Coding.Place
#: States in which a report was sent and is not taken back: its newest filing is coded.
SENT = (
    Submission.State.SUBMITTED, Submission.State.UNDER_REVIEW, Submission.State.RETURNED, Submission.State.ACCEPTED,
    Submission.State.PUBLISHED,
)  # fmt: skip


# ---- the book --------------------------------------------------------------------------------------------------------
def begin_book(*, by: Any) -> CodeBookVersion:
    """Take the declared start of the book in, as the first version, to be changed before it is used."""
    access.permit(CodeBookVersion, by, "create", state=State.DRAFT)
    with transaction.atomic():
        if CodeBookVersion.objects.select_for_update().filter(book=queries.BOOK).exists():
            raise Conflict("reporting.coding.has-draft")
        return _kept(books.declared(queries.BOOK), by, None)


def next_version(*, by: Any) -> CodeBookVersion:
    """Begin the next version with the codes of the newest.

    Raises:
        Conflict: ``reporting.coding.has-draft``.
    """
    access.permit(CodeBookVersion, by, "create", state=State.DRAFT)
    with transaction.atomic():
        rows = CodeBookVersion.objects.select_for_update().filter(book=queries.BOOK)
        newest = rows.order_by("-number").first()
        if newest is None:
            return begin_book(by=by)
        if newest.state == State.DRAFT:
            raise Conflict("reporting.coding.has-draft")
        return _kept(queries.book_of(newest).next(), by, newest)


def _kept(book: CodeBook, by: Any, previous: CodeBookVersion | None) -> CodeBookVersion:
    made = CodeBookVersion.objects.create(
        book=book.id, number=book.number, content=books.as_json(book), digest=book.digest, previous=previous, made_by=by
    )
    log.record("reporting.code-book.begun", by=by, subject=made, details={"number": book.number})
    return made


def change_book(number: int, change: Callable[[CodeBook], CodeBook], *, by: Any, what: str) -> CodeBookVersion:
    """Change a draft of the book.

    Args:
        number: The version.
        change: From the library: :func:`~concord.reporting.coding.book.split` and its like, with their arguments.
        what: For the log: ``code-written``, ``code-split`` …

    Raises:
        Conflict: ``reporting.coding.frozen``.
        Invalid: What the change refuses.
    """
    with transaction.atomic():
        row = queries.version(number, by, lock=True)
        if row.state == State.FROZEN:
            raise Conflict("reporting.coding.frozen")
        row = queries.version(number, by, "edit", lock=True)
        book = change(queries.book_of(row))
        row.content, row.digest, row.changed_at = books.as_json(book), book.digest, timezone.now()
        row.save(update_fields=["content", "digest", "changed_at"])
        log.record(f"reporting.code-book.{what}", by=by, subject=row, details={"digest": book.digest})
    return row


def write_code(number: int, code: Code, *, by: Any) -> CodeBookVersion:
    """Add a code to a draft, or change it in its place."""
    return change_book(number, lambda book: book.with_code(code), by=by, what="code-written")


def freeze(number: int, *, by: Any) -> CodeBookVersion:
    """Freeze a version: from now on texts are coded with it, and nothing in it changes.

    Raises:
        Conflict: ``reporting.coding.frozen``; ``reporting.coding.hard-findings``.
    """
    with transaction.atomic():
        row = queries.version(number, by, lock=True)
        if row.state == State.FROZEN:
            raise Conflict("reporting.coding.frozen")
        row = queries.version(number, by, "publish", lock=True)
        hard = [each for each in books.check(queries.book_of(row)) if each.level == "hard"]
        if hard:
            raise Conflict("reporting.coding.hard-findings", params={"count": len(hard)})
        row.state, row.frozen_at = State.FROZEN, timezone.now()
        row.save(update_fields=["state", "frozen_at"])
        log.record("reporting.code-book.frozen", by=by, subject=row, details={"digest": row.digest})
    return row


def _in_use(by: Any) -> CodeBookVersion:
    """The newest frozen version; the first use freezes the first version."""
    newest = (
        CodeBookVersion.objects.filter(book=queries.BOOK, state=State.FROZEN).order_by("-number").first()
    )  # fmt: skip
    if newest is None:
        draft = CodeBookVersion.objects.filter(book=queries.BOOK).order_by("number").first() or begin_book(by=by)
        newest = freeze(draft.number, by=by)
    return newest


# ---- taking texts in -------------------------------------------------------------------------------------------------
def collect(year: str, *, by: Any = None) -> int:
    """Take in the free texts of a round: of the newest filing of each report that was sent, and of what is published.

    What a report says no longer, and what was withdrawn, is no longer current; its codings stay. It can be run again.

    Returns:
        How many texts are new.
    """
    if by is not None:
        access.permit(CodingText, by, "create", state="recorded")
    round = queries.round_of(year)
    book = queries.frozen()[-1]
    with transaction.atomic():
        known = {_key(each): each for each in CodingText.objects.select_for_update().filter(round=round)}
        seen: set[tuple[str, str, str, str]] = set()
        before = len(known)
        for filing in _filings(round):
            _take(filing, book, known, seen, round)
        for row in Publication.objects.filter(round=round, state=Publication.State.PUBLISHED):
            _take_published(row, book, known, seen, round)
        gone = [each.pk for key, each in known.items() if key not in seen and each.is_current]
        CodingText.objects.filter(pk__in=gone).update(is_current=False)
        new = len(known) - before
        if by is not None or new or gone:
            log.record("reporting.coding.collected", by=by, details={"round": year, "new": new, "gone": len(gone)})
    return new


def collect_all(*, now: dt.datetime) -> int:
    """The same for every round that is open or closed and has reports; by the clock."""
    years = set(Submission.objects.filter(state__in=SENT).values_list("round__year", flat=True))
    years |= set(Publication.objects.values_list("round__year", flat=True))
    return sum(collect(each) for each in sorted(years))


def _filings(round: Round) -> Iterable[Filing]:
    newest: dict[Any, Filing] = {}
    rows = Filing.objects.filter(submission__round=round, submission__state__in=SENT).select_related("submission")
    for each in rows.order_by("submission__edition", "number"):
        newest[each.submission.area] = each
    return newest.values()


def _key(row: CodingText) -> tuple[str, str, str, str]:
    return row.use, row.owner, row.address, row.digest


def _take(
    filing: Filing, book: CodeBook, known: dict[tuple[str, str, str, str], CodingText],
    seen: set[tuple[str, str, str, str]], round: Round,
) -> None:  # fmt: skip
    report = filing.submission
    found = texts_of(filling_asked.instrument_of(report), filing.answers, book, withheld=filing.withheld)
    for each in found:
        _keep(each, known, seen, round, use=Publication.Use.NATIONAL, owner=report.area, area=report.area,
              instrument=report.instrument, language=filing.language, filing=filing,
              is_example=report.is_example)  # fmt: skip


def _take_published(
    row: Publication, book: CodeBook, known: dict[tuple[str, str, str, str], CodingText],
    seen: set[tuple[str, str, str, str]], round: Round,
) -> None:  # fmt: skip
    owner = queries.owner_of(row)
    for each in queries.free_texts(row, book):
        _keep(each, known, seen, round, use=row.use, owner=owner, area=row.area, instrument=row.instrument,
              language=row.language, publication=row, is_example=row.is_example)  # fmt: skip


def _keep(
    text: FreeText, known: dict[tuple[str, str, str, str], CodingText], seen: set[tuple[str, str, str, str]],
    round: Round, *, use: str, owner: str, **fields: Any,
) -> None:  # fmt: skip
    key = (use, owner, text.address, text.digest)
    seen.add(key)
    row = known.get(key)
    if row is None:
        known[key] = CodingText.objects.create(
            round=round, use=use, owner=owner, address=text.address, digest=text.digest, text=text.text,
            question=text.question, part=text.part, **fields,
        )  # fmt: skip
        return
    source: dict[str, Any] = {name: fields[name] for name in ("filing", "publication") if name in fields}
    changed = {**source, "is_current": True, "part": text.part}
    if any(getattr(row, name) != value for name, value in changed.items()):
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=[*changed])


# ---- coding ----------------------------------------------------------------------------------------------------------
def code(
    pk: object, codes: Iterable[str], *, by: Any, is_none: bool = False, note: str = "", place: str = ""
) -> Coding:
    """Give a text its codes, as first or second coder; each sees their own until both are done.

    Args:
        codes: Ids; none together with ``is_none``.
        is_none: No code fits.
        place: What the page said; refused where somebody else has taken it meanwhile.

    Raises:
        Invalid: ``reporting.coding.none-or-some``, ``reporting.coding.unknown-code``.
        Conflict: ``reporting.coding.not-yours``; ``reporting.coding.same-coder``.
    """
    given = sorted(set(codes))
    if bool(given) == is_none:
        raise Invalid("reporting.coding.none-or-some")
    with transaction.atomic():
        found = queries.text(pk, by, "edit", lock=True)
        mine = queries.turn(found, by)
        if not mine:
            own = queries.own(found, by)
            raise Conflict("reporting.coding.same-coder" if own is not None else "reporting.coding.not-yours")
        if place and place != mine:
            raise Conflict("reporting.coding.not-yours")
        version = _in_use(by)
        book = queries.book_of(version)
        _known(given, book, found.part)
        raised = [each.code.id for each in queries.suggestions(found, book)]
        # One's own coding with an older version is done again with the newest.
        found.codings.filter(place=mine, by=by).exclude(book=version).delete()
        made, _ = Coding.objects.update_or_create(
            text=found, book=version, place=mine,
            defaults={"codes": given, "seen": raised, "note": note.strip(), "by": by, "at": timezone.now()},
        )  # fmt: skip
        log.record("reporting.coding.coded", by=by, subject=found, details={"place": str(mine)})
    return made


def _known(codes: Iterable[str], book: CodeBook, part: str) -> None:
    allowed = {each.id for each in book.of_part(part)}
    if unknown := sorted(set(codes) - allowed):
        raise Invalid("reporting.coding.unknown-code", params={"codes": ", ".join(unknown)})


def settle(
    pk: object, codes: Iterable[str], *, by: Any, is_none: bool = False, note: str = "", is_agreed: bool = False
) -> Coding:
    """Settle a text on which two coders differ: a third person alone, or one of the two when both agree.

    Args:
        is_agreed: The two coders have talked it over and agree.

    Raises:
        Invalid: ``reporting.coding.none-or-some``, ``reporting.coding.unknown-code``.
        Conflict: ``reporting.coding.nothing-to-settle``, ``reporting.coding.third-person``.
    """
    given = sorted(set(codes))
    if bool(given) == is_none:
        raise Invalid("reporting.coding.none-or-some")
    with transaction.atomic():
        found = queries.text(pk, by, "manage", lock=True)
        held = {each.place: each for each in found.codings.all()}
        first, second = held.get(Place.FIRST), held.get(Place.SECOND)
        if first is None or second is None or set(first.codes) == set(second.codes):
            raise Conflict("reporting.coding.nothing-to-settle")
        is_coder = by.pk in (first.by_id, second.by_id)
        if is_coder != is_agreed:
            raise Conflict("reporting.coding.third-person")
        version = _in_use(by)
        _known(given, queries.book_of(version), found.part)
        found.codings.filter(place=Place.SETTLED).exclude(book=version).delete()
        made, _ = Coding.objects.update_or_create(
            text=found, book=version, place=Place.SETTLED,
            defaults={"codes": given, "note": note.strip(), "by": by, "at": timezone.now(),
                      "way": "agreement" if is_agreed else "third"},
        )  # fmt: skip
        log.record("reporting.coding.settled", by=by, subject=found, details={"way": made.way})
    return made


def code_again(pk: object, *, by: Any) -> None:
    """Open a text to coders again whose code has been split since; what was given stays in the log alone.

    Raises:
        Conflict: ``reporting.coding.nothing-to-settle`` where none of its codes was split.
    """
    from concord.reporting.coding.counting import decide

    with transaction.atomic():
        found = queries.text(pk, by, "manage", lock=True)
        [as_coded] = queries.coded([found], timezone.now().date())
        if decide(as_coded, queries.frozen())[0] != "again":
            raise Conflict("reporting.coding.nothing-to-settle")
        given = {str(each.place): each.codes for each in found.codings.all()}
        found.codings.all().delete()
        log.record("reporting.coding.opened-again", by=by, subject=found, details=given)

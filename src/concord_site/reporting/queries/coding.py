"""What the coding desk asks: versions of the book, texts, whose turn it is, where coders differ, counts.

A coder sees what the other gave only when both are done. Counts for everybody are of published answers alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from concord.errors import NotFound
from concord.reporting.coding import book as books
from concord.reporting.coding import counting, suggest
from concord.reporting.coding.book import CodeBook
from concord.reporting.coding.counting import Coded, Counts, Given
from concord.reporting.coding.texts import FreeText
from concord.reporting.coding.texts import texts as texts_of
from concord.vocabulary import areas
from concord_site.reporting.models.coding import CodeBookVersion, Coding, CodingText
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.queries import filling_asked
from concord_site.shell import access

#: The book that is coded with.
BOOK = "free-answers"
#: Seed of the bootstrap of the agreement: printed with it, the same on every page.
SEED = 2010
Place = Coding.Place


# ---- the book --------------------------------------------------------------------------------------------------------
def versions(by: object) -> list[CodeBookVersion]:
    """The versions of the book that somebody may see, newest first."""
    return list(access.visible(CodeBookVersion, by).filter(book=BOOK).order_by("-number"))


def version(number: int, by: object, action: str = "see", *, lock: bool = False) -> CodeBookVersion:
    """One version.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    row = CodeBookVersion.objects.filter(book=BOOK, number=number).values_list("pk", flat=True).first()
    return access.get(CodeBookVersion, row, by, action, lock=lock)


def book_of(row: CodeBookVersion) -> CodeBook:
    """A version as the library reads it."""
    return _book(row.pk, row.digest, _Content(row.content))


@dataclass(frozen=True, eq=False)
class _Content:
    """Content whose key in the cache is the digest beside it."""

    value: Any

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content)


@lru_cache(maxsize=16)
def _book(_pk: int, _digest: str, content: _Content) -> CodeBook:
    return books.from_json(content.value)


def frozen() -> list[CodeBook]:
    """All versions that may be coded with, oldest first; the declared start where none is kept yet."""
    rows = CodeBookVersion.objects.filter(book=BOOK, state=CodeBookVersion.State.FROZEN).order_by("number")
    return [book_of(each) for each in rows] or [books.declared(BOOK)]


# ---- the texts -------------------------------------------------------------------------------------------------------
def texts(by: object, *, year: str = "", use: str = "") -> QuerySet[CodingText]:
    """The texts somebody may see, of reports as they stand."""
    rows = access.visible(CodingText, by).filter(is_current=True)
    rows = rows.filter(round__year=year) if year else rows
    rows = rows.filter(use=use) if use else rows
    return rows.select_related("round", "publication").order_by("question", "owner", "address", "pk")


def text(pk: object, by: object, action: str = "see", *, lock: bool = False) -> CodingText:
    """One text.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.get(CodingText, pk, by, action, lock=lock)
    if not found.is_current:
        raise NotFound("site.access.unknown")
    return found


def rounds(by: object) -> list[str]:
    """Rounds with texts, newest first."""
    return sorted(set(access.visible(CodingText, by).values_list("round__year", flat=True)), reverse=True)


def turn(found: CodingText, by: object) -> str:
    """Whose place somebody would take on a text: first, second, or none."""
    held = {each.place: each for each in found.codings.all()}
    me = getattr(by, "pk", None)
    if Place.FIRST not in held or _is_open(held[Place.FIRST], me, held):
        return Place.FIRST
    if Place.SECOND not in held and held[Place.FIRST].by_id != me:
        return Place.SECOND
    return Place.SECOND if Place.SECOND in held and _is_open(held[Place.SECOND], me, held) else ""


def _is_open(mine: Coding, me: object, held: dict[str, Coding]) -> bool:
    """One's own coding may be changed until the other coder is done too."""
    other = Place.SECOND if mine.place == Place.FIRST else Place.FIRST
    return mine.by_id == me and other not in held


def own(found: CodingText, by: object) -> Coding | None:
    """What somebody gave a text."""
    me = getattr(by, "pk", None)
    return next((each for each in found.codings.all() if each.by_id == me and each.place != Place.SETTLED), None)


def seen_codings(found: CodingText, by: object) -> list[Coding]:
    """The codings of a text that somebody may see: all of them once two coders are done, else one's own."""
    every = sorted(found.codings.all(), key=lambda each: each.pk)
    both = {Place.FIRST, Place.SECOND} <= {each.place for each in every}
    me = getattr(by, "pk", None)
    return [each for each in every if both or each.by_id == me]


def queue(by: object, *, year: str = "", use: str = "", part: str = "", language: str = "") -> list[CodingText]:
    """Texts on which it is somebody's turn: those that nobody coded, then those that need a second coder."""
    me = getattr(by, "pk", None)
    rows = texts(by, year=year, use=use).prefetch_related("codings")
    rows = rows.filter(part=part) if part else rows
    rows = rows.filter(language=language) if language else rows
    open_ones = [each for each in rows if _is_waiting(each, me)]
    return sorted(open_ones, key=lambda each: bool(each.codings.all()))


def _is_waiting(found: CodingText, me: object) -> bool:
    held = {each.place: each.by_id for each in found.codings.all()}
    return Place.FIRST not in held or (Place.SECOND not in held and held[Place.FIRST] != me)


@dataclass(frozen=True, slots=True)
class Difference:
    """A text on which two coders differ: what both gave, and what one alone gave."""

    text: CodingText
    first: Coding
    second: Coding
    both: tuple[str, ...]
    first_alone: tuple[str, ...]
    second_alone: tuple[str, ...]
    settled: Coding | None


def differences(by: object, *, year: str = "", with_settled: bool = False) -> list[Difference]:
    """Texts on which two coders differ, those not settled yet."""
    found = []
    for row in texts(by, year=year).prefetch_related("codings__by"):
        held = {each.place: each for each in row.codings.all()}
        first, second, settled = (held.get(each) for each in (Place.FIRST, Place.SECOND, Place.SETTLED))
        if first is None or second is None or set(first.codes) == set(second.codes):
            continue
        if settled is None or with_settled:
            one, other = set(first.codes), set(second.codes)
            found.append(Difference(
                row, first, second, tuple(sorted(one & other)), tuple(sorted(one - other)),
                tuple(sorted(other - one)), settled,
            ))  # fmt: skip
    return found


def suggestions(found: CodingText, book: CodeBook) -> tuple[suggest.Suggestion, ...]:
    """Codes whose words stand in a text."""
    return suggest.suggest(book, found.text, language=found.language, part=found.part)


# ---- counts ----------------------------------------------------------------------------------------------------------
def coded(rows: Iterable[CodingText], on: dt.date) -> list[Coded]:
    """Texts with what their coders had given by a day, as the library counts them."""
    return [
        Coded(each.owner, _region(each.area, on), each.use, each.part, **_given(each, on))
        for each in rows
    ]  # fmt: skip


def _given(found: CodingText, on: dt.date) -> dict[str, Given]:
    return {
        str(each.place): Given(tuple(each.codes), each.book.number)
        for each in found.codings.all() if each.at.date() <= on
    }  # fmt: skip


def _region(area: str, on: dt.date) -> str:
    return areas.area(area).region(on) or "" if area else ""


def own_counts(by: object, year: str, *, use: str = Publication.Use.NATIONAL, resamples: int = 1000) -> Counts:
    """Counts for the Secretariat: of every text it may see, published or not."""
    rows = list(texts(by, year=year, use=use).prefetch_related("codings__book"))
    return _count(rows, year, use, timezone.now().date(), resamples)


def counts(round: str, as_of: dt.date, *, use: str = Publication.Use.NATIONAL, resamples: int = 1000) -> Counts | None:
    """Counts that everybody may read: of answers that stood published on a day, word for word, and of no others.

    Args:
        round: Its year.
        as_of: What was published, and not corrected or withdrawn, at the end of this day; what was coded by then.
        use: ``national`` or ``stakeholder``; never both together.

    Returns:
        Counts in the newest frozen version of the book with the number of texts, coders and their agreement; None where
        no published text is coded.
    """
    standing = _standing(round, as_of, use)
    rows = [
        each
        for each in CodingText.objects.filter(round__year=round, use=use).prefetch_related("codings__book")
        if (each.owner, each.address, each.digest) in standing
    ]
    is_coded = any(one.at.date() <= as_of for each in rows for one in each.codings.all())
    return _count(rows, round, use, as_of, resamples) if is_coded else None


def _standing(round: str, on: dt.date, use: str) -> set[tuple[str, str, str]]:
    """Whose texts, where and by digest, stood published on a day."""
    book = frozen()[-1]
    rows = Publication.objects.filter(round__year=round, use=use).exclude(state=Publication.State.WITHDRAWN)
    rows = rows.filter(published_at__date__lte=on).filter(Q(ended_at=None) | Q(ended_at__date__gt=on))
    return {(owner_of(row), each.address, each.digest) for row in rows for each in free_texts(row, book)}


def owner_of(row: Publication) -> str:
    """Whose a publication is: a country's code, or a stakeholder's reference without its edition."""
    return row.area if row.use == Publication.Use.NATIONAL else row.reference.rpartition("-")[0]


def _count(rows: list[CodingText], round: str, use: str, as_of: dt.date, resamples: int) -> Counts:
    coders = {
        one.by_id for each in rows for one in each.codings.all()
        if one.place != Place.SETTLED and one.at.date() <= as_of
    }  # fmt: skip
    return counting.count(
        coded(rows, as_of), frozen(), round=round, use=use, as_of=as_of, coders=len(coders), seed=SEED,
        resamples=resamples, is_example=any(each.is_example for each in rows),
    )  # fmt: skip


# ---- what there is to code -------------------------------------------------------------------------------------------
def free_texts(row: Any, book: CodeBook, *, withheld: Iterable[str] = ()) -> tuple[FreeText, ...]:
    """The free texts of a filing's submission or of a publication."""
    return texts_of(filling_asked.instrument_of(row), row.answers, book, withheld=withheld)


def round_of(year: str) -> Round:
    """A round by its year.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = Round.objects.filter(year=year).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found

"""Queries on reports, as others ask for them: how many are open, at which question, on the last report.

What is drafted is never among them; it is its author's (:mod:`concord_site.reporting.queries.review_filing`). These
functions are given a report that was fetched for somebody already, and tell its country's side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from concord.instrument.answers import Value, get, parse
from concord.instrument.numbering import numbers
from concord.reporting.review import node_at
from concord.vocabulary.text import Text
from concord_site.reporting.answering.book import Book
from concord_site.reporting.models.reviewing import Query, Reply
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import filling
from concord_site.reporting.queries.filling_asked import instrument_of

#: States of a query that its country sees.
SENT = (Query.State.OPEN, Query.State.ANSWERED, Query.State.CLOSED)


def sent(submission: Submission) -> QuerySet[Query]:
    """The queries on a report that its country sees, in the order in which they were sent."""
    return submission.queries.filter(state__in=SENT).order_by("sent_at", "at")


def open_queries(submission: Submission) -> int:
    """How many queries stand against sending the report again: neither answered in words nor by another answer.

    The fact for ``OPEN_QUERIES`` of the workflow's step ``submit``.
    """
    return len(unsettled(submission))


def unsettled(submission: Submission) -> list[Query]:
    """Open queries that ask for a change and whose answers stand as they were sent."""
    rows = [each for each in sent(submission) if each.state == Query.State.OPEN and each.weight == Query.Weight.CHANGE]
    changed = changed_since(submission, rows)
    return [each for each in rows if each.pk not in changed]


def changed_since(submission: Submission, rows: Iterable[Query]) -> set[Any]:
    """Keys of the queries whose answer is another now than in the filing they were raised on.

    Reads the working answers: for the country's own pages and the guard of its step alone.
    """
    wanted = [each for each in rows if each.address]
    if not wanted:
        return set()
    filed = {each.number: parse(each.answers) for each in submission.filings.all()}
    now = parse(filling.book_of(submission, instrument_of(submission), today=timezone.now().date()).answers())
    return {each.pk for each in wanted if _at(now, each.address) != _at(filed.get(each.filing, {}), each.address)}


def changed_between(one: Filing, other: Filing, rows: Iterable[Query]) -> set[Any]:
    """Keys of the queries whose answer differs between two filings."""
    before, now = parse(one.answers), parse(other.answers)
    return {each.pk for each in rows if each.address and _at(before, each.address) != _at(now, each.address)}


def _at(answers: Mapping[str, Value], address: str) -> Value | None:
    return get(answers, address)


def at(submission: Submission, book: Book | None = None) -> dict[str, list[Query]]:
    """Queries on a report by the address of their question, those on the whole under the empty one.

    Args:
        submission: The report.
        book: Where given, addresses are the lasting ones of its entries, as pages have them; an entry that is gone
            leaves its query under the empty address. Else by position, as in the filing.
    """
    found: dict[str, list[Query]] = {}
    for each in sent(submission).prefetch_related("replies"):
        where = (book.lasting(each.address) or "") if book is not None and each.address else each.address
        found.setdefault(where, []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its question and what was said about it.

    Args:
        number: The question's number; empty for the whole report.
        label: Its wordings.
        replies: In order of time; with ``of_last_report`` those given with this report are ``own``.
        own: What the country says to it in this report.
    """

    query: Query
    number: str
    label: Text
    replies: tuple[Reply, ...]
    own: tuple[Reply, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the country has said something to it, in this report where it is about the last one."""
        return bool(self.own) or self.query.state == Query.State.ANSWERED


def asked(submission: Submission, *, of: Submission | None = None) -> list[Asked]:
    """The queries on a report with their questions, in order of the questionnaire.

    Args:
        submission: The report they were made on.
        of: The later report with which the country answers them.
    """
    instrument = instrument_of(submission)
    shown = numbers(instrument)
    order = {node.path: place for place, node in enumerate(instrument.nodes())}
    rows = []
    for each in sent(submission).prefetch_related("replies"):
        node = node_at(instrument, each.address) if each.address else None
        path = node.path if node is not None else ()
        number = next((shown[path[:end]] for end in range(len(path), 0, -1) if path[:end] in shown), "")
        replies = tuple(sorted(each.replies.all(), key=lambda reply: (reply.at, reply.pk)))
        own = tuple(reply for reply in replies if of is not None and reply.submission_id == of.pk)
        rows.append((order.get(path, -1), Asked(each, number, node.label if node else Text(), replies, own)))
    return [row for _place, row in sorted(rows, key=lambda pair: pair[0])]


def last_report(submission: Submission) -> Submission | None:
    """The country's report of the round before, the last one that was sent in it; None where there is none."""
    rows = Submission.objects.filter(area=submission.area, round__year__lt=submission.round.year)
    rows = rows.filter(filings__isnull=False).exclude(pk=submission.pk).select_related("round", "version")
    return rows.order_by("-round__year", "-edition").first()


def of_last_report(submission: Submission) -> list[Asked]:
    """Queries and comments made on the country's last report, each with what this report answers to it."""
    before = last_report(submission)
    return asked(before, of=submission) if before is not None else []


def for_publication(submission: Submission) -> list[dict[str, str]]:
    """What a report publishes beside its answers: the country's answers to queries that it chose for publication.

    Returns:
        ``number``, ``question`` (key), ``address``, ``round``, ``query`` and ``query_language``, ``reply``,
        ``reply_language`` and ``at`` (ISO), in the order in which they were given. Queries whose answers are not chosen
        are not among them.
    """
    rows = Reply.objects.filter(submission=submission, side=Reply.Side.COUNTRY, is_for_publication=True)
    rows = rows.select_related("query__submission__round", "query__submission__version").order_by("at", "pk")
    return [_published(each) for each in rows if each.query.submission.area == submission.area]


def _published(reply: Reply) -> dict[str, str]:
    query = reply.query
    instrument = instrument_of(query.submission)
    node = node_at(instrument, query.address) if query.address else None
    path, shown = node.path if node is not None else (), numbers(instrument)
    number = next((shown[path[:end]] for end in range(len(path), 0, -1) if path[:end] in shown), "")
    return {
        "number": number, "question": query.question, "address": query.address, "round": query.submission.round.year,
        "query": query.text, "query_language": query.language, "reply": reply.text, "reply_language": reply.language,
        "at": reply.at.isoformat(),
    }  # fmt: skip

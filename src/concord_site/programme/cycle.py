"""Rounds of reporting as pages show them: what is known of each, with date and source, and what is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from concord.reporting.rounds import Count, Known, Round, rounds
from concord.vocabulary import formats, provenance
from concord_site.shell.i18n import language

#: Columns of the table of rounds: what article 9.1 is followed by.
MEASURES = ("designated-authorities", "national-reports", "stakeholder-reports", "questions")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source in words, its address and licence."""

    title: str
    link: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A count of a round as the page shows it."""

    count: Count
    words: str
    as_of: str
    cited: Cited

    @property
    def is_fact(self) -> bool:
        """Whether it is shown without the mark."""
        return self.count.is_fact


@dataclass(frozen=True, slots=True)
class Turn:
    """A round with its cells of the table, its facts, and what was looked for in vain."""

    round: Round
    cells: tuple[Fact | None, ...]
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]
    deadline: str
    deadline_cited: Cited | None

    @property
    def is_next(self) -> bool:
        """Whether it is still to come."""
        return self.round.status == "next"


def measure_words(measure: str) -> str:
    """What a measure of a round is called."""
    known = {
        "designated-authorities": _("Designated national authorities"),
        "designated-authorities-new": _("Authorities designated since the round before"),
        "national-reports": _("National reports"),
        "stakeholder-reports": _("Reports of other stakeholders"),
        "questions": _("Questions of the instrument"),
        "agreements-notified": _("Agreements notified"),
        "reports-in-process-or-submitted": _("Reports submitted or in preparation"),
        "took-steps": _("Reporting countries that took steps to carry out the Code"),
        "equal-treatment-percent": _(
            "Percent of reporting countries where migrant health personnel have the same rights"
        ),
        "deadline": _("Deadline"),
        "document": _("Document of the Assembly"),
    }
    return known.get(measure, measure.replace("-", " "))


def cited(source: str) -> Cited:
    """A source by its id; an address or a name stands for itself."""
    found = provenance.sources().get(source)
    if found is not None:
        return Cited(found.title, found.link, found.licence)
    return Cited(urlsplit(source).netloc, source) if source.startswith("http") else Cited(source)


def turns() -> tuple[Turn, ...]:
    """Every round, newest first."""
    return tuple(_turn(each) for each in reversed(rounds()))


def _turn(given: Round) -> Turn:
    deadline = given.deadline if given.deadline and given.deadline.is_fact else None
    return Turn(
        given,
        tuple(_cell(given, measure) for measure in MEASURES),
        tuple(_fact(each) for counts in given.counts.values() for each in counts),
        tuple(measure_words(each) for each in given.not_found),
        _day(deadline),
        cited(deadline.source) if deadline else None,
    )


def _day(known: Known | None) -> str:
    return formats.date(known.value, language()) if known else ""


def _cell(given: Round, measure: str) -> Fact | None:
    count = given.count(measure)
    return _fact(count) if count else None


def _fact(count: Count) -> Fact:
    return Fact(count, measure_words(count.measure), formats.date(count.as_of, language()), cited(count.source))

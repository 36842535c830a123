"""What the data set knows already at a question: in words with its source, and as a number that can be taken over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from concord.instrument.burden import Already
from concord.instrument.model import Question
from concord.reporting.outliers import Known
from concord_site.reporting.answering.figures import number


@dataclass(frozen=True)
class KnownHere(Mapping[str, Already]):
    """What is known of a country, by key of ``x_known``, and the numbers that questions may take over.

    Args:
        said: By key: what is known in words, and who says so.
        offers: By the question's path: a number of just what the question asks.
    """

    said: Mapping[str, Already]
    offers: Mapping[tuple[str, ...], Known] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Already:
        return self.said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.said)

    def __len__(self) -> int:
        return len(self.said)


def offered(known: Mapping[str, Already], question: Question) -> Known | None:
    """The number that can be taken over at a question."""
    return known.offers.get(question.path) if isinstance(known, KnownHere) else None


def value_of(offer: Known) -> int | float:
    """The number as an answer."""
    return int(offer.value) if float(offer.value).is_integer() else offer.value


def at(known: Mapping[str, Already], question: Question, language: str) -> Already | None:
    """What is shown at a question: the number that fits it, else what is known by its key."""
    if (offer := offered(known, question)) is not None:
        told = {"number": number(value_of(offer), language), "year": offer.year}
        return Already(_("%(number)s persons in %(year)s") % told, offer.source)
    return known.get(question.about.known) if question.about.known else None

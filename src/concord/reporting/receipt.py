"""The receipt of a report: what was sent, when and by whom, and the digest by which anybody can compare it.

Source: Code, articles 9.1 and 9.4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from concord.documents.model import Cover, Document, Paragraph, Particulars, Phrase, Value, phrase
from concord.documents.sentences import Count, Day, Plain, Saying, say
from concord.reporting import places
from concord.vocabulary.languages import NATIVE_NAMES
from concord.vocabulary.text import Text

DOMAIN = "documents/receipt"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says.

    Args:
        reference: ``NR-2027-KEN-1.1``.
        digest: SHA-256 of the answers.
        area: Alpha-3.
        received: The moment, universal time.
        language: In which the texts of the report are written.
        findings: Counts by level of what was left.
        withheld: How many questions are kept confidential.
        number: For which time it was sent.
        address: Where receipts are compared.
        is_example: Generated for a demonstration.
    """

    reference: str
    digest: str
    area: str
    round: str
    received: dt.datetime
    language: str
    questionnaire: Text
    version: str
    instrument_digest: str
    declared_by: str
    office: str
    answered: int
    findings: Mapping[str, int] = field(default_factory=dict)
    withheld: int = 0
    number: int = 1
    address: str = ""
    is_late: bool = False
    is_example: bool = False


def compose(receipt: Receipt, language: str) -> Document:
    """The receipt as a document in one of the six languages."""
    said = _Voice(language)
    country = places.name(receipt.area, language)
    promise = said("promise", country=Plain(country), round=Plain(receipt.round))
    notes = [said("meaning", address=Plain(receipt.address)), said("no-approval")]
    return Document(
        id=f"receipt-{receipt.reference}-{language}",
        title=said("title"),
        language=language,
        as_of=receipt.received.date(),
        subtitle=phrase(receipt.questionnaire.best(language)),
        blocks=(
            Paragraph(phrase(f"{promise}", language, strong=True)),
            Particulars(tuple(_items(receipt, said, country))),
            *(Paragraph(each) for each in notes),
            *((Paragraph(said("generated")),) if receipt.is_example else ()),
        ),
        cover=Cover(kicker=phrase(receipt.reference), is_page=False),
        demonstration=receipt.is_example,
        running_foot=phrase(f"{receipt.reference} · {receipt.digest[:16]}"),
        keywords=(receipt.reference, receipt.digest),
    )


class _Voice:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: Saying) -> Phrase:
        return say(DOMAIN, key, self.language, **values)


def _items(receipt: Receipt, said: _Voice, country: str) -> list[tuple[Phrase, Value]]:
    counts = {level: Count(receipt.findings.get(level, 0)) for level in ("soft", "note")}
    filing = said("filing-first") if receipt.number == 1 else said("filing", number=Count(receipt.number))
    received = said("time", day=Day(receipt.received.date()), clock=Plain(f"{receipt.received:%H:%M:%S}"))
    late = f" ({said('late')})" if receipt.is_late else ""
    rows: list[tuple[str, object]] = [
        ("reference", receipt.reference), ("country", country), ("round", receipt.round),
        ("received", f"{received}{late}"), ("sent", filing),
        ("declared", f"{receipt.declared_by}, {receipt.office}"),
        ("questionnaire", receipt.questionnaire.best(said.language).text), ("version", receipt.version),
        ("language", NATIVE_NAMES.get(receipt.language, receipt.language)), ("answers", receipt.answered),
        ("findings", said("findings-said", **counts)), ("withheld", receipt.withheld),
        ("digest", _spaced(receipt.digest)), ("instrument-digest", _spaced(receipt.instrument_digest)),
    ]  # fmt: skip
    return [(said(key), Value(str(value))) for key, value in rows]


def _spaced(digest: str) -> str:
    """A digest in groups of eight, as one reads it aloud; spaces do not count when it is compared."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))

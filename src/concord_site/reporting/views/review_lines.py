"""The answers of a filing as lines of a page: beside last time, what is known, its findings and its queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from concord.instrument.answers import Value, value_as_json
from concord.instrument.burden import Already
from concord.instrument.export.walking import Found, asked_of, walk
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.numbering import numbers
from concord.reporting.changes import Change
from concord.reporting.outliers import Verdict
from concord.reporting.points import Point
from concord.vocabulary.text import Wording
from concord_site.reporting.answering import addresses, boxes, pages, rich
from concord_site.reporting.answering.figures import number, shown_value
from concord_site.reporting.models.reviewing import Query
from concord_site.reporting.queries.review_filing import Opened
from concord_site.shell.i18n import language

LEVEL_TAGS = {"hard": "must", "soft": "soft", "note": "note"}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as a page says it; ``write`` leads to a query that begins with its words."""

    tag: str
    message: Wording
    hint: Wording
    code: str
    write: str = ""
    peers: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what was answered and all that stands beside it."""

    id: str
    number: str
    label: Wording
    entry: str
    answer: str
    unit: str
    address: str
    is_asked: bool = True
    is_withheld: bool = False
    last: str = ""
    moved: str = ""
    reason: str = ""
    beside: str = ""
    known: Already | None = None
    said: tuple[Said, ...] = ()
    queries: tuple[Query, ...] = ()
    write: str = ""

    @property
    def has_findings(self) -> bool:
        """Whether there is anything to look at but notes."""
        return any(each.tag != "note" for each in self.said)

    @property
    def has_nearby(self) -> bool:
        """Whether anything stands in the column beside it."""
        return bool(self.last or self.known or self.beside or (self.write and not self.has_findings))


def lines(found: Opened) -> dict[int, list[Line]]:
    """Every line by number of its section, 0 for what stands in none: what was asked, and answers that were not."""
    asked = asked_of(found.instrument, found.filing.answers, found.filing.at.date())
    places = sections_of(found.instrument)
    made: dict[int, list[Line]] = {}
    for each in walk(found.instrument, found.filing.answers, asked):
        if isinstance(each, Found) and (each.asked or each.value is not None):
            line = line_of(found, each.question, each.address, each.value, is_asked=each.asked)
            made.setdefault(places.get(each.question.path, 0), []).append(line)
    return made


@lru_cache(maxsize=16)
def sections_of(instrument: Instrument) -> Mapping[tuple[str, ...], int]:
    """Number of the section of every question, by path."""
    return {each.path: section.number for section in pages.sections(instrument) for each in section.questions()}


def line_of(found: Opened, question: Question, address: str, value: Value | None, *, is_asked: bool = True) -> Line:
    """One line."""
    change, code = found.review.changes.at(address), language()
    verdict, points = found.review.verdicts.get(address), found.review.at(address)
    return Line(
        addresses.element(address), number_of(found.instrument, question), question.label.best(code),
        entry_of(found.instrument, address), shown(found.instrument, question, value),
        boxes.unit_words(question.about.unit, code), address,
        is_asked, question.key in found.filing.withheld, last_of(found, change), moved_of(change),
        found.filing.reasons.get(address, ""),
        "" if any(each.verdict is not None for each in points) else beside(verdict), known_of(found, question),
        tuple(said_of(found, each, address) for each in points), tuple(found.at.get(address, ())),
        write_href(found, address),
    )  # fmt: skip


def number_of(instrument: Instrument, node: Node | None) -> str:
    """The number people call a question by; a cell has that of its grid."""
    known, path = numbers(instrument), node.path if node is not None else ()
    while path and path not in known:
        path = path[:-1]
    return known.get(path, "")


def entry_of(instrument: Instrument, address: str) -> str:
    """Which entry of which list an answer stands in, such as "Agreements 2"; empty outside of lists."""
    said: list[str] = []
    keys: tuple[str, ...] = ()
    for key, place in addresses.split(address)[0]:
        node = instrument.by_key.get((keys, key))
        label = rich.plain(node.label.best(language()).text) if node is not None else key
        said.append(f"{label} {number(int(place), language())}")
        keys = (*keys, key)
    return " · ".join(said)


def shown(instrument: Instrument, question: Question, value: Value | None) -> str:
    """An answer in words of the reader's language."""
    held = instrument.lists.get(question.choices)
    json = value_as_json(value) if value is not None else None
    return shown_value(question, json, held.choices if held else (), language())


def known_of(found: Opened, question: Question) -> Already | None:
    """What the data set has, in words, for what a question asks; in a table beside its first cell alone."""
    if not question.about.known or (question.cell and question.path not in first_cells(found.instrument)):
        return None
    return found.known.get(question.about.known)


@lru_cache(maxsize=16)
def first_cells(instrument: Instrument) -> frozenset[tuple[str, ...]]:
    """Paths of the first cell of every grid."""
    grids = [each for each in instrument.nodes() if isinstance(each, Group) and each.grid is not None]
    cells = [[child.path for child in each.children if isinstance(child, Question) and child.cell] for each in grids]
    return frozenset(each[0] for each in cells if each)


def last_of(found: Opened, change: Change | None) -> str:
    """What stood there last round, in words."""
    if change is None or found.last is None:
        return ""
    old = found.last.instrument
    return " · ".join(shown(old, question, value) for question, _address, value in change.stood)


def moved_of(change: Change | None) -> str:
    """By how much a number differs from last round's."""
    if change is None or not change.amount or change.share is None:
        return ""
    shown_share = number(round(abs(change.share) * 100), language())
    if change.share > 0:
        return _("%(percent)s percent more") % {"percent": shown_share}
    return _("%(percent)s percent less") % {"percent": shown_share}


def beside(verdict: Verdict | None) -> str:
    """A number's place among those of other countries, in a sentence."""
    if verdict is None or verdict.median is None:
        return ""
    code = language()
    values = {
        "count": number(verdict.countries, code), "middle": number(round(verdict.median, 2), code),
        "low": number(verdict.low or 0, code), "high": number(verdict.high or 0, code),
    }  # fmt: skip
    if verdict.rate is not None:
        return _beside_per_head(verdict)
    among = {
        "income": _("%(count)s countries of its income group: middle %(middle)s, from %(low)s to %(high)s"),
        "region": _("%(count)s countries of its region: middle %(middle)s, from %(low)s to %(high)s"),
        "all": _("%(count)s countries: middle %(middle)s, from %(low)s to %(high)s"),
    }  # fmt: skip
    return among[verdict.among] % values


def _beside_per_head(verdict: Verdict) -> str:
    code = language()
    numbers = {"own": verdict.rate, "middle": verdict.median, "low": verdict.low, "high": verdict.high}
    values = {name: number(round(value or 0, 2), code) for name, value in numbers.items()}
    values["count"] = number(verdict.countries, code)
    among = {
        "income": _("%(own)s per 10,000 inhabitants; %(count)s countries of its income group: middle %(middle)s, "
                    "from %(low)s to %(high)s"),
        "region": _("%(own)s per 10,000 inhabitants; %(count)s countries of its region: middle %(middle)s, "
                    "from %(low)s to %(high)s"),
        "all": _("%(own)s per 10,000 inhabitants; %(count)s countries: middle %(middle)s, from %(low)s to %(high)s"),
    }  # fmt: skip
    return among[verdict.among] % values


def said_of(found: Opened, point: Point, address: str = "") -> Said:
    """A finding in the reader's language, visibly in English where it has no translation."""
    code, here = language(), point.why(language())
    english = here if code == "en" else point.why("en")
    at = address or point.address
    return Said(
        LEVEL_TAGS[point.level], _worded(here.message, english.message, code), _worded(here.hint, english.hint, code),
        point.finding.code, write_href(found, at, point.finding.code),
        desk_href(found, "review-peers", address=at) if point.verdict is not None else "",
    )  # fmt: skip


def _worded(text: str, english: str, code: str) -> Wording:
    """A sentence with the language it is in; one without any parameter tells whether it fell back."""
    return Wording(text, "en" if code != "en" and text == english else code)


def write_href(found: Opened, address: str, finding: str = "") -> str:
    """Where a query on an answer is written; empty for those who write none."""
    if not found.may_write:
        return ""
    return desk_href(found, "review-write", address=address, **({"finding": finding} if finding else {}))


def desk_href(found: Opened, name: str, **query: str) -> str:
    """An address of the desk for this report."""
    base = reverse(f"reporting:{name}", args=[found.submission.round.year, found.submission.area])
    return f"{base}?{urlencode(query)}" if query else base


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the questionnaire with its lines."""

    number: int
    label: Wording
    lines: tuple[Line, ...]
    words: str = ""

    @property
    def findings(self) -> int:
        """How many of its lines have something to look at."""
        return sum(each.has_findings for each in self.lines)


def parts(found: Opened) -> list[Part]:
    """The sections in order, with their lines."""
    made = lines(found)
    known = [(each.number, each.label.best(language())) for each in pages.sections(found.instrument)]
    every = [Part(place, label, tuple(made.get(place, ()))) for place, label in known]
    loose = Part(0, Wording(_("Questions"), language()), tuple(made.get(0, ())))
    return [*every, loose] if loose.lines else every


def with_findings(every: Iterable[Part]) -> list[Part]:
    """The sections with those lines alone that have something to look at."""
    kept = [Part(each.number, each.label, tuple(line for line in each.lines if line.has_findings)) for each in every]
    return [each for each in kept if each.lines]


def elsewhere(found: Opened, shown_at: Iterable[str]) -> list[tuple[Point, Said]]:
    """Findings that stand at none of the lines: on the whole, or on what has gone."""
    held = set(shown_at)
    return [
        (each, said_of(found, each))
        for each in found.review
        if not held.intersection(each.places or (each.address,))
    ]  # fmt: skip


# ---- differences -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Differing:
    """An answer that is another than before."""

    number: str
    label: Wording
    entry: str
    before: str
    now: str
    what: str
    queries: tuple[Query, ...] = ()


def differing(found: Opened) -> Iterator[Differing]:
    """What is otherwise than in the filing before."""
    words = {"new": _("new"), "gone": _("taken out"), "changed": "", "moved": ""}
    for each in found.since_before.of("moved", "changed", "new", "gone"):
        question = each.node if isinstance(each.node, Question) else None
        at = each.address or each.old_address
        before = " · ".join(shown(found.instrument, old, value) for old, _address, value in each.stood)
        now = shown(found.instrument, question, each.now) if question is not None else ""
        yield Differing(
            number_of(found.instrument, each.node), each.node.label.best(language()), entry_of(found.instrument, at),
            before or _entry_words(found.instrument, each, each.before),
            now or _entry_words(found.instrument, each, each.now),
            moved_of(each) or words[each.kind], tuple(found.at.get(at, ())),
        )  # fmt: skip


def _entry_words(instrument: Instrument, change: Change, value: Value | None) -> str:
    """A whole entry in a line: its first answers."""
    if not isinstance(change.node, Group) or not isinstance(value, tuple):
        return ""
    scope, said = (*change.node.repeat, change.node.key), []
    for key, inner in value[0].items() if value and not isinstance(value[0], str) else ():
        question = instrument.by_key.get((scope, key))
        if isinstance(question, Question):
            said.append(shown(instrument, question, inner)[:80])
    return " · ".join(each for each in said[:3] if each)

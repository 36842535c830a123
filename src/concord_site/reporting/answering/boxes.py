"""From a question and the answers so far to everything its box needs to be drawn."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from concord.instrument.burden import Already
from concord.instrument.model import FILES, NUMBERS, STATUSES, Choice, Group, Question
from concord.vocabulary.codelists import codelist
from concord.vocabulary.text import Text, Wording
from concord_site.reporting.answering import addresses, known, rules, typed
from concord_site.reporting.answering.addresses import Scope
from concord_site.reporting.answering.book import Book, Kept
from concord_site.reporting.answering.figures import clock, moved_percent, shown_value
from concord_site.shell.parts.values import Version

#: From this many choices on, one of them is chosen from a list that can be searched.
LONG_LIST = 12
#: From this many boxes to tick on, a search stands above them.
SEARCHED = 20
#: Appearances by which an author asks for a list that drops down.
DROPS_DOWN = frozenset({"minimal", "search", "autocomplete", "quick"})


LEFT_TO_RIGHT = frozenset({"integer", "decimal", "range", "year", "time", "link", "line", "shape", "barcode"})


@dataclass(frozen=True, slots=True)
class Part:
    """One box: its name, id, what stands in it, and its own label where the question has several."""

    name: str
    id: str
    value: str = ""
    label: str = ""
    size: int = 0
    mode: str = "text"  # inputmode


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    value: str
    id: str
    label: Wording
    is_chosen: bool = False
    place: str = ""  # in an order
    image: str = ""


@dataclass(frozen=True, slots=True)
class Last:
    """The answer of last time."""

    value: Any
    shown: str
    when: str
    is_invented: bool = False
    is_same_question: bool = True

    @property
    def is_number(self) -> bool:
        """Whether it is shown large, with its unit."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a number moved since last time, where that must be explained."""

    percent: int
    reason: str
    name: str

    @property
    def less(self) -> int:
        """By how many percent it fell."""
        return -self.percent


@dataclass(frozen=True, slots=True)
class Either:
    """One of two answers that were written at the same time: which one, and how it is drawn."""

    kept: str  # kept, rival
    version: Version

    @property
    def id(self) -> str:
        """Id of its button."""
        return self.version.id


@dataclass(frozen=True, slots=True)
class Box:
    """A question as it is drawn."""

    question: Question
    address: str
    id: str
    form: str  # line, lines, number, choices, list, ticks, order, parts, file, tick, told
    number: str
    label: Wording
    hint: Wording
    help: Wording
    parts: tuple[Part, ...] = ()
    options: tuple[Option, ...] = ()
    statuses: tuple[Option, ...] = ()
    unit: str = ""
    errors: tuple[str, ...] = ()
    stands: str = ""  # the accepted answer, where what is in the box was refused
    saved: str = ""
    saved_iso: str = ""
    revision: int = 0
    is_answered: bool = False
    is_required: bool = False
    is_fixed: bool = False  # readonly, or whoever looks may not answer
    file: Mapping[str, Any] | None = None
    accept: str = ""
    told: str = ""  # a calculated value
    last: Last | None = None
    moved: Moved | None = None
    versions: tuple[Either, ...] = ()
    limits: str = ""
    seen: str = ""  # revision and contents, as the page shows them
    shown: str = ""  # the accepted answer in words
    reasons: tuple[str, ...] = ()
    article_href: str = ""
    file_href: str = ""
    known: Already | None = None  # what the data set says already, and its source
    offer: int | float | None = None  # its number, where that answers just this question
    may_take: bool = False  # it can be taken over: it does not stand there yet
    history_href: str = ""

    @property
    def described(self) -> str:
        """Ids of what describes the box, for ``aria-describedby``."""
        found = [f"{self.id}-hint"] if self.hint.text or self.limits else []
        return " ".join((*found, f"{self.id}-error"))

    @property
    def template(self) -> str:
        """What draws the box."""
        return f"reporting/answering/boxes/{self.form}.html"

    @property
    def is_open_list(self) -> bool:
        """Whether there are so many boxes to tick that a search helps."""
        return len(self.options) > SEARCHED

    @property
    def is_plain(self) -> bool:
        """Whether what is typed runs from left to right in every language: numbers, addresses, codes."""
        return self.question.kind in LEFT_TO_RIGHT

    @property
    def may_clear(self) -> bool:
        """Whether there is something that cannot be taken back by emptying the box."""
        is_chosen = self.form in {"choices", "order"} or any(each.is_chosen for each in self.statuses)
        return self.is_answered and is_chosen

    @property
    def is_group(self) -> bool:
        """Whether several boxes make up the answer, so that they stand in a fieldset."""
        return self.form in {"choices", "ticks", "order", "parts"}

    @property
    def part(self) -> Part:
        """The only box."""
        return self.parts[0]

    @property
    def first(self) -> str:
        """Id of what a link to the question leads to."""
        if self.options and self.form != "list":
            return self.options[0].id
        return self.parts[0].id if self.parts else self.id

    @property
    def article(self) -> str:
        """Number of the article the question comes from, as the Code's pages are addressed."""
        return article_of(self.question)


@dataclass(frozen=True)
class Sight:
    """Everything boxes are drawn from; one is made for each page.

    Args:
        errors: Sentences by lasting address.
        typed: What was typed and not accepted, by lasting address.
        is_fixed: Whoever looks may not answer.
    """

    book: Book
    state: rules.State
    language: str
    numbers: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    last: Callable[[str], Last | None] = lambda _address: None
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed: Mapping[str, typed.Typed] = field(default_factory=dict)
    is_fixed: bool = False
    mine: frozenset[str] = frozenset()  # answers that whoever looks has just written beside somebody else's
    reasons: Callable[[str], tuple[str, ...]] = lambda _address: ()
    article: Callable[[str], str] = lambda _number: ""
    file: Callable[[str], str] = lambda _file: ""
    known: Mapping[str, Already] = field(default_factory=dict)
    history: Callable[[str], str] = lambda _address: ""


FORMS = {
    "text": "line", "long-text": "lines", "integer": "line", "decimal": "line", "range": "line", "many": "ticks",
    "rank": "order", "date": "parts", "month": "parts", "datetime": "parts", "point": "parts", "time": "line",
    "year": "line", "link": "line", "line": "lines", "shape": "lines", "barcode": "line", "acknowledge": "tick",
    "note": "told", "calculate": "told",
}  # fmt: skip


def box(sight: Sight, question: Question, scope: Scope) -> Box:
    """One question as it is drawn now."""
    address = addresses.join(scope, question.key)
    positional = sight.book.positional(address) or address
    kept = sight.book.of(address)
    choices = rules.choices(sight.state, positional, question)
    form = _form(question, choices)
    held, status = _in_boxes(sight, question, address, kept), _status(sight, address, kept)
    last = sight.last(address)
    article = article_of(question)
    file = kept.value if isinstance(kept.value, Mapping) and "file" in kept.value else None
    offered = known.offered(sight.known, question)
    offer = known.value_of(offered) if offered is not None else None
    return Box(
        question, address, addresses.element(address), form, sight.numbers.get(question.path, ""),
        rules.label(sight.state, positional, question, sight.language),
        rules.wording(sight.state, positional, question, question.hint, sight.language),
        rules.wording(sight.state, positional, question, question.help, sight.language),
        parts=_parts(question, address, form, held),
        options=_options(question, address, choices, held, sight.language),
        statuses=_statuses(question, address, status),
        unit=unit_words(question.about.unit, sight.language),
        errors=sight.errors.get(address, ()),
        stands=_stands(sight, question, address, kept, choices),
        saved=clock(kept.saved_at) if kept.saved_at and kept.value is not None and address not in sight.errors else "",
        saved_iso=kept.saved_at.isoformat() if kept.saved_at else "", revision=kept.revision,
        is_answered=kept.value is not None or bool(kept.typed),
        is_required=positional in sight.state.required,
        is_fixed=sight.is_fixed or positional in sight.state.readonly,
        file=file,
        accept=question.accept, told=_told(sight, question, positional),
        last=last, moved=_moved(question, address, kept, last, sight),
        versions=_versions(kept, question, choices, sight.language, is_mine=address in sight.mine),
        limits=_limits(question),
        seen=f"{kept.revision}.{_mark(address, kept, held, status, sight)}",
        shown=shown_value(question, kept.value, choices, sight.language),
        reasons=sight.reasons(positional), article_href=sight.article(article) if article else "",
        file_href=sight.file(str(file["file"])) if file else "",
        known=known.at(sight.known, question, sight.language), offer=offer,
        may_take=offer is not None and offer != kept.value,
        history_href=sight.history(address) if kept.revision > 1 else "",
    )  # fmt: skip


def _mark(address: str, kept: Kept, held: Mapping[str, Any], status: str, sight: Sight) -> str:
    """What the boxes hold; a default that nobody has sent yet counts as typed once the page is sent."""
    is_default = not kept.revision and address not in sight.typed
    return typed.mark({}, "") if is_default else typed.mark(held, status)


def seen(box: Box, mark: str) -> Box:
    """The same question with the mark of what stands in its boxes now, for a page that is not drawn again."""
    return replace(box, seen=f"{box.revision}.{mark}")


def article_of(question: Question) -> str:
    """Number of the article that a question comes from."""
    found = re.match(r"^art:(\d+(?:\.\d+)?)", question.about.source)
    return found[1] if found else ""


def _form(question: Question, choices: Sequence[Choice]) -> str:
    if question.kind in FILES:
        return "file"
    return FORMS.get(question.kind, "") or ("list" if _drops_down(question, choices) else "choices")


def _drops_down(question: Question, choices: Sequence[Choice]) -> bool:
    return len(choices) > LONG_LIST or bool(DROPS_DOWN & set(question.appearance))


def _in_boxes(sight: Sight, question: Question, address: str, kept: Kept) -> Mapping[str, Any]:
    if address in sight.typed:
        return sight.typed[address].parts
    if kept.typed is not None:
        return dict(kept.typed.get("parts", {}))
    positional = sight.book.positional(address) or address
    value = kept.value if kept.revision else rules.default(sight.state, positional)
    return typed.shown(question, value)


def _status(sight: Sight, address: str, kept: Kept) -> str:
    if address in sight.typed:
        return sight.typed[address].status
    return str(kept.value.get("status", "")) if isinstance(kept.value, Mapping) else ""


SIZES = {"day": 3, "month": 3, "year": 6, "time": 7, "latitude": 12, "longitude": 12, "altitude": 8, "accuracy": 8}
OWN_SIZES = {"integer": 9, "decimal": 9, "range": 6, "year": 6, "time": 7}
MODES = {
    "integer": "numeric", "decimal": "decimal", "range": "decimal", "year": "numeric", "link": "url",
    "latitude": "decimal", "longitude": "decimal", "altitude": "decimal", "accuracy": "decimal", "day": "numeric",
    "month": "numeric",
}  # fmt: skip


def _parts(question: Question, address: str, form: str, shown: Mapping[str, Any]) -> tuple[Part, ...]:
    element = addresses.element(address)
    if form == "parts":
        words = part_words()
        return tuple(
            Part(typed.name(address, part), f"{element}-{part}", str(shown.get(part, "")), words[part], SIZES[part],
                 MODES.get(part, "text"))
            for part in typed.PARTS[question.kind]
        )  # fmt: skip
    if form in {"choices", "ticks", "order", "told"}:
        return ()
    size, mode = OWN_SIZES.get(question.kind, 0), MODES.get(question.kind, "text")
    if mode == "decimal" and question.kind == "decimal":
        size = 11
    return (Part(typed.name(address), element, str(shown.get("", "")), "", size, mode),)


def part_words() -> dict[str, str]:
    """What the boxes of a date or a place are called."""
    return {
        "day": _("Day"), "month": _("Month"), "year": _("Year"), "time": _("Time"), "latitude": _("Latitude"),
        "longitude": _("Longitude"), "altitude": _("Altitude, metres"), "accuracy": _("Accuracy, metres"),
    }  # fmt: skip


def _options(
    question: Question, address: str, choices: Sequence[Choice], shown: Mapping[str, Any], language: str
) -> tuple[Option, ...]:
    element = addresses.element(address)
    held = shown.get("", "")
    chosen = set(held) if isinstance(held, list) else {held}
    found = tuple(
        Option(
            each.name, f"{element}-{place}", each.label.best(language) if each.label else Wording(each.name, language),
            each.name in chosen, str(shown.get(each.name, "")) if question.kind == "rank" else "",
        )
        for place, each in enumerate(choices)
    )  # fmt: skip
    if question.kind != "rank":
        return found
    return tuple(sorted(found, key=lambda each: int(each.place) if each.place.isdigit() else len(found) + 1))


def status_words() -> dict[str, str]:
    """The words that may stand in place of an answer."""
    return {
        "not-known": _("Not known"), "not-available": _("Not available"), "not-applicable": _("Does not apply"),
    }  # fmt: skip


def _statuses(question: Question, address: str, chosen: str) -> tuple[Option, ...]:
    element, words = addresses.element(address), status_words()
    offered = [each for each in STATUSES if each in question.about.statuses]
    return tuple(Option(each, f"{element}-status-{each}", Wording(words[each], ""), each == chosen) for each in offered)


def unit_words(unit: str, language: str) -> str:
    """A unit by its id in the code list, or the author's own words."""
    if not unit:
        return ""
    found = codelist("unit")
    words = found.name(unit, language).text if unit in found else unit
    return words[:1].lower() + words[1:] if unit in found and language in {"en", "fr", "es", "ru"} else words


def _stands(sight: Sight, question: Question, address: str, kept: Kept, choices: Sequence[Choice]) -> str:
    """The accepted answer beside one that was refused."""
    if address not in sight.errors or kept.value is None or not (kept.typed or address in sight.typed):
        return ""
    return shown_value(question, kept.value, choices, sight.language)


def _told(sight: Sight, question: Question, positional: str) -> str:
    if question.kind != "calculate":
        return ""
    value = sight.state.calculated.get(positional)
    if value in (None, ""):
        return ""
    found = rules.choice_label(sight.book.instrument, question, str(value), sight.language)
    return found or shown_value(question, value, (), sight.language)


def _moved(question: Question, address: str, kept: Kept, last: Last | None, sight: Sight) -> Moved | None:
    if question.kind not in NUMBERS or last is None:
        return None
    percent = moved_percent(last.value, kept.value)
    if percent is None:
        return None
    held = sight.typed.get(address)
    return Moved(percent, held.reason if held else kept.reason, f"w:{address}")


def _versions(
    kept: Kept, question: Question, choices: Sequence[Choice], language: str, *, is_mine: bool
) -> tuple[Either, ...]:
    if kept.rival is None:
        return ()
    ours = shown_value(question, kept.value, choices, language)
    theirs = shown_value(question, kept.rival.value, choices, language)
    element = addresses.element(question.key)
    first, second = pieces(ours, theirs)
    other = _("Another person")
    writer = _("You") if is_mine else kept.rival.by or other
    return (
        Either("kept", Version(f"{element}-kept", kept.by or other, clock(kept.saved_at), first, True)),
        Either("rival", Version(f"{element}-rival", writer, clock(kept.rival.at), second)),
    )


def pieces(one: str, other: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Two texts in pieces, each marked where it differs from the other."""
    ours, theirs = re.findall(r"\s+|[^\s]+", one), re.findall(r"\s+|[^\s]+", other)
    first: list[tuple[str, bool]] = []
    second: list[tuple[str, bool]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        first.append(("".join(ours[a:b]), what != "equal"))
        second.append(("".join(theirs[c:d]), what != "equal"))
    return tuple(p for p in first if p[0]), tuple(p for p in second if p[0])


def _limits(question: Question) -> str:
    """What a box takes, where its kind does not say it by itself."""
    kind = question.kind
    if kind == "range":
        start, end = question.parameters.get("start", "1"), question.parameters.get("end", "10")
        return _("A number from %(start)s to %(end)s.") % {"start": start, "end": end}
    if kind == "time":
        return _("Hours and minutes, such as 14:30.")
    if kind == "link":
        return _("An address that begins with https://")
    if kind == "point":
        return _("In degrees, such as 46.2044 and 6.1432; south and west with a minus sign.")
    if kind == "line":
        return _("One point a line: latitude and longitude in degrees, such as 46.2044 6.1432. At least two points.")
    if kind == "shape":
        return _(
            "One point a line: latitude and longitude in degrees, such as 46.2044 6.1432. "
            "The last point is the same as the first."
        )
    if kind == "rank":
        return _("Write 1 beside what comes first, 2 beside what comes next, and so on.")
    if kind in FILES:
        return _("One file, at most %(megabytes)s MB.") % {"megabytes": "20"}
    return ""


def group_label(group: Group, language: str) -> Wording:
    """The heading of a group."""
    return group.label.best(language) if group.label else Text().best(language)

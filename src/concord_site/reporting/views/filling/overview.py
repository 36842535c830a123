"""All answers in one place: what was said, what is missing or must change, and what is asked and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from concord.findings import Finding
from concord.instrument.model import Question
from concord.instrument.numbering import numbers
from concord.vocabulary.text import Wording
from concord_site.reporting.answering import addresses, boxes, figures, pages, progress, reading, rules
from concord_site.reporting.queries.filling import Desk, Opened
from concord_site.reporting.views.filling.shown import href_of, opened, section_title, shown
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb, Link

#: Answers that one page lists; a longer questionnaire shows one section at a time.
LISTED_AT_MOST = 90


@dataclass(frozen=True, slots=True)
class Line:
    """An answer in the overview: its question, what was said, where it can be changed, what is wrong with it."""

    number: str
    label: Wording
    answer: str
    unit: str
    href: str
    sentences: tuple[str, ...] = ()
    entry: str = ""
    reason: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One section of the overview."""

    section: pages.Section
    name: str
    lines: tuple[Line, ...]


def sections_shown(found: Opened, request: HttpRequest) -> tuple[list[pages.Section], list[Link]]:
    """All sections, or the one asked for where they are too much for a page; and links to each."""
    every = [each for each in found.sections if found.may_see(each.number)]
    total = sum(1 for each in every for _one in progress.asked_in(found.book, found.state, each.questions()))
    if total <= LISTED_AT_MOST or len(every) < 2:
        return every, []
    given = request.GET.get("section", "")
    chosen = next((each for each in every if str(each.number) == given), every[0])
    links = [Link(f"{each.number}. {section_title(each)}", f"?section={each.number}", each is chosen) for each in every]
    return [chosen], links


def lines(found: Opened, section: pages.Section) -> list[Line]:
    """The answers of a section."""
    return [
        line(found, address, question)
        for address, question in progress.asked_in(found.book, found.state, section.questions())
    ]


def line(found: Opened, address: str, question: Question, findings: Iterable[Finding] | None = None) -> Line:
    """One answer of the overview; with the findings given, or the hard ones."""
    positional = found.book.positional(address) or ""
    kept = found.book.of(address)
    hard = [each for each in found.all_faults.get(address, ()) if rules.is_hard(each)]
    said = list(rules.sentences(hard if findings is None else findings, language()))
    if findings is None and kept.rival is not None:
        said.append(_("Two people changed this answer."))
    if findings is None and kept.typed is not None and not said:
        said.append(_("What was written last could not be accepted."))
    return Line(
        numbers(found.instrument).get(question.path, ""), rules.label(found.state, positional, question, language()),
        figures.shown_value(question, kept.value, rules.choices(found.state, positional, question), language()),
        boxes.unit_words(question.about.unit, language()) if kept.value is not None else "",
        href_of(found, address), tuple(said), entry_words(found, address), kept.reason, address,
    )  # fmt: skip


def entry_words(found: Opened, address: str) -> str:
    """Which entry of a list an answer belongs to, such as "2"."""
    scope, _key = addresses.split(found.book.positional(address) or "")
    return ".".join(place for _repeat, place in scope)


def open_ones(found: Opened) -> list[Line]:
    """Answers that are missing or must change before the end, in the order of the instrument."""
    places = {number: place for place, number in enumerate(numbers(found.instrument).values())}
    return sorted(_open_ones(found), key=lambda each: (places.get(each.number, 0), each.entry))


def _open_ones(found: Opened) -> Iterable[Line]:
    named = set()
    for address, findings in found.all_faults.items():
        node = found.book.node(address)
        if isinstance(node, Question) and any(rules.is_hard(each) for each in findings) and _is_mine(found, address):
            named.add(address)
            yield line(found, address, node)
    for address, kept in found.book.kept.items():
        node = found.book.node(address)
        is_open = (kept.rival or kept.typed) and found.book.positional(address) is not None
        if isinstance(node, Question) and is_open and address not in named and _is_mine(found, address):
            yield line(found, address, node)


def _is_mine(found: Opened, address: str) -> bool:
    return found.desk.knows(found.section_of(address))


def listed(found: Opened, request: HttpRequest) -> tuple[list[Listed], list[Link]]:
    """The sections of the overview with their answers, and links where one stands for all."""
    sections, links = sections_shown(found, request)
    return [Listed(each, section_title(each), tuple(lines(found, each))) for each in sections], links


# ---- what is asked and why -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the overview: whether it is asked, and why."""

    number: str
    label: Wording
    is_asked: bool
    reasons: tuple[str, ...]
    href: str
    article: str
    entry: str = ""


def why(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every question, asked or not, and the reason in words."""
    found = opened(desk)
    sections, links = sections_shown(found, request)
    rows = [(each, section_title(each), list(_reasons(found, each))) for each in sections]
    return shown(
        request, "filling/why", _("What is asked, and why"), found, [Crumb(_("What is asked, and why"))],
        sections=rows, links=links,
    )  # fmt: skip


def _reasons(found: Opened, section: pages.Section) -> Iterable[Asked]:
    """The questions of a section; cells of a grid that are asked for one reason stand together under its name."""
    told: set[tuple[object, ...]] = set()
    for question in section.questions():
        if not question.is_asked:
            continue
        number, article = numbers(found.instrument).get(question.path, ""), boxes.article_of(question)
        scopes = found.book.scopes(question.repeat)
        for scope in scopes:
            each = _asked(found, question, scope, number, article)
            sign = (question.path[:-1], scope, each.is_asked, each.reasons)
            if not question.cell or sign not in told:
                yield _of_grid(found, question, each) if question.cell else each
            told.add(sign)
        if not scopes:
            reasons = (_("Asked for each entry of its list; there is none yet."),)
            yield Asked(number, question.label.best(language()), False, reasons, "", article)


def _asked(found: Opened, question: Question, scope: addresses.Scope, number: str, article: str) -> Asked:
    address = addresses.join(scope, question.key)
    positional = found.book.positional(address) or ""
    is_asked = found.state.is_asked(positional)
    return Asked(
        number, rules.label(found.state, positional, question, language()), is_asked,
        reading.reasons(found.instrument, found.state, positional, language()),
        href_of(found, address) if is_asked else "", article, entry_words(found, address),
    )  # fmt: skip


def _of_grid(found: Opened, question: Question, each: Asked) -> Asked:
    grid = found.instrument.by_path[question.path[:-1]]
    number = numbers(found.instrument).get(grid.path, each.number)
    label = grid.label.best(language())
    return replace(each, number=number, label=label) if label.text else each

"""One question with everything that is said of it; one section with all of its questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.instrument.model import Group, Instrument, Link, Node, Question
from concord.instrument.words import without_answers
from concord.vocabulary.languages import LANGUAGES, direction, native_name
from concord.vocabulary.text import Text, Wording
from concord_site.reporting import wording
from concord_site.reporting.queries import contents, instruments, maps, rules
from concord_site.reporting.queries.contents import Item
from concord_site.reporting.queries.instruments import Version
from concord_site.reporting.views.page import address, page
from concord_site.reporting.views.versions import at, crumbs_of
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


@require_safe
def question(request: HttpRequest, id: str, number: str, path: str) -> HttpResponse:
    """A question with everything that is said of it; or a section with all of its questions."""
    found = instruments.version(id, request.user, number)
    item = contents.item(found.instrument, path)
    label = item.label(language())
    crumbs = crumbs_of(found, *_around(found, item), Crumb(item.number or item.node.name))
    if item.is_group:
        rows = [(each, each.label(language()), _rule(found.instrument, each)) for each in item.all()]
        return page(
            request, "instruments/section", label.text, crumbs, version=found, item=item, wording=label, rows=rows,
            rules=rules.of(found.instrument, item.node, language()), **_neighbours(found, item),
        )  # fmt: skip
    return page(
        request, "instruments/question", label.text, crumbs, version=found, item=item, wording=label,
        kind=wording.kind(item.kind), **_details(found, item, request), **_neighbours(found, item),
    )  # fmt: skip


def _rule(instrument: Instrument, item: Item) -> str:
    return rules.relevance(instrument, item.node, language())


def _around(version: Version, item: Item) -> list[Crumb]:
    names = item.node.path[:1]
    if len(item.node.path) < 2:
        return []
    section = contents.item(version.instrument, "/".join(names))
    return [Crumb(section.label(language()).text, at(version, "reporting:question", path=section.path))]


def _neighbours(version: Version, item: Item) -> dict[str, Any]:
    """The item before and after of the same sort, with their addresses."""
    same = [
        each for each in contents.every(version.instrument)
        if each.is_group == item.is_group and (each.depth == 0 or not item.is_group) and (each.number or item.is_group)
    ]  # fmt: skip
    place = next((index for index, each in enumerate(same) if each.path == item.path), None)
    if place is None:
        return {}
    around = {"previous_item": place - 1, "next_item": place + 1}
    return {
        name: (same[n], at(version, "reporting:question", path=same[n].path))
        for name, n in around.items() if 0 <= n < len(same)
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A question's wording in one language; empty where it is missing."""

    language: str
    name: str
    direction: str
    label: str
    hint: str
    help: str


def _details(version: Version, item: Item, request: HttpRequest) -> dict[str, Any]:
    asked = version.instrument
    node, cell = item.node, _cell(item.node, asked)
    about = cell.about
    link = about.same_as or node.about.same_as
    before = instruments.other(version.previous, request.user) if version.previous else None
    mode = link.mode if link else "new"
    return {
        "node": node,
        "languages": [_in_language(item, code) for code in LANGUAGES],
        "choices": _choices(asked, cell),
        "grid": _grid(asked, node),
        "rules": rules.of(asked, cell, language()),
        "articles": [(_source(each), _article(each)) for each in (about.source or node.about.source).split()],
        "provenance": wording.provenance(about.provenance or node.about.provenance or version.provenance),
        "mode": (wording.mode(mode), wording.mode_explained(mode)) if version.previous else None,
        "old": _old(link, before, version, request),
        "statuses": [wording.status(each) for each in about.statuses],
        "part": wording.part(about.part),
        "unit": rules.unit(about.unit, language()),
        "indicator": about.indicator or node.about.indicator,
        "cell_kind": wording.kind(cell.kind) if isinstance(cell, Question) and cell is not node else "",
    }  # fmt: skip


def _cell(node: Node, instrument: Instrument) -> Node:
    """A grid's first cell, which carries the rules of all; a question is its own."""
    if not isinstance(node, Group) or node.grid is None:
        return node
    key = next(iter(node.grid.cells.values()), "")
    return instrument.by_key.get((node.repeat, key), node)


def _in_language(item: Item, code: str) -> InLanguage:
    node = item.node
    kept = (node.label, node.hint, node.help if isinstance(node, Question) else Text())
    label, hint, help_ = (item.readable(Wording(each.get(code, ""), code)).text for each in kept)
    return InLanguage(code, native_name(code), direction(code), label, hint, help_)


def _choices(instrument: Instrument, node: Node) -> list[tuple[str, Wording]]:
    found = instrument.lists.get(node.choices) if isinstance(node, Question) and node.choices else None
    return [(each.name, each.label.best(language())) for each in found.choices] if found else []


def _grid(instrument: Instrument, node: Node) -> dict[str, object] | None:
    if not isinstance(node, Group) or node.grid is None:
        return None
    lists = instrument.lists
    return {
        "rows": [each.label.best(language()) for each in lists[node.grid.rows].choices],
        "columns": [[each.label.best(language()) for each in lists[name].choices] for name in node.grid.columns],
    }


def _source(source: str) -> str:
    kind, _colon, number = source.partition(":")
    return _("Paragraph %(number)s of the Code") % {"number": number} if kind == "art" and number else source


def _article(source: str) -> str:
    """The page of the Code a source leads to; empty where it is no article of it."""
    kind, _colon, number = source.partition(":")
    return address("programme:paragraph", number=_paragraph(number)) if kind == "art" and number else ""


def _paragraph(number: str) -> str:
    """``9.2(b)`` and ``7.2b`` stand on the page of ``9.2`` and ``7.2``."""
    return "".join(sign for sign in number.partition("(")[0] if sign.isdigit() or sign == ".").strip(".")


def _old(
    link: Link | None, before: Instrument | None, version: Version, request: HttpRequest
) -> list[tuple[str, Wording | None, str]]:
    """The questions of the round before that a question comes from: id, wording, address."""
    found: list[tuple[str, Wording | None, str]] = []
    for id in link.ids if link else ():
        instrument_id, _slash, name = id.partition("/")
        known = before if before is not None and before.id == instrument_id else None
        known = known or instruments.other(instrument_id, request.user)
        node = maps.named(known, name) if known else None
        label = without_answers(node.label.best(language()), known) if known and node else None
        href = _old_address(known, node) if known and node else ""
        found.append((id, label, href))
    return found


def _old_address(instrument: Instrument, node: Node) -> str:
    path = "/".join(node.path)
    return reverse("reporting:question", kwargs={"id": instrument.id, "number": instrument.version, "path": path})

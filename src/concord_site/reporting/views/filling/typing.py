"""What was typed on a page, box by box, and what a button stands for."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from concord.instrument.model import Question
from concord_site.reporting.answering import known, typed
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.views.filling.here import Here


def typed_on(request: HttpRequest, here: Here) -> dict[str, tuple[Question, Typed]]:
    """Question and what was typed, by lasting address, for everything of the page that was sent."""
    found = {
        address: (question, typed.read(question, address, request.POST, request.FILES))
        for address, question in here.questions() if typed.is_sent(request.POST, address)
    }  # fmt: skip
    if (address := request.POST.get("clear", "")) in found:
        question, held = found[address]
        found[address] = (question, Typed(revision=held.revision, removes_file=True))
    if (address := request.POST.get("use", "")) in found and (last := here.opened.last(address)) is not None:
        question, held = found[address]
        found[address] = (question, typed.of_value(question, last.value, revision=held.revision))
    if (address := request.POST.get("known", "")) in found:
        question, held = found[address]
        if (offer := known.offered(here.opened.known, question)) is not None:
            taken = typed.of_value(question, known.value_of(offer), revision=held.revision)
            found[address] = (question, replace(taken, reason=held.reason, has_reason=held.has_reason))
    return found


def way_of(request: HttpRequest) -> str:
    """By which way an answer came: typed, or taken over by a button."""
    return "last" if request.POST.get("use") else "known" if request.POST.get("known") else "page"


def button(request: HttpRequest) -> str:
    """Lasting address of the answer that a button of its own was pressed at; empty where the page itself was sent."""
    return request.POST.get("clear") or request.POST.get("use") or request.POST.get("known") or ""

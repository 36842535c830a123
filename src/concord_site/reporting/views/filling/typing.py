"""What was typed on a page, box by box, and what a button stands for."""

from __future__ import annotations

from django.http import HttpRequest

from concord.instrument.model import Question
from concord_site.reporting.answering import typed
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
    return found

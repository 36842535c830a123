"""What is sent is saved, whichever copy of the questionnaire the page was drawn from."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from concord_site.reporting.actions import filling
from concord_site.reporting.answering import typed
from concord_site.reporting.queries.reports import ReportDesk

from . import team_ground

pytestmark = pytest.mark.django_db


def test_an_answer_is_saved_when_the_page_held_another_copy_of_its_question(person: Any, organisation: Any) -> None:
    """Two threads that begin at once may each read the questionnaire: their questions are equal and not the same."""
    ground = team_ground.made(person, organisation)
    desk = ReportDesk(ground.submission.pk, ground.officer)

    def sent(found: Any) -> Any:
        question = copy.copy(found.book.node("people_notes"))
        kept = found.book.of("people_notes")
        return {"people_notes": (question, typed.of_value(question, "kept", revision=kept.revision))}

    filling.save(desk, sent, language="en", today=team_ground.TODAY)
    assert ground.submission.answers.get(address="people_notes").value == "kept"

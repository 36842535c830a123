"""Lessons that the parties learnt, and which of them the library of practice may show."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import lifecycle
from concord.agreements.evaluation import Lesson
from concord_site.agreements.following import forms_evaluation, queries
from concord_site.agreements.following.views import keeping
from concord_site.agreements.views import framing


@login_required
@require_safe
def page(request: HttpRequest, dossier_id: str) -> HttpResponse:
    """All lessons."""
    dossier, context = framing.frame(request, dossier_id, "lessons")
    phases = {each.id: each.label for each in lifecycle.phases()}
    names = keeping.sides(dossier)
    listed = [(record, each, phases.get(each.phase), names.get(each.whose) or _("Both parties"))
              for record, each in queries.lessons(dossier)]  # fmt: skip
    return framing.page(request, "agreements/following/lessons.html", context, listed=listed,
                        unread=queries.unread(dossier, queries.LESSON))  # fmt: skip


@login_required
@framing.read_or_send
def edit(request: HttpRequest, dossier_id: str, key: str) -> HttpResponse:
    """One lesson."""
    dossier, context = framing.frame(request, dossier_id, "lessons")
    record = keeping.standing(dossier.shared, queries.LESSON, key)
    before = Lesson.from_json(record.body) if record else None
    initial = {**forms_evaluation.lesson_initial(before, dossier.mine.side), "version": record.version if record else 0}
    form = forms_evaluation.LessonForm(request.POST or None, initial=initial, parties=keeping.sides(dossier))
    return keeping.edited(
        request, dossier, context, side="shared", kind=queries.LESSON, key=key, form=form,
        body=lambda at: form.value(at, before).to_json(), title=_("Lesson"), back=keeping.address("lessons", dossier),
    )  # fmt: skip

"""The editor of a draft: sections and rows in order, one row at a time, lists, settings, history, map; all undoable."""

from concord_site.reporting.views.editor.acts import add, do
from concord_site.reporting.views.editor.lists import choices, lists
from concord_site.reporting.views.editor.row import row
from concord_site.reporting.views.editor.rows import overview
from concord_site.reporting.views.editor.whole import (
    findings,
    history,
    preview,
    question_map,
    settings,
    workbook,
)

__all__ = [
    "add", "choices", "do", "findings", "history", "lists", "overview", "preview", "question_map", "row", "settings",
    "workbook",
]  # fmt: skip

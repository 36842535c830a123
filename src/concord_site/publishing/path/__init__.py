"""The path of a document: what is planned and done of its stages, comments with their answers, and who clears it."""

from __future__ import annotations

from concord_site.publishing.path.actions import answer, comment, decide, enter, name_office, require_ready
from concord_site.publishing.path.queries import Path, numbers, of, who_may_clear

__all__ = [
    "Path",
    "answer",
    "comment",
    "decide",
    "enter",
    "name_office",
    "numbers",
    "of",
    "require_ready",
    "who_may_clear",
]

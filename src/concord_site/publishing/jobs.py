"""Work of this room that runs in the background."""

from __future__ import annotations

from typing import Any

from concord_site.publishing import actions
from concord_site.shell import jobs


@jobs.job(actions.COMPILE, title="Compile a report")
def compile_document(by: Any, progress: jobs.Progress, *, document_id: int) -> dict[str, Any]:
    """Compile a draft; whoever started it must still be allowed to edit it."""
    document = actions.compile_document(document_id=document_id, by=by, progress=progress.step)
    return {"document": document.pk, "digest": document.digest}

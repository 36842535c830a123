"""Work of this room that runs in the background."""

from __future__ import annotations

from typing import Any

from concord_site.mds import apart
from concord_site.mds.actions import marking, reading_files, releasing
from concord_site.shell import jobs


@jobs.job(reading_files.JOB, title="Read the files of a delivery")
def read_delivery(by: Any, progress: jobs.Progress, *, delivery_id: str) -> dict[str, Any]:
    """Read the files of a delivery; whoever started it must still be allowed to change it.

    They are read in a process of its own: stopped, it is gone at once, in whatever it was.
    """
    kept = reading_files.run(delivery_id=delivery_id, by=by, step=progress.step, reads=apart.read)
    return {"delivery": delivery_id, "reading": kept.number}


@jobs.job(marking.JOB, title="Mark a copy of a file")
def mark_copy(by: Any, progress: jobs.Progress, *, delivery_id: str, file_id: int, language: str) -> dict[str, Any]:
    """Make a copy of a file with the cells marked that the findings are about."""
    kept = marking.run(delivery_id=delivery_id, file_id=file_id, language=language, by=by, step=progress.step)
    return {"delivery": delivery_id, "file": kept}


@jobs.job(releasing.JOB, title="Protect the tables of a release")
def protect_release(by: Any, progress: jobs.Progress, *, release_id: str) -> dict[str, Any]:
    """Hide what is small in the tables of a release, and attack what is left; nothing is published by it.

    That is done in a process of its own: the site answers while it works, and stopped, it is gone at once.
    """
    kept = releasing.run(release_id=release_id, by=by, step=progress.step, protects=apart.protect)
    return {"release": release_id, "state": kept.state}

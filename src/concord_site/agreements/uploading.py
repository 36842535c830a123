"""Files on their way into a sealed space, and out of it, stay in memory: the site writes none to a disk unsealed.

What is sent is held by the handler below, whatever its size. Where the limited reader has to open it (a text in Word,
answers of workers) that process is given a file in memory (:func:`concord.intake.reading.held`). Documents, workbooks
and copies of a dossier are made in memory.

Two things this does not promise. A system without files in memory (macOS, Windows) gives the limited reader a
temporary file, unnamed where it can, that is gone when it has been read. And any system may move memory to its swap
space: whoever runs an installation encrypts that, or turns it off.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.urls import Resolver404, resolve


class SealedUploads(MemoryFileUploadHandler):
    """Takes every file that is sent to an address of this room, whatever its size; others go to the next handler.

    The size of a request is bounded before (``upload_megabytes``).
    """

    def handle_raw_input(self, *_args: Any, **_kept: Any) -> None:
        """Decide once a request, before any byte of it is read."""
        self.activated = self.request is not None and _is_sealed(self.request.path_info)


def _is_sealed(path: str) -> bool:
    try:
        return "agreements" in resolve(path).namespaces
    except Resolver404:
        return False

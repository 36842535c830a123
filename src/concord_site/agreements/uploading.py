"""Files on their way into a sealed space stay in memory: nothing of them touches a disk before it is sealed."""

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

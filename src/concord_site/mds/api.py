"""The room's part of the interface for programs."""

from __future__ import annotations

from concord_site.mds.data_api import router

__all__ = ["router"]

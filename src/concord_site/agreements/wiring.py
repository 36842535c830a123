"""What starts with the site: entries of navigation and home, who needs a second factor, parts of the rooms inside."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

#: Rooms inside this one; each has ``wiring.py`` (registers its parts when imported, or in ``ready()``) and ``urls.py``.
INSIDE = ("preparing", "texting", "appraising", "following")


def ready() -> None:
    """Register everything; called once when the site starts."""
    from concord_site.agreements import home, own_parts
    from concord_site.agreements.actions import clock
    from concord_site.agreements.queries import places
    from concord_site.shell import suppliers

    suppliers.register("accounts.sees-protected", "agreements", places.has_place)
    suppliers.register("home.entries", "agreements", home.entries)
    suppliers.register("tick.work", "agreements.mails", clock.tick)
    own_parts.ready()
    for room in INSIDE:
        if _is_there(room):
            begin = getattr(import_module(f"concord_site.agreements.{room}.wiring"), "ready", None)
            if begin is not None:
                begin()


def _is_there(room: str) -> bool:
    name = f"concord_site.agreements.{room}"
    return find_spec(name) is not None and find_spec(f"{name}.wiring") is not None

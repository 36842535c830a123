"""What rooms offer to whoever needs it, so that nobody imports upwards or sideways.

A room registers a supplier when it starts (in its ``apps.py``); whoever needs them asks the register::

    suppliers.register("search.entries", "registers", entries)      # in registers/apps.py
    for supplier in suppliers.each("search.entries"):                # in public/queries.py
        found.extend(supplier(words, language=language))

Kinds in use: ``audit.recorder`` (writes the log), ``tick.work`` (what has a date; called with ``now``),
``health.facts`` (a value for ``/health`` under the supplier's name), ``navigation.items``, ``frame.release``; and what
upper rooms agree on among themselves, such as ``search.entries``, ``facts.tables`` and ``calendar.dates``. A kind is a
contract; its docstring stands with whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Supplier = Callable[..., Any]
_register: dict[str, dict[str, Supplier]] = {}


def register(kind: str, name: str, supplier: Supplier) -> None:
    """Offer ``supplier`` under ``kind``; the same name again replaces it (a room that starts twice in one process)."""
    _register.setdefault(kind, {})[name] = supplier


def withdraw(kind: str, name: str) -> None:
    """Take an offer back."""
    _register.get(kind, {}).pop(name, None)


def each(kind: str) -> tuple[Supplier, ...]:
    """All suppliers of a kind, in the order of their names."""
    return tuple(supplier for _, supplier in sorted(_register.get(kind, {}).items()))


def named(kind: str) -> dict[str, Supplier]:
    """Suppliers of a kind by name."""
    return dict(sorted(_register.get(kind, {}).items()))


def one(kind: str) -> Supplier | None:
    """The only supplier of a kind, or ``None``."""
    found = each(kind)
    return found[0] if found else None

"""What a form says it is, also where a server gives it another id: a hidden question of its own."""

from __future__ import annotations

from concord.instrument.model import Instrument

#: Name of the hidden question.
IDENTITY = "concord_instrument"


def identity(instrument: Instrument) -> str:
    """What the hidden question says: id, version and the head of the digest."""
    return f"{instrument.id}:{instrument.version}:{instrument.digest[:16]}"

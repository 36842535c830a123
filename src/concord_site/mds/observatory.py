"""The role that consents of countries give to the people of an observatory."""

from __future__ import annotations

ROLE = "observatory"


def role(may: str) -> str:
    """The role of ``data/roles.yaml`` that a word of a consent gives."""
    return f"{ROLE}-{may}"

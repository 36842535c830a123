"""What everybody would see of the appraisal once its parties agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.agreements.elements import catalogue
from concord_site.agreements.appraising.queries import Desk
from concord_site.agreements.queries.spaces import Dossier
from concord_site.agreements.texting.queries import Texts


def body(dossier: Dossier) -> Mapping[str, Any] | None:
    """The shared appraisal of the text that was signed, else of the newest on the table.

    Returns:
        As :meth:`concord.agreements.appraisal.Appraisal.to_json`, with ``note`` (by language: what the catalogue is).
        None while no element of it is marked.
    """
    texts = Texts(dossier, "shared")
    wanted = texts.signed or texts.current
    if wanted is None:
        return None
    of = Desk(dossier, "shared", wanted.key).appraisal()
    if not of.count.marked:
        return None
    return {**of.to_json(), "note": dict(catalogue().note)}


def is_finished(dossier: Dossier) -> bool:
    """Whether every element of the text that was signed is marked."""
    signed = Texts(dossier, "shared").signed
    return signed is not None and not Desk(dossier, "shared", signed.key).appraisal().count.open

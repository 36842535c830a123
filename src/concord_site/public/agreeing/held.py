"""The register of this installation, and what parties have published; asked anew for each page, as both may change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.conf import settings

from concord.agreements import repository, repository_folder
from concord.agreements.repository_model import Agreement
from concord_site.agreements.queries.published import Published, published_all
from concord_site.evidence.facts import evidence


def register() -> Mapping[str, Agreement]:
    """Every entry by id: the built-in register with what this installation keeps."""
    return repository.agreements(repository_folder.folder_of(settings.CONCORD.folder))


def published() -> tuple[Published, ...]:
    """The newest version of every agreement that its parties have made public."""
    return published_all()


def published_between(one: str, other: str) -> tuple[Published, ...]:
    """Those of them with a party of both areas."""
    return tuple(each for each in published() if {one, other} <= {party.area for party in each.parties})


def today() -> date:
    """The day of which everything is shown."""
    return evidence().facts.as_of

"""The projection of a question to take away, with method, seed, scenario, inputs, sources and licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from concord.client.project_files import COLUMNS, rows, sources_of, told_of
from concord_site.public import catalogue
from concord_site.public.comparing import files
from concord_site.public.projecting import held

if TYPE_CHECKING:
    from concord.labour_market.asked import Asked


def taken(asked: Asked, address: str, format: str) -> HttpResponse:
    """Every measure and year, with quantiles and status."""
    found, title = held.ran(asked), _("Projection of health personnel")
    note = _("Nobody has counted these: each names its method, its assumptions and its range.")
    cited = f"{title}. Concord. {catalogue.origin()}{address}"
    above = files.meta(title, sources_of(found), cited, notes=(note, *told_of(found)))
    name = f"projection-{'-'.join(asked.areas)}-{asked.occupation}"
    return files.given(name, format, COLUMNS, rows(found), above)

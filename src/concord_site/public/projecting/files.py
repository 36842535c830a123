"""The projection of a question as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.http import HttpResponse

from concord.client.project_files import HEADER, rows
from concord_site.public.projecting import held

if TYPE_CHECKING:
    from concord.labour_market.asked import Asked


def csv_of(asked: Asked) -> HttpResponse:
    """Every measure and year, with quantiles and status."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(held.ran(asked)))
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"projection-{'-'.join(asked.areas)}-{asked.occupation}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

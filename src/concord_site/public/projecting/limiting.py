"""How often projections are worked out for one reader: what is kept already is not counted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from concord.errors import Unavailable
from concord_site.evidence.kept import OPEN
from concord_site.public.projecting import held
from concord_site.shell.interface.limits import Rate

if TYPE_CHECKING:
    from concord.labour_market.asked import Asked

#: Questions a minute from one network address; a ministry's whole office may be behind one.
MAKING = Rate("projection", anonymous=120, keyed=120)
TOO_MANY = 429


def too_often(request: HttpRequest, asked: Asked | None) -> Unavailable | None:
    """Why a question is not worked out now; None where it may be, or was already."""
    if asked is None or held.is_kept(asked) or MAKING.allow_request(request):
        return None
    return Unavailable("labour-market.project.too-often")


def refused(request: HttpRequest, answer: HttpResponse, *, in_place: bool) -> HttpResponse:
    """The page without an answer, which nobody keeps; a part of a page keeps its status, since no other is shown."""
    request.META.pop(OPEN, None)
    answer.status_code = answer.status_code if in_place else TOO_MANY
    answer["Retry-After"] = str(math.ceil(MAKING.wait()))
    answer["Cache-Control"] = "no-store"
    return answer

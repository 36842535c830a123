"""Files in pieces, for the script of the page; without scripts the plain form of the page does the same."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from concord.errors import Invalid
from concord_site.mds.actions import arriving as actions
from concord_site.mds.models import Upload
from concord_site.mds.queries import arriving, deliveries
from concord_site.shell import access, problems


@never_cache
@login_required
@require_POST
def begin(request: HttpRequest, pk: object) -> HttpResponse:
    """Announce a file, or find the one that stopped on its way."""
    deliveries.glance(pk, request.user)
    size = request.POST.get("size", "")
    if not size.isascii() or not size.isdigit() or len(size) > 12:
        raise Invalid("site.request.malformed")
    found = actions.begin(
        delivery_id=pk, name=request.POST.get("name", ""), size=int(size), by=request.user,
        instead=request.POST.get("instead") == "1",
    )  # fmt: skip
    return JsonResponse(_told(found), status=201)


def _told(found: Upload) -> dict[str, object]:
    kwargs = {"pk": found.delivery_id, "upload": found.pk}
    return {
        "id": found.pk, "offset": found.received, "digest": arriving.digest(found), "chunk": arriving.CHUNK,
        "href": reverse("mds:upload", kwargs=kwargs), "cancel": reverse("mds:upload-cancel", kwargs=kwargs),
    }  # fmt: skip


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def piece(request: HttpRequest, pk: object, upload: str) -> HttpResponse:
    """Where a file stands; or the next piece of it (offset and SHA-256 in its headers)."""
    row = deliveries.glance(pk, request.user)
    if request.method != "POST":
        found = access.get(Upload, upload, request.user)
        return JsonResponse(_told(found)) if found.delivery_id == row.pk else problems.not_found(request)
    offset = request.headers.get("Upload-Offset", "")
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if not offset.isascii() or not offset.isdigit() or len(offset) > 12 or not 0 < length <= arriving.CHUNK:
        raise Invalid("site.request.malformed")
    content = request.body
    made = actions.take(
        delivery_id=pk, upload_id=upload, offset=int(offset), content=content,
        digest=request.headers.get("Upload-Digest", "").lower(), by=request.user,
    )  # fmt: skip
    return JsonResponse({"offset": int(offset) + len(content), "is_done": made is not None})


@login_required
@require_POST
def cancel(request: HttpRequest, pk: object, upload: str) -> HttpResponse:
    """Forget a file on its way."""
    actions.cancel(delivery_id=pk, upload_id=upload, by=request.user)
    if problems.wants_json(request):
        return HttpResponse(status=204)
    messages.success(request, _("It is forgotten. Nothing of it was kept."))
    return redirect("mds:delivery", pk=pk)

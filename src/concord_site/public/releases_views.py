"""Pages of countries' releases: read the address, ask, show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.errors import NotFound
from concord.vocabulary.structures import structure as structure_of
from concord_site.mds import national
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import releases as rows_of
from concord_site.public import releases
from concord_site.shell import access
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Crumb


def _trail(*more: Crumb) -> list[Crumb]:
    return [
        Crumb(_("Home"), reverse("public:home")), Crumb(_("Data"), reverse("public:data")),
        Crumb(_("Releases"), reverse("public:releases")), *more,
    ]  # fmt: skip


@require_safe
def releases_list(request: HttpRequest) -> HttpResponse:
    """All releases; with ``digest``, which of them a file belongs to."""
    digest = request.GET.get("digest", "").strip()[:100]
    title = _("Releases of countries")
    shown = releases.listed(request.GET.get("area", "").upper()[:3])
    return render(request, "public/releases.html", {
        "title": title, "crumbs": [*_trail()[:-1], Crumb(title)], "digest": digest,
        "known": releases.known(digest) if digest else None, **shown,
    })  # fmt: skip


@require_safe
def newest(request: HttpRequest, series: str) -> HttpResponse:
    """The newest version of a series."""
    row = rows_of.newest(series)
    if row is None:
        raise NotFound("site.access.unknown")
    return redirect("public:release", key=row.key)


@require_safe
def release(request: HttpRequest, key: str) -> HttpResponse:
    """One version of a release: its tables, what is hidden, what changed, how it is cited and checked."""
    row = releases.one(key)
    return render(request, "public/release.html", {
        "title": row.title, "crumbs": _trail(Crumb(row.key)), **releases.context(row),
        "ways": _ways(row, request.user),
    })  # fmt: skip


def _ways(row: NationalRelease, by: Any) -> list[tuple[str, str]]:
    """Where those who keep it go on: the country to its own page, whoever may take it down to that."""
    if not by.is_authenticated:
        return []
    if rows_of.is_own(row, by):
        return [(_("Your country's page of this release"), reverse("mds:release", kwargs={"pk": row.pk}))]
    if row.state == NationalRelease.State.PUBLISHED and access.may(row, by, "withdraw"):
        return [(_("Withdraw the release"), reverse("mds:release-withdraw", kwargs={"pk": row.pk}))]
    return []


@require_safe
def table(request: HttpRequest, key: str, structure: str) -> HttpResponse:
    """The rows of one of its tables."""
    row = releases.one(key)
    shown = releases.rows(row, structure, request.GET.dict())
    title = structure_of(structure).title.best(language()).text
    way = Crumb(row.key, reverse("public:release", kwargs={"key": row.key}))
    return render(request, "public/release_table.html", {
        "title": title, "crumbs": _trail(way, Crumb(title)), "row": row, "state": releases.said(row.state),
        "structure": structure, **shown,
    })  # fmt: skip


def _given(content: bytes, name: str, kind: str, row: NationalRelease) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = f'"{row.digest[:32]}"'
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def file(request: HttpRequest, key: str, structure: str, format: str) -> HttpResponse:
    """One table as a file, the notes and the citation inside."""
    row = releases.one(key)
    return _given(*releases.file(row, structure, format), row)


@require_safe
def package(request: HttpRequest, key: str) -> HttpResponse:
    """The whole release: its declaration and its frozen files."""
    row = releases.one(key)
    if row.state == NationalRelease.State.WITHDRAWN:
        raise NotFound("site.access.unknown")
    return _given(national.package(row.key), f"{row.key}.zip", "application/zip", row)


@require_safe
def declaration(request: HttpRequest, key: str) -> HttpResponse:
    """What is declared of a release: digests, rules, proof, files behind it; of a withdrawn one too."""
    row = releases.one(key)
    return _given(national.content(row.key, "release.yaml"), f"{row.key}.yaml", "application/yaml; charset=utf-8", row)

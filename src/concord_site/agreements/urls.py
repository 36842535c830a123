"""Addresses of dossiers. The rooms inside this one add theirs below a dossier's own address."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from concord_site.agreements.views import dossiers, invitations, journal, life, news, people, publication, room

app_name = "agreements"

#: Room inside this one → what its addresses begin with; its ``urls.py`` lists ``urlpatterns`` and has no ``app_name``.
#: Every address gets ``dossier_id``; names are reached as ``agreements:…``.
INSIDE = {"preparing": "prepare", "texting": "text", "appraising": "appraisal", "following": "follow"}


def _inside() -> list[URLResolver]:
    there = {
        room: begins for room, begins in INSIDE.items() if find_spec(f"concord_site.agreements.{room}") is not None
    }
    return [
        path(f"dossiers/<str:dossier_id>/{begins}/", include(f"concord_site.agreements.{room}.urls"))
        for room, begins in there.items()
        if find_spec(f"concord_site.agreements.{room}.urls") is not None
    ]


_OWN = {"side": "own"}
urlpatterns: list[URLPattern | URLResolver] = [
    path("dossiers/", dossiers.mine, name="dossiers"),
    path("dossiers/begin/", dossiers.start, name="start"),
    path("invitations/<str:link>/", invitations.accept, name="accept"),
    path("dossiers/<str:dossier_id>/", dossiers.first, name="dossier"),
    path("dossiers/<str:dossier_id>/seen/", news.seen, name="seen"),
    path("dossiers/<str:dossier_id>/life/", life.page, name="life"),
    path("dossiers/<str:dossier_id>/people/", people.page, name="people"),
    path("dossiers/<str:dossier_id>/people/leave/", people.leave, name="leave"),
    path("dossiers/<str:dossier_id>/publication/", publication.page, name="publication"),
    path("dossiers/<str:dossier_id>/publication/<str:part_id>.json", publication.preview, name="preview"),
    path("dossiers/<str:dossier_id>/room/", room.page, name="room"),
    path("dossiers/<str:dossier_id>/room/own/", room.page, _OWN, name="room-own"),
    path("dossiers/<str:dossier_id>/room/<str:side>/minutes/<str:key>/", room.minutes, name="minutes"),
    path("dossiers/<str:dossier_id>/room/<str:side>/tasks/<str:key>/", room.task, name="task"),
    path("dossiers/<str:dossier_id>/room/<str:side>/documents/<str:key>/", room.document, name="document"),
    path("dossiers/<str:dossier_id>/room/<str:side>/take-away/", room.take_away, name="take-away"),
    path("dossiers/<str:dossier_id>/journal/", journal.page, name="journal"),
    path("dossiers/<str:dossier_id>/journal/own/", journal.page, _OWN, name="journal-own"),
    path("dossiers/<str:dossier_id>/journal/<str:side>/bring-back/", journal.bring_back, name="bring-back"),
    path("dossiers/<str:dossier_id>/journal/copy.json", journal.take, name="take"),
    *_inside(),
]

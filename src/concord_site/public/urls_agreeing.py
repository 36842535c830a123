"""Addresses of agreements: the register, map, clauses over time, one agreement, corridors of two countries."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public.agreeing import desk, practice_page, preview, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", views.listed, name="agreements"),
    path("agreements/map/", views.mapped_, name="agreements-map"),
    path("agreements/clauses/", views.clauses, name="agreements-clauses"),
    path("agreements/labour/", views.labour, name="agreements-labour"),
    path("agreements/compare/", views.compare, name="agreements-compare"),
    path("agreements/practice/", practice_page.page, name="agreements-practice"),
    path("agreements/dossiers/<str:dossier_id>/publication/<str:part_id>/", preview.page, name="agreement-preview"),
    path("agreements/register/", desk.bring, name="register-bring"),
    path("agreements/register/<str:pk>/", desk.look, name="register-list"),
    path("agreements/register/states/<int:number>/", desk.restore, name="register-restore"),
    path("agreements/<slug:id>/", views.one, name="agreement"),
    path("corridors/", views.corridors, name="corridors"),
    path("corridors/<slug:one>/<slug:other>/", views.corridor, name="corridor"),
]

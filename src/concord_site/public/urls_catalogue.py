"""Addresses of the catalogue of releases: entries for machines, the feed, citations, frozen files."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public import catalogue_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/catalogue/", views.listed, name="catalogue"),
    path("data/catalogue/<str:id>/", views.release, name="catalogued"),
    path("data/catalogue/<str:id>/cite.<str:form>", views.cite_release, name="cite-release"),
    path("data/tables/<slug:structure>/cite.<str:form>", views.cite_rows, name="cite-rows"),
    path("data/releases.atom", views.feed, name="releases-feed"),
]
without_language: list[URLPattern | URLResolver] = [
    path("catalogue", views.described, name="catalogue"),
    path("catalogue.jsonld", views.described, {"form": "jsonld"}, name="catalogue-jsonld"),
    path("catalogue.ttl", views.described, {"form": "ttl"}, name="catalogue-ttl"),
    path("catalogue/<str:id>/<str:name>", views.file, name="catalogue-file"),
]

"""Addresses of countries' releases: the list, one release, one of its tables, its files."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public import releases_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/releases/", views.releases_list, name="releases"),
    path("data/releases/series/<str:series>/", views.newest, name="release-newest"),
    path("data/releases/<str:key>/", views.release, name="release"),
    path("data/releases/<str:key>/release.zip", views.package, name="release-package"),
    path("data/releases/<str:key>/release.yaml", views.declaration, name="release-declaration"),
    path("data/releases/<str:key>/<slug:structure>/", views.table, name="release-table"),
    path("data/releases/<str:key>/<slug:structure>/file/<str:format>", views.file, name="release-file"),
]

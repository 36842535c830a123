"""Addresses of comparisons: two countries' figures of one corridor, vintages, what has come and when, quality."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public.comparing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("data/mirror/", views.mirror, name="mirror"),
    path("data/vintages/", views.changed, name="vintages"),
    path("data/coverage/", views.coverage, name="coverage"),
    path("data/quality/<slug:code>/", views.quality, name="quality"),
]

"""Addresses of measures: the safeguards criteria with other thresholds, and headline figures beside our own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public.measures import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("safeguards/<slug:edition>/what-if/", views.what_if, name="what-if"),
    path("data/headlines/", views.headlines, name="headlines"),
]

"""The address of projections."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public.projecting import views

urlpatterns: list[URLPattern | URLResolver] = [path("data/projection/", views.projection, name="projection")]

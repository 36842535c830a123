"""The address of flows between countries."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public.flowing import views

urlpatterns: list[URLPattern | URLResolver] = [path("data/flows/", views.flows, name="flows")]

"""Addresses of analyses: the labour market of a country."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.public.analysing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("analysis/labour-market/", views.labour_markets, name="labour-markets"),
    path("analysis/labour-market/<slug:code>/", views.labour_market, name="labour-market"),
]

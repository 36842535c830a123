"""Addresses of the public pages, below the language."""

from __future__ import annotations

from django.urls import path, re_path

from concord_site.public import (
    sitemap,
    urls_agreeing,
    urls_analysing,
    urls_catalogue,
    urls_comparing,
    urls_flowing,
    urls_measures,
    urls_projecting,
    urls_releases,
    urls_sdmx,
    views,
)

app_name = "public"

urlpatterns = [
    path("", views.first, name="home"),
    path("countries/", views.countries, name="countries"),
    path("countries/<slug:code>/", views.country, name="country"),
    path("safeguards/<slug:edition>/", views.safeguards_list, name="list"),
    path("data/", views.data, name="data"),
    path("data/tables/<slug:structure>/", views.table_rows, name="rows"),
    path("data/figures/<slug:indicator>/<slug:area>/<int:year>/<slug:occupation>/", views.figure, name="figure"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:id>/", views.source, name="source"),
    path("methods/", views.methods, name="methods"),
    path("search/", views.search, name="search"),
    *urls_releases.urlpatterns,
    *urls_agreeing.urlpatterns,
    *urls_comparing.urlpatterns,
    *urls_measures.urlpatterns,
    *urls_flowing.urlpatterns,
    *urls_projecting.urlpatterns,
    *urls_catalogue.urlpatterns,
    *urls_analysing.urlpatterns,
]
without_language = [
    *urls_sdmx.without_language,
    *urls_catalogue.without_language,
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    re_path(r"^sitemap-(?P<code>ar|en|es|fr|ru|zh)\.xml$", sitemap.of_language, name="sitemap-language"),
]

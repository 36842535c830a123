"""Addresses of what others than the country see of its figures: the table of countries, questions, observatories."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.mds.views import cells, observatories, watch, watch_figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("watch/", watch.index, name="watch"),
    path("watch.<str:format>", watch.file, name="watch-file"),
    path("watch/<str:area>/", watch.country, name="watch-country"),
    path("<uuid:pk>/figures/<str:structure>/", watch_figures.figures, name="figures"),
    path("<uuid:pk>/ask/", cells.ask, name="ask"),
    path("questions/", cells.questions, name="questions"),
    path("questions/<uuid:pk>/", cells.question, name="question"),
    path("questions/<uuid:pk>/settle/", cells.settle, name="question-settle"),
    path("questions/<uuid:pk>/reopen/", cells.reopen, name="question-reopen"),
    path("observatories/", observatories.consents, name="observatories"),
    path("observatories/<str:area>/", observatories.give, name="consent-give"),
    path("observatories/consents/<uuid:pk>/end/", observatories.end, name="consent-end"),
    path("observatories/of/<str:area>/", observatories.country, name="observatory-country"),
    path("observatories/checks/<uuid:pk>/", observatories.check, name="observatory-check"),
]

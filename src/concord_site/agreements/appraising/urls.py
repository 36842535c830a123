"""Addresses of the appraisal, below a dossier's own."""

from __future__ import annotations

from django.urls import path

from concord_site.agreements.appraising.views import beside, known, marking, overview

urlpatterns = [
    path("", overview.page, name="appraisal"),
    path("own/", overview.page, {"side": "own"}, name="appraisal-own"),
    path("known/", known.known, name="appraisal-known"),
    path("known/<str:agreement>/<str:format>", known.known_file, name="appraisal-known-file"),
    path("<str:side>/elements/<str:element>/", marking.mark, name="appraisal-element"),
    path("<str:side>/files/<str:format>", overview.file, name="appraisal-file"),
    path("<str:side>/beside/", beside.beside, name="appraisal-beside"),
]

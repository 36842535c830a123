"""Addresses of preparation, below a dossier's own."""

from __future__ import annotations

from django.urls import path

from concord_site.agreements.preparing.views import (
    coherence,
    consultations,
    needs,
    objectives,
    papers,
    position,
    tracing,
)

urlpatterns = [
    path("needs/", needs.page, name="needs"),
    path("needs/figures/", needs.own_figures, name="need-figures"),
    path("needs/<str:key>/", needs.edit, name="need"),
    path("position/", position.page, name="position"),
    path("position/views/<str:key>/", position.view, name="position-view"),
    path("position/lines/<str:key>/", position.line, name="position-line"),
    path("position/sign-off/<str:key>/", position.sign_off, name="position-sign-off"),
    path("position/paper.<str:format>", papers.position, name="position-file"),
    path("position/coherence/", coherence.page, name="position-coherence"),
    path("position/cited/<str:key>/", coherence.cited, name="position-cited"),
    path("consultations/", consultations.page, name="consultations"),
    path("consultations/record.<str:format>", papers.consultations, name="consultations-file"),
    path("consultations/<str:key>/", consultations.one, name="consultation"),
    path("consultations/<str:key>/change/", consultations.edit, name="consultation-edit"),
    path("objectives/", objectives.page, name="objectives"),
    path("objectives/<str:key>/", objectives.edit, name="objective"),
    path("thread/", tracing.page, name="tracing"),
]

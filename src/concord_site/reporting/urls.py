"""Addresses of the instruments and their editor; the room's other parts have theirs in files of their own."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from concord_site.reporting.views import comparing, deciding, editor, instruments, questions, uploads

app_name = "reporting"
EDITOR: list[URLPattern | URLResolver] = [
    path("", editor.overview, name="draft"),
    path("rows/<int:row>/", editor.row, name="draft-row"),
    path("rows/add/", editor.add, name="draft-add"),
    path("do/", editor.do, name="draft-do"),
    path("lists/", editor.lists, name="draft-lists"),
    path("lists/<str:name>/", editor.choices, name="draft-list"),
    path("settings/", editor.settings, name="draft-settings"),
    path("history/", editor.history, name="draft-history"),
    path("findings/", editor.findings, name="draft-findings"),
    path("preview/", editor.preview, name="draft-preview"),
    path("map/", editor.question_map, name="draft-map"),
    path("workbook.xlsx", editor.workbook, name="draft-workbook"),
    path("publish/", deciding.publish, name="draft-publish"),
    path("replace/", uploads.replace, name="draft-replace"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", instruments.home, name="home"),
    path("instruments/", instruments.listed, name="instruments"),
    path("instruments/new/", deciding.new, name="new"),
    path("instruments/upload/", uploads.upload, name="upload"),
    path("instruments/uploads/<str:pk>/", uploads.uploaded, name="uploaded"),
    path("instruments/drafts/<int:pk>/", include(EDITOR)),
    path("instruments/<str:id>/", instruments.instrument, name="instrument"),
    path("instruments/<str:id>/<str:number>/", instruments.instrument, name="version"),
    path("instruments/<str:id>/<str:number>/map/", comparing.question_map, name="map"),
    path("instruments/<str:id>/<str:number>/difference/", comparing.difference, name="difference"),
    path("instruments/<str:id>/<str:number>/copy/", deciding.copy, name="copy"),
    path("instruments/<str:id>/<str:number>/withdraw/", deciding.withdraw, name="withdraw"),
    path("instruments/<str:id>/<str:number>/files/<str:kind>/", instruments.file, name="file"),
    path("instruments/<str:id>/<str:number>/files/<str:kind>/<str:lang>/", instruments.file, name="file"),
    path("instruments/<str:id>/<str:number>/questions/<path:path>/", questions.question, name="question"),
]
#: Parts of the room with addresses of their own: ``<part>_urls.py``.
PARTS = ("trial", "round", "report", "review", "published", "stakeholder", "coding")
for part in PARTS:
    if find_spec(f"concord_site.reporting.{part}_urls") is not None:
        urlpatterns.insert(0, path("", include(f"concord_site.reporting.{part}_urls")))

"""Addresses of the text, below a dossier's own."""

from __future__ import annotations

from django.urls import path

from concord_site.agreements.texting.views import amendments, clauses, languages, library, texts, versions

urlpatterns = [
    path("", texts.page, name="texts"),
    path("own/", texts.page, {"side": "own"}, name="texts-own"),
    path("<str:side>/files/<str:format>", texts.file, name="text-file"),
    path("<str:side>/versions/new/", versions.new, name="text-new"),
    path("<str:side>/versions/<str:key>/", versions.one, name="text-version"),
    path("compare/", versions.compared, name="text-compare"),
    path("<str:side>/clauses/<str:clause>/", clauses.page, name="text-clause"),
    path("<str:side>/add/", clauses.add, name="text-add"),
    path("library/", library.page, name="text-library"),
    path("languages/", languages.page, name="text-languages"),
    path("own/languages/", languages.page, {"side": "own"}, name="text-languages-own"),
    path("amendments/", amendments.page, name="text-amendments"),
    path("amendments/on/<str:day>/<str:format>", amendments.file, name="text-on-file"),
    path("amendments/<str:key>/", amendments.one, name="text-amendment"),
    path("amendments/<str:key>/change/", amendments.edit, name="text-amendment-edit"),
]

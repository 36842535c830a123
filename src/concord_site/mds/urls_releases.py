"""Addresses of a country's releases, on its own side."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.mds.views import releases

urlpatterns: list[URLPattern | URLResolver] = [
    path("releases/begin/<str:area>/", releases.begin, name="release-begin"),
    path("releases/<uuid:pk>/", releases.release, name="release"),
    path("releases/<uuid:pk>/describe/", releases.describe, name="release-describe"),
    path("releases/<uuid:pk>/protect/", releases.protect, name="release-protect"),
    path("releases/<uuid:pk>/progress/", releases.progress, name="release-progress"),
    path("releases/<uuid:pk>/tables/<str:structure>/", releases.both, name="release-both"),
    path("releases/<uuid:pk>/withdraw/", releases.withdraw, name="release-withdraw"),
    path("releases/<uuid:pk>/discard/", releases.discard, name="release-discard"),
]

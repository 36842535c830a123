"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from concord_site.mds import urls_releases, urls_watch
from concord_site.mds.views import (
    before,
    bringing,
    confirming,
    deliveries,
    downloads,
    findings,
    history,
    profile,
    uploading,
)

app_name = "mds"
DELIVERY: list[URLPattern | URLResolver] = [
    path("", bringing.delivery, name="delivery"),
    path("about/", deliveries.about, name="about"),
    path("files/<int:file>/", bringing.file, name="file"),
    path("uploads/", uploading.begin, name="upload-begin"),
    path("uploads/<str:upload>/", uploading.piece, name="upload"),
    path("uploads/<str:upload>/cancel/", uploading.cancel, name="upload-cancel"),
    path("read/", bringing.read, name="read"),
    path("progress/", bringing.progress, name="progress"),
    path("profile/", profile.profile, name="profile"),
    path("profile.yaml", downloads.profile, name="profile-file"),
    path("findings/", findings.findings, name="findings"),
    path("findings.<str:format>", downloads.findings, name="findings-file"),
    path("marked/<int:file>/", downloads.marked, name="marked"),
    path("before-after/", before.before_after, name="before-after"),
    path("tables/<str:structure>.<str:format>", downloads.table, name="table"),
    path("quality.<str:format>", downloads.quality, name="quality"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("give-up/", confirming.give_up, name="give-up"),
    path("withdraw/", confirming.withdraw, name="withdraw"),
    path("restore/", confirming.restore, name="restore"),
    path("history/", history.history, name="history"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", deliveries.home, name="home"),
    path("begin/<str:area>/", deliveries.begin, name="begin"),
    path("templates/<str:structure>.<str:format>", downloads.template, name="template"),
    path("<uuid:pk>/", include(DELIVERY)),
    *urls_releases.urlpatterns,
    *urls_watch.urlpatterns,
]

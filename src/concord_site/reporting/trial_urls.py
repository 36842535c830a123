"""Addresses of trials; the address of a trial is its key, and is listed nowhere."""

from __future__ import annotations

from django.urls import path

from concord_site.reporting.views import trials

urlpatterns = [
    path("instruments/<str:id>/<str:version>/try/", trials.start, name="try"),
    path("drafts/<int:pk>/try/", trials.start_draft, name="try-draft"),
    path("trials/", trials.own, name="trials"),
    path("trials/<uuid:pk>/", trials.tasks, name="trial"),
    path("trials/<uuid:pk>/role/", trials.role, name="trial-role"),
    path("trials/<uuid:pk>/share/", trials.share, name="trial-share"),
    path("trials/<uuid:pk>/remove/", trials.remove, name="trial-remove"),
    path("trials/<uuid:pk>/check/", trials.check, name="trial-check"),
    path("trials/<uuid:pk>/finish/", trials.finish, name="trial-finish"),
    path("trials/<uuid:pk>/why/", trials.why, name="trial-why"),
    path("trials/<uuid:pk>/files/", trials.upload, name="trial-upload"),
    path("trials/<uuid:pk>/files/<uuid:upload>/", trials.differences, name="trial-differences"),
    path("trials/<uuid:pk>/files/kept/<str:file>/", trials.kept, name="trial-file"),
    path("trials/<uuid:pk>/export.<str:form>", trials.export, name="trial-export"),
    path("trials/<uuid:pk>/<int:section>/", trials.section, name="trial-section"),
    path("trials/<uuid:pk>/<int:section>/confirm/", trials.confirm, name="trial-confirm"),
    path("trials/<uuid:pk>/<int:section>/<int:number>/", trials.page, name="trial-page"),
]

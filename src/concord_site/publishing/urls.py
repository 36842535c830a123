"""Addresses of reports and editions."""

from __future__ import annotations

from django.urls import path, re_path

from concord_site.publishing import views, views_path

app_name = "publishing"
FILE = r"files/(?P<language>[a-z]{2})\.(?P<format>pdf|docx)$"
urlpatterns = [
    path("", views.editions, name="editions"),
    path("editions/<str:number>/", views.edition, name="edition"),
    re_path(rf"^editions/(?P<number>[0-9.]+)/{FILE}", views.edition_file, name="edition-file"),
    path("editions/<str:number>/read/", views.read, name="read"),
    path("editions/<str:number>/read/<slug:page>/", views.read, name="read-page"),
    path("editions/<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("documents/new/", views.draft, name="draft"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/path/", views_path.page, name="path"),
    path("documents/<int:pk>/act/", views.act, name="act"),
    path("documents/<int:pk>/read/", views.read_draft, name="read-draft"),
    path("documents/<int:pk>/read/<slug:page>/", views.read_draft, name="read-draft-page"),
    re_path(rf"^documents/(?P<pk>[0-9]+)/{FILE}", views.document_file, name="document-file"),
    path("jobs/<str:pk>/stop/", views.stop, name="stop-job"),
]

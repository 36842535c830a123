"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from concord_site.audit import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="entries")]

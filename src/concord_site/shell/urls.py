"""Addresses of the shell: pages under a language, and the door without one."""

from __future__ import annotations

from django.urls import path

from concord_site.shell import pages

app_name = "shell"

urlpatterns = [
    path("style/", pages.style, name="style"),
    path("display/", pages.display, name="display"),
]

without_language = [
    path("", pages.root, name="door"),
]

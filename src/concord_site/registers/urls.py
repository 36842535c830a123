"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path, re_path

from concord_site.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.home, name="home"),
    path("authorities/", views.authorities, name="authorities"),
    re_path(r"^authorities/(?P<area>[A-Z]{3})/$", views.authority, name="authority"),
    re_path(r"^authorities/(?P<area>[A-Z]{3})/designate/$", views.designate, name="designate"),
    path("designations/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("designations/<int:pk>/end/", views.end, name="end"),
]

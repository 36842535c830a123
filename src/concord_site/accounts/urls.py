"""Addresses of people's and organisations' pages; signing in is under ``account/`` (allauth)."""

from __future__ import annotations

from django.urls import path

from concord_site.accounts import views
from concord_site.accounts.api_keys import pages as api_keys
from concord_site.accounts.home import pages as home
from concord_site.accounts.notices import pages as notices

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("home/", home.home, name="home"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="read-notices"),
    path("notices/choices/", notices.choices, name="notice-choices"),
    path("notices/<int:pk>/", notices.open_notice, name="open-notice"),
    path("notices/<int:pk>/mark/", notices.mark, name="mark-notice"),
    path("sessions/", views.open_sessions, name="sessions"),
    path("sessions/others/end/", views.end_other_sessions, name="end-other-sessions"),
    path("sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("keys/", api_keys.keys, name="api-keys"),
    path("keys/<int:pk>/end/", api_keys.end_key, name="end-api-key"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<int:pk>/", views.members, name="members"),
    path("country/", views.own_country, name="country"),
    path("roles/<int:pk>/", views.change_role, name="change-role"),
    path("roles/<int:pk>/end/", views.end_membership, name="end-membership"),
    path("roles/<int:pk>/invite-again/", views.invite_again, name="invite-again"),
    path("invitation/<str:token>/", views.accept, name="accept"),
]

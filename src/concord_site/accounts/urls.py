"""Addresses of people's and organisations' pages; signing in is under ``account/`` (allauth)."""

from __future__ import annotations

from django.urls import path

from concord_site.accounts import views
from concord_site.accounts.api_keys import pages as api_keys

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("sessions/", views.open_sessions, name="sessions"),
    path("sessions/others/end/", views.end_other_sessions, name="end-other-sessions"),
    path("sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("keys/", api_keys.keys, name="api-keys"),
    path("keys/<int:pk>/end/", api_keys.end_key, name="end-api-key"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<int:pk>/", views.members, name="members"),
    path("roles/<int:pk>/end/", views.end_membership, name="end-membership"),
    path("roles/<int:pk>/invite-again/", views.invite_again, name="invite-again"),
    path("invitation/<str:token>/", views.accept, name="accept"),
]

"""Addresses of the Code, the strategy, its budget and the rounds."""

from __future__ import annotations

from django.urls import path, re_path

from concord_site.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.home, name="home"),
    path("code/", views.code, name="code"),
    path("code/compare/", views.compare, name="compare"),
    path("code/where/", views.where, name="where"),
    path("code/reviews/", views.reviews, name="reviews"),
    re_path(r"^code/(?P<version>[0-9]{4})/$", views.code, name="version"),
    path("code/<str:number>/", views.paragraph, name="paragraph"),
    path("resolutions/", views.resolutions, name="resolutions"),
    path("resolutions/<str:id>/", views.resolution, name="resolution"),
    path("strategy/", views.strategy, name="strategy"),
    path("strategy/plan/", views.plan, name="plan"),
    path("budget/", views.budget, name="budget"),
    re_path(r"^budget/budget\.(?P<kind>csv|xlsx)$", views.budget_file, name="budget-file"),
    path("rounds/", views.rounds, name="rounds"),
]

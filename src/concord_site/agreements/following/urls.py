"""Addresses of following, below a dossier's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from concord_site.agreements.following.views import (
    account,
    evaluation,
    keeping,
    lessons,
    monitoring,
    offering,
    plan,
    survey,
)

_OWN = {"side": "own"}
urlpatterns: list[URLPattern] = [
    path("account/", account.page, name="account"),
    path("account/own/", account.page, _OWN, name="account-own"),
    path("account/<str:side>/years/", account.setup, name="account-setup"),
    path("account/<str:side>/figures/<str:quantity>/", account.figure, name="account-input"),
    path("account/<str:side>/take-over/", offering.take_over, name="account-take-over"),
    path("account/<str:side>/file.<str:format>", account.file, name="account-file"),
    path("plan/", plan.page, name="plan"),
    path("plan/actions/<str:key>/", plan.action, name="plan-action"),
    path("plan/own/<str:key>/", plan.action, _OWN, name="plan-action-own"),
    path("committee/", plan.committee, name="committee"),
    path("committee/meetings/<str:key>/", plan.meeting, name="committee-meeting"),
    path("committee/decisions/<str:key>/", plan.decision, name="committee-decision"),
    path("committee/documents/<str:key>/", plan.paper, name="committee-document"),
    path("monitoring/", monitoring.page, name="monitoring"),
    path("monitoring/figures/<str:key>/", monitoring.figure, name="monitoring-figure"),
    path("monitoring/targets/<str:key>/", monitoring.target, name="monitoring-target"),
    path("monitoring/survey.<str:format>", survey.questionnaire, name="monitoring-survey"),
    path("evaluation/", evaluation.page, name="evaluation"),
    path("evaluation/<str:key>/", evaluation.edit, name="evaluation-edit"),
    path("evaluation/<str:key>/report/", evaluation.report, name="evaluation-report"),
    path("evaluation/<str:key>/report.<str:format>", evaluation.file, name="evaluation-file"),
    path("lessons/", lessons.page, name="lessons"),
    path("lessons/<str:key>/", lessons.edit, name="lesson"),
    path("<str:side>/take-away/", keeping.take_away, name="following-take-away"),
]

"""Addresses of stakeholders: the register, registration, their reports, moderation, countries' comments."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from concord_site.reporting.queries.stakeholder_reports import StakeholderDesk
from concord_site.reporting.views import stakeholder_desk, stakeholder_own, stakeholders
from concord_site.reporting.views.filling.addresses import answering

REPORT: list[URLPattern | URLResolver] = [
    path("", stakeholder_own.tasks, name="stakeholder-report"),
    path("check/", stakeholder_own.check, name="stakeholder-report-check"),
    path("do/", stakeholder_own.do, name="stakeholder-report-do"),
    *answering(StakeholderDesk, "stakeholder-report"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("stakeholders/", stakeholders.register, name="stakeholders"),
    path("stakeholders/register/", stakeholders.apply, name="stakeholder-register"),
    path("stakeholders/register/sent/", stakeholders.sent, name="stakeholder-sent"),
    path("stakeholders/mine/<str:token>/", stakeholders.mine, name="stakeholder-mine"),
    path("stakeholders/entries/<str:number>/", stakeholders.entry, name="stakeholder-entry"),
    path("stakeholders/reports/", stakeholders.published, name="stakeholder-published"),
    path("stakeholders/reports/<str:reference>/", stakeholders.report, name="stakeholder-publication"),
    path("stakeholders/reports/<str:reference>/report.json", stakeholders.report_json, name="stakeholder-json"),
    path("stakeholders/own/", stakeholder_own.home, name="stakeholder-home"),
    path("stakeholders/own/<uuid:pk>/", stakeholder_own.registration, name="stakeholder-registration"),
    path("stakeholders/own/reports/<uuid:pk>/", include(REPORT)),
    path("stakeholders/desk/", stakeholder_desk.desk, name="stakeholder-desk"),
    path("stakeholders/desk/<uuid:pk>/", stakeholder_desk.registration, name="stakeholder-desk-registration"),
    path("stakeholders/desk/reports/<uuid:pk>/", stakeholder_desk.report, name="stakeholder-desk-report"),
    path("stakeholders/asked/", stakeholder_desk.asked, name="stakeholder-asked"),
    path("stakeholders/asked/<int:pk>/", stakeholder_desk.comment, name="stakeholder-comment"),
]

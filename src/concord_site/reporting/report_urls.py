"""Addresses of this part of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from concord_site.reporting.queries.reports import ReportDesk
from concord_site.reporting.views import (
    reports,
    reports_check,
    reports_files,
    reports_history,
    team_clearance,
    team_delegate,
    team_delegations,
    team_handover,
    team_remarks,
)
from concord_site.reporting.views.filling.addresses import answering

REPORT = "reports/<uuid:pk>/"
urlpatterns: list[URLPattern] = [
    path("reports/", reports.listed, name="reports"),
    path("reports/begin/<str:year>/<str:area>/", reports.begin, name="report-begin"),
    path("receipts/", reports_files.compare, name="receipts"),
    path("receipts/<uuid:pk>/", reports_files.receipt, name="receipt"),
    path("receipts/<uuid:pk>/<str:code>.pdf", reports_files.receipt_file, name="receipt-file"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}check/", reports_check.check, name="report-check"),
    path(f"{REPORT}send/", reports_check.send, name="report-send"),
    path(f"{REPORT}history/", reports_history.history, name="report-history"),
    path(f"{REPORT}workbook-<str:code>.xlsx", reports_files.workbook, name="report-workbook"),
    path(f"{REPORT}form.xml", reports_files.form, name="report-form"),
    *answering(ReportDesk, "report", REPORT),
]

#: A country's people among themselves: colleagues asked, comments, clearance, hand-over.
TEAM = [
    path("reports/<uuid:pk>/colleagues/", team_delegations.of_report, name="delegations"),
    path("reports/<uuid:pk>/colleagues/<uuid:delegation>/", team_delegations.one, name="delegation-manage"),
    path("reports/<uuid:pk>/comments/", team_remarks.of_report, name="remarks"),
    path("reports/<uuid:pk>/clearance/", team_clearance.report, name="clearing"),
    path("clearance/", team_clearance.steps, name="clearance"),
    path("clearance/<int:pk>/", team_clearance.step, name="clearance-step"),
    path("handover/", team_handover.page, name="handover"),
    path("handover/<str:area>.<str:form>", team_handover.file, name="handover-file"),
    path("delegations/", team_delegate.own, name="own-delegations"),
    path("delegations/link/<str:token>/", team_delegate.link, name="delegation-link"),
    path("delegations/<uuid:pk>/", team_delegate.sections, name="delegation"),
    path("delegations/<uuid:pk>/check/", team_delegate.check, name="delegation-check"),
    path("delegations/<uuid:pk>/comments/", team_remarks.of_delegation, name="delegation-remarks"),
    path("delegations/<uuid:pk>/hand-in/", team_delegate.hand_in, name="delegation-hand-in"),
    path("delegations/<uuid:pk>/files/<str:file>/", team_delegate.file, name="delegation-file"),
    path("delegations/<uuid:pk>/<int:section>/", team_delegate.section, name="delegation-section"),
    path("delegations/<uuid:pk>/<int:section>/confirm/", team_delegate.confirm, name="delegation-confirm"),
    path("delegations/<uuid:pk>/<int:section>/<int:number>/", team_delegate.page, name="delegation-page"),
]
urlpatterns += TEAM

"""Addresses of the review: the secretariat's queue and desk, and the queries as a country has them."""

from __future__ import annotations

from django.urls import URLPattern, path

from concord_site.reporting.views import review, review_answers, review_bulk, review_queries, review_queue

FILING = "review/<str:year>/<str:area>/"
urlpatterns: list[URLPattern] = [
    path("review/", review_queue.home, name="review"),
    path("review/<str:year>/", review_queue.queue, name="review-queue"),
    path("review/<str:year>/queue.csv", review_queue.queue_csv, name="review-queue-csv"),
    path("review/<str:year>/several/", review_bulk.several, name="review-several"),
    path(FILING, review.filing, name="review-filing"),
    path(f"{FILING}do/", review.do, name="review-do"),
    path(f"{FILING}reopen/", review.reopen, name="review-reopen"),
    path(f"{FILING}peers/", review.peers, name="review-peers"),
    path(f"{FILING}log/", review.log, name="review-log"),
    path(f"{FILING}send-back/", review_queries.send_back, name="review-send-back"),
    path(f"{FILING}write/", review_queries.write, name="review-write"),
    path(f"{FILING}queries/", review_queries.queries, name="review-queries"),
    path(f"{FILING}queries/<uuid:pk>/", review_queries.query, name="review-query"),
    path("reports/<uuid:pk>/queries/", review_answers.report_queries, name="report-queries"),
]

"""Addresses of published reports and what is drawn from them."""

from __future__ import annotations

from django.urls import URLPattern, path

from concord_site.reporting.views import published, published_compare, published_decide, published_questions

_ROUND = "published/<str:year>/"
_REPORT = "published/<str:year>/<str:area>/"

urlpatterns: list[URLPattern] = [
    path("published/", published.listed, name="published"),
    path("published/feed.atom", published.feed, name="published-feed"),
    path("published/reports/<str:reference>/", published.cited, name="published-cited"),
    path("published/reports/<str:reference>/withdraw/", published_decide.withdraw, name="publication-withdraw"),
    path("published/reports/<str:reference>/report.<str:form>", published.file, name="published-file"),
    path("published/preview/<uuid:pk>/", published_decide.preview, name="publication-preview"),
    path("published/preview/<uuid:pk>/publish/", published_decide.publish, name="publication-publish"),
    path("published/preview/<uuid:pk>/correct/", published_decide.correct, name="publication-correct"),
    path(_ROUND, published.listed, name="published-round"),
    path(_ROUND + "answers.<str:form>", published.answers_file, name="published-answers"),
    path(_ROUND + "questions/", published_questions.listed, name="published-questions"),
    path(_ROUND + "questions/<path:key>/", published_questions.question, name="published-question"),
    path(_REPORT, published.report, name="published-report"),
    path(_REPORT + "compare/", published_compare.compare, name="published-compare"),
    path(_REPORT + "<int:edition>/", published.report, name="published-edition"),
]

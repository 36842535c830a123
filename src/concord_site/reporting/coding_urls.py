"""Addresses of the coding desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from concord_site.reporting.views import coding, coding_books

urlpatterns: list[URLPattern | URLResolver] = [
    path("coding/", coding.home, name="coding"),
    path("coding/collect/", coding.collect, name="coding-collect"),
    path("coding/texts/", coding.queue, name="coding-queue"),
    path("coding/texts/<int:pk>/", coding.text, name="coding-text"),
    path("coding/differences/", coding.differences, name="coding-differences"),
    path("coding/differences/<int:pk>/", coding.settle, name="coding-settle"),
    path("coding/agreement/", coding.agreement, name="coding-agreement"),
    path("coding/counts/", coding.counts, name="coding-counts"),
    path("coding/counts.<str:kind>", coding.counts_file, name="coding-counts-file"),
    path("coding/codings.csv", coding.codings_file, name="coding-codings"),
    path("coding/books/", coding_books.listed, name="coding-books"),
    path("coding/books/<int:number>/", coding_books.version, name="coding-book"),
    path("coding/books/<int:number>/book.json", coding_books.version_json, name="coding-book-file"),
    path("coding/books/<int:number>/freeze/", coding_books.freeze, name="coding-freeze"),
    path("coding/books/<int:number>/move/", coding_books.move, name="coding-move"),
    path("coding/books/<int:number>/codes/new/", coding_books.code, name="coding-code-new"),
    path("coding/books/<int:number>/codes/<str:id>/", coding_books.code, name="coding-code"),
]

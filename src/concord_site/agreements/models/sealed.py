"""Sealed rows and places. Nothing but random-looking bytes stands in them: no space, no person, no kind, no time.

A row's name is a keyed token of the space and the row's number; a place's name is a keyed token of the account and a
slot. Without the keys the tables say how many rows there are on the whole installation, and nothing else.
"""

from __future__ import annotations

from django.db import models

from concord_site.shell.models import Guarded


class SealedRow(Guarded):
    """One row of some space's journal, or a part of a file in one; never changed once it is written."""

    classification = "L4"
    kind = "sealed-space"

    token = models.CharField(primary_key=True, max_length=64)
    head = models.BinaryField()  # what it is: kind, key, version, author, moment; padded, sealed
    body = models.BinaryField()  # what it says; padded, sealed

    def __str__(self) -> str:
        return "sealed row"


class Place(Guarded):
    """Somebody's place at some party's table, or an invitation to one: the wrapped keys of two spaces."""

    classification = "L4"
    kind = "sealed-space"

    token = models.CharField(primary_key=True, max_length=64)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "sealed place"

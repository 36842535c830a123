"""What the style page shows: every part in every state, from invented examples and from the figures of the design."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from concord.documents.figures import MISSING, Figure, Series, Status, Style, Value, lines
from concord.findings import Finding, Findings, Place
from concord.vocabulary.areas import area
from concord.vocabulary.text import Text
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Bar, Cell, Chip, DeskState, Event, Job, Link, Version
from concord_site.shell.parts.words import number

COLOURS = (
    ("bg", "linen", "sand", "mist", "line", "edge", "ink", "ink-2", "ink-3"),
    ("lake", "deep", "marigold", "origin", "destination", "workers", "green", "ochre", "red"),
)
DESK_STATES: tuple[DeskState, ...] = ("none", "named", "started", "submitted", "query", "accepted", "published")
STATUSES = (
    "normal",
    "estimated",
    "provisional",
    "break",
    "difference",
    "missing",
    "not-applicable",
    "suppressed",
    "zero",
)


class SampleForm(forms.Form):
    """A form with a box, a choice, a list and a tick."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doctors"] = forms.IntegerField(
            label=_("Newly registered doctors, 2026"), help_text=_("Persons, not posts."),
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"invalid": _("Write a whole number, for example 412.")},
        )  # fmt: skip
        self.fields["basis"] = forms.ChoiceField(
            label=_("Base of “abroad”"), required=False,
            choices=[("t", _("Country of training")), ("b", _("Country of birth")), ("n", _("Nationality"))],
        )  # fmt: skip
        self.fields["measures"] = forms.ChoiceField(
            label=_("Does your country have measures to keep health workers?"), widget=forms.RadioSelect,
            choices=[("y", _("Yes")), ("n", _("No")), ("p", _("Being prepared"))],
        )  # fmt: skip
        self.fields["publish"] = forms.BooleanField(label=_("It may be published"), required=False)


def _forms() -> dict[str, Any]:
    return {
        "form": SampleForm(initial={"doctors": 412, "measures": "y", "publish": True}, prefix="good"),
        "wrong_form": SampleForm({"bad-doctors": "4l2", "bad-measures": "", "bad-basis": "t"}, prefix="bad"),
    }


def _name(code: str) -> str:
    return area(code).name(language())


def _bars() -> dict[str, Any]:
    return {
        "bars_in": [
            Bar(_name("GBR"), 3092, trace="#bars"), Bar(_name("ZAF"), 717), Bar(_name("AUS"), 533, "estimated"),
            Bar(_name("IND"), 490, "provisional"),
        ],
        "bars_out": [
            Bar(_name("AUS"), 2156, is_told=True), Bar(_name("CAN"), 107), Bar(_name("FRA"), 0),
            Bar(_name("KEN"), None, "suppressed"), Bar(_("7 others"), None, "missing", said=_("no pair reported")),
        ],
        "scale": 3092,
    }  # fmt: skip


def _findings() -> Findings:
    file = "marania-register-2026.csv"
    return Findings([
        Finding("intake.text.quote-not-closed", "hard", Place(file=file, row=14, header="Title", letter="E")),
        Finding("intake.text.letters-lost", "soft", Place(file=file, row=9, header="Name", letter="B"), {"count": 3}),
        Finding("intake.text.other-digits", "note", Place(file=file, row=15, header="Year", letter="D"), {"count": 38}),
    ])  # fmt: skip


def _lists() -> dict[str, Any]:
    return {
        "colours": COLOURS,
        "statuses": STATUSES,
        "chips": [Chip(_("Nurses")), Chip(_("Listed 2023"), remove="#segments"), Chip("2018")],
        "views": [Link(_("Bars"), "#segments", True), Link(_("Map"), "#segments"), Link(_("Over time"), "#segments")],
        "tab_links": [
            Link(_("Stock"), "#segments", True),
            Link(_("Inflow"), "#segments"),
            Link(_("Method"), "#segments"),
        ],
        "page_links": [Link("1", "#segments"), Link("2", "#segments", True), Link("3", "#segments"), Link("…", "")],
        "events": [
            Event(_("Announced"), "2024"), Event(_("Signed"), "2025"), Event(_("In force"), "2025"),
            Event(_("Evaluation"), "2027", is_to_come=True),
        ],
        "cells": [
            Cell(code, _name(code), state, is_soon=code == "LBR")
            for code, state in zip(("AGO", "BDI", "BFA", "CAF", "LBR", "BEN", "CPV"), DESK_STATES, strict=True)
        ],
    }  # fmt: skip


def _work() -> dict[str, Any]:
    reading = _("Reading row %(row)s of %(all)s") % {"row": number(31400), "all": number(48213)}
    ours, theirs = _("Registrations of the Medical Council"), _("Registrations of the Ministry of Health")
    return {
        "running": Job(reading, 31400, 48213, 20, stop="#work"),
        "finished": Job(_("Report of 2024, Arabic"), state="done"),
        "failed": Job(_("Report of 2024, Chinese"), state="failed", again="#work"),
        "versions": [
            Version("a", _("Statistics Office"), "14:28", ((ours, True), (".", False)), True),
            Version("b", _("You"), "14:31", ((theirs, True), (".", False))),
        ],
        "written": Text({"en": "Written in English only, so it keeps its language and direction: is it not so?"}),
    }  # fmt: skip


def _chart() -> Figure:
    values = (9, 10.2, 11, 12.4, 13, 13.6)
    statuses: tuple[Status, ...] = ("normal", "normal", "break", "estimated", "estimated", "provisional")
    points = [
        (year, Value(value, status))
        for year, value, status in zip(range(2018, 2024), values, statuses, strict=True)
    ]  # fmt: skip
    points.append((2024, MISSING))
    series = [Series(_("Doctors"), points)]
    return lines(series, title=_("Invented series"), style=Style.web(language(), width=520), heading=_("Year"))


def context() -> dict[str, Any]:
    """Everything the style page shows."""
    return {**_forms(), **_bars(), **_lists(), **_work(), "found": _findings(), "chart": _chart()}

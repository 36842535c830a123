"""The numbers of a published agreement: what each party says side by side, and what is aimed at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_words import Speech
from concord.agreements.evaluation_report import DOMAIN
from concord.errors import Refusal
from concord_site.agreements.queries.published import Published
from concord_site.public.agreeing.dossier_words import Json, whose
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number

SIDES = {"origin": None, "destination": None}.keys()
#: Indicators that the page begins with.
LEADING = ("persons-moved", "places-filled")


def numbers(body: Json, found: Published) -> dict[str, Any]:
    """Each indicator and year with what each party says side by side, and what is aimed at."""
    speech = Speech(language(), DOMAIN)
    units = {id: each["unit"] for id, each in body["indicators"].items()}
    by: dict[tuple[str, int, str], dict[str, Json]] = {}
    for each in body["figures"]:
        key = (each["indicator"], int(each["year"]), ", ".join(map(str, each.get("of", {}).values())))
        by.setdefault(key, {})[str(each["by"])] = each
    targets = {(each["indicator"], ", ".join(map(str, each.get("of", {}).values()))): each for each in body["targets"]}
    lines = [
        {
            "name": _indicator(id, speech), "part": part, "year": year, "unit": speech.text(f"unit-{units[id]}"),
            "cells": [_told(said.get(teller)) for teller in SIDES],
            "others": [
                (speech.text(f"teller-{teller}"), _told(each)) for teller, each in said.items() if teller not in SIDES
            ],
            "aim": _aim(targets.get((id, part))),
        }
        for (id, year, part), said in sorted(by.items(), key=lambda each: (each[0][0], each[0][2], each[0][1]))
    ]  # fmt: skip
    return {
        "lines": lines, "parties": [whose(each, found) for each in SIDES], "leads": _leads(by, targets, speech),
        "has_others": any(each["others"] for each in lines),
    }  # fmt: skip


def _leads(
    by: Mapping[tuple[str, int, str], Json], targets: Mapping[tuple[str, str], Json], speech: Speech
) -> list[str]:
    """What the page says first: of who moved and of what was trained, the newest figures beside what is aimed at."""
    made = []
    for id in LEADING:
        aim = _aim(targets.get((id, "")))
        found = {year: said for (each, year, part), said in by.items() if (each, part) == (id, "")}
        told = {year: said for year, said in found.items() if SIDES & said.keys()}
        if aim is None or not told:
            continue
        year = max(told)
        figures = sorted(float(told[year][side]["value"]) for side in SIDES & told[year].keys())
        words = {
            "name": _indicator(id, speech), "year": year, "least": number(figures[0]), "most": number(figures[-1]),
            "aim": f"{aim[0]} {number(aim[1])}",
        }  # fmt: skip
        if figures[0] == figures[-1]:
            made.append(_("%(name)s in %(year)s: %(least)s. The aim: %(aim)s.") % words)
        else:
            made.append(_("%(name)s in %(year)s: %(least)s to %(most)s. The aim: %(aim)s.") % words)
    return made


def _told(each: Json | None) -> tuple[float, tuple[float, float] | None] | None:
    if each is None:
        return None
    low, high = each.get("low"), each.get("high")
    return float(each["value"]), None if low is None or high is None else (float(low), float(high))


def _aim(target: Json | None) -> tuple[str, float, str] | None:
    if target is None:
        return None
    words = _("at most") if target["aim"] == "at-most" else _("at least")
    when = _("every year") if target.get("every_year") else str(target["year"])
    return words, float(target["value"]), when


def _indicator(id: str, speech: Speech) -> str:
    try:
        return speech.text(f"indicator-{id}")
    except Refusal:
        return id

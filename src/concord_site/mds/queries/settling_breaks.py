"""Breaks of the series, as the page of the profile shows them and takes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from concord.mds.profile import Break, Profile
from concord_site.mds.outcome import Outcome
from concord_site.mds.queries import jumps
from concord_site.mds.queries.boxes import Box, Sent

YEAR, WHAT = "break-year", "break-what"


@dataclass(frozen=True, slots=True)
class Broken:
    """A break that was said of the series: from which year, of what, and the box for what changed."""

    year: int
    series: str
    box: Box


@dataclass(frozen=True, slots=True)
class Breaks:
    """Those that were said, and the boxes for one more, of all figures."""

    said: tuple[Broken, ...]
    new: tuple[Box, Box]


def boxes(found: Outcome, sent: Sent, wrong: Sent) -> Breaks:
    """What the page shows."""
    said = []
    for number, each in enumerate(found.profile.get("breaks") or ()):
        name = f"b:{number}"
        series = jumps.series_words(dict(each.get("series") or {}))
        label = _("What changed in %(year)s: %(series)s") % {"year": each["year"], "series": series}
        box = Box(name, label, "text", value=sent.get(name, each["what"]), error=wrong.get(name, ""))
        said.append(Broken(each["year"], series, box))
    year, what = (
        Box(name, label, "text", value=sent.get(name, ""), error=wrong.get(name, ""))
        for name, label in ((YEAR, _("First year of the new counting")), (WHAT, _("What changed")))
    )
    return Breaks(tuple(said), (year, what))


def told(profile: Profile, sent: Sent, wrong: dict[str, str]) -> Profile:
    """The profile with its breaks as they were sent: in other words, taken back (an emptied box), or one more."""
    kept = []
    for number, each in enumerate(profile.breaks):
        text = sent.get(f"b:{number}", each.what).strip()
        kept += [replace(each, what=text)] if text else []
    year, what = (sent.get(name, "").strip() for name in (YEAR, WHAT))
    if year or what:
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            wrong[YEAR] = _("Give the first year of the new counting, such as 2024.")
        elif not what:
            wrong[WHAT] = _("Say what changed in %(year)s.") % {"year": year}
        else:
            kept.append(Break(int(year), what))
    return replace(profile, breaks=tuple(kept))

"""Full-time equivalents: a share of one, a percentage, hours of a declared week, or a declared word."""

from __future__ import annotations

import re
from decimal import Decimal

from concord.intake.flags import western
from concord.intake.numbers import DecimalSign, parse_number
from concord.mds.harmonise import spoken
from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem

MOST = Decimal("1.5")
_FRACTION = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
_HOURS = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|heures?|horas?|ч|час(?:ов|а)?|ساعة|ساعات|小时)\.?")


def decide_fte(
    text: str,
    *,
    language: str = "",
    decimal: DecimalSign | None = None,
    unit: str = "",
    full_week_hours: float | None = None,
) -> Decision:
    """The full-time equivalent of one person, 0 to 1.5; ``values`` has ``fte`` (float or None).

    Args:
        text: As typed; empty and marks for missing are None without a finding.
        language: Of the file, where it is known.
        decimal: The file's decimal sign.
        unit: ``share``, ``percent`` or ``hours`` where the column says it; "80" without it is asked.
        full_week_hours: Hours of a full week, for hours.

    Example:
        >>> decide_fte("80 %").values["fte"], decide_fte("mi-temps").values["fte"], decide_fte("4/5").values["fte"]
        (0.8, 0.5, 0.8)
    """
    word = spoken.said("shares", text, column="share", language=language)
    if word is not None:
        parts = [part for part in word.split("|") if part]
        return _share(text, Decimal(parts[0])) if len(parts) == 1 else _asked("mds.fte.part-time", text)
    plain = western(text).strip()
    fraction = _FRACTION.fullmatch(plain)
    if fraction and int(fraction.group(2)):
        return _share(text, Decimal(fraction.group(1)) / Decimal(fraction.group(2)))
    hours = _HOURS.fullmatch(plain.casefold())
    if hours:
        return _of_hours(text, Decimal(hours.group(1).replace(",", ".")), full_week_hours)
    read = parse_number(text, decimal or ("," if re.fullmatch(r"[01],\d{1,2}", plain) else None))
    if read.flag:
        return Decision({"fte": None})
    if read.value is None:
        return Decision({"fte": None}, (Problem(read.problem, "hard", read.params, shown(text)),))
    if read.mark == "percent" or unit == "percent":
        return _share(text, read.value / 100)
    return _of_hours(text, read.value, full_week_hours) if unit == "hours" else _share(text, read.value)


def _share(text: str, share: Decimal) -> Decision:
    if share < 0:
        return _asked("mds.fte.outside", text)
    if share > MOST:
        return _asked("mds.fte.unit" if share <= 100 else "mds.fte.outside", text)
    number = float(round(share, 6))
    change = (shown(text), f"{number:g}") if shown(text) != f"{number:g}" else None
    return Decision({"fte": number}, change=change)


def _of_hours(text: str, hours: Decimal, full: float | None) -> Decision:
    return _asked("mds.fte.hours", text) if not full else _share(text, hours / Decimal(str(full)))


def _asked(code: str, text: str) -> Decision:
    return Decision({"fte": None}, (Problem(code, "hard", {"most": str(MOST)}, shown(text)),))

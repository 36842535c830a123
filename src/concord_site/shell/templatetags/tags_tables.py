"""Tables, bars, measures and findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from concord.findings import Finding, hint, message
from concord.vocabulary.text import Wording
from concord_site.shell.i18n import language
from concord_site.shell.parts import figures, words
from concord_site.shell.parts.values import Bar
from concord_site.shell.templatetags.library import register


@register.inclusion_tag("components/bars.html")
def bars(rows: list[Bar], title: str = "", side: str = "", scale_to: Any = None, rest: str = "") -> dict[str, Any]:
    """``{% bars rows title=… side="origin" %}``: a table whose rows are drawn long.

    ``scale_to`` gives two tables the same scale; ``rest`` is the lighter part of the title.
    """
    return {"rows": figures.bar_rows(rows, scale_to), "title": title, "rest": rest, "side": side}


@register.inclusion_tag("components/measure.html")
def measure(label: str, value: Any, maximum: Any, threshold: Any = None, threshold_label: str = "",
            status: str = "normal", decimals: int | None = None, href: str = "") -> dict[str, Any]:  # fmt: skip
    """``{% measure "Index" 84.8 100 55 "listed below 55" %}``: a figure on its scale, and the line it is judged by."""
    return {
        "label": label, "shown": figures.figure(value, href, status, decimals),
        "length": figures.length(value, maximum),
        "threshold": threshold is not None, "place": figures.length(threshold, maximum),
        "threshold_label": threshold_label,
    }  # fmt: skip


@register.inclusion_tag("components/data_table.html")
def data_table(table: Any, caption: bool = True, is_long: bool = False) -> dict[str, Any]:
    """``{% data_table table %}``: a :class:`concord.documents.model.Table`, such as the twin of a chart."""
    from concord.documents.model import statuses_of

    return {"table": table, "caption": caption, "is_long": is_long, "statuses": statuses_of(table)}


@register.inclusion_tag("components/figure_table.html")
def figure_table(figure: Any, caption: str = "", is_long: bool = False) -> dict[str, Any]:
    """``{% figure_table figure %}``: the twin of a :class:`concord.documents.figures.Figure`, with its marks."""
    table = figure.table
    rows = []
    for index, row in enumerate(table.rows):
        statuses = table.statuses[index] if table.statuses else (None,) * len(row)
        rows.append([
            {"text": text, "status": status or "normal", "is_number": bool(table.numeric) and table.numeric[column]}
            for column, (text, status) in enumerate(zip(row, statuses, strict=True))
        ])  # fmt: skip
    heads = [
        {"text": head, "is_number": bool(table.numeric) and table.numeric[column]}
        for column, head in enumerate(table.columns)
    ]
    return {"caption": caption, "is_long": is_long, "heads": heads, "rows": rows, "statuses": table.present}


@register.simple_tag
def phrase(value: Any) -> SafeString | str:
    """A :class:`concord.documents.model.Phrase` as text, visibly in another language where it falls back."""
    return words.passage(Wording(str(value), value.language, value.is_fallback))


@register.inclusion_tag("components/findings.html")
def findings(found: Any, empty_words: str = "") -> dict[str, Any]:
    """``{% findings found %}``: what must change first, then what to change or explain, notes folded at the end."""
    shown = [(each, _said(message, each), _said(hint, each), _places(each)) for each in found]
    return {
        "items": [row for row in shown if row[0].level != "note"],
        "notes": [row for row in shown if row[0].level == "note"],
        "empty_words": empty_words,
    }


def _said(wording: Callable[[Finding, str], str], finding: Finding) -> SafeString | str:
    """What a finding says, visibly in English where it has no translation."""
    text = wording(finding, language())
    falls_back = language() != "en" and text == wording(finding, "en")
    return words.passage(Wording(text, "en", True)) if text and falls_back else text


def _places(finding: Finding) -> list[str]:
    where = finding.where
    column = f"{where.letter} {where.header or ''}".strip() if where.letter else where.header
    found = [where.file, where.sheet]
    found.append(_("row %(row)s") % {"row": where.row} if where.row is not None else None)
    found.append(_("column %(column)s") % {"column": column} if column else None)
    found.append(where.item)
    return [str(each) for each in found if each]

"""Counts and codings as files: CSV and JSON, each with the book's version, the number of texts and the agreement."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from concord.reporting.coding.counting import Counts


def counts_json(given: Counts, *, language: str) -> str:
    """Counts as JSON, codes with their labels in one language."""
    return json.dumps(counts_value(given, language=language), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def counts_value(given: Counts, *, language: str) -> dict[str, Any]:
    """Counts as plain values."""
    measured = given.measured
    return {
        "round": given.round, "use": given.use, "as_of": given.as_of.isoformat(), "is_example": given.is_example,
        "book": {"id": given.book.id, "version": given.book.number, "digest": given.book.digest},
        "texts": given.texts, "reports": given.reports, "coded": given.coded, "coded_twice": given.twice,
        "settled": given.settled, "coders_differ": given.open, "to_code_again": given.again, "coders": given.coders,
        "reports_by_region": dict(given.reports_by_region),
        "agreement": None if measured is None else {
            "units": measured.units, "percent": measured.percent, "alpha": asdict(measured.alpha),
            "seed": measured.seed, "resamples": measured.resamples,
            "codes": [asdict(each) for each in measured.codes],
        },
        "codes": [
            {
                "code": each.code, "label": given.book.by_id[each.code].label.best(language).text,
                "texts": each.texts, "reports": each.reports, "by_region": dict(each.by_region),
            }
            for each in given.codes
        ],
    }  # fmt: skip


def counts_csv(given: Counts, *, language: str) -> str:
    """Counts as CSV: one row a code, then one column a region; notes before the header."""
    regions = list(given.reports_by_region)
    out = io.StringIO()
    alpha = given.measured.alpha.value if given.measured else None
    for key, value in (
        ("round", given.round), ("use", given.use), ("as-of", given.as_of.isoformat()),
        ("book", f"{given.book.id} {given.book.number}"), ("book-digest", given.book.digest),
        ("texts-coded", f"{given.coded} of {given.texts}"), ("coders", given.coders),
        ("alpha", "" if alpha is None else f"{alpha:.3f}"), ("example", "yes" if given.is_example else "no"),
    ):  # fmt: skip
        out.write(f"# {key}: {value}\n")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["code", "label", "texts", "reports", *(f"reports_{each}" for each in regions)])
    for each in given.codes:
        label = given.book.by_id[each.code].label.best(language).text
        rows.writerow([each.code, label, each.texts, each.reports, *(each.by_region.get(one, 0) for one in regions)])
    return out.getvalue()


#: Columns of codings as a table; the text itself is left out unless it is published.
COLUMNS = ("round", "use", "owner", "question", "part", "address", "place", "version", "codes", "digest", "text")


def codings_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Codings as CSV, one row a coding; codes in one cell, separated by spaces."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        shown = {**row, "codes": " ".join(row["codes"])}
        writer.writerow([_harmless(shown.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def _harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value

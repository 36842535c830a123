"""Entries of a catalogue for its tests: one as dull as most, one with every awkward sign in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from concord.mds.catalogue.entry import Distribution, Entry, Licence, Link, Part
from concord.vocabulary.text import Text

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SHA256 = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
#: What upsets TeX, YAML, RIS, JSON, Turtle and HTML, with letters of other scripts.
AWKWARD = 'Médecins & infirmiers: 100 % “{sûr}” \\ #1 $5 ~a^b_c "x" <b>\n</script> @{y, yes - no\tER  - 人 أطباء'
TITLES = Text(
    {"en": "Stock by country of training", "fr": "Effectifs selon le pays de formation", "zh": "按培训国分列的存量",
     "ar": "الأعداد القائمة حسب بلد التدريب"}
)  # fmt: skip


def plain(id: str = "2026.1", **more: object) -> Entry:
    """A release of an installation."""
    made = Entry(
        id, "concord", id, TITLES, f"https://concord.test/en/data/catalogue/{id}/", date(2026, 11, 3),
        date(2026, 11, 2),
        description=Text({"en": "Stocks of health personnel.", "fr": "Effectifs de personnel de santé."}),
        licences=(Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),), sources=("un-wpp-2024",),
        digest=DIGEST, years=(2010, 2018), areas=("KEN", "NZL"), structures=("mds-totals",), notes=("As they came.",),
        distributions=(
            Distribution("mds-totals", "parquet", f"https://concord.test/catalogue/{id}/mds-totals.parquet",
                         "application/vnd.apache.parquet", 4711, SHA256, 12, TITLES),
            Distribution("mds-totals", "csv", "https://concord.test/en/data/tables/mds-totals/?format=csv", "text/csv",
                         rows=12),
        ),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def national(version: int = 1, **more: object) -> Entry:
    """A release of a country."""
    id = f"KEN-2026.1-v{version}"
    return plain(
        id, **{"series": "KEN-2026.1", "version": str(version), "area": "KEN", "areas": ("KEN",),
               "address": f"https://concord.test/en/data/releases/{id}/", "is_generated": True, "distributions": (),
               **more},
    )  # fmt: skip


def corrected() -> tuple[Entry, Entry]:
    """A release of a country, and its correction."""
    first, second = national(1), national(2)
    old = replace(
        first, status="corrected", changed=datetime(2026, 12, 1, 9, 30, tzinfo=UTC), replaced_by=_link(second)
    )
    return old, replace(second, issued=date(2026, 12, 1), replaces=_link(first))


def _link(entry: Entry) -> Link:
    return Link(entry.id, entry.address)


def rows(**more: object) -> Part:
    """Rows of one country of a table."""
    made = Part(
        "mds-totals", TITLES, "https://concord.test/en/data/tables/mds-totals/?area=KEN&year=2018", DIGEST[::-1],
        (("area", "KEN"), ("year", "2018")), ("un-wpp-2024",), 3,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]

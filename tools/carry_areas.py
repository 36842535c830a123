"""Rebuild the bundled tables of areas from the publishers' files.

    python tools/carry_areas.py --data DATA --domain DOMAIN [--out src/concord/data/areas]

``DATA`` holds the publishers' files and ``DOMAIN`` the collated tables of Member States. Written files: ``areas.csv``,
``names.csv``, ``members.csv``, ``groups.csv``, ``income.csv``, ``thresholds.csv`` and ``spellings.csv``. Read from the
output folder and never written, because people keep them: ``outside.csv``, ``former.csv``, ``membership.csv``,
``region_changes.csv``, ``group_changes.csv``, ``income_changes.csv``, ``names_own.csv``, ``aliases.csv`` and
``ambiguous.csv``. The same inputs give the same bytes. A spelling that two areas answer to stops the tool until it is
declared in ``ambiguous.csv``.

Publishers' files used: country-codes.csv (datasets/country-codes: UN M49, UNTERM), iso_names_<language>.json
(i18n-iso-countries), member_states.csv and member_state_names.csv (WHO, UN and World Bank tables collated by
whoville), wb_income_history.csv and OGHIST_FY10_FY21.xlsx (World Bank), abel_names_to_iso.csv, the OECD, OWID and
World Bank tables for their spellings, and the territory names of CLDR as carried by Babel.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from concord.vocabulary.areas_fold import fold

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
UNTERM = {"en": "English", "fr": "French", "es": "Spanish", "ar": "Arabic", "ru": "Russian", "zh": "Chinese"}
ARTICLES = {"en": ("the ",), "fr": ("la ", "le ", "les ", "l'", "l’"), "es": ("la ", "el ", "los ", "las ")}
GROUPS = {
    "LDC": ("un_ldc", "Least Developed Countries (LDC)"),
    "LLDC": ("un_lldc", "Land Locked Developing Countries (LLDC)"),
    "SIDS": ("un_sids", "Small Island Developing States (SIDS)"),
}
WORLD_BANK = {"L": "LIC", "LM": "LMC", "LM*": "LMC", "UM": "UMC", "H": "HIC"}
#: Publishers' rows that are not one area, or that the collating table maps wrongly.
NOT_TAKEN = {("CHI", "Chile"), ("JEY", "Channel Islands")}
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """A publisher's or our own CSV file as rows; note lines are skipped."""
    text = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    return list(csv.DictReader(line for line in text if not line.startswith("#")))


def write(path: Path, notes: dict[str, str], header: Iterable[str], body: Iterable[Iterable[str]]) -> None:
    """One declared CSV file: notes, header, rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(f"# {key}: {value}\n" for key, value in notes.items())
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(body)
    print(f"{path.name}: {sum(1 for _ in path.open(encoding='utf-8')) - len(notes) - 1} rows")


class Carrier:
    """The publishers' tables, read once, and the files made from them."""

    def __init__(self, data: Path, domain: Path, out: Path) -> None:
        self.data, self.domain, self.out = data, domain, out
        self.iso = {row["ISO3166-1-Alpha-3"]: row for row in rows(data / "geography/country-codes.csv")}
        self.members = {row["iso3"]: row for row in rows(domain / "member_states.csv")}
        self.who_names = {row["iso3"]: row for row in rows(domain / "member_state_names.csv")}
        self.iso_names = {
            language: json.loads((data / f"geography/iso_names_{language}.json").read_text(encoding="utf-8"))[
                "countries"
            ]
            for language in LANGUAGES
        }
        self.former = rows(out / "former.csv")
        self.outside = rows(out / "outside.csv")

    def areas(self) -> None:
        """The 249 areas of ISO 3166-1; alpha-2 from country-codes.csv (the collated table lost Namibia's NA)."""
        body = [
            (
                code,
                row["ISO3166-1-Alpha-2"],
                row["M49"].zfill(3),
                row["Sub-region Name"],
                _status(row["is_independent"]),
            )
            for code, row in sorted(self.iso.items())
        ]
        notes = {
            "title": "Areas of ISO 3166-1",
            "source": "un-m49",
            "made-from": "country-codes.csv",
            "note": "alpha2, numeric (M49) and sub-region as carried by datasets/country-codes. depends_on is the area "
            "under whose flag a territory is listed there; it says nothing on sovereignty. Antarctica has no "
            "sub-region.",
        }
        write(self.out / "areas.csv", notes, ("code", "alpha2", "numeric", "sub_region", "depends_on"), body)

    def names(self) -> None:
        """Names in six languages: WHO's for Member States, M49's for the others, our choice where declared."""
        own = {(row["area"], row["language"]): row for row in rows(self.out / "names_own.csv")}
        body = []
        for code, row in sorted(self.iso.items()):
            if code in self.who_names:
                body.append((code, *(self.who_names[code][language] for language in LANGUAGES), "who-short-names", ""))
                continue
            chosen = [own.get((code, language)) for language in LANGUAGES]
            named = [
                each["name"] if each else row["official_name_" + ("cn" if language == "zh" else language)]
                for language, each in zip(LANGUAGES, chosen, strict=True)
            ]
            not_reviewed = " ".join(each["language"] for each in chosen if each and each["reviewed"] == "no")
            body.append((code, *named, "un-m49", not_reviewed))
        notes = {
            "title": "Names of areas in six languages",
            "source": "who-short-names; un-m49; cldr; iso-names; own",
            "made-from": "member_state_names.csv; country-codes.csv; names_own.csv",
            "note": "WHO short names for the 194 Member States, the UN's M49 names for the others. not_reviewed "
            "lists the "
            "languages whose wording is ours and has not been reviewed by a person.",
        }
        write(self.out / "names.csv", notes, ("area", *LANGUAGES, "source", "not_reviewed"), body)

    def member_list(self) -> None:
        """The plain list of Member States with the region each is in now."""
        body = [(code, row["who_region"]) for code, row in sorted(self.members.items())]
        notes = {
            "title": "WHO Member States and the region each belongs to now",
            "source": "who-regions",
            "made-from": "member_states.csv",
            "note": "194 states. Moves between regions are in region_changes.csv, what is known of dates and of "
            "contested "
            "membership in membership.csv. known_since: a state on this list was one of the 193 at the adoption of "
            "the Code "
            "unless membership.csv gives a later day.",
            "known_since": "2010-05-21",
        }
        write(self.out / "members.csv", notes, ("area", "who_region"), body)

    def groups(self) -> None:
        """Least developed, landlocked developing, small island developing, OECD."""
        body = set()
        for group, (ours, theirs) in GROUPS.items():
            body |= {(code, group) for code, row in self.members.items() if row[ours] == "true"}
            body |= {(code, group) for code, row in self.iso.items() if row[theirs] == "x"}
        body |= {(code, "OECD") for code, row in self.members.items() if row["oecd_member_2022"] == "true"}
        body |= {(row["area"], row["group"]) for row in rows(self.out / "group_changes.csv")}
        notes = {
            "title": "Groups of areas that the United Nations and the OECD keep",
            "source": "un-ldc; un-m49; oecd",
            "made-from": "member_states.csv; country-codes.csv; group_changes.csv",
            "note": "Everyone who belongs or belonged to a group; when is in group_changes.csv. Small island "
            "developing "
            "states include the territories that M49 lists with them. The collated table of 2022 lacks Costa Rica "
            "among "
            "the OECD members; it is added from group_changes.csv.",
        }
        write(self.out / "groups.csv", notes, ("area", "group"), sorted(body))

    def income(self) -> None:
        """World Bank groups by fiscal year as spans; FY24 and FY25 carried back from FY26 by the announced changes."""
        by_area: dict[str, dict[int, str]] = defaultdict(dict)
        for row in rows(self.domain / "wb_income_history.csv"):
            by_area[row["iso3"]][2000 + int(row["world_bank_fiscal_year"][2:])] = row["income_group"]
        known = set(self.iso) | {row["code"] for row in (*self.outside, *self.former)}
        for code, year, group in self._workbook_groups():
            if code in known and code not in by_area.keys() & self.members.keys():
                by_area[code][year] = group
        for code, row in self.members.items():
            if row["wb_income_fy2026"]:
                by_area[code].update(self._carried_back(code, row["wb_income_fy2026"].replace(" ", "-")))
        body = [(code, *span) for code, groups in sorted(by_area.items()) for span in _spans(groups)]
        notes = {
            "title": "World Bank income group by fiscal year",
            "source": "world-bank-income",
            "made-from": "wb_income_history.csv (fiscal years 2007-2023, Member States); OGHIST_FY10_FY21.xlsx "
            "(2010-2023, "
            "other economies); member_states.csv (2026); income_changes.csv (2024 and 2025 carried back from 2026)",
            "licence": "CC BY 4.0",
            "note": "first and last are fiscal years, both included. Fiscal year 2024 runs from 1 July 2023 to 30 "
            "June 2024 "
            "and rests on the income of calendar year 2022. A fiscal year without a row is not known.",
        }
        write(self.out / "income.csv", notes, ("area", "first", "last", "group"), body)

    def _carried_back(self, code: str, now: str) -> dict[int, str]:
        changes = {(row["area"], int(row["fiscal_year"])): row for row in rows(self.out / "income_changes.csv")}
        groups = {2026: now}
        for year in (2025, 2024):
            change = changes.get((code, year + 1))
            if change and change["after"] != groups[year + 1]:
                raise SystemExit(f"income_changes.csv disagrees with the list of fiscal year {year + 1} on {code}")
            groups[year] = change["before"] if change else groups[year + 1]
        return groups

    def _workbook(self, sheet: str) -> list[list[object]]:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(str(self.data / "geography/OGHIST_FY10_FY21.xlsx"))
        return [list(line) for line in book.get_sheet_by_name(sheet).to_python()]

    def _workbook_groups(self) -> Iterator[tuple[str, int, str]]:
        header, *body = self._workbook("Country Analytical History")
        for line in body:
            for year, cell in zip(header[2:], line[2:], strict=True):
                if cell in WORLD_BANK:
                    yield str(line[0]), 2000 + int(str(year)[2:]), WORLD_BANK[str(cell)]

    def thresholds(self) -> None:
        """Upper bounds of the income groups by fiscal year, US$ of GNI a head."""
        sheet = self._workbook("Thresholds")
        years = next(line for line in sheet if line[0] == "Bank's fiscal year:")
        start = next(i for i, line in enumerate(sheet) if line[0] == "Analytical Classifications")
        low, lower, upper = (
            _bounds(sheet, start, name) for name in ("Low income", "Lower middle income", "Upper middle income")
        )
        body = []
        for column, year in enumerate(years):
            name = str(year)
            if column and name.startswith("FY") and low[column]:
                full = int(name[2:]) + (1900 if int(name[2:]) > 50 else 2000)
                body.append((str(full), low[column], lower[column], upper[column]))
        body.append(("2026", "1135", "4495", "13935"))
        notes = {
            "title": "Upper bounds of World Bank income groups, US dollars of gross national income a head (Atlas "
            "method)",
            "source": "world-bank-income",
            "made-from": "OGHIST_FY10_FY21.xlsx, sheet Thresholds; fiscal year 2026 from the World Bank's announcement",
            "licence": "CC BY 4.0",
        }
        write(
            self.out / "thresholds.csv",
            notes,
            ("fiscal_year", "low_up_to", "lower_middle_up_to", "upper_middle_up_to"),
            body,
        )

    def spellings(self) -> None:
        """Every spelling of every publisher under its folded key; one area for each key, or declared ambiguous."""
        ambiguous = {fold(row["alias"]): row["areas"] for row in rows(self.out / "ambiguous.csv")}
        found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for alias, code, source in self._all_spellings():
            key = fold(alias)
            if key and key not in ambiguous:
                found[key].setdefault(code, (alias.strip(), source))
        clashes = {key: areas for key, areas in found.items() if len(areas) > 1}
        if clashes:
            shown = "\n".join(
                f"  {next(iter(areas.values()))[0]}: {' '.join(sorted(areas))}"
                for key, areas in sorted(clashes.items())
            )
            raise SystemExit(f"Declare these in ambiguous.csv, or drop them:\n{shown}")
        body = [(key, code, *said) for key, areas in sorted(found.items()) for code, said in areas.items()]
        notes = {
            "title": "Spellings of areas by folded key",
            "source": "who-short-names; un-m49; unterm; iso-names; cldr; oecd-wfmi; owid-physicians; "
            "world-bank-gdp; un-migrant-stock-2020; abel-cohen-flows; own",
            "made-from": "names.csv; aliases.csv; former.csv; outside.csv and the publishers' files named in "
            "tools/carry_areas.py",
            "note": "key is what concord.vocabulary.areas_fold.fold makes of the spelling; origin is the table it "
            "was met in.",
        }
        write(self.out / "spellings.csv", notes, ("key", "area", "spelling", "origin"), body)

    def _all_spellings(self) -> Iterator[tuple[str, str, str]]:
        for row in rows(self.out / "aliases.csv"):
            yield row["alias"], row["area"], "aliases"
        for row in rows(self.out / "names.csv"):
            yield from ((row[language], row["area"], "names") for language in LANGUAGES)
        for row in (*self.outside, *self.former):
            yield from ((row[language], row["code"], "names") for language in LANGUAGES)
        for code, row in self.iso.items():
            yield from self._reference_names(code, row)
        yield from self._table_names()

    def _reference_names(self, code: str, row: Row) -> Iterator[tuple[str, str, str]]:
        from babel import Locale

        for language in LANGUAGES:
            yield row["official_name_" + ("cn" if language == "zh" else language)], code, "un-m49"
            for kind in ("Short", "Formal"):
                yield from (
                    (name, code, "unterm") for name in _unterm(row[f"UNTERM {UNTERM[language]} {kind}"], language)
                )
            listed = self.iso_names[language].get(row["ISO3166-1-Alpha-2"], [])
            names = [listed] if isinstance(listed, str) else listed
            yield from ((name, code, "iso-names") for name in names if name != "Китайская Республика")
            yield Locale(language).territories.get(row["ISO3166-1-Alpha-2"], ""), code, "cldr"

    def _table_names(self) -> Iterator[tuple[str, str, str]]:
        tables = (
            ("oecd_wfmi/ftds_2018_15_destinations.csv", "CO2", "Country of origin", "oecd-wfmi"),
            ("oecd_wfmi/totals_doctors_nurses_2010_2021.csv", "COU", "Country", "oecd-wfmi"),
            ("owid/physicians-per-1000-people.csv", "Code", "Country", "owid"),
            ("owid/universal-health-coverage-index.csv", "Code", "Entity", "owid"),
            ("owid/nurses-and-midwives-per-1000-people.csv", "Code", "Entity", "owid"),
            ("population_economy/gdp_current_usd_1990_on.csv", "Country Code", "Country Name", "world-bank"),
            ("migration/abel_names_to_iso.csv", "origin_iso", "origin_name", "abel-cohen"),
        )
        known = set(self.iso) | {row["code"] for row in (*self.outside, *self.former)}
        for file, code, name, origin in tables:
            for row in rows(self.data / file):
                said = (row[code], row[name])
                if (
                    row[code] in known
                    and said not in NOT_TAKEN
                    and not (origin == "abel-cohen" and said == ("SUD", "Sudan"))
                ):
                    yield row[name], row[code], origin


def _status(independent: str) -> str:
    return independent if independent not in ("Yes", "") else ""


def _spans(groups: dict[int, str]) -> Iterator[tuple[str, str, str]]:
    years = sorted(groups)
    first = years[0]
    for year, after in zip(years, [*years[1:], None], strict=True):
        if after != year + 1 or groups[after] != groups[year]:
            yield str(first), str(year), groups[year]
            first = after or 0


def _bounds(sheet: list[list[object]], start: int, name: str) -> list[str]:
    line = next(line for line in sheet[start:] if str(line[0]).strip() == name)
    cells = (str(cell).replace(",", "").replace("<=", "").strip() for cell in line)
    return [cell.split("-")[-1].strip() if cell[:1].isdigit() else "" for cell in cells]


def _unterm(said: str, language: str) -> Iterator[str]:
    name = said.replace("*", "").strip()
    if " (" in name and name.endswith(")") and len(name.rsplit(" (", 1)[1]) <= 5:
        name = name.rsplit(" (", 1)[0]
    yield name
    for article in ARTICLES.get(language, ()):
        if name.lower().startswith(article):
            yield name[len(article) :]


def main() -> None:
    """Read the arguments and write the files in the order in which they need each other."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the publishers' files")
    parser.add_argument("--domain", type=Path, required=True, help="folder of the collated tables of Member States")
    parser.add_argument("--out", type=Path, default=Path("src/concord/data/areas"))
    given = parser.parse_args()
    carrier = Carrier(given.data, given.domain, given.out)
    for step in (carrier.areas, carrier.names, carrier.member_list, carrier.groups, carrier.income, carrier.thresholds):
        step()
    carrier.spellings()


if __name__ == "__main__":
    main()

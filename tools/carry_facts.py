"""Rebuild the bundled facts from the publishers' files: our layout, their values, their row numbers.

    python tools/carry_facts.py --data DATA --domain DOMAIN [--out src/concord/data/facts]

Each output names in its notes the publisher's file it was made from, its source (``data/sources``), licence and
vintage; each row keeps the publisher's file and physical row. Values are carried unchanged; a density per 1000 is
carried as published and, with the decimal point moved, per 10 000. Rows of groups of countries are left out and counted
on screen.
The same inputs give the same bytes.

Publishers' files: ftds_2018_15_destinations.csv and totals_doctors_nurses_2010_2021.csv (OECD, HEALTH_WFMI),
physicians-per-1000-people.csv and nurses-and-midwives-per-1000-people.csv (World Bank through Our World in Data),
universal-health-coverage-index.csv (WHO through Our World in Data), wpp2024_components_1990_2023.csv (UN DESA) and
wb_income_history.csv (World Bank, collated).
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from concord.vocabulary import areas

FLAGS = {"": "normal", "B": "break", "D": "difference", "E": "estimated", "P": "provisional"}
OECD_OCCUPATIONS = {"FTDS": "221", "TNBD": "221", "TNBN": "2221_3221"}
Cells = Sequence[str]


def read(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a publisher's file below its header, each with its physical row."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        for cells in reader:
            yield reader.line_num, cells


def write(path: Path, notes: dict[str, str], header: Cells, body: Iterable[Cells], key: int) -> None:
    """One bundled file; the first ``key`` columns must be unique together."""
    rows = sorted(body, key=lambda cells: tuple(cells[:key]))
    doubled = [cells for cells, count in Counter(tuple(row[:key]) for row in rows).items() if count > 1]
    if doubled:
        raise SystemExit(f"{path.name}: two rows for {doubled[:5]}")
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(f"# {name}: {value}\n" for name, value in notes.items())
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


def area_of(code: str, name: str) -> str | None:
    """The area of a publisher's row by its code, else by its exact name; None for groups of countries."""
    known = {each.code for each in areas.areas()}
    if code in known and code != "CHI":
        return code
    found = areas.resolve(name)
    return found.area if found.status == "exact" else None


def oecd_by_training(data: Path, out: Path) -> None:
    """Foreign-trained doctors by country of training, 2018; zero rows and self rows are kept as published."""
    file = data / "oecd_wfmi/ftds_2018_15_destinations.csv"
    published = list(read(file))
    has_count = {cells[0] for _, cells in published if cells[8] != "0"}
    body = []
    for row, cells in published:
        remarks = [
            "Every row of this destination is zero in the source" if cells[0] not in has_count else "",
            "The reporting area itself, listed as an origin in the source" if cells[0] == cells[4] else "",
        ]
        said = "; ".join(filter(None, remarks))
        key = (cells[0], cells[7], OECD_OCCUPATIONS[cells[2]], "", cells[4], "origin")
        body.append((*key, cells[8], FLAGS[cells[9]], said, file.name, str(row)))
    notes = {
        "structure": "mds-stock-by-training",
        "title": "Foreign-trained doctors by country of training, 15 destinations, 2018",
        "source": "oecd-wfmi-foreign-trained",
        "made-from": file.name,
        "licence": "OECD data, CC BY 4.0 since 2024 (to be checked again with the publisher)",
        "vintage": "OECD.Stat extract of HEALTH_WFMI, year 2018",
        "note": "Stock of doctors by country of first medical qualification. A pair that is not listed is not a "
        "zero. Australia "
        "lists 14 origins, Greece three zeros; Canada lists itself with zero. There is no total row; activity is "
        "not stated.",
    }
    header = (
        "area",
        "year",
        "occupation",
        "activity",
        "origin",
        "row_kind",
        "headcount",
        "status",
        "note",
        "source_file",
        "source_row",
    )
    write(out / "oecd-foreign-trained-doctors-2018.csv", notes, header, body, 6)


def oecd_totals(data: Path, out: Path) -> None:
    """All doctors and all nurses, 2010-2021, with breaks and differences in method marked."""
    file = data / "oecd_wfmi/totals_doctors_nurses_2010_2021.csv"
    body = [
        (
            cells[0],
            cells[7],
            OECD_OCCUPATIONS[cells[2]],
            "",
            "total",
            cells[8],
            FLAGS[cells[9]],
            cells[10],
            file.name,
            str(row),
        )
        for row, cells in read(file)
    ]
    notes = {
        "structure": "mds-totals",
        "title": "Doctors and nurses, 25 countries, 2010-2021",
        "source": "oecd-wfmi-totals",
        "made-from": file.name,
        "licence": "OECD data, CC BY 4.0 since 2024 (to be checked again with the publisher)",
        "vintage": "OECD.Stat extract of HEALTH_WFMI, years 2010-2021",
        "note": "Variables TNBD (all doctors) and TNBN (all nurses). Flag B is status break, flag D status "
        "difference. Nurses "
        "are ISCO-08 2221 and 3221 together, our reading of the variable; activity is not stated.",
    }
    header = (
        "area",
        "year",
        "occupation",
        "activity",
        "row_kind",
        "headcount",
        "status",
        "note",
        "source_file",
        "source_row",
    )
    write(out / "oecd-doctors-nurses-2010-2021.csv", notes, header, body, 5)


def density(file: Path, out: Path, name: str, occupation: str, notes: dict[str, str]) -> None:
    """A World Bank density per 1000, as published and per 10 000."""
    body, left = [], Counter[str]()
    for row, cells in read(file):
        area = area_of(cells[1], cells[0])
        if area is None:
            left[cells[0]] += 1
            continue
        moved = format((Decimal(cells[3]) * 10).normalize(), "f")
        body.append((area, cells[2], occupation, moved, cells[3], "normal", file.name, str(row)))
    header = ("area", "year", "occupation", "per_10k", "per_1000", "status", "source_file", "source_row")
    write(out / name, {"structure": "density", **notes}, header, body, 3)
    print(f"  left out, groups of countries: {sum(left.values())} rows: {', '.join(sorted(left))}")


def densities(data: Path, out: Path) -> None:
    """Physicians; nurses and midwives."""
    licence = "CC BY 4.0 (World Bank through Our World in Data)"
    note = "per_1000 is as published, per_10k the same with the decimal point moved. Groups of countries are left out."
    file = data / "owid/physicians-per-1000-people.csv"
    density(file, out, "physicians-density.csv", "221", {
        "title": "Physicians per 1000 people", "source": "owid-physicians", "made-from": file.name, "licence": licence,
        "vintage": "Our World in Data, copy of 2024; World Bank SH.MED.PHYS.ZS, 1960-2021", "note": note,
    })  # fmt: skip
    file = data / "owid/nurses-and-midwives-per-1000-people.csv"
    density(file, out, "nurses-midwives-density.csv", "222_322", {
        "title": "Nurses and midwives per 1000 people", "source": "owid-nurses-midwives", "made-from": file.name,
        "licence": licence, "vintage": "Our World in Data, copy of 2020; World Bank SH.MED.NUMW.P3, to 2018",
        "note": note + " The source's header names Year twice; the third column is the year, the fourth the value. "
        "The Syrian "
        "Arab Republic has no code in the source and is taken by its name.",
    })  # fmt: skip


def uhc(data: Path, out: Path) -> None:
    """Service coverage index of universal health coverage."""
    file = data / "owid/universal-health-coverage-index.csv"
    body, left = [], Counter[str]()
    for row, cells in read(file):
        area = area_of(cells[1], cells[0])
        if area is None:
            left[cells[0]] += 1
        else:
            body.append((area, cells[2], cells[3], "normal", file.name, str(row)))
    notes = {
        "structure": "uhc-index",
        "title": "Universal health coverage service index, 2000-2021",
        "source": "owid-uhc-index",
        "made-from": file.name,
        "licence": "CC BY 4.0 (Our World in Data); underlying series WHO (to be checked again with the publisher)",
        "vintage": "Our World in Data; WHO, years 2000, 2005, 2010, 2015, 2017, 2019, 2021",
        "note": "Indicator 3.8.1, 0 to 100. Rows of regions are left out.",
    }
    write(out / "uhc-index.csv", notes, ("area", "year", "index_0_100", "status", "source_file", "source_row"), body, 2)
    print(f"  left out, groups of countries: {sum(left.values())} rows: {', '.join(sorted(left))}")


def population(data: Path, out: Path) -> None:
    """Mid-year population 1990-2023 of all areas with a code, in persons."""
    file = data / "population_economy/wpp2024_components_1990_2023.csv"
    by_number = {each.numeric: each.code for each in areas.areas() if each.numeric and each.kind != "statistical"}
    body, left = [], set()
    for row, cells in read(file):
        area = by_number.get(cells[0].zfill(3)) if len(cells[0]) <= 3 else None
        if area is None:
            left.add(cells[0])
            continue
        persons = Decimal(cells[7]) * 1000
        if persons != persons.to_integral_value():
            raise SystemExit(f"{file.name}, row {row}: {cells[7]} thousand is not a whole number of persons")
        body.append((area, cells[1], str(int(persons)), "estimated", file.name, str(row)))
    notes = {
        "structure": "population",
        "title": "Mid-year population, 1990-2023",
        "source": "un-wpp-2024",
        "made-from": file.name,
        "licence": "CC BY 3.0 IGO",
        "vintage": "World Population Prospects 2024",
        "note": "Column pop_mid (thousands) times 1000. The copy at hand derives pop_mid as births divided by the "
        "crude birth "
        "rate, so the last digits can differ from the published mid-year population. Regions and groups are left out.",
    }
    write(out / "population.csv", notes, ("area", "year", "persons", "status", "source_file", "source_row"), body, 2)
    print(f"  left out, regions and groups: {len(left)} locations")


def income(domain: Path, out: Path) -> None:
    """World Bank income groups of Member States by calendar year, 2005-2021."""
    file = domain / "wb_income_history.csv"
    body = [
        (cells[0], cells[1], cells[3], str(2000 + int(cells[2][2:])), "normal", file.name, str(row))
        for row, cells in read(file)
    ]
    notes = {
        "structure": "income-history",
        "title": "World Bank income group by calendar year, 2005-2021",
        "source": "world-bank-income",
        "made-from": file.name,
        "licence": "CC BY 4.0",
        "vintage": "World Bank OGHIST, January 2023 edition",
        "note": "192 of the 194 Member States; the World Bank does not classify the Cook Islands and Niue. Later "
        "years are in "
        "data/areas/income.csv.",
    }
    header = ("area", "year", "income_group", "fiscal_year", "status", "source_file", "source_row")
    write(out / "income-history.csv", notes, header, body, 2)


def main() -> None:
    """Read the arguments and write every file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the publishers' files")
    parser.add_argument("--domain", type=Path, required=True, help="folder of the collated tables")
    parser.add_argument("--out", type=Path, default=Path("src/concord/data/facts"))
    given = parser.parse_args()
    for step in (oecd_by_training, oecd_totals, densities, uhc, population):
        step(given.data, given.out)
    income(given.domain, given.out)


if __name__ == "__main__":
    main()

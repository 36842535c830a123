"""Practitioners and their roles, as rows of persons in the standard columns; what is not said stays empty.

Which extension says the nationality, which code system names jobs, and which values are traps is declared in
``data/readers/fhir/fhir.yaml``. Nothing is guessed: a person with several present jobs has no occupation until it is
asked, the start of a job is not the first registration, and a degree is not a country of training.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import Finding, Place
from concord.intake.sheets import Sheet
from concord.mds.readers.fhir import EXTENSION, PERSONS, ROLES
from concord.mds.readers.fhir_jobs import Job, jobs
from concord.mds.readers.made_sheets import columns_of, sheet_of
from concord.vocabulary import areas

#: Columns of the table, in order: standard columns of a person's row, and nothing else.
COLUMNS = (
    "person", "occupation", "speciality", "sex", "birth_date", "birth_year", "training", "nationality", "facility",
)  # fmt: skip
_SEXES = {"female": "F", "male": "M", "other": "X", "unknown": "U"}
Row = dict[str, str]


@dataclass(frozen=True)
class Declared:
    """What ``fhir.yaml`` says."""

    extensions: Mapping[str, str]
    uninhabited: frozenset[str]
    systems: Mapping[str, Mapping[str, Any]]


@lru_cache(maxsize=1)
def declared() -> Declared:
    """The declared extensions and code systems."""
    said = read_yaml(packs.find("readers/fhir/fhir.yaml"))
    extensions = {each["url"]: each["role"] for each in said["extensions"] if each.get("verified")}
    uninhabited = frozenset(said["uninhabited"]["areas"])
    return Declared(extensions, uninhabited, {each["url"]: each for each in said["job_systems"]})


def persons(sheets: Sequence[Sheet]) -> tuple[Sheet, list[Finding]]:
    """One row for each person of the bundles, and what is to be asked of them."""
    file = sheets[0].file
    people = [(row, at) for sheet in sheets if sheet.name == PERSONS for row, at in _rows(sheet)]
    roles = [(row, at) for sheet in sheets if sheet.name == ROLES for row, at in _rows(sheet)]
    findings = _repeated(people, file)
    held = jobs(roles)
    known = {row["id"] for row, _ in people}
    if not people:
        findings.append(Finding("mds.fhir.roles-alone", "soft", Place(file), {"count": len(held)}))
        people = [({"id": id}, job.place) for id, job in held.items()]
    elif held.keys() - known:
        lost = sorted(held.keys() - known)
        params = {"count": len(lost), "persons": ", ".join(lost[:5])}
        findings.append(Finding("mds.fhir.role-without-person", "soft", Place(file), params))
    if people and not roles:
        findings.append(Finding("mds.fhir.no-roles", "soft", Place(file), {"count": len(people)}))
    made = [_person(row, held.get(row["id"])) for row, _ in people]
    findings += _about(people, made, held, known, file)
    columns = {name: [row.get(name, "") for row in made] for name in COLUMNS}
    columns = {name: texts for name, texts in columns.items() if name in _ALWAYS or any(texts)}
    return sheet_of(file, PERSONS, columns, _places([at for _, at in people]), {}), findings


_ALWAYS = frozenset({"person", "occupation", "sex", "birth_date", "training", "nationality"})


def _rows(sheet: Sheet) -> Iterable[tuple[Row, int]]:
    columns = columns_of(sheet)
    for at, texts in zip(sheet.rows, zip(*columns.values(), strict=True), strict=True):
        yield dict(zip(columns, texts, strict=True)), at


def _places(places: list[int]) -> Sequence[int]:
    rising = all(a < b for a, b in pairwise(places))
    return places if rising else range(1, len(places) + 1)


def _person(row: Row, job: Job | None) -> Row:
    birth = row.get("birthDate", "")
    said = _said(row, "nationality")
    training = _only(_trained(row))
    sex = _SEXES.get(row.get("gender", ""), "")
    return {
        "person": row["id"],
        "occupation": (job.title or job.code) if job else "",
        "speciality": job.speciality if job else "",
        "facility": job.facility if job else "",
        "sex": sex,
        "birth_date": birth if len(birth) == 10 else "",
        "birth_year": birth[:4] if 4 <= len(birth) < 10 else "",
        "training": areas.resolve(training).area or training,
        "nationality": _nationality(said),
    }


def _trained(row: Row) -> str:
    """Countries of training, as an extension says them, else of the bodies that issued the qualifications."""
    return _said(row, "training") or row.get("qualification.country", "")


def _said(row: Row, role: str) -> str:
    """What the declared extensions of a role say."""
    urls = [url for url, of in declared().extensions.items() if of == role]
    said = [row.get(f"{EXTENSION}{kind}{url}", "") for url in urls for kind in ("", "qualification ")]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _only(said: str) -> str:
    """The one value, or nothing where several are said."""
    return "" if ";" in said else said


def _nationality(said: str) -> str:
    """The area of a code, where it is one area in which people live."""
    found = areas.resolve(_only(said)).area if _only(said) else None
    return "" if found is None or found in declared().uninhabited else found


def _repeated(people: list[tuple[Row, int]], file: str) -> list[Finding]:
    twice = [id for id, count in Counter(row["id"] for row, _ in people).items() if count > 1]
    if not twice:
        return []
    params = {"count": len(twice), "persons": ", ".join(twice[:5])}
    return [Finding("mds.fhir.person-twice", "hard", Place(file), params)]


def _about(
    people: list[tuple[Row, int]], made: list[Row], held: Mapping[str, Job], known: set[str], file: str
) -> list[Finding]:
    """What there is to ask, once for each kind of thing with a count and the first entries."""
    asked: dict[tuple[str, str], list[int]] = {}
    for (row, at), person in zip(people, made, strict=True):
        for code, value in _questions(row, person, held.get(row["id"])):
            asked.setdefault((code, value), []).append(at)
    levels = {"mds.fhir.no-sex": "note", "mds.fhir.no-birth-date": "note", "mds.fhir.code-of-three": "note"}
    found = []
    for (code, value), places in asked.items():
        level: Any = levels.get(code, "soft")
        shown = ", ".join(map(str, places[:10])) + (" …" if len(places) > 10 else "")
        params = {"count": len(places), "rows": shown, "of": len(people)}
        found.append(Finding(code, level, Place(file, PERSONS, places[0]), params, value or None))
    return found + _support_staff(held, file)


def _questions(row: Row, person: Row, job: Job | None) -> Iterable[tuple[str, str]]:
    if known_person := "gender" in row:
        if not row["gender"]:
            yield "mds.fhir.no-sex", ""
        elif not person["sex"]:
            yield "mds.fhir.sex-unknown-word", row["gender"][:40]
        if not row.get("birthDate"):
            yield "mds.fhir.no-birth-date", ""
        if row.get("active") == "false" or row.get("deceased") not in ("", "false", None):
            yield "mds.fhir.not-active", ""
    if known_person and job is not None and job.ended:
        yield "mds.fhir.job-ended", ""
    if job is not None and job.several:
        yield "mds.fhir.several-jobs", ""
    if ";" in _trained(row):
        yield "mds.fhir.several-trainings", _trained(row)[:60]
    said = _said(row, "nationality")
    if said and not person["nationality"]:
        found = areas.resolve(said).area
        yield ("mds.fhir.nationality-uninhabited" if found in declared().uninhabited else "mds.fhir.nationality"), said
    elif len(said) == 3 and row.get(f"{EXTENSION}{_two_letter_url()}"):
        yield "mds.fhir.code-of-three", said


@lru_cache(maxsize=1)
def _two_letter_url() -> str:
    return next((url for url, role in declared().extensions.items() if role == "nationality"), "")


def _support_staff(held: Mapping[str, Job], file: str) -> list[Finding]:
    """Jobs whose declared code system says that they are none of health."""
    outside = Counter[str]()
    for job in held.values():
        system = declared().systems.get(job.system)
        if system and job.code and not job.code.startswith(tuple(system["health"])):
            outside[job.title or job.code] += 1
    if not outside:
        return []
    named = ", ".join(f"{title} ({count})" for title, count in outside.most_common(12))
    params = {"count": outside.total(), "titles": named, "of": len(held)}
    return [Finding("mds.fhir.support-staff", "note", Place(file, PERSONS), params)]

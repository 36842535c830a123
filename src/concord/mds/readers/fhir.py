"""FHIR R4 bundles of Practitioner and PractitionerRole: flat tables of what the resources say, nothing settled.

Runs in the limited reading process. Names, addresses, telephones and photographs of persons are not taken over. What
the columns mean for a register is settled by :mod:`concord.mds.readers.fhir_persons`, with declared extensions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.sheets import Sheet
from concord.mds.readers.message_table import TableBuilder
from concord.mds.readers.strict_json import listed, mapped, text_of

PERSONS, ROLES = "Practitioner", "PractitionerRole"
_BUNDLES = frozenset({"transaction", "collection", "searchset", "batch", "message", "document", "history"})
EXTENSION = "extension "


def is_bundle(document: Any) -> bool:
    """Whether a document is a FHIR resource."""
    return isinstance(mapped(document).get("resourceType"), str)


def read(document: Mapping[str, Any], file: str, limits: Limits, remarks: Remarks) -> list[Sheet]:
    """Sheets ``Practitioner`` and ``PractitionerRole``, those that the bundle has; rows are entries of the bundle.

    Raises:
        Stop: It is no bundle, or has neither of the two (remarked).
    """
    if document.get("resourceType") != "Bundle" or text_of(document.get("type")) not in _BUNDLES:
        raise remarks.stop("mds.fhir.no-bundle", value=text_of(document.get("resourceType"))[:60])
    entries = [mapped(each) for each in listed(document.get("entry"))]
    known = _known(entries)
    sheets = []
    for kind, row in ((PERSONS, _person), (ROLES, _role)):
        table = TableBuilder(file, kind, remarks, limits)
        for number, entry in enumerate(entries, start=1):
            resource = mapped(entry.get("resource"))
            if resource.get("resourceType") == kind:
                table.add(number, {"entry": text_of(entry.get("fullUrl")), **row(resource, known)})
        if len(table):
            sheets.append(table.sheet()[0])
    _about_others(entries, remarks)
    if not sheets:
        raise remarks.stop("mds.fhir.no-persons")
    return sheets


def _about_others(entries: list[dict[str, Any]], remarks: Remarks) -> None:
    empty = sum(not mapped(entry.get("resource")) for entry in entries)
    if empty:
        remarks.add("mds.fhir.empty-entry", "note", count=empty)
    kinds = {text_of(mapped(entry.get("resource")).get("resourceType")) for entry in entries} - {PERSONS, ROLES, ""}
    if kinds:
        remarks.add("mds.fhir.other-resources", "note", value=", ".join(sorted(kinds))[:200])


def _known(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Resources of the bundle by every way in which others may refer to them."""
    known: dict[str, dict[str, Any]] = {}
    for entry in entries:
        resource = mapped(entry.get("resource"))
        kind, id = text_of(resource.get("resourceType")), text_of(resource.get("id"))
        if id:
            known.setdefault(f"{kind}/{id}", resource)
        if entry.get("fullUrl"):
            known.setdefault(text_of(entry.get("fullUrl")), resource)
    return known


def _person(resource: Mapping[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    row = {
        "id": text_of(resource.get("id")),
        "active": text_of(resource.get("active")),
        "gender": text_of(resource.get("gender")),
        "birthDate": text_of(resource.get("birthDate")),
        "deceased": text_of(resource.get("deceasedBoolean")) or text_of(resource.get("deceasedDateTime")),
        "qualification": "; ".join(_concept(mapped(q).get("code")) for q in listed(resource.get("qualification"))),
        "qualification.country": _countries(resource, known),
    }
    row.update(_extensions(resource))
    for each in map(mapped, listed(resource.get("qualification"))):
        for name, said in _extensions(each).items():
            key = name.replace(EXTENSION, f"{EXTENSION}qualification ", 1)
            row[key] = "; ".join(filter(None, dict.fromkeys((row.get(key, ""), said))))
    return row


def _countries(resource: Mapping[str, Any], known: Mapping[str, dict[str, Any]]) -> str:
    """Countries of the bodies that issued the qualifications, as far as the bundle holds these bodies."""
    found: dict[str, None] = {}
    own = {f"#{text_of(mapped(each).get('id'))}": mapped(each) for each in listed(resource.get("contained"))}
    for each in map(mapped, listed(resource.get("qualification"))):
        reference = text_of(mapped(each.get("issuer")).get("reference"))
        issuer = own.get(reference) or known.get(reference) or known.get("/".join(reference.split("/")[-2:])) or {}
        for address in map(mapped, listed(issuer.get("address"))):
            found[text_of(address.get("country"))] = None
    return "; ".join(filter(None, found))


def _role(resource: Mapping[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    codes = [mapped(each) for each in listed(resource.get("code"))]
    coding = [mapped(each) for code in codes for each in listed(code.get("coding"))]
    period = mapped(resource.get("period"))
    person = text_of(mapped(resource.get("practitioner")).get("reference"))
    held = known.get(person)
    row = {
        "id": text_of(resource.get("id")),
        "active": text_of(resource.get("active")),
        "practitioner": text_of(held.get("id")) if held else person.split("/_history/")[0].rpartition("/")[2],
        "title": "; ".join(dict.fromkeys(filter(None, map(_concept, codes)))),
        "code": "; ".join(text_of(each.get("code")) for each in coding),
        "system": "; ".join(dict.fromkeys(text_of(each.get("system")) for each in coding)),
        "specialty": "; ".join(_concept(each) for each in listed(resource.get("specialty"))),
        "organization": _reference(resource.get("organization")),
        "location": "; ".join(_reference(each) for each in listed(resource.get("location"))),
        "start": text_of(period.get("start")),
        "end": text_of(period.get("end")),
    }
    row.update(_extensions(resource))
    return row


def _reference(value: object) -> str:
    said = mapped(value)
    return text_of(said.get("display")) or text_of(said.get("reference")).rpartition("/")[2]


def _concept(value: object) -> str:
    """What a coded value is called: its text, else the display of its code, else the code."""
    said = mapped(value)
    codings = [mapped(each) for each in listed(said.get("coding"))]
    names = [text_of(each.get("display")) or text_of(each.get("code")) for each in codings]
    return text_of(said.get("text")) or "; ".join(filter(None, names))


def _extensions(resource: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """Extensions with a simple or coded value, by address; those within an extension by both addresses."""
    found: dict[str, str] = {}
    for name, said in _each_extension(resource, above, 0):
        found[name] = "; ".join(filter(None, (found.get(name, ""), said)))
    return found


def _each_extension(resource: Mapping[str, Any], above: str, depth: int) -> Iterator[tuple[str, str]]:
    for each in map(mapped, listed(resource.get("extension"))):
        name = f"{above or EXTENSION}{text_of(each.get('url'))[:300]}"
        for key, value in each.items():
            if key.startswith("value"):
                yield name, _plain(value)
        if depth < 4:
            yield from _each_extension(each, f"{name}#", depth + 1)


def _plain(value: object) -> str:
    said = mapped(value)
    if not said:
        return text_of(value)
    if "coding" in said:
        codes = [text_of(mapped(each).get("code")) for each in listed(said.get("coding"))]
        return "; ".join(filter(None, codes)) or text_of(said.get("text"))
    return text_of(said.get("code")) or text_of(said.get("reference")) or text_of(said.get("value"))

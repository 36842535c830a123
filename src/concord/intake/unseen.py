"""What the uploader of a workbook did not see (SECURITY rule 9): told from its parts, never followed, never shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from concord.intake.packages import Package
from concord.intake.remarks import Remarks
from concord.intake.sheets import Hidden

_PERCENT_IDS = frozenset({9, 10})
_INVISIBLE_FORMAT = re.compile(r"^\s*;\s*;\s*;?\s*$")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook: its name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: Hidden
    part: str


@dataclass(slots=True)
class Workbook:
    """What the small parts of a workbook say.

    Args:
        sheets: Its sheets in order.
        date_1904: Whether days are counted from 1904.
        percent: Styles shown as percent.
        invisible: Styles whose format shows nothing.
    """

    sheets: tuple[SheetPart, ...] = ()
    date_1904: bool = False
    percent: frozenset[str] = field(default_factory=frozenset)
    invisible: frozenset[str] = field(default_factory=frozenset)


def is_small_part(name: str) -> bool:
    """Whether a part (lower-case name) is kept in memory: everything that says how the workbook is made."""
    return name in _SMALL or name.endswith(".rels") or name.startswith(("xl/tables/", "xl/comments", "docprops/"))


_SMALL = frozenset({"[content_types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/connections.xml"})


def parse(data: bytes) -> Element | None:
    """A small part as a tree, with document types and entities refused; None where it is empty or broken."""
    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

    try:
        tree: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, OSError):
        # An encoding that was not imported ahead is refused by the locks as a file that must not be opened.
        return None
    return tree


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def _all(tree: Element | None, name: str) -> list[Element]:
    return [] if tree is None else [element for element in tree.iter() if local(element.tag) == name]


def _get(element: Element, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def workbook_of(package: Package, remarks: Remarks) -> Workbook:
    """The workbook's sheets, date system and styles."""
    tree = parse(package.part("xl/workbook.xml"))
    if tree is None:
        raise remarks.stop("intake.package.broken")
    targets = _targets(package, "xl/workbook.xml")
    sheets = []
    for sheet in _all(tree, "sheet"):
        state = sheet.get("state", "")
        hidden: Hidden = "very-hidden" if state == "veryHidden" else "hidden" if state == "hidden" else ""
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        sheets.append(SheetPart(sheet.get("name", ""), hidden, targets.get(relation, "").lower()))
    properties = _all(tree, "workbookPr")
    date_1904 = any(_get(element, "date1904") in ("1", "true", "on") for element in properties)
    percent, invisible = _styles(package)
    return Workbook(tuple(sheets), date_1904, percent, invisible)


def _targets(package: Package, part: str) -> dict[str, str]:
    """Relationship id → part, for the inner relationships of one part."""
    folder, name = part.rpartition("/")[::2]
    tree = parse(package.part(f"{folder}/_rels/{name}.rels"))
    found = {}
    for relation in _all(tree, "Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
            found[relation.get("Id", "")] = whole
    return found


def _styles(package: Package) -> tuple[frozenset[str], frozenset[str]]:
    tree = parse(package.part("xl/styles.xml"))
    formats = {_get(element, "numFmtId"): _get(element, "formatCode") for element in _all(tree, "numFmt")}
    percent, invisible = set(), set()
    for cells in _all(tree, "cellXfs"):
        for index, style in enumerate(cells):
            number = style.get("numFmtId", "0")
            code = re.sub(r'"[^"]*"|\\.', "", formats.get(number, ""))
            if (number.isdigit() and int(number) in _PERCENT_IDS) or "%" in code:
                percent.add(str(index))
            elif number in formats and _INVISIBLE_FORMAT.match(code):
                invisible.add(str(index))
    return frozenset(percent), frozenset(invisible)


def on_parts(package: Package, remarks: Remarks) -> dict[str, object]:
    """Remark on macros, links, caches, comments, revisions, embedded things and authors; the facts of them."""
    names = {name.lower() for name in package.names}
    if any(name.rpartition("/")[2] == "vbaproject.bin" for name in names):
        raise remarks.stop("intake.file.xlsm")
    if any(name.startswith(("xl/macrosheets/", "xl/dialogsheets/")) for name in names):
        raise remarks.stop("intake.file.xlsm")
    facts: dict[str, object] = {}
    for subject, code, level, found in (
        ("pivot_caches", "intake.workbook.pivot-cache", "soft", _starting(names, "xl/pivotcache/pivotcachedefinition")),
        ("external_links", "intake.workbook.external-links", "soft", _starting(names, "xl/externallinks/externallink")),
        ("connections", "intake.workbook.connections", "soft", len({"xl/connections.xml"} & names)),
        ("revisions", "intake.workbook.tracked-changes", "soft", _starting(names, "xl/revisions/revisionlog")),
        ("comments", "intake.workbook.comments", "note", _comments(package, names)),
        ("embedded", "intake.workbook.embedded", "soft", _starting(names, "xl/embeddings/", "xl/activex/")),
        ("pictures", "intake.workbook.pictures", "note", _starting(names, "xl/media/")),
        (
            "custom_data",
            "intake.workbook.custom-data",
            "note",
            _starting(names, "customxml/item") - _starting(names, "customxml/itemprops"),
        ),
    ):
        facts[subject] = found
        if found:
            remarks.add(code, level, count=found)  # type: ignore[arg-type]  # the literals above
    facts["authors"] = _authors(package, remarks)
    return facts


def _starting(names: set[str], *starts: str) -> int:
    return sum(name.startswith(starts) for name in names)


def _comments(package: Package, names: set[str]) -> int:
    counted = sum(len(_all(parse(package.part(name)), "comment")) for name in names if name.startswith("xl/comments"))
    return max(counted, _starting(names, "xl/threadedcomments/"), _starting(names, "xl/comments"))


def _authors(package: Package, remarks: Remarks) -> list[str]:
    """Which kinds of personal metadata the file carries; the names themselves are never passed on."""
    kinds = []
    core = parse(package.part("docprops/core.xml"))
    app = parse(package.part("docprops/app.xml"))
    programs = {"openpyxl", "", "microsoft excel", "concord", "xlsxwriter"}
    for tree, tag, kind in (
        (core, "creator", "author"),
        (core, "lastModifiedBy", "last editor"),
        (app, "Manager", "manager"),
        (app, "Company", "organisation"),
    ):
        if any((element.text or "").strip().lower() not in programs for element in _all(tree, tag)):
            kinds.append(kind)
    if package.part("docprops/custom.xml"):
        kinds.append("custom properties")
    if kinds:
        remarks.add("intake.workbook.authors", "note", kinds=", ".join(kinds))
    return kinds


def table_filters(package: Package) -> int:
    """Active filters of the workbook's tables (those of plain sheets are seen in the sheets)."""
    tables = (name for name in package.parts if name.startswith("xl/tables/"))
    return sum(len(_all(parse(package.part(name)), "filterColumn")) for name in tables)


def strict_namespace(package: Package) -> bool:
    """Whether the workbook is written in the strict form of the standard, whose dates are ISO texts."""
    return b"purl.oclc.org/ooxml" in package.part("xl/workbook.xml")

"""A text as Akoma Ntoso 3.0 (OASIS LegalDocML): clauses as elements with ids, and what is known of work and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from concord.texts.clauses import Clause

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LANGUAGES = {"ar": "ara", "zh": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: First part of an id → element and its short name in an eId (naming convention of the standard).
_UNITS = {
    "part": ("part", "part"), "title": ("title", "title"), "chap": ("chapter", "chp"), "sec": ("section", "sec"),
    "art": ("article", "art"), "head": ("hcontainer", "hcontainer"), "par": ("hcontainer", "hcontainer"),
    "pre": ("paragraph", "para"),
}  # fmt: skip
#: What stands in an article, from the outside in.
_INNER = (("paragraph", "para"), ("point", "point"), ("subparagraph", "subpara"), ("indent", "indent"))


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of a text as a work.

    Args:
        uri: Its IRI, such as ``/akn/un/agreement/2026/example``; made of letters, figures, ``-`` and ``/``.
        title: Its title.
        language: Language of this version.
        day: Day of the work (adoption or signature).
        version: Day of this version of it.
        author: Who made it, as a short name.
        country: Two letters, or ``un`` where no single country adopted it.
        dates: Name of an event (``signature``, ``entry-into-force``) → its day.
    """

    uri: str
    title: str
    language: str
    day: date
    version: date
    author: str = "parties"
    country: str = "un"
    dates: Mapping[str, date] = field(default_factory=dict)


def write_akoma(clauses: Sequence[Clause], work: Work) -> bytes:
    """The text as Akoma Ntoso 3.0, UTF-8.

    Returns:
        A document with ``act`` of the name ``agreement``: preface, body, conclusions, attachments. Read again with
        :func:`concord.texts.reading.read_text`, it has the same words and the clauses the same ids. White space is
        that of the markup.
    """
    root = Element("akomaNtoso", {"xmlns": NAMESPACE})
    act = SubElement(root, "act", {"name": "agreement", "contains": "singleVersion"})
    scopes = [at for at, clause in enumerate(clauses) if clause.level == 0 and clause.id.startswith(("annex", "prot"))]
    first = scopes[0] if scopes else len(clauses)
    _meta(act, work)
    _document(act, clauses[:first], _Ids(), body="body")
    if scopes:
        attachments = SubElement(act, "attachments")
        for number, (start, end) in enumerate(zip(scopes, [*scopes[1:], len(clauses)], strict=True), start=1):
            _attachment(attachments, clauses[start:end], work, number)
    indent(root, space=" ")
    written = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


class _Ids:
    """Gives every element an id of its own, with the prefix of the component it stands in."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._used: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        name = f"{self._prefix}{name}"
        self._used[name] = self._used.get(name, 0) + 1
        return name if self._used[name] == 1 else f"{name}-{self._used[name]}"


def _meta(parent: Element, work: Work, *, component: str = "main") -> None:
    meta = SubElement(parent, "meta")
    identification = SubElement(meta, "identification", {"source": "#concord"})
    expression = f"{work.uri}/{_three(work.language)}@{work.version.isoformat()}"
    levels = (
        ("FRBRWork", work.uri, work.day, "work"),
        ("FRBRExpression", expression, work.version, "version"),
        ("FRBRManifestation", f"{expression}.xml", work.version, "file"),
    )
    for name, uri, day, event in levels:
        level = SubElement(identification, name)
        suffix = ".xml" if name == "FRBRManifestation" else ""
        SubElement(level, "FRBRthis", {"value": f"{uri.removesuffix('.xml')}/!{component}{suffix}"})
        SubElement(level, "FRBRuri", {"value": uri})
        if name == "FRBRWork":
            SubElement(level, "FRBRalias", {"value": _clean(work.title), "name": "title"})
        SubElement(level, "FRBRdate", {"date": day.isoformat(), "name": event})
        for named, happened in work.dates.items() if name == "FRBRWork" else ():
            SubElement(level, "FRBRdate", {"date": happened.isoformat(), "name": named})
        SubElement(level, "FRBRauthor", {"href": f"#{work.author}"})
        if name == "FRBRWork":
            SubElement(level, "FRBRcountry", {"value": work.country})
        elif name == "FRBRExpression":
            SubElement(level, "FRBRlanguage", {"language": _three(work.language)})
    if component == "main":
        _references(meta, work)


def _references(meta: Element, work: Work) -> None:
    references = SubElement(meta, "references", {"source": "#concord"})
    SubElement(
        references, "TLCOrganization", {"eId": "concord", "href": "/ontology/organization/concord", "showAs": "Concord"}
    )
    showed = {"eId": work.author, "href": f"/ontology/organization/{work.author}", "showAs": work.author}
    SubElement(references, "TLCOrganization", showed)


def _document(parent: Element, clauses: Sequence[Clause], ids: _Ids, *, body: str) -> None:
    opening = [
        clause for clause in clauses if clause.id.rpartition("-art")[0] == "" and clause.id.startswith("opening")
    ]
    closing = [clause for clause in clauses if clause.id.split("~")[0].endswith("closing")]
    rest = [clause for clause in clauses if clause not in opening and clause not in closing]
    if opening:
        preface = SubElement(parent, "preface", {"eId": ids("preface")})
        for clause in opening:
            _paragraphs(preface, clause.text)
    main = SubElement(parent, body, {"eId": ids("body")})
    _Body(main, rest, ids).write()
    if closing:
        conclusions = SubElement(parent, "conclusions", {"eId": ids("conclusions")})
        for clause in closing:
            _paragraphs(conclusions, clause.text)


def _attachment(parent: Element, clauses: Sequence[Clause], work: Work, number: int) -> None:
    head, *rest = clauses
    attachment = SubElement(parent, "attachment", {"eId": f"att_{number}"})
    doc = SubElement(attachment, "doc", {"name": "annex"})
    _meta(doc, work, component=f"att_{number}")
    ids = _Ids(f"att_{number}__")
    preface = SubElement(doc, "preface", {"eId": ids("preface")})
    _paragraphs(preface, head.text)
    _document_in_annex(doc, rest, ids)


def _document_in_annex(doc: Element, clauses: Sequence[Clause], ids: _Ids) -> None:
    main = SubElement(doc, "mainBody", {"eId": ids("mainBody")})
    closing = [clause for clause in clauses if clause.id.split("~")[0].endswith("closing")]
    _Body(main, [clause for clause in clauses if clause not in closing], ids).write()
    if closing:
        conclusions = SubElement(doc, "conclusions", {"eId": ids("conclusions")})
        for clause in closing:
            _paragraphs(conclusions, clause.text)


class _Body:
    """Writes clauses as nested elements."""

    def __init__(self, main: Element, clauses: Sequence[Clause], ids: _Ids) -> None:
        self._main, self._clauses, self._ids = main, clauses, ids
        self._children: dict[str, list[Clause]] = {}
        known = {clause.id for clause in clauses}
        for clause in clauses:
            self._children.setdefault(clause.parent if clause.parent in known else "", []).append(clause)

    def write(self) -> None:
        """Put all of them; a body without any holds an empty paragraph, as the standard wants one."""
        for clause in self._children.get("", ()):
            self._put(self._main, clause, "", 0)
        if not len(self._main):
            SubElement(self._main, "p") if self._main.tag == "mainBody" else self._empty()

    def _empty(self) -> None:
        holder = SubElement(self._main, "hcontainer", {"eId": self._ids("hcontainer_1"), "name": "empty"})
        SubElement(SubElement(holder, "content"), "p")

    def _put(self, parent: Element, clause: Clause, within: str, inner: int) -> None:
        name, short, inner = _element(clause, inner)
        said = clause.number.rpartition(".")[2] or clause.id.rpartition("-")[2]
        eid = self._ids(f"{within}{short}_{_token(said)}")
        attributes = {"eId": eid} | ({"name": "clause"} if name == "hcontainer" else {})
        element = SubElement(parent, name, attributes)
        if clause.label:
            SubElement(element, "num").text = _clean(clause.label)
        if clause.heading:
            SubElement(element, "heading").text = _clean(clause.heading)
        children = self._children.get(clause.id, ())
        if not children:
            _paragraphs(SubElement(element, "content"), clause.body)
            return
        if clause.body:
            _paragraphs(SubElement(element, "intro"), clause.body)
        for child in children:
            self._put(element, child, f"{eid.removeprefix(self._ids._prefix)}__", inner)


def _element(clause: Clause, inner: int) -> tuple[str, str, int]:
    """Element and short name of a clause, and how deep in an article what stands in it is."""
    if "." in clause.id:
        name, short = _INNER[min(inner, len(_INNER) - 1)]
        return name, short, inner + 1
    kind = clause.id.split("~")[0].rpartition("-")[0].rpartition("-")[2]
    name, short = _UNITS.get(kind, ("hcontainer", "hcontainer"))
    return name, short, 0


def _paragraphs(parent: Element, text: str) -> None:
    """A paragraph for each, with breaks between its lines; one without words where there is none."""
    found = [part for part in re.split(r"\n\s*\n", _clean(text).replace("\r\n", "\n")) if part.strip()]
    for part in found or [""]:
        lines = [line for line in (" ".join(said.split()) for said in part.splitlines()) if line] or [""]
        paragraph = SubElement(parent, "p")
        paragraph.text = lines[0]
        for line in lines[1:]:
            SubElement(paragraph, "br").tail = line


def _token(said: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", said).strip("-") or "x"


def _three(language: str) -> str:
    return _LANGUAGES.get(language.partition("-")[0], "und")


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)

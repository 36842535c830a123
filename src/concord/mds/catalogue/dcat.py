"""The catalogue as DCAT 3: a catalogue, series, their versions as data sets, and files with size and checksum.

Source: W3C, Data Catalog Vocabulary (DCAT) version 3, Recommendation of 22 August 2024; ADMS for the status; SPDX 2 for
checksums; DCAT-AP for the names of countries (Publications Office of the European Union, authority table of countries).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from concord.mds.catalogue.entry import Distribution, Entry, Licence, natural, newest_first, remarks_in_languages, words
from concord.mds.catalogue.graph import Iri, Literal, Node
from concord.mds.catalogue.of_release import SERIES
from concord.mds.citation import known_sources
from concord.vocabulary.areas import area
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

STATUS = {"public": "Completed", "corrected": "Deprecated", "withdrawn": "Withdrawn"}
_STATUS = "http://purl.org/adms/status/"
_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the catalogue stands.

    Args:
        address: Absolute; names in the graph begin with it.
        page: Absolute address of the page for people.
        publisher: Who publishes it.
    """

    address: str
    page: str
    publisher: str

    def name(self, kind: str, id: str) -> str:
        """The name of a thing of the catalogue."""
        return f"{self.address}#{kind}-{quote(id, safe='')}"


def catalogue(entries: Sequence[Entry], place: Place) -> list[Node]:
    """Every statement of the catalogue, in a settled order.

    Args:
        entries: In any order; one of an id.
        place: Where the catalogue stands.
    """
    listed = newest_first(entries)
    series = sorted({each.series for each in listed})
    whole = Node(place.address, "dcat:Catalog").of("dct:title", words("mds.catalogue.whole"))
    whole = whole.of("dct:description", words("mds.catalogue.about"))
    whole = whole.of("dct:publisher", _agent(place.publisher)).of("foaf:homepage", Iri(place.page))
    whole = whole.of("dct:modified", *_newest(listed))
    whole = whole.of("dcat:dataset", *(Iri(place.name("series", each)) for each in series))
    whole = whole.of("dcat:dataset", *(Iri(place.name("release", each.id)) for each in listed))
    nodes = [whole, *(_series(each, listed, place) for each in series)]
    for each in listed:
        nodes.append(_dataset(each, listed, place))
        nodes += [_distribution(file, each, place) for file in each.distributions]
    return nodes


def _newest(listed: Sequence[Entry]) -> list[Literal]:
    days = [each.changed.date() if each.changed else each.issued for each in listed]
    return [_day(max(days).isoformat())] if days else []


def _series(id: str, listed: Sequence[Entry], place: Place) -> Node:
    members = sorted((each for each in listed if each.series == id), key=lambda each: (each.issued, natural(each.id)))
    title = words("mds.catalogue.series") if id == SERIES else words("mds.catalogue.series-of", series=id)
    names = {each.id: Iri(place.name("release", each.id)) for each in members}
    standing = [each for each in members if each.status == "public"]
    node = Node(place.name("series", id), "dcat:DatasetSeries").of("dct:title", title).of("dct:identifier", id)
    node = node.of("dct:publisher", _agent(members[-1].publisher)).of("dcat:hasVersion", *names.values())
    node = node.of("dcat:first", names[members[0].id]).of("dcat:last", names[members[-1].id])
    return node.of("dcat:hasCurrentVersion", names[standing[-1].id] if standing else None)


def _dataset(entry: Entry, listed: Sequence[Entry], place: Place) -> Node:
    known = {each.id for each in listed}
    series = Iri(place.name("series", entry.series))
    node = Node(place.name("release", entry.id), "dcat:Dataset").of("dct:identifier", entry.id)
    node = node.of("dct:title", entry.title).of("dct:description", entry.description)
    node = node.of("dct:publisher", _agent(entry.publisher)).of("dcat:landingPage", Iri(entry.address))
    node = node.of("dct:issued", _day(entry.issued.isoformat())).of("dcat:version", entry.version)
    if entry.changed is not None:
        node = node.of("dct:modified", Literal(entry.changed.isoformat(), type="xsd:dateTime"))
    node = node.of("dcat:inSeries", series).of("dcat:isVersionOf", series)
    if entry.replaces is not None:
        is_here = entry.replaces.id in known
        before = place.name("release", entry.replaces.id) if is_here else entry.replaces.address
        node = node.of("dcat:previousVersion", Iri(before)).of("dct:replaces", Iri(before))
    if entry.replaced_by is not None:
        is_here = entry.replaced_by.id in known
        after = place.name("release", entry.replaced_by.id) if is_here else entry.replaced_by.address
        node = node.of("dct:isReplacedBy", Iri(after))
    node = node.of("adms:status", Iri(_STATUS + STATUS[entry.status])).of(
        "adms:versionNotes", remarks_in_languages(entry)
    )
    if entry.digest:
        digest = Node("", "adms:Identifier").of("skos:notation", f"sha256:{entry.digest}")
        node = node.of("adms:identifier", digest)
    node = _coverage(node, entry).of("dct:license", *_licences(entry.licences))
    node = node.of("dct:provenance", Node("", "dct:ProvenanceStatement").of("rdfs:label", _provenance(entry)))
    links = (each.link for each in known_sources(entry.sources))
    node = node.of("dct:source", *(Iri(link) for link in dict.fromkeys(links) if link))
    node = node.of("dcat:keyword", "generated data" if entry.is_generated else "", "health personnel", "migration")
    files = (Iri(place.name("file", f"{entry.id}/{file.structure}.{file.format}")) for file in entry.distributions)
    return node.of("dcat:distribution", *files)


def _coverage(node: Node, entry: Entry) -> Node:
    if entry.years is not None:
        first, last = (Literal(str(year), type="xsd:gYear") for year in entry.years)
        span = Node("", "dct:PeriodOfTime").of("dcat:startDate", first).of("dcat:endDate", last)
        node = node.of("dct:temporal", span)
    return node.of("dct:spatial", *map(_location, (entry.area,) if entry.area else entry.areas))


def _location(code: str) -> Iri | Node:
    """A country by its name in the authority table; an area outside ISO 3166-1 by its code and its names."""
    found = area(code)
    if found.kind == "iso":
        return Iri(_COUNTRY + code)
    names = Text({language: found.name(language) for language in LANGUAGES})
    return Node("", "dct:Location").of("dct:identifier", code).of("skos:prefLabel", names)


def _provenance(entry: Entry) -> Text:
    said = words("mds.catalogue.provenance")
    notes = " ".join(entry.notes)
    return Text({language: f"{text} {notes}".strip() if language == "en" else text for language, text in said.items()})


def _licences(licences: Sequence[Licence]) -> list[Iri | Node]:
    """Licences by their addresses, each once; the words alone where no address is known."""
    found: dict[str, Iri | Node] = {}
    for each in licences:
        worded = Node("", "dct:LicenseDocument").of("rdfs:label", each.text)
        found.setdefault(each.link or each.text, Iri(each.link) if each.link else worded)
    return list(found.values())


def _distribution(file: Distribution, entry: Entry, place: Place) -> Node:
    node = Node(place.name("file", f"{entry.id}/{file.structure}.{file.format}"), "dcat:Distribution")
    node = node.of("dct:title", file.title).of("dcat:accessURL", Iri(entry.address))
    node = node.of("dcat:downloadURL", Iri(file.address)).of("dct:issued", _day(entry.issued.isoformat()))
    node = node.of("dcat:mediaType", Iri(_MEDIA + file.media_type.partition(";")[0]))
    node = node.of("dct:format", Node("", "dct:MediaTypeOrExtent").of("rdfs:label", file.format))
    if file.size is not None:
        node = node.of("dcat:byteSize", Literal(str(file.size), type="xsd:nonNegativeInteger"))
    if file.sha256:
        value = Literal(file.sha256, type="xsd:hexBinary")
        sum = Node("", "spdx:Checksum").of("spdx:algorithm", Iri(_SHA256)).of("spdx:checksumValue", value)
        node = node.of("spdx:checksum", sum)
    status = Iri(_STATUS + STATUS[entry.status])
    return node.of("dct:license", *_licences(entry.licences)).of("adms:status", status)


def _agent(name: str) -> Node:
    return Node("", "foaf:Agent").of("foaf:name", name)


def _day(iso: str) -> Literal:
    return Literal(iso, type="xsd:date")

"""Which format an ``Accept`` header asks for, among those that are written.

The most wanted wins; of two that are wanted alike the one asked for more exactly, then the one we offer first.

Source: RFC 9110, section 12.5.1; SDMX REST API 2.1, content negotiation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from concord.errors import Invalid
from concord.mds.sdmx_query import versions
from concord.mds.sdmx_query.asked import Api
from concord.mds.writers.sdmx import DATA, STRUCTURE
from concord.mds.writers.sdmx.naming import LANGUAGES

#: Plain media types by format: for programs that do not know those of SDMX.
_JSON, _XML, _CSV = ("application/json",), ("application/xml", "text/xml"), ("text/csv",)
#: What is offered for data and for structures, the first one where nothing is said.
_DATA: Mapping[Api, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "v2": (("sdmx-json", _JSON), ("sdmx-csv", _CSV), ("sdmx-ml", _XML), ("sdmx-ml-2.1", ()),
           ("sdmx-ml-2.1-generic", ()), ("sdmx-csv-1.0", ())),
    "v1": (("sdmx-ml-2.1-generic", _XML), ("sdmx-ml-2.1", ()), ("sdmx-csv-1.0", _CSV), ("sdmx-json", _JSON),
           ("sdmx-csv", ()), ("sdmx-ml", ())),
}  # fmt: skip
_STRUCTURES: Mapping[Api, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "v2": (("sdmx-json", _JSON), ("sdmx-ml", _XML), ("sdmx-ml-2.1", ())),
    "v1": (("sdmx-ml-2.1", _XML), ("sdmx-json", _JSON), ("sdmx-ml", ())),
}
#: Parameters of a media type that may be given, and what they may say.
PARAMETERS = {"labels": ("id", "both"), "timeformat": ("original",), "keys": ("none",), "charset": ("utf-8",)}
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Offer:
    """One format: as the writers call it, its media type, and plain types that mean it too."""

    format: str
    media: str
    plain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The format that is given, the media type it is given as, and whether names stand beside codes."""

    format: str
    media: str
    labels: str = "id"


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    quality: float
    said: Mapping[str, str] = field(default_factory=dict)


def data(api: Api, accept: str) -> Wanted:
    """The format of data.

    Raises:
        Invalid: ``mds.sdmx.not-acceptable``.

    Example:
        >>> data("v2", "application/vnd.sdmx.data+xml;version=3.0.0, */*;q=0.1").format
        'sdmx-ml'
    """
    return _chosen(accept, [Offer(format, DATA[format], plain) for format, plain in _DATA[api]])


def structures(api: Api, accept: str) -> Wanted:
    """The format of structures and of what is available.

    Raises:
        Invalid: ``mds.sdmx.not-acceptable``.
    """
    return _chosen(accept, [Offer(format, STRUCTURE[format], plain) for format, plain in _STRUCTURES[api]])


def _chosen(accept: str, offers: Sequence[Offer]) -> Wanted:
    ranges = list(_ranges(accept[:LONGEST] or "*/*"))
    best: tuple[float, int, int] = (0.0, 0, 0)
    found: Wanted | None = None
    for place, offer in enumerate(offers):
        fits = max(((_fit(each, offer), each) for each in ranges), key=lambda pair: pair[0], default=(0, None))
        fit, by = fits
        if by is None or fit == 0 or by.quality <= 0:
            continue
        rank = (by.quality, fit, -place)
        if found is None or rank > best:
            best, found = rank, Wanted(offer.format, _media(by, offer), by.said.get("labels", "id"))
    if found is None:
        known = ", ".join(offer.media for offer in offers)
        raise Invalid("mds.sdmx.not-acceptable", params={"accept": accept[:200], "known": known})
    return found


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(","):
        type, *parameters = (each.strip().lower() for each in part.split(";"))
        said = {name.strip(): value.strip(' "') for name, _, value in (each.partition("=") for each in parameters)}
        quality = _quality(said.pop("q", "1"))
        if type:
            yield _Range(type, quality, said)


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _fit(range: _Range, offer: Offer) -> int:
    """How exactly a range names an offer; 0 where it does not."""
    own, _, version = offer.media.partition(";version=")
    if any(value not in PARAMETERS.get(name, ()) for name, value in range.said.items() if name != "version"):
        return 0
    if range.type == own:
        asked = range.said.get("version", "")
        return 4 if not asked else 5 if _is_version(asked, version) else 0
    if range.type in offer.plain:
        return 3
    major = own.partition("/")[0]
    return 2 if range.type == f"{major}/*" else 1 if range.type == "*/*" else 0


def _is_version(asked: str, version: str) -> bool:
    whole = f"{version}.0" if version.count(".") == 1 else version
    return asked in (version, whole) or f"{asked}.0" == whole or versions.is_asked(asked, whole)


def _media(range: _Range, offer: Offer) -> str:
    if range.type not in offer.plain:
        return offer.media
    return f"{range.type}; charset=utf-8"


def language(accept: str, known: Sequence[str] = LANGUAGES) -> str:
    """The language whose names come first: the most wanted of the known ones, English where none is.

    Example:
        >>> language("pt, fr-CH;q=0.8, en;q=0.5"), language("*"), language("")
        ('fr', 'en', 'en')
    """
    wanted = sorted(_ranges(accept[:LONGEST]), key=lambda each: -each.quality)
    codes = [each.type.partition("-")[0] for each in wanted if each.quality > 0]
    return next((code for code in codes if code in known), "en")

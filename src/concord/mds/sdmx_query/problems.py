"""What is wrong with a question, as the standard says it: a number, a sentence, a status of HTTP.

Source: SDMX REST API 1.5.0, error handling; 2.1.0, status information.
"""

from __future__ import annotations

import json
from xml.sax.saxutils import escape, quoteattr

from concord.declarations.messages import fill
from concord.errors import Conflict, Invalid, NotFound, Refusal

#: Code of a refusal → status of HTTP, number of the standard.
_OWN = {
    "mds.sdmx.not-acceptable": (406, 1406),
    "mds.sdmx.too-many": (413, 510),
    "mds.sdmx.query-long": (414, 140),
    "mds.sdmx.not-built": (501, 501),
    "mds.sdmx.too-often": (429, 1429),
}
_KINDS: tuple[tuple[type[Refusal], tuple[int, int]], ...] = (
    (Invalid, (400, 140)), (NotFound, (404, 100)), (Conflict, (500, 500)),
)  # fmt: skip
JSON_TYPE, XML_TYPE = "application/vnd.sdmx.structure+json;version=2.0.0", "application/xml; charset=utf-8"
MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/{version}/message"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/{version}/common"


def status_of(refusal: Refusal) -> tuple[int, int]:
    """Status of HTTP and number of the standard."""
    known = next((found for kind, found in _KINDS if isinstance(refusal, kind)), (503, 503))
    return _OWN.get(refusal.code, known)


def as_json(refusal: Refusal, language: str) -> bytes:
    """The refusal as an SDMX-JSON message."""
    worded = fill(refusal.code, refusal.params, language=language)
    error = {
        "code": status_of(refusal)[1], "title": worded.message, "titles": {language: worded.message},
        "detail": worded.hint, "details": {language: worded.hint},
    }  # fmt: skip
    kept = {key: value for key, value in error.items() if value not in ("", {language: ""})}
    return json.dumps({"errors": [kept]}, ensure_ascii=False).encode()


def as_xml(refusal: Refusal, language: str, *, is_new: bool) -> bytes:
    """The refusal as an SDMX-ML message, of 3.0 where ``is_new``, else of 2.1."""
    version = "v3_0" if is_new else "v2_1"
    worded = fill(refusal.code, refusal.params, language=language)
    texts = "".join(
        f"<com:Text xml:lang={quoteattr(language)}>{escape(text)}</com:Text>"
        for text in (worded.message, worded.hint) if text
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Error xmlns:mes="{MESSAGE.format(version=version)}" xmlns:com="{COMMON.format(version=version)}">'
        f'<mes:ErrorMessage code="{status_of(refusal)[1]}">{texts}</mes:ErrorMessage></mes:Error>'
    ).encode()

"""A citation as BibTeX: read by BibTeX and by biber, in UTF-8.

Source: O. Patashnik, BibTeXing (1988), sections 3 and 4; biblatex manual, section 2 (entry type ``dataset``, verbatim
fields). A brace stands in a value as a command and never as itself: BibTeX counts braces even behind a backslash.
"""

from __future__ import annotations

from concord.mds.catalogue.reference import Reference

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Language → what babel and polyglossia call it.
_NAMES = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian", "zh": "chinese"}
_SPECIAL = str.maketrans(
    {
        "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
    }
)  # fmt: skip
#: In an address nothing is a command; what would upset the counting of braces is percent-encoded.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def write(said: Reference) -> str:
    """One ``@dataset`` entry, ending with a line end."""
    fields = {
        "author": f"{{{{{escaped(said.publisher)}}}}}",
        "title": f"{{{{{escaped(said.title)}}}}}",
        "year": f"{{{said.issued.year}}}",
        "month": _MONTHS[said.issued.month - 1],
        "version": f"{{{escaped(said.version)}}}",
        "number": f"{{{escaped(said.id)}}}",
        "publisher": f"{{{escaped(said.publisher)}}}",
        "url": f"{{{said.address.translate(_IN_ADDRESS)}}}",
        "urldate": f"{{{said.accessed.isoformat()}}}" if said.accessed else "",
        "langid": f"{{{_NAMES[said.language]}}}" if said.language in _NAMES else "",
        "keywords": "{generated data}" if said.is_generated else "",
        "note": f"{{{escaped(' '.join(said.sentences()))}}}",
    }
    lines = [f"  {name:<9} = {value}," for name, value in fields.items() if value]
    return "\n".join((f"@dataset{{{said.key},", *lines, "}")) + "\n"


def escaped(text: str) -> str:
    """A text in which nothing is a command of TeX and every brace has its partner."""
    return text.translate(_SPECIAL)

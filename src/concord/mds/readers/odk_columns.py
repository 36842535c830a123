"""The headers of ODK and Kobo exports: metadata, groups before a question, and choices of select_multiple questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.mds.readers import words

_TRUE, _FALSE = frozenset({"1", "true", "yes", "1.0"}), frozenset({"0", "false", "no", "", "0.0"})
SEPARATORS = ("/", ":", "-", ".")
SET_OF = "SET-OF-"


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, tuple[str, str]]:
    return {
        row["word"]: (row["kind"], row["tool"])
        for path in packs.each("readers/odk", "metadata.csv")
        for row in read_csv(path).rows
    }


def kind(header: str) -> str:
    """What a column is that the tool wrote itself; nothing for a question."""
    if header.startswith(SET_OF):
        return "metadata"
    return _kinds().get(header, ("", ""))[0]


def tools(headers: Iterable[str]) -> Counter[str]:
    """How many columns of each tool there are: ``kobo``, ``odk``, ``both``."""
    return Counter(_kinds()[header][1] for header in headers if header in _kinds())


def questions(headers: Sequence[str]) -> list[str]:
    """The headers without those of the tool."""
    return [header for header in headers if header and not kind(header)]


def choices(columns: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Question of select_multiple → its columns of one choice each, which hold 0 or 1 (or true, false) alone."""
    found: dict[str, list[str]] = {}
    for header, texts in columns.items():
        for sign in SEPARATORS[:2]:
            question, cut, choice = header.rpartition(sign)
            if cut and choice and all(text.strip().casefold() in _TRUE | _FALSE for text in texts):
                found.setdefault(question, []).append(header)
                break
    return {
        question: headers
        for question, headers in found.items()
        if question in columns or (len(headers) > 1 and not any(_is_known(header) for header in headers))
    }


def _is_known(header: str) -> bool:
    return any(words.heading(header.rpartition(sign)[2]) is not None for sign in SEPARATORS[:2])


def chosen(columns: Mapping[str, Sequence[str]], headers: Sequence[str]) -> list[str]:
    """The choices made in each row, with a space between, as the question's own column writes them."""
    names = [_choice(header) for header in headers]
    rows = zip(*(columns[header] for header in headers), strict=True)
    return [" ".join(name for name, text in zip(names, row, strict=True) if _is_true(text)) for row in rows]


def _choice(header: str) -> str:
    return header[max(header.rfind(sign) for sign in SEPARATORS[:2]) + 1 :]


def _is_true(text: str) -> bool:
    return text.strip().casefold() in _TRUE


def leaves(headers: Sequence[str]) -> dict[str, str]:
    """Header → the question without the groups before it; the whole header where two questions would read the same."""
    short = {header: _leaf(header, headers) for header in headers}
    counted = Counter(short.values())
    return {header: leaf if counted[leaf] == 1 else header for header, leaf in short.items()}


def _leaf(header: str, headers: Sequence[str]) -> str:
    for sign in SEPARATORS:
        group, cut, leaf = header.rpartition(sign)
        if not cut or not group or not leaf:
            continue
        shared = sum(other.startswith(group + sign) for other in headers) > 1 and words.heading(header) is None
        if sign in SEPARATORS[:2] or shared:
            return leaf
    return header

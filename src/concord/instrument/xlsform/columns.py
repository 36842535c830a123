"""Headers as authors write them → the columns' normal names: ``bind::relevant``, ``Relevance`` → ``relevant``.

A wording's column carries its language as a code after two colons: ``label::Français (fr)`` → ``label::fr``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY
from concord.instrument.xlsform.languages import code_of
from concord.instrument.xlsform.words import words

#: Our own columns, by sheet; everything else that begins with ``x_`` is a mistake.
OWN: Final[Mapping[str, tuple[str, ...]]] = {
    SURVEY: (
        "x_source", "x_provenance", "x_same_as", "x_status", "x_unit", "x_part", "x_indicator", "x_known",
        "x_confidential", "x_short", "x_minutes", "x_rows", "x_columns",
    ),
    CHOICES: ("x_same_as", "x_source"),
    SETTINGS: ("x_use", "x_round", "x_previous", "x_provenance", "x_statement"),
}  # fmt: skip
#: Columns whose cells are wordings, by sheet, in the order in which a workbook has them.
WORDED: Final[Mapping[str, tuple[str, ...]]] = {
    SURVEY: (
        "label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "big-image", "audio",
        "video", "no_app_error_string",
    ),
    CHOICES: ("label", "image", "big-image", "audio", "video"),
    SETTINGS: ("form_title", "x_statement"),
}  # fmt: skip
#: Of those, the ones that hold sentences (the others hold names of files).
SENTENCES: Final = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "form_title", "x_statement"}
)
#: The order in which a workbook and a folder have the columns.
ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    SURVEY: (
        "type", "name", "label", "hint", "guidance_hint", "relevant", "required", "required_message", "constraint",
        "constraint_message", "calculation", "default", "choice_filter", "readonly", "repeat_count", "appearance",
        "parameters", "trigger", "image", "big-image", "audio", "video",
    ),
    CHOICES: ("list_name", "name", "label", "image", "big-image", "audio", "video"),
    SETTINGS: ("form_title", "form_id", "version", "default_language"),
}  # fmt: skip
_PREFERRED = {
    SURVEY: (
        "relevant", "required", "readonly", "constraint", "constraint_message", "calculation", "required_message",
        "repeat_count", "appearance", "image", "audio", "video", "big-image", "autoplay", "rows", "save_to",
        "compact_tag", "no_app_error_string",
    ),
    CHOICES: ("list_name", "image", "audio", "video", "big-image"),
    SETTINGS: ("form_title", "form_id"),
}  # fmt: skip
#: Understood besides what the converter lists among its own columns.
_MORE = {
    SURVEY: (
        "body",
        "disabled",
        "intent",
        "query",
        "flat",
        "kobo--score-choices",
        "kobo--rank-items",
        "kobo--rank-constraint-message",
        "kobo--matrix_list",
    ),
    CHOICES: ("name", "label", "media", "sms_option"),
    SETTINGS: ("sms_keyword", "allow_choice_duplicates", "instance_id"),
}


def kind_of(sheet: str) -> str:
    """Which of the three sheets a sheet's columns are like; external choices are like choices."""
    return sheet if sheet in (SURVEY, SETTINGS) else CHOICES


def clean(header: str) -> str:
    """The header without spaces at its ends or twice in a row."""
    return " ".join(header.replace("\u00a0", " ").split())


def base(column: str) -> str:
    """A column's name without its language."""
    return column.partition("::")[0]


def language(sheet: str, column: str) -> str:
    """The language a normal column is in; "" for the default language and for columns that hold no wording."""
    first, _, rest = column.partition("::")
    return rest if first in WORDED[kind_of(sheet)] else ""


def in_language(column: str, code: str) -> str:
    """The column of the same wording in another language; "" is the default language."""
    return f"{column}::{code}" if code else column


def uses_double_colons(headers: tuple[str, ...]) -> bool:
    """Whether two colons part a header of this sheet; else one does, as in forms of old."""
    return any("::" in header for header in headers)


@lru_cache(maxsize=4096)
def normal(sheet: str, header: str, double: bool = True) -> str:
    """The column's normal name; one that means nothing here keeps its own.

    Example:
        >>> normal("survey", "Label::English (en)"), normal("survey", "bind:jr:constraintMsg", False)
        ('label::en', 'constraint_message')
    """
    like = kind_of(sheet)
    header = clean(header)
    tokens = _tokens(header, double)
    first = _snake(tokens[0])
    aliases, known = _aliases(like), _known(like)
    if first in aliases:
        place = (*aliases[first], *tokens[1:])
    elif first in known or first.startswith("x_"):
        place = (first, *tokens[1:])
    else:
        return header
    return _named(like, place)


def _tokens(header: str, double: bool) -> tuple[str, ...]:
    if double or "::" in header:
        return tuple(token.strip() for token in header.split("::"))
    tokens = [token.strip() for token in header.split(":")]
    if "jr" in tokens[:-1]:
        at = tokens.index("jr")
        tokens[at : at + 2] = [f"jr:{tokens[at + 1]}"]
    return tuple(tokens)


def _snake(word: str) -> str:
    return "_".join(word.split()).lower()


def _named(like: str, place: tuple[str, ...]) -> str:
    """The normal name of a place: the longest beginning of it that has one, then the rest."""
    named = _inverse(like)
    for length in range(len(place), 0, -1):
        if place[:length] in named or length == 1:
            first = named.get(place[:length], place[0])
            rest = place[length:]
            break
    first = "body" if first == "control" else first
    if rest and first in WORDED[like]:
        return f"{first}::{code_of('::'.join(rest))}"
    return "::".join((first, *rest))


@lru_cache(maxsize=4)
def _aliases(like: str) -> Mapping[str, tuple[str, ...]]:
    said = words()
    found = {SURVEY: said.survey, CHOICES: said.choices, SETTINGS: said.settings}[like]
    if like == SETTINGS:
        return {**found, "x_form_title": found["form_title"]}
    return {**found, "list name": ("list name",)} if like == CHOICES else found


@lru_cache(maxsize=4)
def _known(like: str) -> frozenset[str]:
    said = words()
    own = {SURVEY: said.survey_columns, CHOICES: frozenset[str](), SETTINGS: said.settings_columns}[like]
    return own | frozenset(_MORE[like])


@lru_cache(maxsize=4)
def _inverse(like: str) -> Mapping[tuple[str, ...], str]:
    aliases = _aliases(like)
    return {aliases[name]: name for name in _PREFERRED[like]}


def is_known(sheet: str, column: str) -> bool:
    """Whether a normal column means something here, be it XLSForm's or ours."""
    like = kind_of(sheet)
    first = base(column)
    named = set(_PREFERRED[like]) | _known(like) | set(OWN[like])
    return first in named


def all_known(sheet: str) -> tuple[str, ...]:
    """Every column that means something on a sheet, for suggestions."""
    like = kind_of(sheet)
    return tuple(dict.fromkeys((*ORDER[like], *OWN[like], *_PREFERRED[like], *sorted(_known(like)))))

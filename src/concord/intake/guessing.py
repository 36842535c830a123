"""Which encoding turns bytes beyond ASCII into words: a score for each candidate, from the letters of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from concord.intake import letters
from concord.intake.encoding_names import decoder

# A table of countries mixes languages ("São Tomé", "Curaçao"); letters of several count a little less than of one.
MIXED = 0.85
# Old DOS and Macintosh sets are rarer than Windows'.
RARE = {"cp850": 0.04, "cp852": 0.04, "mac_roman": 0.04, "cp866": 0.02, "koi8_r": 0.01, "iso8859_15": 0.01}
MULTI_BYTE = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")


def ranked(sample: bytes) -> list[tuple[float, str]]:
    """Score and name of every candidate, best first; of equal ones the commoner first."""
    scored = [(score(sample, name), name) for name in (*letters.SINGLE_BYTE, *MULTI_BYTE)]
    return sorted(scored, key=lambda pair: -round(pair[0], 6))


def score(sample: bytes, name: str) -> float:
    """How much like a language the sample reads in this encoding: 0 (not at all) to 1."""
    try:
        text = sample.decode(decoder(name))
    except UnicodeDecodeError as error:
        if error.end < len(sample) - 4 or name not in MULTI_BYTE:
            return 0.0
        text = sample[: error.start].decode(decoder(name))
    if name in MULTI_BYTE:
        return _east_asian(text, name)
    return max(0.0, _alphabetic(text, letters.SINGLE_BYTE[name]) - RARE.get(name, 0.0))


_WORD = re.compile(r"[^\W\d_]+")
_SIGN_INSIDE = re.compile(r"[^\W\d_][°•§±²³€£№ªº©®«»…“”„][^\W\d_]")


def _alphabetic(text: str, languages: dict[str, str]) -> float:
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return 0.0
    if any("\x80" <= character <= "\x9f" for character in beyond):
        return 0.0
    strange = sum(not character.isalpha() and character not in _SIGNS for character in beyond)
    strange += len(_SIGN_INSIDE.findall(text))
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    awkward = sum(_awkward(word) for word in words)
    covered = max(_covered(beyond, alphabet) for alphabet in languages.values())
    if len(languages) > 4 and len(next(iter(languages.values()))) < 24:
        covered = max(covered, MIXED * _covered(beyond, "".join(languages.values())))
    return max(0.0, covered - 1.5 * strange / len(beyond) - 0.7 * awkward / max(1, len(words)))


# Signs that stand in ordinary text of many languages and say nothing for or against.
_SIGNS = frozenset("  –—‘’“”„«»…•·°§±²³€£№ªº©®،؛؟\u200c\u200d\u0301ـ")


def _covered(beyond: Iterable[str], alphabet: str) -> float:
    """Share of the letters beyond ASCII that the alphabet has; in long alphabets common letters must be common."""
    own = frozenset(alphabet) | frozenset(alphabet.upper()) | frozenset(alphabet.lower())
    marks = [character for character in beyond if character not in _SIGNS]
    if not marks:
        return 0.3
    share = sum(character in own for character in marks) / len(marks)
    if len(alphabet) < 24 or alphabet[0] in "éá":
        return share
    first = alphabet[: len(alphabet) // 2]
    common = frozenset(first) | frozenset(first.upper())
    usual = sum(character in common for character in marks) / len(marks)
    return share * min(1.0, 0.55 + 0.6 * usual)


def _awkward(word: str) -> bool:
    """A word no language writes: two scripts, a capital after a small letter, a letter beyond ASCII capital alone."""
    scripts = {_script(character) for character in word}
    if len(scripts) > 1:
        return True
    body = word[1:]
    return not word.isupper() and any(character.isupper() for character in body) and not _titled(word)


def _titled(word: str) -> bool:
    """McDonald and the like: every capital is followed by a small letter and is ASCII."""
    return word.isascii()


def _script(character: str) -> str:
    point = ord(character)
    for name, start, end in _SCRIPTS:
        if start <= point <= end:
            return name
    return "Latin"


_SCRIPTS = (
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x6FF),
    ("Thai", 0xE00, 0xE7F),
)


def _east_asian(text: str, name: str) -> float:
    beyond = [character for character in text if character > "\x7f"]
    if not beyond or any("\x80" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff" for c in beyond):
        return 0.0
    signs = sum(_is_wide_sign(character) for character in beyond)
    marks = len(beyond) - signs
    if not marks:
        return 0.2
    common = sum(_is_common(character, name) for character in beyond) / marks
    lonely = sum(1 for _ in _lonely(text)) / len(beyond)
    half_kana = sum("\uff61" <= character <= "\uff9f" for character in beyond) / len(beyond)
    floor = {"gb18030": 0.35, "big5": 0.35, "euc_kr": 0.4, "shift_jis": 0.4, "euc_jp": 0.4}[name]
    return max(0.0, min(1.0, common / floor * 0.97) - lonely - half_kana)


def _is_wide_sign(character: str) -> bool:
    return "\u3000" <= character <= "\u303f" or "\uff01" <= character <= "\uff5e" or character in _SIGNS


def _is_common(character: str, name: str) -> bool:
    if name in ("shift_jis", "euc_jp"):
        return "\u3041" <= character <= "\u30ff"
    return character in _COMMON[name]


_COMMON = {
    "gb18030": frozenset(letters.HAN_COMMON),
    "big5": frozenset(letters.HAN_TRADITIONAL),
    "euc_kr": frozenset(letters.HANGUL_COMMON),
}


def _lonely(text: str) -> Iterator[re.Match[str]]:
    """A wide character squeezed between Latin letters: a code page read as an East Asian set."""
    return re.finditer(r"[A-Za-z][\u3400-\u9fff\uac00-\ud7af][a-z]|[a-z][\u3400-\u9fff\uac00-\ud7af]", text)

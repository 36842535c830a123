"""Encodings are detected on the names of the world's countries, and never wrongly without asking."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.intake.encoding_names import decoder
from concord.intake.encodings import detect, first_invalid, place_of

USED = {
    "fr": ("cp1252", "iso8859_15", "mac_roman", "cp850"),
    "es": ("cp1252", "cp850"),
    "pt": ("cp1252",),
    "de": ("cp1252", "mac_roman"),
    "sv": ("cp1252",),
    "da": ("cp1252",),
    "it": ("cp1252",),
    "pl": ("cp1250", "iso8859_2", "cp852"),
    "cs": ("cp1250", "iso8859_2"),
    "hu": ("cp1250", "iso8859_2"),
    "hr": ("cp1250",),
    "tr": ("cp1254", "iso8859_9"),
    "ru": ("cp1251", "iso8859_5", "koi8_r", "cp866"),
    "uk": ("cp1251",),
    "bg": ("cp1251",),
    "sr": ("cp1251",),
    "ar": ("cp1256", "iso8859_6"),
    "fa": ("cp1256",),
    "el": ("cp1253", "iso8859_7"),
    "he": ("cp1255",),
    "lt": ("cp1257",),
    "th": ("cp874",),
    "zh": ("gb18030",),
    "zh_Hant": ("big5",),
    "ja": ("shift_jis", "euc_jp"),
    "ko": ("euc_kr",),
}
PAIRS = [(language, name) for language, names in USED.items() for name in names]


def table(language: str, name: str, start: int = 0, rows: int = 400) -> str:
    lines = []
    for code, country in list(Locale.parse(language).territories.items())[start : start + rows]:
        try:
            country.encode(decoder(name))
        except UnicodeEncodeError:
            continue
        lines.append(f"{code},{country},12\r\n")
    return "code,name,count\r\n" + "".join(lines)


@pytest.mark.parametrize(("language", "name"), PAIRS)
def test_a_whole_table_of_countries_reads_as_it_was_written(language: str, name: str) -> None:
    text = table(language, name)
    data = text.encode(decoder(name))
    assert data.decode(detect(data).decoder) == text


@pytest.mark.parametrize(("language", "name"), PAIRS)
def test_a_few_rows_are_never_read_wrongly_without_asking(language: str, name: str) -> None:
    for start in range(30, 240, 30):
        text = table(language, name, start, 6)
        data = text.encode(decoder(name))
        found = detect(data)
        assert found.alternatives or data.decode(found.decoder) == text, (start, found)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_is_always_known_for_what_it_is(text: str) -> None:
    data = f"a,b\n{text},1\n".encode()
    found = detect(data)
    assert found.name in ("utf-8", "ascii")
    assert found.invalid is None


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.sampled_from(["utf-16", "utf-8-sig"]))
def test_a_mark_at_the_start_decides(text: str, name: str) -> None:
    data = f"a,b\n{text},1\n".encode(name)
    found = detect(data)
    assert data[found.mark :].decode(found.name) == f"a,b\n{text},1\n"


def test_the_first_invalid_byte_has_its_place() -> None:
    data = "a,b\nKéñya,1\n".encode() + b"Na\xffmibia,2\n"
    offset = first_invalid(data, "utf-8")
    assert offset == data.index(b"\xff")
    assert place_of(data, detect(data), offset) == (3, 3)


def test_the_place_is_right_beyond_the_first_block() -> None:
    data = ("é" * 700_000 + "\n").encode() + b"\xff\n"
    assert first_invalid(data, "utf-8") == len(data) - 2

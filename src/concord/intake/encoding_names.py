"""The encodings that are read: Python's names, what people call them, and which codec reads each."""

from __future__ import annotations

# Python's wider forms of the East Asian sets, as Windows writes them.
DECODERS = {"big5": "cp950", "shift_jis": "cp932", "euc_kr": "cp949"}

# What people call them.
NAMES = {
    "ascii": "ASCII",
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "utf-32-le": "UTF-32 (little-endian)",
    "utf-32-be": "UTF-32 (big-endian)",
    "gb18030": "GB 18030 (Chinese, simplified)",
    "big5": "Big5 (Chinese, traditional)",
    "shift_jis": "Shift-JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "euc_kr": "EUC-KR (Korean)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp850": "DOS 850 (Western)",
    "cp852": "DOS 852 (Central European)",
    "mac_roman": "Mac Roman (Western)",
    "cp874": "Windows-874 (Thai)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252 (Western)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "iso8859_2": "ISO 8859-2 (Central European)",
    "iso8859_5": "ISO 8859-5 (Cyrillic)",
    "iso8859_6": "ISO 8859-6 (Arabic)",
    "iso8859_7": "ISO 8859-7 (Greek)",
    "iso8859_8": "ISO 8859-8 (Hebrew)",
    "iso8859_9": "ISO 8859-9 (Turkish)",
    "iso8859_15": "ISO 8859-15 (Western)",
}


def decoder(name: str) -> str:
    """The codec that reads an encoding."""
    return DECODERS.get(name, name)


def title(name: str) -> str:
    """What people call an encoding."""
    return NAMES.get(name, name)

"""The six official languages of the United Nations, in its own order, and how each is written."""

from __future__ import annotations

from typing import Final, Literal

LanguageCode = Literal["ar", "zh", "en", "fr", "ru", "es"]
LANGUAGES: Final[tuple[LanguageCode, ...]] = ("ar", "zh", "en", "fr", "ru", "es")
NATIVE_NAMES: Final[dict[str, str]] = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


def direction(language: str) -> Literal["rtl", "ltr"]:
    """Reading direction of a language."""
    return "rtl" if language.partition("-")[0] == "ar" else "ltr"


def native_name(language: str) -> str:
    """The language's name in its own script."""
    return NATIVE_NAMES[language]

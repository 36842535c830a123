"""Colours of figures, by name: fixed for print, custom properties for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Tone = Literal["lake", "origin", "destination", "workers", "marigold", "sky", "ink-3"]

_COMMON: Final = ("bg", "linen", "sand", "line", "edge", "ink", "ink-2", "ink-3")
_TONES: Final = ("lake", "origin", "destination", "workers", "marigold", "sky", "green", "red", "on")
_MAP: Final = ("sea", "shore", "no-data", "hatch", "seq-1", "seq-2", "seq-3", "seq-4", "seq-5", "seq-6")
TOKENS: Final = (*_COMMON, *_TONES, *_MAP)


def _named(common: str, tones: str, of_maps: str) -> Mapping[str, str]:
    colours = (common + " " + tones + " " + of_maps).split()
    return MappingProxyType({name: "#" + colour for name, colour in zip(TOKENS, colours, strict=True)})


LIGHT: Final = _named(
    "FFFFFF F7F5F0 EDE9E0 DAD5CA 77736A 16242A 44525A 5A666C",
    "0E5A66 C2500F 2B74BA 5A1A50 EFB03A 5B9BD8 1B6644 A2231D FFFFFF",
    "EEF4F4 6F8489 EFECE6 C3BCAF F8EFD6 CFDDB4 90C5B3 4E9FA9 27718A 0B3F57",
)
DARK: Final = _named(
    "0F1A1D 16252A 1F3238 2E454C 82969C EEF2F1 C0CCCE A0AFB2",
    "7FCDD6 F08A5B 5FA3F0 F0D2F2 F2BE5C 5B9BD8 8ED3AC FFA198 08282E",
    "0B1417 5C7379 1C272B 46565B 1E3A44 235666 2F7B87 5FA89F A9CFA5 F3EBC4",
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colour values by token (design tables 2 and 7): ``palette["lake"]``.

    Use :meth:`light` or :meth:`dark` where custom properties are not known (Typst, a downloaded picture) and
    :meth:`css` inside a page, whose style sheet then decides on light, dark and contrast.
    """

    colours: Mapping[str, str]

    def __getitem__(self, token: str) -> str:
        return self.colours[token]

    @classmethod
    def light(cls) -> Palette:
        """Fixed light colours."""
        return _LIGHT

    @classmethod
    def dark(cls) -> Palette:
        """Fixed dark colours."""
        return _DARK

    @classmethod
    def css(cls) -> Palette:
        """Custom properties named after the tokens (``--lake``, ``--seq-1``), light colours where they are not set."""
        return _CSS


_LIGHT: Final = Palette(LIGHT)
_DARK: Final = Palette(DARK)
_CSS: Final = Palette(MappingProxyType({name: f"var(--{name},{colour})" for name, colour in LIGHT.items()}))
SERIES: Final[tuple[Tone, ...]] = ("lake", "origin", "marigold", "sky", "workers")
TEXT_TONES: Final = frozenset({"lake", "origin", "destination", "workers"})


def tones(chosen: Sequence[Tone | None]) -> list[Tone]:
    """A tone for each series: the one it chose, else the next that none chose."""
    free = [tone for tone in SERIES if tone not in chosen]
    return [tone or (free.pop(0) if free else "ink-3") for tone in chosen]


def text_tone(tone: str) -> str:
    """The token for words about a mark of this tone: the tone itself where it may be text, else ink."""
    return tone if tone in TEXT_TONES else "ink"

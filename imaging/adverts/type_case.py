"""Which face sets which character, and how wide it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TypedDict

from PIL import features

from imaging.adverts import font_files, typeset
from imaging.adverts.brand import FontKey
from imaging.adverts.faces import FACES, FALLBACKS, FAMILIES, Weight
from imaging.adverts.typeset import Blank, Unit
from imaging.errors import EngineError

REFERENCE_PX = 200  # widths are measured once at this size and scale with it
UNMEASURED = frozenset("\ufe0f\u200b\u200d")  # marks that show nothing by themselves


@dataclass(frozen=True)
class TypeStyle:
    """How a text is set: its family, weight, em added after every character; whether it is large.

    Inside a large line half of the blank of a comma or a stop is dropped, or it would gape.
    """

    family: FontKey
    weight: Weight = "regular"
    tracking: float = 0.0
    display: bool = False


@dataclass
class TypeCase:
    """The faces of one advert. `fallbacks` collects what a family lacked: character → face."""

    language: str | None = None
    fallbacks: dict[str, str] = field(default_factory=dict)

    def units(self, text: str, style: TypeStyle) -> list[Unit]:
        """`text` in the faces of `style`. Raises EngineError: no_glyph, font_missing."""
        shown = "".join(character for character in text if character not in UNMEASURED)
        chinese = typeset.has_han(shown) or (self.language == "zh" and not shown.isascii())
        units = typeset.units(
            shown,
            chinese=chinese,
            cast=lambda character: self.face(character, style, chinese=chinese),
            measure=lambda part, face: measured(part, face, style.tracking),
        )
        return [_tightened(unit) for unit in units] if style.display else units

    def face(self, character: str, style: TypeStyle, *, chinese: bool) -> str:
        """The key of the face for one character: the family's own, else the first that has it.

        Raises EngineError("no_glyph").
        """
        family = FAMILIES[style.family]
        own = family.latin if _is_latin(character, chinese=chinese) else family.cjk
        first = own[style.weight]
        if not character.isalnum():
            first = FACES[first].marks or first
        candidates = (first, *_others(style))
        for key in candidates:
            if ord(character) in font_files.glyphs(key):
                if key != candidates[0]:
                    self.fallbacks[character] = key
                return key
        raise EngineError("no_glyph", characters=character)


def _tightened(unit: Unit) -> Unit:
    return replace(unit, advance=unit.advance - unit.right / 2, right=unit.right / 2)


def _is_latin(character: str, *, chinese: bool) -> bool:
    return typeset.kind_of(character, chinese=chinese) == "latin"


def _others(style: TypeStyle) -> Sequence[str]:
    family = FAMILIES[style.family]
    return (family.cjk[style.weight], family.latin[style.weight], *FALLBACKS[style.weight])


@lru_cache(maxsize=4096)
def measured(text: str, face: str, tracking: float) -> tuple[float, Blank]:
    """Em width of `text` in the face `face`, and the blank left and right of its ink.

    Kerned where it is not tracked. Tracking is added after every character but a paired dash.
    """
    font = font_files.opened(face, REFERENCE_PX)
    options = options_of(face)
    if tracking:
        length = sum(font.getlength(character, **options) for character in text)
    else:
        length = font.getlength(text, **options)
    # Pillow's own box of a text reaches to the advance; the drawn mask tells where ink is.
    mask, offset = font.getmask2(text, **options)
    ink = mask.getbbox() or (0, 0, 0, 0)
    left, right = ink[0] + offset[0], length - ink[2] - offset[0]
    spaced = length / REFERENCE_PX + tracking * len(text)
    return spaced, (max(0.0, left / REFERENCE_PX), max(0.0, right / REFERENCE_PX))


class Shaping(TypedDict, total=False):
    """Pillow's shaping options."""

    features: list[str]
    language: str


def options_of(face: str) -> Shaping:
    """Mainland shapes for Chinese, lining figures everywhere; nothing without Raqm."""
    if not features.check("raqm"):
        return {}
    shaping: Shaping = {"features": ["lnum"]}
    return {**shaping, "language": "zh-Hans"} if FACES[face].cjk else shaping


@cache
def extent(face: str) -> tuple[float, float]:
    """Em that a line of `face` reaches above and below its baseline: 国, or H and g."""
    font = font_files.opened(face, REFERENCE_PX)
    sample = "国" if FACES[face].cjk else "Hg"
    _, top, _, bottom = font.getbbox(sample, anchor="ls", **options_of(face))
    return -top / REFERENCE_PX, bottom / REFERENCE_PX

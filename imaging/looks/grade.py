"""What a look is made of, and the colour that it makes of a colour.

Colours are graded in Oklab (Ottosson, "A perceptual color space for image processing", 2020), so
that hue stays where chroma or lightness is changed.
"""

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from imaging.ops.light import REC709, decoded, encoded

F64 = NDArray[np.float64]

TO_LMS = np.array(
    (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
)
TO_LAB = np.array(
    (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
)
STRONG = 0.12  # Oklab chroma from where vibrance leaves a colour alone
HALF = 0.55  # Oklab lightness about which contrast turns: that of a mid-grey paper


class Toning(BaseModel, frozen=True, extra="forbid"):
    """A tint: hue in degrees of Oklab (30 red, 70 orange, 110 yellow, 145 green, 200 cyan, 265
    blue, 330 pink), and how much chroma it adds."""

    hue: float = Field(ge=0, lt=360)
    amount: float = Field(ge=0, le=0.1)


class HueShift(BaseModel, frozen=True, extra="forbid"):
    """What happens to colours about `hue`, `width` degrees to each side, falling off smoothly."""

    hue: float = Field(ge=0, lt=360)
    width: float = Field(default=40, gt=0, le=180)
    turn: float = Field(default=0, ge=-60, le=60)
    chroma: float = Field(default=1, ge=0, le=2)
    lightness: float = Field(default=0, ge=-0.2, le=0.2)


class Grade(BaseModel, frozen=True, extra="forbid"):
    """A look in numbers; all at their defaults change nothing.

    warmth, tint: towards amber and pink, or blue and green, in gains of light. contrast: slope
    about the middle. lift, top: lightness of black, and what white loses. brightness: of the
    middle. saturation: gain of chroma, vibrance: gain of what has little. shadows, highlights:
    tints by lightness. grey: how much of all colour goes.
    """

    warmth: float = Field(default=0, ge=-0.3, le=0.3)
    tint: float = Field(default=0, ge=-0.2, le=0.2)
    contrast: float = Field(default=0, ge=-0.6, le=1)
    brightness: float = Field(default=0, ge=-0.2, le=0.2)
    lift: float = Field(default=0, ge=0, le=0.2)
    top: float = Field(default=0, ge=0, le=0.15)
    saturation: float = Field(default=1, ge=0, le=2)
    vibrance: float = Field(default=0, ge=-0.8, le=0.8)
    grey: float = Field(default=0, ge=0, le=1)
    shadows: Toning | None = None
    highlights: Toning | None = None
    hues: tuple[HueShift, ...] = ()


def graded(rgb: F64, grade: Grade) -> F64:
    """`rgb` (N, 3) sRGB in [0, 1] with `grade`: (N, 3) sRGB, clipped to [0, 1]."""
    lab = to_oklab(decoded(rgb) * _gains(grade))
    light, chroma, hue = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2]), np.arctan2(lab[:, 2], lab[:, 1])
    light = _toned(light, grade)
    chroma = chroma * (grade.saturation + grade.vibrance * np.clip(1 - chroma / STRONG, 0, 1))
    light, chroma, hue = _by_hue(light, chroma, hue, grade)
    chroma = chroma * (1 - grade.grey)
    tint = _tint(light, grade)
    made = np.column_stack(
        [light, chroma * np.cos(hue) + tint[:, 0], chroma * np.sin(hue) + tint[:, 1]]
    )
    return encoded(_in_gamut(made))


def to_oklab(light: F64) -> F64:
    """Linear sRGB `light` (N, 3) as Oklab L, a, b."""
    return np.asarray(np.cbrt(light @ TO_LMS.T) @ TO_LAB.T)


def from_oklab(lab: F64) -> F64:
    """Oklab (N, 3) as linear sRGB, not clipped."""
    return np.asarray((lab @ np.linalg.inv(TO_LAB).T) ** 3 @ np.linalg.inv(TO_LMS).T)


def _gains(grade: Grade) -> F64:
    """Of red, green and blue light, a mid grey keeping its luminance."""
    gains = np.exp([grade.warmth, -grade.tint, -grade.warmth])
    return np.asarray(gains / (gains @ REC709))


def _toned(light: F64, grade: Grade) -> F64:
    """Lightness by an S about HALF that keeps 0 and 1, then lifted, lowered and brightened."""
    above = light >= HALF
    span = np.where(above, 1 - HALF, HALF)
    share = np.clip(np.abs(light - HALF) / span, 0, 1)
    slope = 1 + grade.contrast
    curved = slope * share / (1 + (slope - 1) * share)  # through (0, 0) and (1, 1)
    toned = HALF + np.where(above, 1, -1) * span * curved
    toned = toned + grade.brightness * 4 * toned * (1 - toned)
    return np.asarray(grade.lift + toned * (1 - grade.lift - grade.top))


def _by_hue(light: F64, chroma: F64, hue: F64, grade: Grade) -> tuple[F64, F64, F64]:
    before = hue
    for shift in grade.hues:
        apart = np.angle(np.exp(1j * (before - np.radians(shift.hue))))
        share = np.cos(np.clip(apart / np.radians(shift.width), -1, 1) * np.pi / 2) ** 2
        hue = hue + share * np.radians(shift.turn)
        light = light + share * shift.lightness * np.clip(chroma / STRONG, 0, 1)
        chroma = chroma * (1 + share * (shift.chroma - 1))
    return light, chroma, hue


def _tint(light: F64, grade: Grade) -> F64:
    """What to add to a and b, (N, 2): black and white stay neutral."""
    total = np.zeros((len(light), 2))
    lit = np.clip(light, 0, 1)
    for toning, weight in ((grade.shadows, 1 - lit), (grade.highlights, lit)):
        if toning:
            angle = np.radians(toning.hue)
            amount = toning.amount * weight * 4 * lit * (1 - lit)
            total += amount[:, None] * (np.cos(angle), np.sin(angle))
    return total


def _in_gamut(lab: F64) -> F64:
    """Linear light in [0, 1]: what lies outside gives up chroma, not hue (a halving search)."""
    lab = np.column_stack([np.clip(lab[:, 0], 0, 1), lab[:, 1:]])
    low, high = np.zeros(len(lab)), np.ones(len(lab))
    for _ in range(12):
        middle = (low + high) / 2
        inside = _is_colour(
            from_oklab(lab * np.column_stack([np.ones_like(middle), middle, middle]))
        )
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    share = np.where(_is_colour(from_oklab(lab)), 1.0, low)
    return np.clip(from_oklab(lab * np.column_stack([np.ones_like(share), share, share])), 0, 1)


def _is_colour(light: F64) -> NDArray[np.bool_]:
    return np.asarray(((light >= -1e-6) & (light <= 1 + 1e-6)).all(axis=1))

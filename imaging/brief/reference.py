"""What can be told of a picture that a seller likes: colours, warmth and light of its surroundings.

Only the border is looked at, where the product seldom is. What is not plain stays unsaid.
"""

import numpy as np
from numpy.typing import NDArray

from imaging.brief.model import Brightness, LightDirection, LightQuality, SceneBrief, Warmth

LONG_SIDE = 128  # px; finer detail says nothing of a look
BORDER = 0.18  # of each side
ALIKE = 12.0  # colours nearer than this in Lab are one
ROUNDS = 12
SMALLEST = 0.08  # share of the border from which a colour counts
WARM, COOL = 6.0, -4.0  # mean b of Lab
BRIGHT, DARK = 72.0, 38.0  # mean L of Lab
SLOPE = 10.0  # difference in L from one side to the other from which light has a direction
HARD_EDGE, SOFT_EDGE = 12.0, 4.0  # L from one pixel to the next, at the steepest

Floats = NDArray[np.float32]


def brief_from_picture(image: NDArray[np.uint8]) -> SceneBrief:
    """Palette, warmth, brightness and light of `image`, (H, W, 3) uint8 sRGB, as a brief.

    colours: at most three as #RRGGBB, the largest first.
    """
    lab = _small_lab(image)
    border = _border(lab.shape[0], lab.shape[1])
    around = lab[border]
    lightness, _, yellow = around.mean(axis=0)
    return SceneBrief(
        colours=_palette(around),
        warmth=_warmth(yellow),
        brightness=_brightness(lightness),
        light_direction=_direction(lab[..., 0], border),
        light_quality=_quality(lab[..., 0], border),
    )


def _small_lab(image: NDArray[np.uint8]) -> Floats:
    """(h, w, 3) float32 Lab, L in [0, 100], the longer side LONG_SIDE."""
    import cv2

    height, width = image.shape[:2]
    ratio = LONG_SIDE / max(height, width)
    size = (max(8, round(width * ratio)), max(8, round(height * ratio)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)


def _border(height: int, width: int) -> NDArray[np.bool_]:
    inside = np.zeros((height, width), bool)
    down, across = max(1, round(height * BORDER)), max(1, round(width * BORDER))
    inside[down:-down, across:-across] = True
    return ~inside


def _palette(pixels: Floats) -> tuple[str, ...]:
    """Up to three colours of (N, 3) Lab pixels, the largest share first."""
    import cv2

    centres, counts = _clusters(pixels)
    kept: dict[int, int] = {}
    for one in np.argsort(-counts, kind="stable").tolist():
        gaps = {other: np.linalg.norm(centres[one] - centres[other]) for other in kept}
        alike = [other for other, gap in gaps.items() if gap < ALIKE]
        name = alike[0] if alike else one
        kept[name] = kept.get(name, 0) + int(counts[one])
    large = [one for one, count in kept.items() if count >= SMALLEST * len(pixels)]
    large.sort(key=lambda one: -kept[one])
    rgb = cv2.cvtColor(centres[None, large], cv2.COLOR_LAB2RGB)[0]
    digits = np.clip(np.rint(rgb * 255), 0, 255).astype(int)
    return tuple("#{:02X}{:02X}{:02X}".format(*colour) for colour in digits)


def _clusters(pixels: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """k-means with three centres: (3, 3) float32 Lab, and how many pixels each has.

    Begun from thirds by lightness, not at random: a picture has one palette.
    """
    thirds = np.array_split(pixels[np.argsort(pixels[:, 0], kind="stable")], 3)
    centres = np.stack([third.mean(axis=0) for third in thirds])
    for _ in range(ROUNDS):
        nearest = np.linalg.norm(pixels[:, None] - centres, axis=2).argmin(axis=1)
        for one in np.unique(nearest):
            centres[one] = pixels[nearest == one].mean(axis=0)
    return centres, np.bincount(nearest, minlength=3)


def _warmth(yellow: float) -> Warmth:
    if yellow > WARM:
        return "warm"
    return "cool" if yellow < COOL else "neutral"


def _brightness(lightness: float) -> Brightness:
    if lightness > BRIGHT:
        return "bright"
    return "dark" if lightness < DARK else "normal"


def _direction(lightness: Floats, border: NDArray[np.bool_]) -> LightDirection | None:
    """The side towards which the border grows lighter: a plane laid through its lightness."""
    y, x = np.nonzero(border)
    height, width = border.shape
    plane = np.stack([x / width, y / height, np.ones(len(x))], axis=1)
    (rightward, downward, _), *_rest = np.linalg.lstsq(plane, lightness[border], rcond=None)
    if abs(rightward) > max(SLOPE, abs(downward)):
        return "right" if rightward > 0 else "left"
    return "top" if downward < -SLOPE else None  # lighter below is a table, not a lamp


def _quality(lightness: Floats, border: NDArray[np.bool_]) -> LightQuality | None:
    """By the steepest edges of light and shade on the border."""
    down, across = np.gradient(lightness)
    steepest = np.percentile(np.hypot(down, across)[border], 99.5)
    if steepest >= HARD_EDGE:
        return "hard"
    return "soft" if steepest <= SOFT_EDGE else None

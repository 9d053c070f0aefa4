"""What happens to a level whatever lies beside it: curves that are joined and applied at once."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.light import LIGHT_OF, encoded, luminance

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Colour = tuple[float, float, float]

LEVELS = np.arange(256, dtype=np.float32)
KNEE = 0.6  # of linear light: where what would clip begins to bend
STEEPNESS = 4.0  # of the S that full contrast bends the middle into
MIDDLE = 0.46  # of the levels: about 18 % grey, which contrast leaves where it is


def same() -> F32:
    """The curve that changes nothing, (256, 3) float32: a level for every level of R, G and B."""
    return np.repeat(LEVELS[:, None], 3, axis=1)


def joined(first: F32, then: F32) -> F32:
    """The curve of `first` and after it `then`, both (256, 3), not rounded between."""
    through = [np.interp(first[:, i], LEVELS, then[:, i]) for i in range(3)]
    return np.stack(through, axis=1).astype(np.float32)


def applied(image: U8, curve: F32) -> U8:
    """`image` (H, W, 3) through `curve` (256, 3), rounded once."""
    table = np.rint(np.clip(curve, 0, 255)).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table[:, None]), np.uint8)


def gained(gains: Colour) -> F32:
    """Linear light times `gains` a channel, as a curve (256, 3); white stays white.

    Up to KNEE the product is exact; from there it bends to reach 1 for 1, so that nothing clips and
    what was clipped white gets no colour.
    """
    bent = [255 * encoded(_bent(LIGHT_OF, gain)) for gain in gains]
    return np.stack(bent, axis=1).astype(np.float32)


def gains_against(light: Colour, wanted: Colour, strength: float) -> Colour:
    """Gains that make linear RGB `light` white, and more of them: the logs of gains in `wanted`.

    strength: 0 for none of it to 1. What was white in that light keeps its luminance.
    """
    rgb = np.array(light, np.float64)
    gains = np.exp(strength * (np.array(wanted) - np.log(rgb)))
    red, green, blue = (gains * luminance(rgb) / luminance(rgb * gains)).tolist()
    return red, green, blue


def levelled(black: float) -> F32:
    """Levels stretched so that `black` (a level, 0 to 254) becomes 0 and 255 stays, (256, 3)."""
    line = (LEVELS - np.float32(black)) * np.float32(255 / (255 - black))
    return np.repeat(np.clip(line, 0, 255)[:, None], 3, axis=1)


def contrasted(amount: float) -> F32:
    """An S through black, MIDDLE and white, or with `amount` below 0 its opposite; (256, 3).

    `amount` in [-1, 1]: at 1 the middle is about twice as steep.
    """
    if amount == 0:
        return same()
    x = LEVELS.astype(np.float64) / 255
    s_curve = _sigmoid(x)
    bent = s_curve if amount > 0 else 2 * x - s_curve
    line = 255 * (x + abs(amount) * (bent - x))
    return np.repeat(line[:, None], 3, axis=1).astype(np.float32)


def _bent(light: NDArray[np.float64], gain: float) -> NDArray[np.float64]:
    """`gain` times `light`, from the knee on a hyperbola of the same slope that ends in (1, 1)."""
    knee = KNEE / max(gain, 1.0)
    slope = gain * (1 - knee) / (1 - gain * knee)
    along = np.clip((light - knee) / (1 - knee), 0, 1)
    above = gain * knee + (1 - gain * knee) * slope * along / (1 + (slope - 1) * along)
    return np.where(light <= knee, gain * light, above)


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """0, MIDDLE and 1 stay; between them a logistic curve, scaled on each side."""

    def logistic(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(1 / (1 + np.exp(-STEEPNESS * (at - MIDDLE))) - 0.5)

    ends = np.where(
        x < MIDDLE, logistic(np.zeros(1)) / -MIDDLE, logistic(np.ones(1)) / (1 - MIDDLE)
    )
    return np.asarray(MIDDLE + logistic(x) / ends)

"""The colour of the light in a picture, from several weak hints that may contradict each other."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.delta_e import lab
from imaging.ops.light import luminance, strongest, to_light

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Mask = NDArray[np.bool_]
Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)
CLIPPED, BLACK = 250, 12  # levels; beyond them the ratio of channels is lost
DARKEST = 30  # L*: noise decides the colour of what is darker
NEUTRAL = 26.0  # chroma C*ab that a white thing may have under a bad light, or half a grey one
FEWEST = 0.03  # of the picture: with less that may be white nothing is told
POWER = 5  # Minkowski norm of shades of grey and of grey edges
RIM = 0.06  # of the longer side: where background paper is looked for
PAPER_LIGHTNESS, PAPER_SPREAD, PAPER_SHARE = 62, 6.0, 0.7
PAPER_CHROMA = 16.0
RIM_SHARE = 0.25  # of the rim that may be white, for a full confidence
APART = 0.09  # of log ratios: hints so far from each other halve the confidence
OUTLIER = 0.14  # the most that one hint alone counts
ODD = 0.6  # of the confidence is left for light that is more green or pink than yellow or blue
MAGENTA, GREEN = 0.4, 0.8  # how far a tint is believed: lamps are yellow, few green, none magenta


@dataclass(frozen=True)
class Illuminant:
    """Linear RGB of the light at luminance 1; how sure that is, 0 to 1; and what told most."""

    rgb: Colour = WHITE
    confidence: float = 0.0
    by_paper: bool = False


def illuminant(image: U8, usable: Mask | None = None) -> Illuminant:
    """The light on `image` (H, W, 3), a copy of a few hundred px; `usable` (H, W) limits where.

    Hints: background paper; the near-white things that most pixels agree on; shades of grey
    (Finlayson and Trezzi 2004) and grey edges (van de Weijer, Gevers and Gijsenij 2007), both only
    where a thing may be white. Strong colours (a red sheet) take no part. The confidence falls
    with the hints' distance from each other, with how little there is to see, and where only the
    middle may be white: a mint shirt on a brown floor is no sign of green light.
    """
    seen = _Seen.of(image, usable)
    paper = seen.paper()
    if paper is not None:
        return Illuminant(_believed(paper), 1.0, by_paper=True)
    if seen.share < FEWEST:
        return Illuminant()
    hints = np.stack([seen.agreed(), seen.shades(), seen.edges()])
    middle = np.median(hints, axis=0)
    spread = float(np.minimum(np.abs(hints - middle).max(1), OUTLIER).mean())
    enough = min(1.0, seen.share / (6 * FEWEST), seen.share_of_rim / RIM_SHARE)
    enough *= ODD if abs(middle.sum()) > abs(middle[0] - middle[1]) else 1.0
    return Illuminant(_believed(middle), float(enough / (1 + (spread / APART) ** 2)))


@dataclass(frozen=True)
class _Seen:
    """A small picture and what of it may be a white or grey thing."""

    light: F32
    lab: F32
    usable: Mask
    white: Mask

    @classmethod
    def of(cls, image: U8, usable: Mask | None) -> "_Seen":
        """`image` in light and in Lab, and where a colour can be read from it."""
        seen = lab(image)
        largest = strongest(image)
        clear = (largest < CLIPPED) & (largest > BLACK)
        clear &= True if usable is None else usable
        chroma = np.hypot(seen[..., 1], seen[..., 2])
        # A dark thing in the same light is less colourful: half the limit at half the lightness.
        white = clear & (seen[..., 0] > DARKEST) & (chroma < NEUTRAL * seen[..., 0] / 80)
        return cls(to_light(image), seen, clear, white)

    @property
    def share(self) -> float:
        """Of the picture that may be white."""
        return float(self.white.mean())

    @property
    def share_of_rim(self) -> float:
        """Of the rim that may be white."""
        return float(self.white[self.rim].mean())

    @property
    def rim(self) -> Mask:
        """The outermost part of the picture, (h, w)."""
        rim = np.ones(self.usable.shape, np.bool_)
        deep = max(1, round(RIM * max(rim.shape)))
        rim[deep:-deep, deep:-deep] = False
        return rim

    def paper(self) -> NDArray[np.float64] | None:
        """The colour of an even light rim; None where the rim is anything else."""
        rim = self.rim
        around = cv2.blur(self.lab, (3, 3))[rim]  # grain is not uneven
        middle = np.median(around, axis=0)
        even = np.linalg.norm(around - middle, axis=1) < PAPER_SPREAD
        is_paper = (
            middle[0] > PAPER_LIGHTNESS
            and np.hypot(middle[1], middle[2]) < PAPER_CHROMA
            and even.mean() > PAPER_SHARE
        )
        chosen = self.light[rim][even & self.usable[rim]]
        return _ratios(chosen.mean(0)) if is_paper and len(chosen) else None

    def agreed(self) -> NDArray[np.float64]:
        """Where most of what may be white lies in a*b*, by mean shift; light things count more."""
        points, weight = self.lab[self.white], self.lab[self.white][:, 0]
        at = np.zeros(2, np.float32)
        for reach in (20.0, 14.0, 10.0, 8.0, 8.0):
            near = weight * np.exp(-((points[:, 1:] - at) ** 2).sum(1) / (2 * reach**2 / 4))
            at = np.asarray((points[:, 1:] * near[:, None]).sum(0) / max(near.sum(), 1e-6))
        near = weight * np.exp(-((points[:, 1:] - at) ** 2).sum(1) / 32)
        return _ratios((self.light[self.white] * near[:, None]).sum(0))

    def shades(self) -> NDArray[np.float64]:
        """Minkowski mean of the channels."""
        return _ratios((self.light[self.white] ** POWER).mean(0) ** (1 / POWER))

    def edges(self) -> NDArray[np.float64]:
        """The same mean of the channels' steepness."""
        smooth = cv2.GaussianBlur(self.light, (0, 0), 1)
        steep = np.hypot(cv2.Sobel(smooth, -1, 1, 0), cv2.Sobel(smooth, -1, 0, 1))
        inner = cv2.erode(self.white.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        inner = inner if inner.any() else self.white
        return _ratios((steep[inner] ** POWER).mean(0) ** (1 / POWER))


def _ratios(rgb: F32) -> NDArray[np.float64]:
    """log(R / G) and log(B / G)."""
    log = np.log(np.maximum(np.asarray(rgb, np.float64), 1e-6))
    return np.array([log[0] - log[1], log[2] - log[1]])


def _believed(ratios: NDArray[np.float64]) -> Colour:
    """Linear RGB at luminance 1 of log ratios, less of a tint that no lamp has."""
    warm, tint = (ratios[0] - ratios[1]) / 2, (ratios[0] + ratios[1]) / 2
    tint *= MAGENTA if tint > 0 else GREEN
    rgb = np.exp([tint + warm, 0.0, tint - warm])
    red, green, blue = (rgb / (luminance(rgb))).tolist()
    return red, green, blue

"""Skin in a picture, so that no correction makes people look ill."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops import curves
from imaging.ops.delta_e import lab

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Colour = tuple[float, float, float]

# Chai and Ngan, "Face segmentation using skin-color map" (1999): where Cr and Cb of skin lie.
RED, BLUE = (133, 173), (77, 127)
LEAST = 0.02  # of the picture; less is no person
PINKEST, YELLOWEST = 22.0, 74.0  # degrees of Lab hue between which skin of all people lies
WHITEST = 18.0  # C*ab below which a warm light on a white sheet looks like skin
PALEST = 7.0  # C*ab below which a living person looks grey
STEPS = 10


def skin(image: U8) -> Mask:
    """Where `image` (h, w, 3) has colours of skin, (h, w); wood and beige cloth have them too."""
    _, red, blue = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb))
    near = (red >= RED[0]) & (red <= RED[1]) & (blue >= BLUE[0]) & (blue <= BLUE[1])
    colours = lab(image)
    return np.asarray(near & (np.hypot(colours[..., 1], colours[..., 2]) > WHITEST))


def plausible_share(image: U8, gains: Colour) -> float:
    """How far, 0 to 1, `gains` may go before skin in `image` (h, w, 3) gets a colour no person has.

    1 where there is no skin, or none that was plausible before.
    """
    there = skin(image)
    if there.mean() < LEAST or not _plausible(image[there], (1.0, 1.0, 1.0)):
        return 1.0
    for step in range(STEPS, 0, -1):
        red, green, blue = (gain ** (step / STEPS) for gain in gains)
        if _plausible(image[there], (red, green, blue)):
            return step / STEPS
    return 0.0


def _plausible(pixels: U8, gains: Colour) -> bool:
    """Whether the middle colour of (N, 3) is skin's after `gains` of linear light."""
    shown = curves.applied(pixels[None], curves.gained(gains))
    _, a, b = np.median(lab(shown)[0], axis=0).tolist()
    hue = float(np.degrees(np.arctan2(b, a)))
    return PINKEST <= hue <= YELLOWEST and float(np.hypot(a, b)) >= PALEST

"""Sharper edges without halos: blur taken back, within what is beside each pixel."""

import cv2
import numpy as np
from numpy.typing import NDArray

from imaging.ops.guided import bands
from imaging.ops.tiles import grown

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

OVERSHOOT = 2.0  # levels beyond the neighbours' range: what the eye takes for crisp, not for a halo
GRAIN = 3.0  # levels; weaker detail is as likely noise


def sharpened(plane: U8, blur_sigma_px: float, amount: float, *, rounds: int = 1) -> U8:
    """`plane` (H, W) uint8 with a Gaussian blur of `blur_sigma_px` taken back by `amount`, 0 to 2.

    `rounds` of Van Cittert's iteration x ← x + amount · (y − blurred x); one is an unsharp mask.
    Every pixel stays in the range of its neighbours within a blur's reach, plus OVERSHOOT: an edge
    gets steeper, never a bright or dark line along it.
    """
    reach = max(1, round(blur_sigma_px))
    margin = reach + rounds * (int(4 * blur_sigma_px) + 1)
    out = np.empty_like(plane)
    for area in bands(plane.shape):
        wide = grown(area, margin, plane.shape)
        made = _of_band(plane[wide], blur_sigma_px, amount, rounds)
        top = area[0].start - wide[0].start
        out[area] = made[top : top + area[0].stop - area[0].start]
    return out


def _of_band(plane: U8, sigma: float, amount: float, rounds: int) -> U8:
    seen = plane.astype(np.float32)
    square = np.ones((2 * max(1, round(sigma)) + 1,) * 2, np.uint8)
    low = cv2.erode(plane, square) - np.float32(OVERSHOOT)
    high = cv2.dilate(plane, square) + np.float32(OVERSHOOT)
    made = seen
    for _ in range(rounds):
        lost = seen - cv2.GaussianBlur(made, (0, 0), sigma)
        made = np.clip(made + np.float32(amount) * _beyond_grain(lost), low, high)
    return np.asarray(np.clip(made + 0.5, 0, 255), np.uint8)


def _beyond_grain(lost: F32) -> F32:
    """`lost`, what is weaker than GRAIN fading out."""
    square = lost * lost
    return np.asarray(lost * (square / (square + np.float32(GRAIN**2))), np.float32)

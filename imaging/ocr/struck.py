"""Lettering that is struck through, as prices are that no longer hold."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

MIDDLE = (0.3, 0.7)  # of a line's height in which a stroke may run
INSIDE = 0.04  # of a line's width at either end that is not looked at
RUN = 0.9  # of the width that a stroke inks; figures ink half of it
LEAST_HEIGHT = 8  # px; below that figures run together


def is_struck(line: U8) -> bool:
    """Whether a stroke runs through `line` (h, w, 3) uint8, upright, from end to end."""
    height, width = line.shape[:2]
    if height < LEAST_HEIGHT or width < height:
        return False
    grey = cv2.cvtColor(np.ascontiguousarray(line), cv2.COLOR_RGB2GRAY)
    _, light = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = light if light.mean() < 0.5 else 1 - light
    rim = round(INSIDE * width) + 1
    band = ink[round(MIDDLE[0] * height) : round(MIDDLE[1] * height), rim:-rim]
    slack = cv2.dilate(band, np.ones((3, 1), np.uint8))  # a stroke that leans a little
    return bool(band.size and slack.mean(axis=1).max() >= RUN)

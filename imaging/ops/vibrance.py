"""How colourful colours are, their hue and lightness kept, as a table of colours."""

import cv2
import numpy as np

from imaging.ops.lut import F32, lattice

POINTS = 33  # a side of the table
FULL = 70.0  # C*ab from which a colour needs no vibrance
GREY = 4.0  # C*ab below which a thing is grey and stays so
SKIN, SKIN_WIDTH, SKIN_SHARE = 55.0, 25.0, 0.35  # degrees of hue; how much of vibrance skin gets


def chroma_table(vibrance: float, saturation: float) -> F32:
    """The table (see imaging.ops.lut) that makes colours stronger, or with less than 0 paler.

    saturation in [-1, 1] multiplies chroma by 1 + saturation; vibrance in [-1, 1] does the same to
    pale colours, less to strong ones and to skin, and not to greys.
    """
    colours = lattice(POINTS).reshape(-1, 1, 3)
    lab = cv2.cvtColor(colours, cv2.COLOR_RGB2LAB)
    a, b = lab[..., 1], lab[..., 2]
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    pale = np.clip(1 - chroma / FULL, 0, 1) * np.clip(chroma / GREY - 1, 0, 1)
    skin = np.exp(-(((hue - SKIN) / SKIN_WIDTH) ** 2))
    factor = (1 + saturation) * (1 + vibrance * pale * (1 - (1 - SKIN_SHARE) * skin))
    lab[..., 1:] *= factor[..., None].astype(np.float32)
    made = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB).reshape(POINTS, POINTS, POINTS, 3)
    return np.asarray(np.clip(made, 0, 1), np.float32)

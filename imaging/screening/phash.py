"""Pictures that look the same have nearly the same 64 bits: perceptual hash by DCT.

C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010 (pHash): a
32×32 grey copy, its 8×8 lowest frequencies without the mean, each bit whether one is above their
median. A product on white differs from another mostly in few of them: compare with care.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

SIDE, LOWEST = 32, 8
FLAT = 24.0  # root mean square of the 64 coefficients; below it bits are noise


def phash(image: U8) -> str | None:
    """64 bits of `image` (H, W, 3) uint8 RGB as 16 hexadecimal digits; None where it is flat."""
    grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[1 : LOWEST + 1, 1 : LOWEST + 1].ravel()
    if float(np.sqrt(np.mean(waves**2))) < FLAT:
        return None
    bits = waves > np.median(waves)
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def distance(one: str, other: str) -> int:
    """How many of the 64 bits differ: about 32 of unlike pictures, few of like ones."""
    return (int(one, 16) ^ int(other, 16)).bit_count()

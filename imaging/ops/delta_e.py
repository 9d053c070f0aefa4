"""CIE Lab of sRGB, and how different two colours look: CIEDE2000.

G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula: implementation notes,
supplementary test data, and mathematical observations", Color Research and Application 30(1),
2005; numbers in brackets are its equations, the names are its symbols. k_L = k_C = k_H = 1.
"""

from math import radians
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from imaging.ops.light import TO_LIGHT

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
Float = TypeVar("Float", np.float32, np.float64)

# Linear sRGB to XYZ (IEC 61966-2-1), each row divided by its sum: white is (1, 1, 1), D65.
_XYZ = np.array(
    ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)), np.float64
)
_TO_XYZ = (_XYZ / _XYZ.sum(axis=1, keepdims=True)).T.astype(np.float32)
_BEND = 6 / 29  # where CIE Lab's cube root becomes a straight line
_25_TO_7 = 25.0**7


def lab(image: U8) -> F32:
    """CIE L*a*b*, D65, of sRGB: (…, 3) uint8 to (…, 3) float32, L in [0, 100]."""
    xyz = TO_LIGHT[image] @ _TO_XYZ
    root = np.where(xyz > _BEND**3, np.cbrt(xyz), xyz / (3 * _BEND**2) + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1, dtype=np.float32)


def delta_e(one: NDArray[Float], other: NDArray[Float]) -> NDArray[Float]:
    """CIEDE2000 (ΔE00) of two pictures in Lab: (…, 3) twice to (…), dtype kept.

    1 is about what a trained eye just sees. The order of the pair does not matter.
    """
    kept = one.dtype
    light, a, b = np.moveaxis(one, -1, 0)
    light2, a2, b2 = np.moveaxis(other, -1, 0)
    stretch = 1 + _faded((np.hypot(a, b) + np.hypot(a2, b2)) / 2)  # [2] to [5]
    chroma, chroma2 = np.hypot(stretch * a, b), np.hypot(stretch * a2, b2)  # [6]
    hue, hue2 = _hue(stretch * a, b), _hue(stretch * a2, b2)
    turn = _turn(hue, hue2, chroma * chroma2)
    by_hue = 2 * np.sqrt(chroma * chroma2) * np.sin(turn / 2)  # [11]
    middle, mean_chroma = hue + turn / 2, (chroma + chroma2) / 2  # [13], [14]
    parts = (
        (light2 - light) / _s_l((light + light2) / 2),
        (chroma2 - chroma) / (1 + 0.045 * mean_chroma),  # [16]
        by_hue / (1 + 0.015 * mean_chroma * _t(middle)),  # [17]
    )
    squared = sum(part * part for part in parts)
    squared = squared + _r_t(middle, mean_chroma) * parts[1] * parts[2]
    return np.sqrt(np.maximum(squared, 0)).astype(kept)  # [22]


def _hue(a: NDArray[Float], b: NDArray[Float]) -> NDArray[Float]:
    """h' in [0, 2π) [7]."""
    hue: NDArray[Float] = np.arctan2(b, a)
    return np.where(hue < 0, hue + 2 * np.pi, hue)


def _turn(hue: NDArray[Float], hue2: NDArray[Float], chromas: NDArray[Float]) -> NDArray[Float]:
    """From one hue to the other the short way round, radians; 0 where one is grey [10]."""
    turn = hue2 - hue
    turn = np.where(turn > np.pi, turn - 2 * np.pi, turn)
    turn = np.where(turn < -np.pi, turn + 2 * np.pi, turn)
    return np.where(chromas == 0, 0, turn)


def _faded(chroma: NDArray[Float]) -> NDArray[Float]:
    """G [4]: half of one less the root of C⁷ / (C⁷ + 25⁷)."""
    return 0.5 * (1 - _vividness(chroma))


def _vividness(chroma: NDArray[Float]) -> NDArray[Float]:
    seventh = chroma**7
    return np.asarray(np.sqrt(seventh / (seventh + _25_TO_7)), chroma.dtype)


def _s_l(light: NDArray[Float]) -> NDArray[Float]:
    """S_L [15]."""
    from_middle = (light - 50) ** 2
    return np.asarray(1 + 0.015 * from_middle / np.sqrt(20 + from_middle), light.dtype)


def _t(hue: NDArray[Float]) -> NDArray[Float]:
    """T, of the middle hue in radians [15]."""
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    found: NDArray[Float] = np.ones_like(hue)
    for share, times, at in waves:
        np.add(found, share * np.cos(times * hue + radians(at)), out=found)
    return found


def _r_t(hue: NDArray[Float], chroma: NDArray[Float]) -> NDArray[Float]:
    """R_T [19] to [21]: blues, where chroma and hue are seen together."""
    degrees = np.rad2deg(hue) % 360
    angle = np.deg2rad(30 * np.exp(-(((degrees - 275) / 25) ** 2)))
    return -np.sin(2 * angle) * 2 * _vividness(chroma)

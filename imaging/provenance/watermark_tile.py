"""The pattern: a square tile that says a payload in the phases of its own Fourier coefficients.

A tile that repeats has energy only at multiples of its own frequency. Each such coefficient in a
band of frequencies carries two signs, on its real and imaginary part, turned by a phase that both
sides know; some say nothing and are there to be found. Spread spectrum: Cox, Kilian, Leighton and
Shamoon, IEEE Transactions on Image Processing 6 (1997); a tile found by correlation and laid upon
itself: Honsinger and Rabbani, "Data embedding using phase dispersion" (2000), and Kutter,
"Watermarking resisting to translation, rotation and scaling" (1998).

Frequencies are in cycles per px at half the size of the marked picture, where it is read.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from imaging.provenance.watermark_code import SIGNS, payload_of, signs_of

F64 = NDArray[np.float64]
C128 = NDArray[np.complex128]

PERIOD = 127  # px at half size; no multiple of 8, or JPEG's blocks would add up
LOWEST, HIGHEST = 0.06, 0.18  # below: the picture's own shading; above: what JPEG drops
SYNC_SHARE = 6  # one coefficient in so many says nothing
KEY = 45438  # of the phases; the same everywhere, so that any studio reads any other's mark


class Layout(NamedTuple):
    """Which coefficients are used, (n,) each: row and column in the tile's spectrum, the phase both
    sides know, its distance from frequency 0, and the places of its two signs (−1: sync)."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    turns: C128
    frequency: F64
    places: NDArray[np.int64]


@cache
def layout() -> Layout:
    """The layout, drawn from KEY: one coefficient of each pair that a real picture has."""
    reach = np.arange(-(PERIOD // 2), PERIOD // 2 + 1)
    v, u = (axis.ravel() for axis in np.meshgrid(reach, reach, indexing="ij"))
    distance = np.hypot(u, v) / PERIOD
    used = (distance >= LOWEST) & (distance <= HIGHEST) & ((v > 0) | ((v == 0) & (u > 0)))
    rows, columns = v[used], u[used]
    random = np.random.Generator(np.random.PCG64(KEY))
    turns = np.exp(2j * np.pi * random.random(len(rows)))
    order = random.permutation(len(rows))
    speaking = order[len(order) // SYNC_SHARE :]
    places = np.full((len(rows), 2), -1)
    places[speaking] = (np.arange(2 * len(speaking)) % SIGNS).reshape(-1, 2)
    return Layout(rows, columns, turns, distance[used], places)


def tile(payload: int, period: int) -> F64:
    """The pattern of `payload` at a tile of `period` px, (period, period), mean 0, deviation 1."""
    used, signs = layout(), signs_of(payload)
    said = np.where(used.places < 0, 1.0, signs[used.places])
    spectrum = np.zeros((period, period), np.complex128)
    spectrum[used.rows, used.columns] = used.turns * (said[:, 0] + 1j * said[:, 1])
    wave: F64 = np.fft.ifft2(spectrum).real
    return wave / wave.std()


class Match(NamedTuple):
    """How well a tile fits the sync coefficients, in standard deviations of chance; its payload."""

    score: float
    payload: int | None
    agreement: float


def read(folded: F64) -> Match:
    """What (PERIOD, PERIOD) `folded`, a picture laid upon itself, says at its best offset."""
    used = layout()
    seen = flattened(np.fft.fft2(folded)[used.rows, used.columns], used.frequency)
    seen = seen * used.turns.conj()
    score, shift = best_shift(seen)
    turned = seen * np.exp(2j * np.pi * (used.rows * shift[0] + used.columns * shift[1]) / PERIOD)
    parts = np.stack([turned.real, turned.imag], axis=1)
    speaking = used.places >= 0
    signs = np.bincount(used.places[speaking], parts[speaking], SIGNS).astype(np.float64)
    payload = payload_of(signs)
    if payload is None:
        return Match(score, None, 0.0)
    return Match(score, payload, float((np.sign(signs) == signs_of(payload)).mean()))


def flattened(seen: C128, frequency: F64) -> C128:
    """Coefficients of like strength at every frequency, the strongest held down.

    What a picture itself has differs by frequency and by direction; nothing in it may outvote the
    rest.
    """
    ring = np.rint(frequency * PERIOD).astype(np.int64)
    strength = np.abs(seen)
    usual = np.bincount(ring, strength) / np.maximum(np.bincount(ring), 1)
    relative = strength / np.maximum(usual[ring], 1e-12)
    flat: C128 = seen / np.maximum(strength, 1e-12) * np.minimum(relative, 1.5)
    return flat


def best_shift(seen: C128) -> tuple[float, tuple[float, float]]:
    """The offset, in half px, at which the sync coefficients agree best, and how well."""
    used = layout()
    sync = used.places[:, 0] < 0
    spectrum = np.zeros((2 * PERIOD, 2 * PERIOD), np.complex128)
    spectrum[used.rows[sync], used.columns[sync]] = seen[sync] * (1 - 1j)
    fit = np.fft.ifft2(spectrum).real * spectrum.size
    at = np.unravel_index(int(fit.argmax()), fit.shape)
    chance = np.sqrt((np.abs(seen[sync]) ** 2).sum())
    return float(fit[at] / max(chance, 1e-12)), (at[0] / 2, at[1] / 2)

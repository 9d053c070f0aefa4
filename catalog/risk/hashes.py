"""64-bit perceptual hashes: how far two are apart, and the bands they are found by."""

from dataclasses import dataclass

BITS = 64
BANDS = 4
BAND_BITS = BITS // BANDS
MOST_APART = 7  # bits; two hashes this near share a band but for one bit, by the pigeonhole

_ALL, _BAND = 2**BITS - 1, 2**BAND_BITS - 1


@dataclass(frozen=True)
class Fingerprint:
    """What a picture is known by: its hash, unsigned, and its look (empty: not known)."""

    bits: int
    look: bytes = b""


def apart(one: int, other: int) -> int:
    """Hamming distance of two hashes, signed or not, in bits: 0 to 64."""
    return ((one ^ other) & _ALL).bit_count()


def signed(bits: int) -> int:
    """`bits`, unsigned in 64, as databases keep it: two's complement."""
    return bits - 2**BITS if bits >> (BITS - 1) else bits


def bands(bits: int) -> tuple[int, ...]:
    """The hash in BANDS numbers of BAND_BITS; band i holds every fourth bit from the ith.

    Neighbouring bits of a picture's hash go together: spread over the bands, each band differs more
    from picture to picture, so that fewer others share it.
    """
    return tuple(
        sum((bits >> (place * BANDS + band) & 1) << place for place in range(BAND_BITS))
        for band in range(BANDS)
    )


def neighbours(band: int) -> tuple[int, ...]:
    """`band` and the BAND_BITS numbers that differ from it in one bit."""
    return (band, *(band ^ 1 << place for place in range(BAND_BITS)))

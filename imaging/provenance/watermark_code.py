"""A number as a long row of signs that comes back from noise: CRC, then a convolutional code.

The code is that of CCSDS 131.0-B (constraint length 7, rate 1/2, generators 171 and 133 octal),
read by Viterbi's algorithm (IEEE Transactions on Information Theory 13, 1967) from soft values, so
that a weak sign counts for little. What is read from noise alone passes the CRC-32 once in 2^32
times.
"""

import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

PAYLOAD_BITS = 48
CRC_BITS = 32
MEMORY = 6  # bits of the past that a sign depends on
GENERATORS = (0o171, 0o133)
STEPS = PAYLOAD_BITS + CRC_BITS + MEMORY  # the row ends with zeros, so that its end is known
SIGNS = STEPS * len(GENERATORS)


def signs_of(payload: int) -> F64:
    """`payload`, in [0, 2^48), as (SIGNS,) float64 of −1 and 1. Raises ValueError."""
    if not 0 <= payload < 1 << PAYLOAD_BITS:
        raise ValueError(f"expected {PAYLOAD_BITS} bits, got {payload:#x}")
    word = (payload << CRC_BITS | checksum(payload)) << MEMORY
    return np.array([one for at in reversed(range(STEPS)) for one in _signs(word >> at)])


def payload_of(signs: F64) -> int | None:
    """The payload most likely behind (SIGNS,) soft `signs`; None where its checksum is wrong."""
    word = _most_likely(signs.reshape(STEPS, len(GENERATORS))) >> MEMORY
    payload = word >> CRC_BITS
    return payload if checksum(payload) == word & ((1 << CRC_BITS) - 1) else None


def checksum(payload: int) -> int:
    """The CRC-32 of the payload's six bytes."""
    return zlib.crc32(payload.to_bytes(PAYLOAD_BITS // 8, "big"))


def _signs(register: int) -> list[float]:
    """What the code sends while its newest bit is the lowest of `register`."""
    window = register & ((1 << MEMORY + 1) - 1)
    return [1.0 - 2.0 * ((window & one).bit_count() % 2) for one in GENERATORS]


@cache
def _trellis() -> F64:
    """(states, 2, 2): what is sent on the way to a state (its lowest bit the newest), by the bit
    that falls out of its window."""
    states = 1 << MEMORY
    return np.array([[_signs(state | out << MEMORY) for out in (0, 1)] for state in range(states)])


def _most_likely(received: F64) -> int:
    """The word of STEPS bits whose signs agree best with (STEPS, 2) `received`."""
    states = 1 << MEMORY
    before = np.array(
        [[state >> 1 | out << MEMORY - 1 for out in (0, 1)] for state in range(states)]
    )
    score = np.full(states, -np.inf)
    score[0] = 0.0
    taken = np.empty((STEPS, states), np.int64)
    for step, pair in enumerate(received):
        ways = score[before] + _trellis() @ pair
        taken[step] = ways.argmax(axis=1)
        score = ways.max(axis=1)
    state, word = 0, 0
    for step in reversed(range(STEPS)):
        word |= (state & 1) << STEPS - 1 - step
        state = int(before[state, taken[step, state]])
    return word

"""A number as a row of signs that comes back from noise."""

import numpy as np
import pytest

from imaging.provenance.watermark_code import (
    CRC_BITS,
    PAYLOAD_BITS,
    SIGNS,
    checksum,
    payload_of,
    signs_of,
)
from imaging.provenance.watermark_detect import TRIES

NUMBER = 0x0123_4567_89AB


def test_the_checksum_is_the_one_everybody_uses():
    assert checksum(int.from_bytes(b"123456")) == 0x0972D361  # zlib, gzip, PNG


def test_a_lone_bit_at_the_start_sends_the_generators_one_bit_at_a_time():
    signs = signs_of(1 << PAYLOAD_BITS - 1).reshape(-1, 2)[:7]

    # 171 octal is 1111001, 133 is 1011011: read from the newest bit to the oldest.
    assert [int(one < 0) for one in signs[:, 0]] == [1, 0, 0, 1, 1, 1, 1]
    assert [int(one < 0) for one in signs[:, 1]] == [1, 1, 0, 1, 1, 0, 1]


@pytest.mark.parametrize("number", [0, 1, NUMBER, (1 << PAYLOAD_BITS) - 1])
def test_what_was_sent_is_read(number):
    assert payload_of(signs_of(number)) == number


def test_one_sign_in_ten_may_be_wrong():
    signs = signs_of(NUMBER)
    signs[::10] *= -1

    assert payload_of(signs) == NUMBER


def test_noise_of_more_than_half_the_signal_is_no_hindrance():
    random = np.random.default_rng(3)

    heard = [payload_of(signs_of(NUMBER) + random.normal(0, 0.6, SIGNS)) for _ in range(20)]

    assert heard.count(NUMBER) == 20


def test_noise_alone_says_nothing():
    random = np.random.default_rng(4)

    assert {payload_of(random.normal(0, 1, SIGNS)) for _ in range(100)} == {None}


def test_false_alarms_are_rarer_than_one_in_a_million_by_calculation():
    assert TRIES / 2**CRC_BITS < 1e-6


@pytest.mark.parametrize("number", [-1, 1 << PAYLOAD_BITS])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(ValueError, match="48 bits"):
        signs_of(number)

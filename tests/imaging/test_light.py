"""sRGB and light: known points, and every level comes back."""

import numpy as np
import pytest

from imaging.ops.light import decoded, encoded, luminance, rgb, to_level, to_light


def test_known_levels_have_known_light():
    # IEC 61966-2-1: 10/255/12.92, and ((128/255 + 0.055) / 1.055) ** 2.4.
    found = to_light(np.array([0, 10, 128, 255], np.uint8))
    assert found == pytest.approx([0, 0.003035, 0.215861, 1], abs=1e-6)


def test_every_level_comes_back_from_its_light():
    levels = np.arange(256, dtype=np.uint8)
    assert (to_level(to_light(levels)) == levels).all()


def test_light_beyond_the_range_is_clipped():
    assert to_level(np.array([-0.2, 1.7], np.float32)).tolist() == [0, 255]


def test_half_the_light_of_white_is_level_188():
    assert to_level(np.array([[0.5]], np.float32)).tolist() == [[188]]


def test_a_colour_is_written_in_hexadecimal():
    assert rgb("#1f4FA3") == (31, 79, 163)


def test_green_is_the_brightest_of_the_primaries():
    # ITU-R BT.709: Y = 0.2126 R + 0.7152 G + 0.0722 B.
    assert luminance(np.eye(3)).tolist() == [0.2126, 0.7152, 0.0722]
    assert luminance(np.array([0.5, 0.25, 1.0])) == pytest.approx(0.1063 + 0.1788 + 0.0722)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_is_kept_and_the_curves_undo_each_other(dtype):
    level = np.linspace(0, 1, 12, dtype=dtype).reshape(2, 2, 3)

    back = encoded(decoded(level))

    assert (decoded(level).dtype, back.dtype, luminance(level).dtype) == (dtype, dtype, dtype)
    assert back == pytest.approx(level, abs=1e-6)

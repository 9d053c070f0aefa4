"""sRGB and light: known points, and every level comes back."""

import numpy as np
import pytest

from imaging.ops.light import to_level, to_light


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

"""Matching the light: gentle, in its colour and from its side."""

import numpy as np
import pytest

from imaging.ops.relight import relit
from tests.imaging import sets

ALPHA = np.zeros((60, 60), np.uint8)
ALPHA[10:50, 10:50] = 255
GREY = np.full((60, 60, 3), 128, np.uint8)
MIDDLING = np.full((60, 60, 3), 178, np.uint8)  # linear 0.445: neither brighter nor darker


def means(light, around=MIDDLING) -> np.ndarray:
    return relit(GREY, ALPHA, light, around)[10:50, 10:50].mean(axis=(0, 1))


def test_warm_light_warms_at_the_same_brightness():
    red, green, blue = means(sets.light(colour=(1.3, 1.0, 0.7)))
    assert red > green > blue
    assert 120 < green < 134


def test_white_light_in_a_set_of_middle_brightness_leaves_grey_in_the_mean():
    assert means(sets.light()) == pytest.approx([128] * 3, abs=2)


def test_it_is_brighter_on_the_side_of_the_light():
    made = relit(GREY, ALPHA, sets.light((-0.8, 0.4, 0.4)), MIDDLING)
    assert made[30, 12, 0] > 128 > made[30, 47, 0]


def test_a_dark_set_darkens_within_limits():
    dark = means(sets.light(), around=np.zeros((60, 60, 3), np.uint8))
    # 0.75 of the light of 128 (0.2159) is 0.1619: level 112.
    assert dark == pytest.approx([112] * 3, abs=2)


def test_beside_the_product_and_in_the_input_nothing_changes():
    image = GREY.copy()
    made = relit(image, ALPHA, sets.light(colour=(1.3, 1.0, 0.7)), MIDDLING)
    assert (made[ALPHA == 0] == 128).all()
    assert (image == GREY).all()


@pytest.mark.parametrize("shape", [(1, 1), (3, 5)])
def test_nothing_and_next_to_nothing_are_no_trouble(shape):
    image = np.full((*shape, 3), 9, np.uint8)
    assert (relit(image, np.zeros(shape, np.uint8), sets.light(), image) == image).all()
    assert relit(image, np.full(shape, 255, np.uint8), sets.light(), image).shape == image.shape

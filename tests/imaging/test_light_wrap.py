"""Light creeping round soft edges, and never onto solid pixels."""

import numpy as np

from imaging.ops.light_wrap import reach_of, wrapped

DARK, BRIGHT = np.full((9, 9, 3), 20, np.uint8), np.full((9, 9, 3), 220, np.uint8)


def test_solid_pixels_keep_their_bytes_and_soft_ones_brighten():
    alpha = np.full((9, 9), 255, np.uint8)
    alpha[:, 4] = 0
    alpha[:, 5] = 128
    made = wrapped(DARK, alpha, BRIGHT, 1.0)
    assert (made[alpha == 255] == 20).all()
    # 35 % of the way from 20 to 220 where nothing covers, half of that under half alpha.
    assert abs(int(made[0, 4, 0]) - 90) <= 1
    assert abs(int(made[0, 5, 0]) - 55) <= 1


def test_a_dark_backdrop_takes_nothing_away():
    assert (wrapped(BRIGHT, np.zeros((9, 9), np.uint8), DARK, 1.0) == BRIGHT).all()


def test_inputs_are_left_alone():
    alpha, image = np.zeros((9, 9), np.uint8), DARK.copy()
    wrapped(image, alpha, BRIGHT, 1.0)
    assert (image == DARK).all()


def test_it_reaches_as_far_as_the_canvas_is_large():
    assert reach_of((1000, 2000)) == 6
    assert reach_of((1, 1)) == 0.5

"""One exact colour behind the product."""

import numpy as np
import pytest
from pydantic import ValidationError

from imaging.engines import background
from imaging.engines.background import BackgroundParams
from imaging.engines.base import Context, Work
from imaging.errors import EngineError
from imaging.ops.composite import over


def laid(image, alpha, color="#FFFFFF") -> Work:
    work = Work(np.array(image, np.uint8), np.array(alpha, np.uint8))
    return background.load().run(work, BackgroundParams(color=color), Context())


def test_mixing_is_rounded_to_the_nearest_level():
    # 10 * 100/255 + 255 * 155/255 = 158.92; 20 … = 162.84; 31 … = 167.16
    made = laid([[[10, 20, 31]]], [[100]])
    assert made.image.tolist() == [[[159, 163, 167]]]


def test_every_level_is_exact_at_both_ends_of_alpha():
    levels = np.arange(256, dtype=np.uint8).reshape(1, 256, 1).repeat(3, axis=2)
    color = (255, 0, 77)
    solid, empty = np.full((1, 256), 255, np.uint8), np.zeros((1, 256), np.uint8)
    assert (over(levels, solid, color) == levels).all()
    assert (over(levels, empty, color) == color).all()


def test_mixing_is_exact_for_every_alpha_and_level():
    levels, weights = (grid.astype(np.uint8) for grid in np.mgrid[0:256, 0:256])
    mixed = over(levels[..., None].repeat(3, axis=2), weights, (255, 255, 255))[..., 0]
    expected = np.floor((levels * (weights / 255.0) + 255 * (1 - weights / 255.0)) + 0.5)
    assert np.abs(mixed - expected).max() == 0


def test_a_picture_beneath_is_mixed_row_by_row():
    rng = np.random.default_rng(0)
    image, ground = rng.integers(0, 256, (2, 37, 5, 3), np.uint8)
    alpha = rng.integers(0, 256, (37, 5), np.uint8)
    share = alpha[..., None] / 255.0
    expected = np.floor(image * share + ground * (1 - share) + 0.5)
    assert np.abs(over(image, alpha, ground) - expected).max() == 0


@pytest.mark.parametrize(("alpha", "expected"), [(3, 255), (4, 251)])
def test_faint_leftovers_of_alpha_do_not_stain_the_white(alpha, expected):
    made = laid([[[0, 0, 0]]], [[alpha]])
    assert made.image[0, 0].tolist() == [expected] * 3
    assert made.alpha[0, 0] == (0 if expected == 255 else alpha)


def test_on_nothing_the_product_keeps_its_pixels_and_the_rest_is_emptied():
    made = laid([[[9, 8, 7], [6, 5, 4]]], [[40, 0]], color=None)
    assert made.image.tolist() == [[[9, 8, 7], [0, 0, 0]]]
    assert made.alpha.tolist() == [[40, 0]]
    assert not made.is_backed


def test_a_backed_picture_says_so_and_keeps_the_product_mask():
    made = laid([[[9, 8, 7], [6, 5, 4]]], [[255, 0]], color="#336699")
    assert made.image.tolist() == [[[9, 8, 7], [0x33, 0x66, 0x99]]]
    assert made.alpha.tolist() == [[255, 0]]
    assert made.is_backed
    assert made.facts["background"] == {"color": "#336699"}


def test_a_photo_that_was_not_cut_out_has_no_background_to_change():
    with pytest.raises(EngineError, match="No product found"):
        background.load().run(Work(np.zeros((2, 2, 3), np.uint8)), BackgroundParams(), Context())


def test_inputs_are_not_written_to():
    image, alpha = np.full((3, 3, 3), 9, np.uint8), np.full((3, 3), 2, np.uint8)
    background.load().run(Work(image, alpha), BackgroundParams(), Context())
    assert (image == 9).all()
    assert (alpha == 2).all()


@pytest.mark.parametrize("color", ["white", "#FFF", "#GGGGGG", "#FFFFFF00"])
def test_only_six_hexadecimal_digits_are_a_colour(color):
    with pytest.raises(ValidationError):
        BackgroundParams(color=color)

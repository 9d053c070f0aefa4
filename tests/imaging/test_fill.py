"""Filling: patterns go on through a hole, light runs smoothly, and nothing else changes."""

import cv2
import numpy as np
import pytest

from imaging.ops.fill import filled
from imaging.ops.membrane import spread_inward


def hole_in(shape, top, left, height, width):
    hole = np.zeros(shape[:2], np.bool_)
    hole[top : top + height, left : left + width] = True
    return hole


def stripes(height=120, width=150, period=10):
    """Upright stripes of 40 and 200, and noise of 2 levels."""
    across = np.where(np.arange(width) // (period // 2) % 2, 200, 40)
    noise = np.random.default_rng(0).normal(0, 2, (height, width, 3))
    return np.clip(across[None, :, None] + noise, 0, 255).astype(np.uint8)


def error(one, other):
    return float(np.abs(one.astype(int) - other).mean())


def test_stripes_go_on_through_the_hole_where_smearing_loses_them():
    image = stripes()
    hole = hole_in(image.shape, 45, 60, 32, 34)
    spoilt = np.where(hole[..., None], (255, 0, 255), image).astype(np.uint8)
    ours = filled(spoilt, hole)
    smeared = cv2.inpaint(spoilt, hole.view(np.uint8), 5, cv2.INPAINT_TELEA)
    assert error(ours[hole], image[hole]) < 12
    assert error(smeared[hole], image[hole]) > 3 * error(ours[hole], image[hole])


def test_light_that_falls_off_goes_on_falling_off():
    """A ramp holds no patch of the colours that are missing: they come from the rim."""
    ramp = np.repeat(np.linspace(60, 200, 160)[None], 100, axis=0)
    image = np.repeat(ramp[..., None], 3, axis=2).astype(np.uint8)
    hole = hole_in(image.shape, 40, 70, 20, 20)
    spoilt = np.where(hole[..., None], 0, image).astype(np.uint8)
    assert np.abs(filled(spoilt, hole)[hole].astype(int) - image[hole]).max() <= 6


def test_nothing_changes_away_from_the_hole_and_the_input_stays():
    image, hole = stripes(), hole_in((120, 150), 50, 60, 20, 20)
    before = image.copy()
    changed = (filled(image, hole) != image).any(axis=2)
    near = cv2.dilate(hole.view(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert not (changed & ~near).any()
    assert (image == before).all()


def test_the_same_seed_gives_the_same_pixels():
    image, hole = stripes(), hole_in((120, 150), 50, 60, 25, 20)
    assert (filled(image, hole, seed=3) == filled(image, hole, seed=3)).all()


def test_a_hole_larger_than_the_searched_copy_is_filled_at_full_resolution():
    image = np.repeat(np.repeat(stripes(), 6, axis=0), 6, axis=1)
    hole = hole_in(image.shape, 240, 360, 160, 160)
    out = filled(np.where(hole[..., None], 255, image).astype(np.uint8), hole)
    assert error(out[hole], image[hole]) < 25


def test_holes_apart_are_filled_each_from_its_own_surroundings_and_progress_is_told():
    image = np.zeros((60, 400, 3), np.uint8)
    image[:, :200], image[:, 200:] = 60, 180
    hole = hole_in(image.shape, 20, 40, 10, 10) | hole_in(image.shape, 20, 340, 10, 10)
    seen = []
    out = filled(np.where(hole[..., None], 255, image).astype(np.uint8), hole, 0, seen.append)
    assert (out == image).all()
    assert seen == sorted(seen)
    assert {0.5, 1.0} <= set(seen)


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (5, 7)])
def test_pictures_too_small_for_patches_take_the_colours_that_are_left(shape):
    image = np.full((*shape, 3), 90, np.uint8)
    hole = np.zeros(shape, np.bool_)
    hole[0, 0] = True
    assert (filled(image, hole) == 90).all()
    assert filled(image, np.ones(shape, np.bool_)).shape == image.shape


def test_values_spread_between_what_is_known():
    """Known: a column of 0 and a column of 8; between them it rises, and never beyond."""
    values, known = np.zeros((9, 9, 1), np.float32), np.zeros((9, 9), np.bool_)
    values[:, 8], known[:, [0, 8]] = 8, True
    spread = spread_inward(values, known)[4, :, 0]
    assert spread[[0, 8]].tolist() == [0, 8]
    assert (np.diff(spread) >= 0).all()
    assert spread[4] == pytest.approx(4, abs=1.5)


def test_values_spread_over_a_plane_are_its_one_value_and_none_is_zero():
    known = np.zeros((5, 6), np.bool_)
    assert not spread_inward(np.full((5, 6, 3), 7, np.float32), known).any()
    known[2, 3] = True
    assert spread_inward(np.full((5, 6, 3), 7, np.float32), known) == pytest.approx(7)

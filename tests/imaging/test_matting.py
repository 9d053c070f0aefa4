"""Edges follow the photo's colours near a coarse mask's contour, and nowhere else."""

import numpy as np
import pytest

from imaging.ops.colour_fit import alpha_by_colour, colour_fit
from imaging.ops.matting import edges_refined, enlarged, small_copy
from imaging.ops.tiles import grown, part_enlarged, tiles, tiles_of_enlarged
from tests.imaging.drawn import alpha_error, coarse, disc, photo


def test_a_refined_edge_is_ten_times_truer_than_an_enlarged_one():
    coverage = disc(1200, 900)
    image, mask = photo(coverage, noise=2), coarse(coverage)

    refined = alpha_error(edges_refined(image, mask).alpha, coverage)

    assert refined < alpha_error(enlarged(mask, image.shape), coverage) / 10
    assert refined < 0.0005


def test_colour_overrules_a_mask_that_is_a_little_off():
    coverage = disc(640, 640)
    shifted = coarse(np.roll(coverage, 3, axis=1))

    alpha = edges_refined(photo(coverage), shifted).alpha

    assert alpha_error(alpha, coverage) < alpha_error(enlarged(shifted, (640, 640)), coverage) / 3


def test_a_colour_inside_the_product_that_is_the_walls_is_no_hole():
    coverage = disc(640, 640)
    image = photo(coverage)
    image[310:330, 310:330] = image[0, 0]

    assert (edges_refined(image, coarse(coverage)).alpha[310:330, 310:330] == 255).all()


def test_where_product_and_wall_look_alike_the_masks_own_contour_stands():
    coverage = disc(640, 640)
    image = np.full((640, 640, 3), 128, np.uint8)

    edges = edges_refined(image, coarse(coverage))

    assert edges.trust < 0.1
    assert alpha_error(edges.alpha, coverage) < 0.003


def test_clear_colours_are_trusted():
    coverage = disc(640, 640)
    assert edges_refined(photo(coverage, noise=2), coarse(coverage)).trust > 0.9


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_mask_that_is_sure_everywhere_is_kept(level):
    mask = np.full((320, 320), level, np.float32)
    edges = edges_refined(photo(disc(100, 70)), mask)
    assert (edges.alpha == level * 255).all()
    assert edges.trust == 1


@pytest.mark.parametrize("shape", [(1, 1), (5, 301), (333, 64), (65, 129)])
def test_any_size_of_photo_gets_an_alpha_of_its_own_size(shape):
    coverage = disc(*shape)
    edges = edges_refined(photo(coverage), coarse(coverage))
    assert edges.alpha.shape == shape
    assert edges.alpha.dtype == np.uint8


def test_refining_changes_neither_photo_nor_mask_and_repeats_itself():
    coverage = disc(200, 300)
    image, mask = photo(coverage, noise=5), coarse(coverage)
    before = image.copy(), mask.copy()

    first, second = edges_refined(image, mask).alpha, edges_refined(image, mask).alpha

    assert (first == second).all()
    assert (image == before[0]).all()
    assert (mask == before[1]).all()


@pytest.mark.parametrize("shape", [(3001, 2003), (4000, 3000)])
def test_the_small_copy_of_a_large_photo_is_its_local_means(shape):
    ramp = np.linspace(0, 255, shape[1], dtype=np.float32)
    image = np.broadcast_to(ramp[:, None], (*shape, 3)).astype(np.uint8)
    small = small_copy(image)
    middles = (np.arange(320) + 0.5) / 320 * 255
    assert small.shape == (320, 320, 3)
    assert np.abs(small[160, :, 0] - middles).max() < 1.5


def test_a_line_through_two_colours_gives_alpha_between_them():
    """Product at (0.8, 0.8, 0.8), wall at (0.2, 0.2, 0.2): grey 0.5 is half, 0.35 a quarter."""
    image = np.full((9, 9, 3), 0.2, np.float32)
    image[:, 5:] = 0.8
    image[:, 4], image[0, 4] = 0.5, 0.35
    product, wall = np.zeros((9, 9), bool), np.zeros((9, 9), bool)
    product[:, 5:], wall[:, :4] = True, True

    fit = colour_fit(image, product, wall, radius=3)
    alpha = alpha_by_colour(image, fit.lines)

    assert alpha[4, 4] == pytest.approx(0.5, abs=0.01)
    assert alpha[0, 4] == pytest.approx(0.25, abs=0.02)
    assert fit.trust[4, 4] > 0.98


def test_a_line_is_not_trusted_where_only_product_is_near():
    image = np.random.default_rng(0).random((30, 30, 3), np.float32)
    product = np.zeros((30, 30), bool)
    product[:, :20] = True
    assert colour_fit(image, product, ~product, radius=2).trust[15, 5] == 0


def test_few_product_pixels_do_not_shift_the_line():
    image = np.full((21, 21, 3), 0.2, np.float32)
    image[10, 10], image[0, 0] = 0.8, 0.5
    product = np.zeros((21, 21), bool)
    product[10, 10] = True

    fit = colour_fit(image, product, ~product, radius=10)

    assert alpha_by_colour(np.full_like(image, 0.5), fit.lines)[10, 10] == pytest.approx(
        0.5, abs=0.05
    )


def test_tiles_cover_a_picture_once_and_know_their_range():
    plane = np.arange(130 * 70, dtype=np.float32).reshape(130, 70)
    seen = np.zeros((130, 70), int)
    for tile in tiles(plane, 64):
        seen[tile.area] += 1
        assert (tile.lowest, tile.highest) == (plane[tile.area].min(), plane[tile.area].max())
    assert (seen == 1).all()


def test_a_tiles_range_holds_what_enlargement_will_show_in_it():
    plane = np.random.default_rng(1).random((32, 32), np.float32)
    whole = part_enlarged(plane, (slice(0, 400), slice(0, 300)), (400, 300))
    for tile in tiles_of_enlarged(plane, (400, 300)):
        assert tile.lowest <= whole[tile.area].min()
        assert tile.highest >= whole[tile.area].max()


def test_parts_enlarged_on_their_own_meet_without_a_seam():
    plane = np.random.default_rng(2).random((20, 30), np.float32)
    whole = part_enlarged(plane, (slice(0, 90), slice(0, 130)), (90, 130))
    part = part_enlarged(plane, (slice(64, 90), slice(64, 128)), (90, 130))
    assert np.abs(whole[64:90, 64:128] - part).max() < 0.02


def test_a_grown_area_stays_in_the_picture():
    assert grown((slice(0, 64), slice(60, 70)), 8, (66, 72)) == (slice(0, 66), slice(52, 72))

"""No old background is left in the colours of an edge, and the product's own bytes stay."""

import cv2
import numpy as np
import pytest

from imaging.engines import decontaminate
from imaging.engines.base import Context, Work
from imaging.engines.decontaminate import DecontaminateParams
from imaging.errors import EngineError
from imaging.ops.foreground import foreground_colours
from imaging.ops.tiles import TILE
from tests.imaging.drawn import PRODUCT, WALL, disc, photo


def soft_disc(height, width):
    """An edge several px wide, as an out of focus one is."""
    return cv2.GaussianBlur(disc(height, width), (0, 0), 2)


def run(image, alpha):
    return decontaminate.load().run(Work(image, alpha), DecontaminateParams(), Context())


def test_edge_pixels_get_the_products_colour_back():
    coverage = soft_disc(300, 400)
    image, alpha = photo(coverage), np.rint(coverage * 255).astype(np.uint8)

    clean = run(image, alpha).image

    edge = (alpha > 0) & (alpha < 255)
    before = np.abs(image[edge].astype(int) - PRODUCT).mean()
    after = np.abs(clean[edge].astype(int) - PRODUCT).mean()
    assert before > 30
    assert after < 3


def test_pixels_that_are_all_product_keep_their_bytes():
    coverage = soft_disc(257, 301)
    image, alpha = photo(coverage, noise=20), np.rint(coverage * 255).astype(np.uint8)
    clean = run(image, alpha).image
    assert (clean[alpha == 255] == image[alpha == 255]).all()


def test_product_colours_go_on_beyond_the_edge_for_later_shrinking():
    coverage = disc(400, 400, 0.2)
    image, alpha = photo(coverage), np.rint(coverage * 255).astype(np.uint8)
    clean = run(image, alpha).image
    assert np.abs(clean[200, 281 : 281 + TILE].astype(int) - PRODUCT).max() <= 2
    assert (clean[2, 2] == WALL).all()


def test_texture_next_to_the_edge_keeps_its_local_colours():
    coverage = soft_disc(300, 300)
    top_green = np.where(np.arange(300)[:, None, None] < 150, (20, 200, 20), PRODUCT)
    image = coverage[..., None] * top_green + (1 - coverage[..., None]) * np.array(WALL)
    alpha = np.rint(coverage * 255).astype(np.uint8)

    clean = foreground_colours(np.rint(image).astype(np.uint8), alpha)

    edge = (alpha > 60) & (alpha < 255)
    edge[140:160] = False
    assert (
        np.abs(clean[edge].astype(int) - np.broadcast_to(top_green, clean.shape)[edge]).mean() < 4
    )


@pytest.mark.parametrize("level", [0, 255])
def test_without_an_edge_nothing_changes(level):
    image = photo(disc(70, 130), noise=9)
    assert (run(image, np.full((70, 130), level, np.uint8)).image == image).all()


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (65, 64)])
def test_any_size_works_and_the_inputs_are_left_alone(shape):
    image = photo(disc(*shape), noise=9)
    alpha = np.full(shape, 100, np.uint8)
    before = image.copy()
    work = run(image, alpha)
    assert work.image.shape == image.shape
    assert (work.alpha == 100).all()
    assert (image == before).all()


def test_a_photo_that_was_not_cut_out_is_refused():
    with pytest.raises(EngineError) as caught:
        run(photo(disc(9, 9)), None)
    assert caught.value.code == "no_product"

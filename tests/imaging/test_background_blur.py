"""Background blur: a lens's discs behind the product, none of whose colour runs out."""

import cv2
import numpy as np
import pytest

from imaging.engines import background_blur
from imaging.engines.background_blur import BackgroundBlurParams, focus_of
from imaging.engines.base import Context, Work
from imaging.errors import EngineError
from imaging.ops.defocus import WIDEST, Focus, disc
from tests.imaging.drawn import WALL, photo
from tests.imaging.drawn import disc as coverage_of

COVERAGE = coverage_of(200, 240)
ALPHA = np.rint(COVERAGE * 255).astype(np.uint8)
PLAIN = photo(COVERAGE)


def run(image=PLAIN, alpha=ALPHA, **params):
    work = Work(image, alpha).with_facts(cutout={"confidence": 1})
    return background_blur.load().run(work, BackgroundBlurParams(**params), Context())


def test_a_disc_of_one_and_a_half_px_is_worked_by_hand():
    """Within 1.5 + 0.5 of the middle: the cross and its neighbours whole, corners in part."""
    kernel = disc(1.0)
    assert kernel.shape == (3, 3)
    corner = 1.5 - np.sqrt(2)
    whole = 1 + 4 * 0.5 + 4 * corner
    assert kernel[0] == pytest.approx([corner / whole, 0.5 / whole, corner / whole], abs=1e-6)
    assert kernel.sum() == pytest.approx(1)


def test_before_a_plain_wall_nothing_runs_out_of_the_product():
    """The wall stays the wall's colour up to the edge, though the product is of another."""
    image = run(strength=1, kind="flat-lay").image
    beside = (ALPHA == 0) & (cv2.dilate(ALPHA, np.ones((15, 15), np.uint8)) > 0)
    assert np.abs(image[beside].astype(int) - WALL).max() <= 2


def test_the_product_keeps_every_pixel():
    noisy = photo(COVERAGE, noise=20)
    image = run(noisy, strength=1).image
    assert (image[ALPHA == 255] == noisy[ALPHA == 255]).all()


def test_a_point_of_light_becomes_a_disc_of_the_asked_radius():
    image = np.zeros((600, 800, 3), np.uint8)
    image[100, 100] = 255
    alpha = np.zeros((600, 800), np.uint8)
    alpha[300:500, 500:700] = 255
    made = run(image, alpha, strength=0.5, kind="flat-lay").image[..., 0]
    radius = 0.5 * WIDEST * 800
    rows = np.flatnonzero(made[:, 100] > made[100, 100] / 3)
    assert (np.ptp(rows) + 1) / 2 == pytest.approx(radius, abs=1.5)


def test_what_stands_has_sharp_ground_at_its_foot_and_blur_above():
    image = photo(0 * COVERAGE, noise=25)
    alpha = np.zeros((200, 240), np.uint8)
    alpha[100:150, 90:150] = 255
    made = run(image, alpha, strength=1, kind="standing").image
    assert (made[150, :80] == image[150, :80]).all()
    assert made[40, :80, 0].std() < 0.4 * image[40, :80, 0].std()


def test_the_blur_rises_smoothly_from_the_foot():
    focus = Focus(ground=100, reach=50)
    rows = np.array([100, 75, 125, 50, 0], np.float32)
    assert focus.blur(rows).tolist() == [0, 0.5, 0.5, 1, 1]
    assert focus_of(ALPHA, "hanging").ground is None


def test_no_strength_gives_the_photo_back_and_the_input_stays():
    before = PLAIN.copy()
    assert run(strength=0).image is PLAIN
    run(strength=1)
    assert (before == PLAIN).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1), (7, 5)])
def test_pictures_of_one_line_pass(shape):
    alpha = np.zeros(shape, np.uint8)
    alpha[0, 0] = 255
    made = run(np.full((*shape, 3), 99, np.uint8), alpha, strength=1)
    assert (made.image == 99).all()


def test_a_photo_that_is_all_product_stays():
    full = np.full(ALPHA.shape, 255, np.uint8)
    assert (run(PLAIN, full, strength=1).image == PLAIN).all()


@pytest.mark.parametrize("alpha", [None, np.zeros((200, 240), np.uint8)])
def test_without_a_product_it_says_so(alpha):
    with pytest.raises(EngineError) as caught:
        run(PLAIN, alpha)
    assert caught.value.code == "no_product"


def test_a_photo_that_came_cut_out_has_no_background():
    work = Work(PLAIN, ALPHA).with_facts(cutout={"own_alpha": True})
    with pytest.raises(EngineError) as caught:
        background_blur.load().run(work, BackgroundBlurParams(), Context())
    assert caught.value.code == "no_background"

"""What a photo measures, on pictures whose numbers are known."""

import cv2
import numpy as np
import pytest

from imaging.enhance import measure
from imaging.enhance.measure import Measures, cast_of
from imaging.ops.blocks import blockiness
from imaging.ops.blur import blur_sigma
from imaging.ops.exposure import exposure
from imaging.ops.illuminant import illuminant
from imaging.ops.noise import noise_sigma
from imaging.ops.spread import shrunk, spread
from tests.imaging.drawn_photos import noisy, set_table

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("sigma", [1, 3, 8])
def test_noise_of_a_grey_card_is_told_within_a_tenth(sigma):
    card = np.full((256, 256), 128, np.uint8)
    assert noise_sigma([noisy(card, sigma)]) == pytest.approx(sigma, rel=0.1)


def test_edges_and_slopes_are_no_noise():
    slope = np.tile(np.arange(256, dtype=np.uint8), (256, 1))
    slope[:, 128:] = 200
    assert noise_sigma([slope]) < 0.1


def test_black_and_white_hide_noise_and_say_nothing():
    assert noise_sigma([np.zeros((64, 64), np.uint8), np.full((64, 64), 255, np.uint8)]) == 0
    assert noise_sigma([np.zeros((5, 5), np.uint8)]) == 0


def test_blocks_show_in_a_compressed_photo_and_wherever_it_was_cropped():
    folds = 90 + 40 * np.sin(np.hypot(*np.mgrid[0:256, 0:320]) / 9)
    photo = noisy(folds, 2)
    whole = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 15])[1]
    packed = cv2.imdecode(whole, cv2.IMREAD_GRAYSCALE)
    assert blockiness([photo]) < 0.3
    assert blockiness([packed]) > 1
    assert blockiness([packed[3:, 5:]]) == pytest.approx(blockiness([packed]), rel=0.25)


def test_a_step_of_three_levels_every_eight_px_is_three_times_what_is_just_seen():
    columns = np.repeat(np.arange(16) % 2 * 3 + 100, 8).astype(np.uint8)
    assert blockiness([np.tile(columns, (40, 1))]) == pytest.approx(3)


@pytest.mark.parametrize("sigma", [1.5, 2, 3])
def test_the_blur_of_an_edge_is_its_sigma(sigma):
    edge = np.full((120, 160), 30, np.float32)
    edge[:, 80:] = 220
    blurred = cv2.GaussianBlur(edge, (0, 0), sigma).round().astype(np.uint8)
    assert blur_sigma([blurred]) == pytest.approx(sigma, rel=0.15)


def test_without_edges_no_blur_is_told():
    assert blur_sigma([np.full((50, 50), 90, np.uint8)]) is None


def test_exposure_is_the_mean_of_logarithms_against_a_fifth():
    # Level 124 is 0.2016 of the light; the darkest colours add 0.005 and give it back.
    assert exposure(np.full((8, 8, 3), 124, np.uint8)).stops == pytest.approx(0.01, abs=0.02)
    # Level 89 is 0.0999: a stop less. Its room is log2(0.9 / 0.0999) = 3.17.
    half = exposure(np.full((8, 8, 3), 89, np.uint8))
    assert half.stops == pytest.approx(-1, abs=0.02)
    assert half.room == pytest.approx(3.17, abs=0.02)


def test_a_veil_is_the_level_of_the_darkest_channel():
    image = np.full((20, 20, 3), 180, np.uint8)
    image[:2] = (90, 40, 70)
    assert exposure(image).veil == 40


def test_only_what_alpha_shows_is_measured():
    image = np.zeros((40, 40, 3), np.uint8)
    image[10:30, 10:30] = 124
    alpha = np.zeros((40, 40), np.uint8)
    alpha[10:30, 10:30] = 255
    image[12, 12:28] = 200  # else it were of one colour
    assert measure(image, alpha).exposure > 0
    assert measure(image).exposure < -2


def test_background_paper_in_yellow_light_gives_the_light():
    light = np.array((1.15, 1.0, 0.75))
    found = illuminant(set_table(90, 120, light=light))
    assert found.by_paper
    assert found.confidence == 1
    assert np.array(found.rgb) / found.rgb[1] == pytest.approx(light, rel=0.04)


def test_a_red_sheet_is_not_taken_for_red_light():
    image = np.full((90, 120, 3), (170, 30, 40), np.uint8)
    image[30:60, 40:80] = 200
    assert illuminant(noisy(image, 2)).confidence < 0.1


def test_a_mint_shirt_on_a_brown_floor_is_no_green_light():
    image = np.full((90, 120, 3), (130, 80, 40), np.uint8)
    image[25:65, 35:85] = (170, 205, 190)
    assert illuminant(noisy(image, 2)).confidence < 0.1


def test_white_light_is_no_cast_and_yellow_light_is():
    assert cast_of((1.0, 1.0, 1.0)) == 0
    assert 8 < cast_of((1.15, 0.98, 0.75)) < 14


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (900, 1), (3, 5)])
@pytest.mark.parametrize("level", [0, 127, 255])
def test_next_to_nothing_measures_as_a_good_photo(shape, level):
    measures = measure(np.full((*shape, 3), level, np.uint8))
    assert measures == Measures(width=shape[1], height=shape[0])


def test_measures_are_numbers_whatever_the_picture():
    for image in (RNG.integers(0, 256, (33, 47, 3)), RNG.integers(0, 2, (64, 64, 3)) * 255):
        told = measure(image.astype(np.uint8)).as_json()
        numbers = [told[name] for name in told if name not in ("light", "blur", "tilt")]
        assert np.isfinite([*numbers, *told["light"]]).all()


def test_parts_of_a_large_picture_keep_the_grid_and_a_bounded_size():
    plane = np.zeros((3000, 4000), np.uint8)
    parts = spread(plane)
    assert sum(part.size for part in parts) <= 12 * 512 * 512
    offsets = [part.__array_interface__["data"][0] - plane.ctypes.data for part in parts]
    assert all(offset // 4000 % 16 == 0 and offset % 4000 % 16 == 0 for offset in offsets)
    assert spread(plane[:, :1])[0].shape == (3000, 1)


def test_a_panorama_is_shrunk_to_at_least_a_pixel():
    assert shrunk(np.zeros((2, 4000, 3), np.uint8), 100).shape == (1, 100, 3)

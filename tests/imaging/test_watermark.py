"""The mark in machine-made background: what it outlives, and what it leaves alone."""

from io import BytesIO
from uuid import UUID

import cv2
import numpy as np
import pytest
from PIL import Image

from imaging.provenance.watermark import background_of, embed, payload_of_id
from imaging.provenance.watermark_detect import TRIES, TURNS, detect, folded, turns
from imaging.provenance.watermark_scale import autocorrelation, likely_periods
from imaging.provenance.watermark_tile import PERIOD, read, tile

NUMBER = 0xC0FFEE_123456
SIDE = 768


def gradient(side: int = SIDE, first: int = 120, last: int = 220) -> np.ndarray:
    """A backdrop as smooth as can be: what shows a mark first and loses it first."""
    levels = np.linspace(first, last, side, dtype=np.float32)
    return np.repeat(np.rint(levels).astype(np.uint8), side * 3).reshape(side, side, 3)


@pytest.fixture(scope="module")
def alpha() -> np.ndarray:
    """A product over the middle, a third of the picture."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(mask, (SIDE // 2, SIDE // 2), round(0.325 * SIDE), 255, -1, cv2.LINE_AA)
    return mask


@pytest.fixture(scope="module")
def picture(alpha) -> np.ndarray:
    """A product of restless texture on a gradient."""
    texture = np.random.default_rng(5).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    return np.where(alpha[..., None] > 0, texture, gradient())


@pytest.fixture(scope="module")
def marked(picture, alpha):
    return embed(picture, background_of(alpha), NUMBER)


def saved(image: np.ndarray, format: str, quality: int) -> np.ndarray:
    file = BytesIO()
    Image.fromarray(image).save(file, format, quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def halved(image: np.ndarray) -> np.ndarray:
    return cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def cropped(image: np.ndarray) -> np.ndarray:
    """A tenth of each side cut off, at odd offsets."""
    top, left = 37, 13
    keep = round(SIDE * 0.9)
    return image[top : top + keep, left : left + keep]


ATTACKS = {
    "nothing": lambda image: image,
    "JPEG 70": lambda image: saved(image, "JPEG", 70),
    "half": halved,
    "crop": cropped,
    "half, JPEG 70": lambda image: saved(halved(image), "JPEG", 70),
    "crop, JPEG 70": lambda image: saved(cropped(image), "JPEG", 70),
    "crop, half, JPEG 70": lambda image: saved(halved(cropped(image)), "JPEG", 70),
    "WebP 80": lambda image: saved(image, "WEBP", 80),
    "another size": lambda image: cv2.resize(image, (600, 600), interpolation=cv2.INTER_AREA),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_mark_is_read_after(attack, marked):
    found = detect(ATTACKS[attack](marked.image))

    assert found is not None
    assert found.payload == NUMBER
    assert 0.8 < found.confidence <= 1


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_the_mark_is_read_whichever_way_the_picture_is_turned(quarters, is_mirrored, marked):
    image = cropped(marked.image)[:, :600]  # no square: turned, it has another shape
    turned = np.rot90(image[:, ::-1] if is_mirrored else image, quarters)
    for changed in (turned, halved(np.ascontiguousarray(turned))):
        found = detect(saved(changed, "JPEG", 70))
        assert found is not None
        assert found.payload == NUMBER


def test_a_turned_picture_of_any_size_is_read_too(marked):
    turned = np.ascontiguousarray(np.rot90(marked.image[:, ::-1]))
    found = detect(cv2.resize(turned, (563, 563), interpolation=cv2.INTER_AREA))
    assert found is not None
    assert found.payload == NUMBER


def test_a_square_has_eight_turns_and_each_is_another():
    square = np.arange(9.0).reshape(3, 3)
    seen = [one.tolist() for one in turns(square)]
    assert len(seen) == TURNS == 8
    assert len({str(one) for one in seen}) == 8


def test_false_alarms_are_reckoned_with_every_try():
    assert TRIES == (2 + 4 * 3) * 8
    assert 38e6 < 2**32 / TRIES < 39e6


def test_not_one_level_changes_where_the_product_is(picture, alpha, marked):
    kept = background_of(alpha) == 0

    assert kept.sum() > (alpha > 0).sum()
    assert np.array_equal(marked.image[kept], picture[kept])


def test_the_background_is_at_least_40_db_from_what_it_was(picture, alpha, marked):
    free = background_of(alpha) == 255
    apart = marked.image[free].astype(float) - picture[free]

    assert apart.any()
    assert 10 * np.log10(255**2 / np.mean(apart**2)) > 40
    assert np.abs(apart).max() <= 4
    assert abs(apart.mean()) < 0.02  # neither lighter nor darker


def test_the_picture_given_is_not_written_into(alpha):
    before = gradient()
    embed(before, background_of(alpha), NUMBER)

    assert np.array_equal(before, gradient())


def test_the_same_picture_is_marked_the_same_way(picture, alpha, marked):
    assert np.array_equal(embed(picture, background_of(alpha), NUMBER).image, marked.image)


def test_too_little_background_is_left_alone_and_said(picture):
    strip = np.zeros((SIDE, SIDE), np.uint8)
    strip[:, : SIDE // 20] = 255

    done = embed(picture, strip, NUMBER)

    assert not done.is_marked
    assert done.share == pytest.approx(38 / 768)
    assert np.array_equal(done.image, picture)


def test_background_in_which_nothing_could_be_read_again_is_left_alone_and_said():
    noise = np.random.default_rng(6).integers(0, 256, (256, 256, 3), dtype=np.uint8)

    done = embed(noise, np.full((256, 256), 255, np.uint8), NUMBER)

    assert not done.is_marked
    assert np.array_equal(done.image, noise)


def test_exact_white_stays_exact_white():
    white = np.full((SIDE, SIDE, 3), 255, np.uint8)

    done = embed(white, np.full((SIDE, SIDE), 255, np.uint8), NUMBER)

    assert (done.is_marked, done.share) == (False, 0)
    assert np.array_equal(done.image, white)


def test_a_black_backdrop_carries_the_mark_as_well():
    done = embed(gradient(first=0, last=0), np.full((SIDE, SIDE), 255, np.uint8), NUMBER)

    assert done.is_marked
    assert detect(halved(done.image)).payload == NUMBER


@pytest.mark.parametrize("shape", [(1, 1), (100, 900), (500, 301)])
def test_pictures_without_a_mark_say_nothing(shape):
    random = np.random.default_rng(7)

    assert detect(random.integers(0, 256, (*shape, 3), dtype=np.uint8)) is None


def test_a_strip_too_thin_to_search_says_nothing():
    strip = np.random.default_rng(2).integers(0, 256, (PERIOD, 100_000, 3), dtype=np.uint8)
    assert detect(strip) is None


@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (1, 400), (PERIOD - 1, 400)])
def test_what_is_too_small_to_be_read_again_is_left_alone_and_said(shape):
    image = np.full((*shape, 3), 120, np.uint8)

    done = embed(image, np.full(shape, 255, np.uint8), NUMBER)

    assert (done.is_marked, done.share) == (False, 1.0)
    assert done.image is image


def test_a_smooth_picture_without_a_mark_says_nothing():
    assert detect(gradient()) is None


def test_a_mask_of_another_size_is_refused(picture):
    with pytest.raises(ValueError, match="expected"):
        embed(picture, np.zeros((5, 5), np.uint8), NUMBER)


def test_the_product_s_edge_is_left_alone_by_two_pixels():
    alpha = np.zeros((9, 9), np.uint8)
    alpha[4, 4] = 1

    assert (background_of(alpha) == 0).sum() == 25


def test_the_payload_is_the_start_of_the_id():
    identity = UUID("01234567-89ab-4cde-8f01-23456789abcd")

    assert payload_of_id(identity) == 0x0123_4567_89AB


def test_a_tile_is_read_at_any_offset():
    turned = np.roll(tile(NUMBER, PERIOD), (40, 101), axis=(0, 1))

    match = read(turned)

    assert match.payload == NUMBER
    assert match.agreement == 1


def test_tiles_add_up():
    plane = np.tile(np.arange(PERIOD, dtype=np.float32), (2 * PERIOD, 1))

    assert np.array_equal(folded(plane)[0], 2 * np.arange(PERIOD))


@pytest.mark.parametrize("period", [80, 117])
def test_the_width_of_a_repeating_pattern_is_found(period):
    one = np.random.default_rng(8).normal(0, 1, (period, period)).astype(np.float32)
    plane = np.tile(one, (5, 5))[:400, :380]

    found = likely_periods(plane, 4)

    assert min(abs(other / period - 1) for other in found) < 0.002


def test_a_picture_is_most_like_itself_where_it_is_not_moved():
    peaks = autocorrelation(np.random.default_rng(9).normal(0, 1, (60, 90)).astype(np.float32))

    middle = np.unravel_index(peaks.argmax(), peaks.shape)
    assert middle == (peaks.shape[0] // 2, peaks.shape[1] // 2)

"""Locked is measured: 0 for what placing does, and nothing else passes."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from imaging import lock
from imaging.engines import background, place
from imaging.engines.background import BackgroundParams
from imaging.engines.base import Context, Placement, Work
from imaging.engines.place import PlaceParams


def photo_with_soft_edge(width: int = 121, height: int = 97, reach: int = 30) -> Work:
    """Noise with a round product whose alpha falls off over some 3 px."""
    noise = np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8)
    disc = np.zeros((height, width), np.uint8)
    cv2.circle(disc, (width // 2, height // 2), reach, 255, -1)
    return Work(noise, cv2.GaussianBlur(disc, (7, 7), 1.2))


def cleaned(work: Work) -> Work:
    """The work with other colours wherever the product is not solid, as edge cleaning leaves it."""
    image = work.image.copy()
    image[work.alpha < 255] = (200, 30, 90)
    return replace(work, image=image)


def main_image(work: Work, side: int) -> Work:
    placed = place.load().run(work, PlaceParams(width=side, height=side), Context())
    return background.load().run(placed, BackgroundParams(), Context())


@pytest.mark.parametrize("side", [24, 61, 72, 200, 555])
def test_placing_and_a_background_leave_the_product_locked(side):
    work = photo_with_soft_edge()
    found = lock.measure(work.image, main_image(cleaned(work), side))
    assert found["max_difference"] == 0
    assert found["locked"]
    assert found["pixels"] > 0


@pytest.mark.parametrize("reach", [200, 60])
def test_a_product_at_the_photos_border_is_locked_too(reach):
    work = photo_with_soft_edge(reach=reach)
    assert lock.measure(work.image, main_image(cleaned(work), 150))["locked"]


def test_one_level_in_one_pixel_breaks_the_lock():
    work = photo_with_soft_edge()
    made = main_image(work, 200)
    image = made.image.copy()
    image[100, 100, 1] ^= 1
    found = lock.measure(work.image, replace(made, image=image))
    assert found["max_difference"] == 1
    assert not found["locked"]


def test_without_a_placement_the_photo_itself_is_compared():
    work = cleaned(photo_with_soft_edge())
    original = photo_with_soft_edge().image
    found = lock.measure(original, work)
    assert found["locked"]
    assert found["eroded_px"] == 3
    brighter = replace(work, image=cv2.add(work.image, 9))
    assert lock.measure(original, brighter)["max_difference"] == 9


def test_a_solid_square_loses_three_pixels_on_every_side():
    alpha = np.zeros((20, 20), np.uint8)
    alpha[4:16, 4:16] = 255
    image = np.zeros((20, 20, 3), np.uint8)
    assert lock.measure(image, Work(image, alpha))["pixels"] == 6 * 6


def test_the_erosion_grows_with_the_enlargement():
    work = photo_with_soft_edge()
    small, large = main_image(work, 40), main_image(work, 240)
    assert lock.eroded_px(small.placement) == 3
    scale = large.placement.size[0] / large.placement.crop[2]
    assert lock.eroded_px(large.placement) == 1 + int(np.ceil(2 * scale))


def test_a_product_too_thin_to_compare_is_not_called_locked():
    alpha = np.zeros((20, 20), np.uint8)
    alpha[8:12] = 255
    image = np.zeros((20, 20, 3), np.uint8)
    assert lock.measure(image, Work(image, alpha)) == {
        "max_difference": 0,
        "locked": False,
        "pixels": 0,
        "eroded_px": 3,
    }


def test_without_alpha_every_pixel_counts():
    image = np.zeros((1, 1, 3), np.uint8)
    assert lock.measure(image, Work(image))["pixels"] == 1


def test_a_picture_of_another_size_is_a_mistake():
    with pytest.raises(ValueError, match="expected"):
        lock.measure(np.zeros((4, 4, 3), np.uint8), Work(np.zeros((4, 5, 3), np.uint8)))


def test_neither_picture_is_written_to():
    work = photo_with_soft_edge()
    made = main_image(work, 80)
    before = work.image.copy(), made.image.copy(), made.alpha.copy()
    lock.measure(work.image, made)
    after = work.image, made.image, made.alpha
    assert all((now == then).all() for now, then in zip(after, before, strict=True))


def test_what_was_turned_and_then_placed_is_compared_after_both_moves():
    work = photo_with_soft_edge()
    turn = np.vstack([cv2.getRotationMatrix2D((60, 48), 5, 1.0), [0, 0, 1]])
    warp = Placement(
        (0, 0, 121, 97), (111, 90), (0, 0), (111, 90), cv2.INTER_CUBIC, tuple(turn.ravel())
    )
    turned = replace(
        work,
        image=place.placed(work.image, warp),
        alpha=place.placed(work.alpha, warp),
        placement=warp,
    )
    found = lock.measure(work.image, main_image(turned, 72))
    assert found["locked"]
    assert found["pixels"] > 500

"""Bases and kinds, told from outlines drawn here."""

import cv2
import numpy as np
import pytest

from imaging.ops import standing


def mask(*rows: str) -> np.ndarray:
    return np.array([[255 * (letter == "#") for letter in row] for row in rows], np.uint8)


def drawn(*polygons, side: int = 400) -> np.ndarray:
    alpha = np.zeros((side, side), np.uint8)
    for polygon in polygons:
        cv2.fillPoly(alpha, [np.array(polygon)], 255)
    return alpha


BOTTLE = drawn([(170, 40), (230, 40), (230, 120), (260, 160), (260, 380), (140, 380), (140, 160),
                (170, 120)])  # fmt: skip
TEE = drawn([(150, 40), (250, 40), (380, 120), (350, 180), (300, 150), (300, 370), (100, 372),
             (100, 150), (50, 180), (20, 120)])  # fmt: skip
TROUSERS = drawn([(120, 20), (280, 20), (330, 380), (250, 392), (200, 130), (150, 388), (70, 375)])
CUP = drawn([(90, 80), (310, 80), (270, 350), (130, 350)])
CHAIR = drawn([(100, 20), (120, 20), (120, 180), (300, 180), (300, 390), (280, 390), (280, 200),
               (120, 200), (120, 390), (100, 390)])  # fmt: skip


def mug() -> np.ndarray:
    alpha = drawn([(150, 60), (370, 60), (370, 380), (150, 380)])
    cv2.ellipse(alpha, (150, 210), (110, 90), 0, 90, 270, 255, 30)
    return alpha


def vase() -> np.ndarray:
    alpha = np.zeros((400, 400), np.uint8)
    cv2.circle(alpha, (200, 230), 150, 255, -1)
    alpha[370:] = 0
    return alpha


def test_the_base_is_the_lower_edge_of_the_lowest_solid_row():
    base = standing.base_of(mask("......", ".####.", "..##..", "......"))
    assert (base.x, base.y, base.width) == pytest.approx((3.0, 3.0, 4.0))
    assert base.gap.tolist() == [np.inf, 1, 0, 0, 1, np.inf]


def test_a_handle_does_not_move_the_base():
    assert standing.base_of(mug()).x == pytest.approx(260.5, abs=1.5)


def test_thin_feet_carry_from_the_first_to_the_last():
    base = standing.base_of(CHAIR)
    assert (base.y, base.width) == (391, 201)
    assert base.x == pytest.approx(200.5)


def test_haze_below_is_not_what_it_stands_on():
    alpha = BOTTLE.copy()
    alpha[385:395, 100:300] = 90
    assert standing.base_of(alpha).y == 381


def test_a_base_that_rises_to_one_side_has_its_middle_nearer_the_low_end():
    sloped = drawn([(100, 100), (300, 100), (300, 300), (100, 280)])
    assert 200 < standing.base_of(sloped).x < 260


def test_one_pixel_and_a_faint_product_have_a_base():
    one = standing.base_of(np.array([[255]], np.uint8))
    assert (one.x, one.y, one.width) == (0.5, 1.0, 1.0)
    faint = np.zeros((5, 5), np.uint8)
    faint[1:4, 2] = 60
    assert standing.base_of(faint).y == 4


def test_nothing_has_no_base():
    with pytest.raises(ValueError, match="no product"):
        standing.base_of(np.zeros((3, 3), np.uint8))


@pytest.mark.parametrize("alpha", [BOTTLE, CUP, CHAIR, mug(), vase()])
def test_rigid_outlines_stand(alpha):
    assert standing.kind_of(alpha) == "standing"


@pytest.mark.parametrize("alpha", [TEE, TROUSERS])
def test_sleeves_and_uneven_hems_hang(alpha):
    assert standing.kind_of(alpha) == "hanging"


def test_what_is_low_and_wide_stands_whatever_its_outline():
    assert standing.kind_of(cv2.resize(TROUSERS, (400, 150))[:, 60:340]) == "standing"


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (3, 3)])
def test_the_smallest_products_have_a_kind(shape):
    assert standing.kind_of(np.full(shape, 255, np.uint8)) == "standing"


def test_a_baked_shadow_goes_and_soft_edges_stay():
    alpha = BOTTLE.copy()
    alpha[381] = np.where(alpha[380] > 0, 100, 0)
    alpha[384:398, 60:340] = 80
    before = alpha.copy()
    clean = standing.without_baked_shadow(alpha)
    assert not clean[385:].any()
    assert (clean[381] == alpha[381]).all()
    assert (alpha == before).all()


def test_glass_that_solid_parts_enclose_stays():
    alpha = drawn([(100, 100), (300, 100), (300, 300), (100, 300)])
    alpha[120:280, 120:280] = 40
    assert (standing.without_baked_shadow(alpha) == alpha).all()

"""Placing the product on a canvas."""

import cv2
import numpy as np
import pytest
from pydantic import ValidationError

from imaging.engines import place
from imaging.engines.base import Context, Placement, Work
from imaging.engines.place import PlaceParams
from imaging.errors import EngineError
from imaging.ops.geometry import points_moved, shift


def cut(width: int, height: int, box: tuple[int, int, int, int]) -> Work:
    """A photo of noise whose product is one solid rectangle (x, y, width, height)."""
    x, y, w, h = box
    alpha = np.zeros((height, width), np.uint8)
    alpha[y : y + h, x : x + w] = 255
    noise = np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Work(image=noise, alpha=alpha)


def placed(work: Work, **params) -> Work:
    return place.load().run(work, PlaceParams(**params), Context())


def shown_box(work: Work) -> tuple[int, int, int, int]:
    return cv2.boundingRect((work.alpha >= place.VISIBLE_ALPHA).astype(np.uint8))


def test_the_long_axis_fills_its_share_and_the_product_is_centred():
    made = placed(cut(100, 80, (10, 20, 40, 20)), width=200, height=200, fill=0.8)
    assert shown_box(made) == (20, 60, 160, 80)
    assert made.facts["place"] == {
        "scale": 4.0,
        "enlarged": True,
        "fill": 0.8,
        "touches_border": [],
    }


def test_on_a_wide_canvas_the_height_may_be_the_share_that_counts():
    made = placed(cut(100, 80, (10, 20, 40, 20)), width=750, height=352, fill=0.5)
    assert shown_box(made)[3] == 176
    assert made.facts["place"]["fill"] == 0.5


def test_margin_wins_over_fill():
    made = placed(cut(60, 60, (5, 5, 50, 50)), width=100, height=100, fill=0.9, margin=0.1)
    assert shown_box(made) == (10, 10, 80, 80)


def test_a_product_can_stand_on_the_lower_margin():
    made = placed(
        cut(60, 60, (5, 5, 50, 10)), width=100, height=200, fill=0.5, margin=0.05, align="bottom"
    )
    x, y, width, height = shown_box(made)
    assert (x, width, height) == (25, 50, 10)
    assert y + height == 190


def test_without_leave_to_enlarge_a_small_product_stays_small():
    work = cut(60, 60, (5, 5, 50, 10))
    made = placed(work, width=100, height=100, fill=0.9, allow_enlarge=False)
    assert made.facts["place"]["scale"] == 1.0
    assert not made.facts["place"]["enlarged"]
    assert (made.image[45:55, 25:75] == work.image[5:15, 5:55]).all()


def test_shrinking_averages_areas_and_enlarging_is_cubic():
    work = cut(60, 60, (10, 10, 40, 40))
    assert placed(work, width=30, height=30).placement.interpolation == cv2.INTER_AREA
    assert placed(work, width=90, height=90).placement.interpolation == cv2.INTER_CUBIC


def test_the_placement_says_how_the_pixels_got_there():
    placement = placed(cut(100, 80, (10, 20, 40, 20)), width=40, height=40, fill=0.5).placement
    assert placement.crop == (10, 20, 40, 20)
    assert placement.size == (20, 10)
    assert placement.offset == (10, 15)
    assert placement.canvas == (40, 40)


def test_haze_and_specks_do_not_widen_the_product():
    work = cut(300, 300, (100, 100, 100, 100))
    alpha = work.alpha.copy()
    alpha[0] = place.VISIBLE_ALPHA - 1
    alpha[299, 299] = 255
    assert placed(Work(work.image, alpha), width=50, height=50).placement.crop == (
        100, 100, 100, 100,
    )  # fmt: skip


def test_a_product_cut_off_by_the_photo_keeps_its_margins_and_says_so():
    made = placed(cut(60, 40, (0, 10, 60, 20)), width=100, height=100, fill=0.8)
    assert made.facts["place"]["touches_border"] == ["right", "left"]
    assert shown_box(made) == (10, 36, 80, 27)


@pytest.mark.parametrize("canvas", [(1, 1), (7, 1), (1, 9), (31, 17)])
@pytest.mark.parametrize("photo", [(1, 1, (0, 0, 1, 1)), (33, 21, (4, 3, 17, 11))])
def test_odd_and_tiny_sizes_give_exactly_the_canvas(canvas, photo):
    made = placed(cut(*photo), width=canvas[0], height=canvas[1])
    assert made.image.shape == (canvas[1], canvas[0], 3)
    assert made.alpha.shape == (canvas[1], canvas[0])
    assert made.alpha.max() == 255


def test_nothing_but_the_product_is_on_the_canvas():
    made = placed(cut(60, 40, (20, 10, 20, 20)), width=100, height=100)
    assert not made.image[made.alpha == 0].any()


@pytest.mark.parametrize("alpha", [None, np.zeros((20, 20), np.uint8)])
def test_without_a_product_there_is_nothing_to_place(alpha):
    with pytest.raises(EngineError, match="No product found"):
        placed(Work(np.zeros((20, 20, 3), np.uint8), alpha), width=10, height=10)


def test_the_photo_is_not_written_to():
    work = cut(60, 40, (0, 10, 60, 20))
    before = work.image.copy(), work.alpha.copy()
    placed(work, width=100, height=100)
    assert (work.image == before[0]).all()
    assert (work.alpha == before[1]).all()


@pytest.mark.parametrize(
    "wrong", [{"fill": 0}, {"fill": 1.1}, {"margin": 0.5}, {"width": 0}, {"colour": "red"}]
)
def test_parameters_without_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        PlaceParams(**({"width": 10, "height": 10} | wrong))


def test_the_matrix_of_a_placement_moves_points_as_it_moves_pixels():
    """A 2 px square at (20, 10), cropped from (10, 5), twice as large, put at (3, 4)."""
    image = np.zeros((40, 60), np.uint8)
    image[10:12, 20:22] = 200
    once = Placement((10, 5, 30, 20), (60, 40), (3, 4), (70, 50), cv2.INTER_LINEAR)
    rows, columns = np.nonzero(place.placed(image, once) > 100)
    moved = points_moved(np.array([[20.5, 10.5]]), place.matrix_of(once))[0]
    assert moved == pytest.approx((columns.mean(), rows.mean()))
    assert moved == pytest.approx((24.5, 15.5))


def test_the_matrix_of_two_moves_is_both():
    turn = Placement(
        (0, 0, 60, 40), (60, 40), (0, 0), (60, 40), cv2.INTER_LINEAR, tuple(shift(5, -2).ravel())
    )
    then = Placement((10, 5, 30, 20), (15, 10), (0, 0), (15, 10), cv2.INTER_AREA, after=turn)
    moved = points_moved(np.array([[9.5, 12.5]]), place.matrix_of(then))[0]
    assert moved == pytest.approx(((9.5 + 5 - 10 + 0.5) / 2 - 0.5, (12.5 - 2 - 5 + 0.5) / 2 - 0.5))

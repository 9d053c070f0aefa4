"""Where points of a plate's world are seen, worked by hand."""

import numpy as np
import pytest

from imaging.ops import ground
from tests.imaging import sets


@pytest.fixture
def level() -> np.ndarray:
    """A camera 6 before the origin at height 1.5 on 200×200 px: 80 px a unit, foot at row 150."""
    return ground.to_pixels(sets.before(6.0, 1.5, 80, (200, 200), 0.75), (200, 200))


def test_the_origin_is_seen_at_the_foot(level):
    assert ground.seen(level, (0, 0, 0)) == pytest.approx((100, 150))


def test_a_unit_beside_and_above_it_is_eighty_px(level):
    assert ground.seen(level, (1, 0, 0)) == pytest.approx((180, 150))
    assert ground.seen(level, (0, 1, 0)) == pytest.approx((100, 70))
    assert ground.px_per_unit(level, (0, 0), 0) == pytest.approx(80)
    assert ground.px_per_unit(level, (0, 0), 1) == pytest.approx(80)


def test_what_is_twice_as_far_is_half_as_large(level):
    # w = 6 - z = 12 at z = -6: 40 px a unit; the horizon is at row 150 - 80 · 1.5 = 30.
    assert ground.px_per_unit(level, (0, -6), 0) == pytest.approx(40)
    assert ground.seen(level, (0, 0, -6)) == pytest.approx((100, 30 + 40 * 1.5))


def test_pixels_lead_back_to_the_ground(level):
    assert ground.ground_at(level, (140, 90)) == pytest.approx((1, -6))
    assert ground.ground_at(level, (100, 150)) == pytest.approx((0, 0))


@pytest.mark.parametrize("row", [30, 10, -500])
def test_at_the_horizon_and_above_there_is_no_ground(level, row):
    assert ground.ground_at(level, (100, row)) is None


def test_the_camera_is_where_it_was_put(level):
    assert ground.camera(level) == pytest.approx((0, 1.5, 6))
    # From (0, 1.5, 6) the origin is seen along (0, 1.5, 6) / 6.1847: 1.5 / 6.1847 = 0.2425.
    assert ground.grazing(level, (0, 0)) == pytest.approx(0.2425, abs=1e-4)


def test_from_above_the_ground_is_seen_straight_on():
    matrix = ground.to_pixels(sets.above(6.0, 80, 200), (200, 200))
    assert ground.seen(matrix, (0.5, 0, -1)) == pytest.approx((140, 20))
    assert ground.px_per_unit(matrix, (0, 0), 2) == pytest.approx(80)
    assert ground.grazing(matrix, (0, 0)) == pytest.approx(1)


def test_a_picture_moved_by_whole_pixels_keeps_its_values():
    image = np.arange(12, dtype=np.float32).reshape(3, 4)
    moved = ground.warped(image, np.array([[1, 0, 2], [0, 1, 1], [0, 0, 1.0]]), (7, 5))
    assert moved.shape == (5, 7)
    assert moved[1:4, 2:6] == pytest.approx(image)
    assert moved.sum() == pytest.approx(image.sum())


def test_a_picture_twice_as_large_covers_twice_the_px():
    one = ground.warped(np.ones((4, 4), np.float32), np.diag([2.0, 2.0, 1.0]), (20, 20))
    assert one[1:7, 1:7] == pytest.approx(1)
    assert not one[9:].any()

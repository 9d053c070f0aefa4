"""Shadows on the ground: where they fall, how dark and how soft, against numbers worked by hand."""

import numpy as np
import pytest

from imaging.ops import ground
from imaging.ops.contact import contact, within
from imaging.ops.shading import key_left, shaded, surface_share
from imaging.ops.shadow import REACH, blurred, slope_of, taken
from imaging.ops.stood import Lying, Stood, slices
from imaging.ops.wall_shadow import wall_shadow
from tests.imaging import sets


def stood(width: int = 40, height: int = 80, **changes) -> Stood:
    """A solid rectangle on the foot of the level camera: 80 px a unit, so 0.5 wide and 1 high."""
    matrix = ground.to_pixels(sets.before(6.0, 1.5, 80, (400, 400), 0.75), (400, 400))
    facts = {
        "alpha": np.ones((height, width), np.float32),
        "corner": (200 - width / 2, 300 - height),
        "foot": (200.0, 300.0),
        "ground": (0.0, 0.0),
        "matrix": matrix,
        "canvas": (400, 400),
        "lift": 0.0,
        "depth": 0.0,
        "gap": np.zeros(width, np.float32),
    }
    return Stood(**{**facts, **changes})


def lying(thickness: float = 0.1) -> Lying:
    matrix = ground.to_pixels(sets.above(6.0, 80, 200), (200, 200))
    alpha = np.ones((40, 40), np.float32)
    return Lying(alpha, (80, 80), (100, 100), (0, 0), matrix, (200, 200), thickness)


def at(homography: np.ndarray, point: tuple[float, float]) -> tuple[float, float]:
    x, y, w = homography @ (*point, 1.0)
    return x / w, y / w


def test_a_point_one_unit_up_casts_one_slope_away():
    # Light from the left, half as far to the side as up, and towards the camera by a quarter.
    slope = slope_of((-0.5, 1.0, 0.25))
    assert slope == pytest.approx((0.5, -0.25))
    top_left = at(stood().to_ground(slope), (0, 0))
    assert top_left == pytest.approx((-0.25 + 0.5, -0.25))
    assert at(stood().to_ground(slope), (40, 80)) == pytest.approx((0.25, 0))


def test_the_ground_point_is_seen_where_perspective_puts_it():
    # (0.25, 0, -0.25): w = 6.25, 80 · 6 / 6.25 = 76.8 px a unit; the horizon is at row 180.
    homography = ground.ground_plane(stood().matrix) @ stood().to_ground((0.5, -0.25))
    assert at(homography, (0, 0)) == pytest.approx((200 + 0.25 * 76.8, 180 + 1.5 * 76.8))


def test_the_mirror_image_of_the_top_is_as_far_below_the_foot():
    assert at(stood().to_mirror(), (0, 0)) == pytest.approx((180, 380))
    assert at(stood().to_mirror(), (40, 80)) == pytest.approx((220, 300))
    assert at(stood(lift=0.25).to_mirror(), (40, 80)) == pytest.approx((220, 320))


def test_light_at_the_horizon_casts_no_further_than_it_may():
    assert slope_of((-1.0, 0.0, 0.0))[0] == REACH
    assert slope_of((0.0, -0.5, 1.0))[1] == -REACH
    assert slope_of((0.0, 1.0, 0.0))[0] == 0


@pytest.mark.parametrize(("x", "side"), [(-0.6, 1), (0.6, -1)])
def test_the_shadow_falls_away_from_the_light(x, side):
    found = taken(stood(), (x, 0.7, 0.4), 0.01)
    key = np.zeros((400, 400), np.float32)
    key[found.area] = found.key
    beside = key[:300, 222:] if side > 0 else key[:300, :178]
    other = key[:300, :178] if side > 0 else key[:300, 222:]
    assert beside.max() > 0.95
    assert other.max() < 0.05


def test_the_shadow_covers_what_the_homography_says():
    found = taken(stood(), (-0.5, 1.0, 0.5), 0.002)
    key = np.zeros((400, 400), np.float32)
    key[found.area] = found.key
    homography = ground.ground_plane(stood().matrix) @ stood().to_ground((0.5, -0.5))
    for inside in [(20, 10), (5, 40), (35, 40), (20, 75)]:
        x, y = at(homography, inside)
        assert key[int(y), int(x)] > 0.9
    for outside in [(-8, 40), (48, 40), (20, -10)]:
        x, y = at(homography, outside)
        assert key[int(y), int(x)] < 0.1


def test_penumbras_are_wider_where_the_caster_is_higher_and_the_light_larger():
    def softness(row_of_product: int, size: float) -> float:
        found = taken(stood(), (-0.5, 1.0, 0.5), size)
        homography = ground.ground_plane(stood().matrix) @ stood().to_ground((0.5, -0.5))
        row = int(at(homography, (20, row_of_product))[1]) - found.area[0].start
        values = found.key[row]
        return float(((values > 0.1) & (values < 0.9)).sum())

    assert softness(8, 0.15) > 2 * softness(72, 0.15)
    assert softness(40, 0.15) > 1.5 * softness(40, 0.03)


def test_light_straight_from_the_side_still_casts_for_a_product_with_depth():
    found = taken(stood(depth=0.3), (-0.7, 0.7, 0.0), 0.01)
    assert found.key.max() > 0.9


@pytest.mark.parametrize("count", [1, 4, 8])
@pytest.mark.parametrize("rows", [1, 7, 300])
def test_slices_add_up_to_the_whole(rows, count):
    total = sum(weight for weight, _ in slices(rows, 1.0, 0.0, count))
    assert total == pytest.approx(np.ones(rows))


def test_slices_fall_from_top_to_bottom():
    heights = [height for _, height in slices(9, 1.0, 0.2, 4)]
    assert heights == pytest.approx([0.9, 0.7, 0.5, 0.3])


def test_the_ground_is_darkest_at_the_foot():
    found = taken(stood(depth=0.2), (-0.5, 0.8, 0.3), 0.05)
    ambient = np.zeros((400, 400), np.float32)
    ambient[found.area] = found.ambient
    assert ambient[300, 200] > 0.2
    assert ambient[300, 200] > 3 * ambient[320, 200]
    assert ambient[300, 200] > 3 * ambient[300, 240]


def test_what_is_lifted_hides_less_of_the_sky():
    near = taken(stood(depth=0.2), (-0.5, 0.8, 0.3), 0.05).ambient.max()
    assert taken(stood(depth=0.2, lift=0.1), (-0.5, 0.8, 0.3), 0.05).ambient.max() < 0.5 * near


def test_what_lies_casts_as_far_as_it_is_thick():
    # 0.2 thick, light from the left at 45°: 0.2 · 80 = 16 px to the right of column 120.
    found = taken(lying(0.2), (-0.7, 0.7, 0.0), 0.002)
    key = np.zeros((200, 200), np.float32)
    key[found.area] = found.key
    assert key[100, 130] > 0.95
    assert key[100, 142] < 0.1
    assert key[100, 76] < 0.1


def test_contact_is_dark_below_resting_columns_only():
    gap = np.zeros(40, np.float32)
    gap[20:] = 16  # 0.2 units above the ground
    product = stood(gap=gap)
    product.alpha[64:, 20:] = 0
    area, dark = contact(product)
    shown = np.zeros((400, 400), np.float32)
    shown[area] = dark
    assert shown[300, 185:195].min() > 0.2
    assert shown[280:310, 205:215].max() < 0.02
    assert not shown[310:].any()


def test_what_floats_touches_nothing():
    assert contact(stood(lift=0.3))[1].max() < 0.01


def test_beyond_the_frame_nothing_is_taken():
    gone = taken(stood(canvas=(400, 100)), (-0.5, 0.8, 0.3), 0.1)
    assert gone.key.size == gone.ambient.size == 0


def test_a_part_is_cut_to_the_canvas():
    part = np.arange(12, dtype=np.float32).reshape(3, 4)
    area, seen = within(part, (-1, -2), (10, 10))
    assert (area, seen.tolist()) == ((slice(0, 1), slice(0, 3)), [[9, 10, 11]])
    assert within(part, (10, 0), (10, 10)) is None


def test_boxes_keep_the_sum_and_have_the_deviation_asked_for():
    point = np.zeros((101, 101), np.float32)
    point[50, 50] = 1
    spread = blurred(point, 6.0)
    assert spread.sum() == pytest.approx(1, abs=1e-4)
    across = np.arange(101) - 50
    assert np.sqrt((spread.sum(axis=0) * across**2).sum()) == pytest.approx(6, abs=0.4)
    assert (blurred(point, 0.1) == point).all()


def test_on_a_wall_the_shadow_moves_away_from_the_light():
    area, dark = wall_shadow(stood(lift=0.1), (-0.5, 0.5, 0.7), 0.1)
    shown = np.zeros((400, 400), np.float32)
    shown[area] = dark
    middle = np.average(np.arange(400), weights=shown.sum(axis=0))
    assert middle > 203
    assert np.average(np.arange(400), weights=shown.sum(axis=1)) > 263


def test_shadows_fade_towards_the_end_of_the_surface_and_not_at_the_frame():
    surface = np.zeros((100, 100), np.uint8)
    surface[50:] = 255
    share = surface_share(surface)
    assert not share[:50].any()
    assert 0.2 < share[50, 50] < 0.5
    assert (share[53:] == 1).all()
    assert surface_share(np.full((9, 9), 255, np.uint8)).all()


def test_a_prop_ends_no_shadow_and_a_pinhole_is_no_hole():
    surface = np.zeros((200, 200), np.uint8)
    surface[100:] = 255
    surface[150:170, 50:70] = 0
    surface[150, 150] = 0
    share = surface_share(surface)
    assert not share[152:168, 52:68].any()
    assert (share[145:175, 75:] == 1).all()
    assert share[160, 72] == 1


def test_a_full_shadow_keeps_the_fill_and_a_warm_key_takes_its_warmth_along():
    # Key 1.5, 1, 0.5 at 3/4, fill 1/4: left are 0.25 / (0.25 + 0.75 · key).
    lit = sets.light(fill=0.25, colour=(1.5, 1.0, 0.5))
    left = key_left(lit, np.array([[1.0, 0.0]], np.float32))
    assert left[0, 0] == pytest.approx([0.25 / 1.375, 0.25, 0.25 / 0.625])
    assert left[0, 1] == pytest.approx([1, 1, 1])


def test_without_strength_the_plate_stays_as_it_is():
    plate = sets.plate(400)
    picture = np.zeros((80, 40, 3), np.uint8)
    made = shaded(plate, stood(depth=0.2), picture, 0.0)
    assert (made == plate.image).all()
    assert (shaded(plate, stood(depth=0.2), picture, 1.0) <= plate.image).all()


def test_nothing_falls_beside_the_surface():
    plate = sets.plate(400, surface=np.zeros((400, 400), np.uint8), reflectivity=1.0)
    made = shaded(plate, stood(depth=0.2), np.zeros((80, 40, 3), np.uint8), 1.0)
    assert (made == plate.image).all()


@pytest.mark.parametrize("canvas", [(1, 1), (3, 7)])
def test_tiny_plates_and_products_are_no_trouble(canvas):
    tiny = stood(1, 1, canvas=canvas, corner=(0.0, 0.0), foot=(0.5, 1.0))
    found = taken(tiny, (-0.5, 0.8, 0.3), 0.1)
    assert found.key.shape == found.ambient.shape

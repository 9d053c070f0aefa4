"""Straightening: what is measured, what is left, and that every pixel is found again."""

import cv2
import numpy as np
import pytest

from imaging import lock
from imaging.engines import straighten
from imaging.engines.base import Context, Work
from imaging.engines.straighten import StraightenParams
from imaging.errors import EngineError
from imaging.ops.geometry import points_moved, warped
from imaging.ops.tilt import Tilt, straightening, tilt_of_axis, tilt_of_lines
from imaging.ops.upright import frame_within, is_convex, rectified_size
from imaging.recipes import build

SIZE = (480, 360)


def floor(step=60):
    """A floor of straight planks, (360, 480, 3)."""
    image = np.full((SIZE[1], SIZE[0], 3), 170, np.uint8)
    for x in range(step // 2, SIZE[0], step):
        cv2.line(image, (x, 0), (x, SIZE[1]), (90, 80, 70), 3)
    for y in range(step // 2, SIZE[1], 2 * step):
        cv2.line(image, (0, y), (SIZE[0], y), (90, 80, 70), 3)
    return image


def seen(tilt, image):
    """`image` as a camera held with `tilt` would see it: enlarged so that no corner is empty."""
    grow = np.diag([1.4, 1.4, 1.0])
    middle = np.array([[1, 0, (SIZE[0] - 1) / 2], [0, 1, (SIZE[1] - 1) / 2], [0, 0, 1]])
    about = middle @ grow @ np.linalg.inv(middle)
    return warped(image, np.linalg.inv(tilt.upright(SIZE)) @ about, SIZE, cv2.INTER_LINEAR)


def bottle(degrees=0.0):
    """A tall outline, turned clockwise, (300, 200)."""
    alpha = np.zeros((300, 200), np.uint8)
    cv2.rectangle(alpha, (70, 90), (130, 260), 255, -1)
    cv2.rectangle(alpha, (88, 40), (112, 90), 255, -1)
    turn = cv2.getRotationMatrix2D((100, 150), -degrees, 1)
    return cv2.warpAffine(alpha, turn, (200, 300))


def run(image, alpha=None, **params):
    return straighten.load().run(Work(image, alpha), StraightenParams(**params), Context())


@pytest.mark.parametrize("degrees", [-7, -2.5, 0, 1, 6])
def test_a_turned_floor_is_measured(degrees):
    found = tilt_of_lines(seen(Tilt(degrees), floor()))
    assert found.degrees == pytest.approx(degrees, abs=0.25)
    assert found.lean == pytest.approx((0, 0), abs=0.02)
    assert found.confidence > 0.6


def test_a_floor_seen_at_an_angle_is_measured_and_made_square():
    tilt = Tilt(3, (0.06, -0.09))
    found = tilt_of_lines(seen(tilt, floor()))
    assert found.degrees == pytest.approx(3, abs=0.5)
    assert found.lean == pytest.approx((0.06, -0.09), abs=0.015)
    again = tilt_of_lines(run(seen(tilt, floor())).image)
    assert abs(again.degrees) < 0.2
    assert again.lean == pytest.approx((0, 0), abs=0.012)


def test_noise_a_flat_picture_and_slanted_planks_tell_nothing():
    noise = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    slanted = seen(Tilt(30), floor())
    for image in (noise, np.full((200, 300, 3), 120, np.uint8), slanted):
        work = run(image)
        assert work.image is image
        assert work.placement is None
        assert not work.facts["straighten"]["applied"]


@pytest.mark.parametrize("degrees", [-9, -3, 0, 5])
def test_the_axis_of_a_bottle_is_measured(degrees):
    found = tilt_of_axis(bottle(degrees))
    assert found.degrees == pytest.approx(degrees, abs=0.3)
    assert found.confidence > 0.8


def test_a_disc_and_an_empty_mask_have_no_axis():
    disc = np.zeros((200, 200), np.uint8)
    cv2.circle(disc, (100, 100), 60, 255, -1)
    assert tilt_of_axis(disc).confidence < 0.2
    assert tilt_of_axis(np.zeros((50, 50), np.uint8)).confidence == 0


def test_a_crooked_bottle_before_nothing_is_put_upright_and_alpha_goes_with_it():
    image = np.full((300, 200, 3), 200, np.uint8)
    made = run(image, bottle(5))
    assert made.facts["straighten"]["source"] == "axis"
    assert tilt_of_axis(made.alpha).degrees == pytest.approx(0, abs=0.3)
    assert made.alpha.shape == made.image.shape[:2]


def test_where_floor_and_product_contradict_each_other_nothing_is_done():
    alpha = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    alpha[30:330, 140:340] = bottle(-4)
    image = seen(Tilt(4), floor())
    assert not run(image, alpha).facts["straighten"]["applied"]
    assert run(image, alpha, subject="frame").facts["straighten"]["applied"]


def test_a_square_turned_by_45_degrees_holds_a_square_of_half_its_area():
    corners = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)], float)
    assert frame_within(corners, 1.0) == pytest.approx((-0.5, -0.5, 1, 1))


def test_the_frame_in_a_trapezium_is_worked_by_hand():
    """Bottom 4, top 2, height 2: with slopes of 2, width + height = 4, so for a square 2 × 2."""
    corners = np.array([(-1, 0), (1, 0), (2, 2), (-2, 2)], float)
    x, y, width, height = frame_within(corners, 1.0)
    assert (width, height) == pytest.approx((2, 2), abs=1e-6)
    assert (x, y) == pytest.approx((-1, 0), abs=1e-6)


@pytest.mark.parametrize("degrees", [-20, -1, 0.4, 8, 45])
def test_no_corner_is_empty_and_the_lock_finds_every_pixel(degrees):
    white = np.full((90, 120, 3), 255, np.uint8)
    made = run(white, degrees=degrees)
    assert made.image.min() == 255
    assert made.image.shape[1] / made.image.shape[0] == pytest.approx(120 / 90, rel=0.05)
    assert lock.measure(white, made)["locked"]


def test_a_quarter_of_a_turn_of_the_picture_moves_what_is_on_it_clockwise():
    image = np.zeros((101, 101, 3), np.uint8)
    image[50, 80] = 255  # right of the middle
    made = run(image, degrees=45, edges="alpha")
    row, column = np.unravel_index(made.image[..., 0].argmax(), made.image.shape[:2])
    middle = (made.image.shape[0] - 1) / 2
    assert (row - middle, column - middle) == pytest.approx((21.2, 21.2), abs=1)


def test_corners_are_kept_transparent_where_asked():
    image = np.full((90, 120, 3), 255, np.uint8)
    made = run(image, degrees=10, edges="alpha")
    assert made.image.shape[0] > 90
    assert made.alpha[0, 0] == 0
    assert (made.alpha == 255).sum() == pytest.approx(90 * 120, rel=0.03)


def test_the_photos_own_alpha_is_turned_with_it():
    alpha = np.full((90, 120), 255, np.uint8)
    alpha[:, :60] = 0
    made = run(np.full((90, 120, 3), 9, np.uint8), alpha, degrees=3)
    assert made.alpha[:, 0].max() == 0
    assert made.alpha[:, -1].min() == 255


def test_a_sheet_seen_at_an_angle_has_its_true_shape_again():
    """A 3 : 2 sheet through a lens: 1.5 m × 1 m, 4 m away, turned, focal length 500 px."""
    turn = cv2.Rodrigues(np.array([0.5, -0.6, 0.1]))[0]
    sheet = np.array([(-0.75, -0.5, 0), (0.75, -0.5, 0), (0.75, 0.5, 0), (-0.75, 0.5, 0)])
    there = sheet @ turn.T + (0, 0, 4)
    corners = 500 * there[:, :2] / there[:, 2:] + np.array([(479) / 2, (359) / 2])
    width, height = rectified_size(corners, SIZE)
    assert width / height == pytest.approx(1.5, rel=0.02)


def test_a_flat_thing_never_gets_more_pixels_than_the_photo():
    corners = np.array([(0, 0), (39999, 30), (36000, 270), (4000, 270)], float)
    width, height = rectified_size(corners, (40000, 300))
    assert width * height < 1.01 * 40000 * 300


def test_what_lies_between_four_corners_fills_the_result():
    image = np.zeros((100, 200, 3), np.uint8)
    image[20:81, 50:151] = 200
    corners = ((50 / 199, 20 / 99), (150 / 199, 20 / 99), (150 / 199, 80 / 99), (50 / 199, 80 / 99))
    made = run(image, corners=corners)
    assert made.image.shape == (60, 100, 3)
    assert made.image.min() == 200


@pytest.mark.parametrize(
    "corners",
    [
        ((0, 0), (1, 1), (1, 0), (0, 1)),
        ((0, 1), (1, 1), (1, 0), (0, 0)),
        ((0, 0), (1.2, 0), (1, 1), (0, 1)),
        ((0, 0), (0, 0), (0, 0), (0, 0)),
    ],
)
def test_corners_that_make_no_frame_are_refused(corners):
    with pytest.raises(EngineError) as caught:
        run(floor(), corners=corners)
    assert caught.value.code == "corners_crossed"


def test_a_dented_frame_is_not_convex():
    assert is_convex(np.array([(0, 0), (2, 0), (2, 2), (0, 2)], float))
    assert not is_convex(np.array([(0, 0), (2, 0), (0.5, 0.5), (0, 2)], float))


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1), (2, 3)])
def test_pictures_of_one_line_pass(shape):
    image = np.full((*shape, 3), 77, np.uint8)
    assert run(image).image is image
    made = run(image, degrees=2)
    assert made.image.size
    assert made.image.max() <= 77


def test_the_input_stays_and_no_turn_is_no_change():
    image = seen(Tilt(4), floor())
    before = image.copy()
    run(image)
    assert (image == before).all()
    assert run(image, degrees=0).image is image


def test_points_go_where_a_turn_says():
    turned = points_moved(np.array([[1.0, 0.0]]), straightening(np.radians(90), (0, 0)))
    assert turned[0] == pytest.approx((0, -1), abs=1e-9)


def test_the_recipe_looks_for_the_product_only_where_it_has_to():
    engines = lambda **options: [s.engine for s in build("straighten", options=options).steps]  # noqa: E731
    assert engines() == ["cutout", "straighten"]
    assert engines(degrees=3) == engines(subject="frame") == ["straighten"]

"""The product in a finished picture against the photo: colour, parts, silhouette, lettering."""

import math

import cv2
import numpy as np
import pytest

from imaging.ocr import Reading
from imaging.ops.delta_e import delta_e, lab
from imaging.ops.geometry import resized
from imaging.screening.difference import difference, excess
from imaging.screening.lettering import changed, compared, lines, overlap
from imaging.screening.pair import Pair, median_delta_e, pair, smaller
from imaging.screening.silhouette import growth
from tests.imaging.screened import SIDE, FakeReader, box, finished, mask, photo

SAME = np.eye(3)


def laid(picture: np.ndarray) -> Pair:
    found = pair(photo(), mask(), picture, SAME)
    assert found is not None
    return found


def test_a_resize_keeps_corners_in_place_and_moves_middles_by_half_a_pixel():
    # Twice as large: the middle of pixel 0 comes to 0.5, that of pixel 3 to 6.5.
    across = resized(2, 2) @ np.array([[0, 3], [0, 0], [1, 1]])

    assert across[0].tolist() == [0.5, 6.5]


def test_an_untouched_product_differs_in_nothing_whatever_is_behind_it():
    found = difference(laid(finished()))

    assert found.delta_e == 0
    assert found.parts == ()
    assert not found.heat.any()


def test_a_shrunk_and_recompressed_product_differs_in_no_part():
    small = cv2.resize(finished(), (160, 160), interpolation=cv2.INTER_AREA)
    written = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    seen = cv2.imdecode(written, cv2.IMREAD_COLOR)
    found = pair(photo(), mask(), seen, resized(160 / SIDE, 160 / SIDE))

    assert difference(found).parts == ()
    assert difference(found).delta_e < 2


def test_the_colour_of_the_whole_is_the_median_difference_of_its_pixels():
    picture = finished()
    picture[picture == 170] = 120
    red, brown = (lab(np.array([level, 40, 50], np.uint8)) for level in (170, 120))

    assert difference(laid(picture)).delta_e == pytest.approx(float(delta_e(red, brown)), abs=0.01)


def test_a_repainted_part_is_found_where_it_is():
    picture = finished()
    picture[100:130, 100:140] = (30, 60, 160)

    found = difference(laid(picture))

    left, top, width, height = found.parts[0].box
    assert (left, top) == pytest.approx((100 / SIDE, 100 / SIDE), abs=0.02)
    assert (width, height) == pytest.approx((40 / SIDE, 30 / SIDE), abs=0.03)
    assert found.parts[0].share == pytest.approx(40 * 30 / 112**2, rel=0.4)
    assert found.heat[115, 120] > 200
    assert found.heat[70, 70] == 0


def test_smearing_takes_detail_away_and_is_found_although_no_new_colour_comes():
    picture = finished()
    picture[90:150, 90:150] = cv2.GaussianBlur(picture, (0, 0), 12)[90:150, 90:150]

    assert difference(laid(picture)).parts


def test_a_pixels_shift_is_no_difference():
    expected = lab(photo())
    shifted = np.roll(expected, 1, axis=1)

    assert excess(expected, shifted)[70:170, 70:170].max() == 0


def test_a_darker_whole_is_no_changed_part():
    picture = finished()
    picture[60:180, 60:180] = np.rint(picture[60:180, 60:180] * 0.8)

    found = difference(laid(picture))

    assert found.delta_e > 5
    assert found.parts == ()


def test_without_a_recorded_place_the_photo_is_found_where_it_was_put():
    noise = np.random.default_rng(3).integers(0, 255, (60, 60, 3), np.uint8)
    picture, known = finished(), photo()
    for image in (picture, known):
        image[90:150, 90:150] = cv2.resize(noise, (60, 60))
    canvas = np.full((300, 300, 3), 255, np.uint8)
    canvas[20:260, 50:290] = picture

    found = pair(known, mask(), canvas, None)

    assert found is not None
    assert found.how == "estimated"
    assert median_delta_e(found) < 1
    assert found.product[80, 110] and not found.product[80, 100]  # noqa: PT018


def test_another_product_is_not_taken_for_the_photos():
    other = np.random.default_rng(1).integers(0, 90, (300, 200, 3), np.uint8)

    assert pair(photo(), mask(), other, None) is None


def test_a_smaller_pair_counts_only_pixels_that_lie_wholly_inside():
    half = smaller(laid(finished()), SIDE // 2)

    assert half.seen.shape == (120, 120, 3)
    assert half.product.sum() == 60 * 60
    assert half.inside.sum() < half.product.sum()


def test_an_empty_mask_compares_nothing():
    empty = pair(photo(), np.zeros((SIDE, SIDE), np.uint8), finished(), SAME)

    assert median_delta_e(empty) == math.inf
    assert growth(empty).share == 0


def test_a_part_in_the_products_colour_beyond_its_outline_is_growth():
    picture = finished()
    picture[100:130, 180:215] = (170, 40, 50)

    found = growth(laid(picture))

    assert found.share == pytest.approx(35 * 30 / 120**2, rel=0.3)
    assert found.clear > 0.7
    assert found.box is not None
    assert found.box[0] == pytest.approx(183 / SIDE, abs=0.02)


@pytest.mark.parametrize("colour", [(30, 60, 160), (210, 210, 210)])
def test_things_of_another_colour_beside_the_product_are_no_growth(colour):
    picture = finished()
    picture[100:130, 180:215] = colour

    assert growth(laid(picture)).share == 0


def test_what_ends_softly_is_no_clear_growth():
    picture = finished().astype(np.float32)
    fading = np.linspace(1, 0, 50)[None, :, None]
    picture[100:160, 180:230] = (170, 40, 50) * fading + 255 * (1 - fading)

    assert growth(laid(picture.astype(np.uint8))).clear < 0.3


def test_words_of_untouched_pixels_are_not_read_twice():
    reader = FakeReader([box(100, 100, 140, 120)], {(170, 40, 50): "COTTON"})
    on = laid(finished())
    read = lines(on.seen, on.product, reader)

    assert list(changed(on, read, reader)) == []
    assert reader.asked == ["COTTON"]
    assert read[0][1].on_product == 1


def test_words_that_became_others_are_told_with_both():
    picture = finished()
    picture[95:125, 95:145] = (10, 20, 30)
    reader = FakeReader(
        [box(100, 100, 140, 120)], {(170, 40, 50): "COTTON", (10, 20, 30): "ROTTEN"}
    )
    on = laid(picture)

    found = list(changed(on, lines(on.seen, on.product, reader), reader))

    assert [(one.before, one.after) for one in found] == [("COTTON", "ROTTEN")]
    assert found[0].distance == pytest.approx(2 / 6)


def test_a_few_misread_letters_are_no_change():
    assert compared((0, 0, 1, 1), Reading("Honey 500g", 0.9), Reading("Honey S00g", 0.9)) is None


def test_what_nobody_can_read_says_nothing():
    assert compared((0, 0, 1, 1), Reading("lIl", 0.4), Reading("###", 0.3)) is None


def test_words_that_only_one_of_both_shows_count_less():
    gone = compared((0, 0, 1, 1), Reading("COTTON", 0.95), Reading("", 0.0))

    assert gone is not None
    assert gone.confidence == 0.75
    assert gone.distance == 1


def test_overlap_is_of_the_first():
    assert overlap((0, 0, 0.4, 0.4), (0.2, 0, 1, 1)) == pytest.approx(0.5)


def test_a_line_that_was_wiped_is_told_although_a_larger_one_lies_over_its_place():
    picture = finished()
    picture[95:125, 95:145] = (200, 200, 190)
    small, large = box(100, 100, 140, 120), box(70, 70, 170, 170)
    red = (170, 40, 50)
    on = laid(picture)
    reader = FakeReader([large], {red: "COTTON"})
    read = lines(on.seen, on.product, reader)
    reader.places = [small]

    found = list(changed(on, read, reader))

    assert ("COTTON", "") in [(one.before, one.after) for one in found]

"""Text is found, cut out upright and read, in Chinese and English."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from imaging.ocr import Box, distance, reader
from imaging.ocr.find import mean_inside, net_size, rectangles
from imaging.ocr.lines import box_of, cut_out
from imaging.ocr.read import decoded


@pytest.mark.parametrize(
    "one, other, apart",
    [
        ("OPEN", "OPEN", 0),
        ("Truly Open", "trulyopen", 0),
        ("OPEN", "OPFN", 0.25),
        ("saleor", "saler", 1 / 6),
        ("", "日", 1),
        ("", "", 0),
        ("香水50ml", "香木50ml", 1 / 6),
    ],
)
def test_distance_is_edits_over_the_longer_length(one, other, apart):
    assert distance(one, other) == pytest.approx(apart)
    assert distance(other, one) == pytest.approx(apart)


def test_corners_go_clockwise_from_the_top_left_whatever_their_order():
    wanted = ((10, 20), (50, 22), (49, 32), (9, 30))
    for order in ([2, 0, 3, 1], [1, 2, 3, 0]):
        found = box_of(np.array([wanted[i] for i in order], np.float32))
        assert found.corners == wanted
    assert found.scaled(2).corners[0] == (20, 40)


def test_a_slanted_box_is_cut_out_upright():
    image = np.full((100, 100, 3), 255, np.uint8)
    corners = cv2.boxPoints(((50, 50), (40, 10), 30)).astype(np.float32)
    cv2.fillPoly(image, [np.rint(corners).astype(np.int32)], (200, 0, 0))
    part = cut_out(image, box_of(corners))
    assert part.shape == (10, 40, 3)
    assert np.abs(part[2:-2, 2:-2].astype(int) - (200, 0, 0)).max() < 40


def test_a_box_without_area_is_still_a_pixel():
    flat = Box(((3, 3), (3, 3), (3, 3), (3, 3)))
    assert cut_out(np.full((8, 8, 3), 7, np.uint8), flat).shape == (1, 1, 3)


def test_a_lines_middle_grows_to_the_whole_line():
    """40 × 10 px: area 400 · 1.6 / perimeter 100 = 6.4 px more on every side."""
    sureness = np.zeros((64, 96), np.float32)
    sureness[20:31, 30:71] = 0.9
    (corners,) = rectangles(sureness)
    width, height = np.ptp(corners, axis=0)
    assert width == pytest.approx(40 + 12.8, abs=0.1)
    assert height == pytest.approx(10 + 12.8, abs=0.1)


def test_dust_and_unsure_parts_are_no_lines():
    sureness = np.zeros((64, 64), np.float32)
    sureness[5:7, 5:40] = 0.9
    sureness[30:40, 5:60] = 0.4
    assert not list(rectangles(sureness))


def test_the_mean_is_of_what_is_inside_and_in_the_picture():
    plane = np.zeros((10, 10), np.float32)
    plane[:, :5] = 1
    outside = np.array([(-4, 0), (4, 0), (4, 9), (-4, 9)], np.float32)
    assert mean_inside(plane, outside) == pytest.approx(1)


@pytest.mark.parametrize(
    "size, seen",
    [((736, 736), (736, 736)), ((400, 533), (736, 992)), ((4000, 3000), (1600, 1216))],
)
def test_the_net_sees_sides_in_multiples_of_32_neither_too_small_nor_too_large(size, seen):
    assert net_size(*size) == seen


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1)])
def test_no_size_is_too_strange_for_the_net(size):
    assert all(32 <= side <= 1600 for side in net_size(*size))


def test_repeats_count_once_and_blanks_part_doubles():
    """a a blank a b b: "aab", at the confidence of each character's first step."""
    steps = [1, 1, 0, 1, 2, 2]
    chances = np.zeros((6, 3), np.float32)
    chances[range(6), steps] = [0.9, 0.5, 1, 0.7, 0.8, 0.1]
    found = decoded(chances, ["a", "b"])
    assert found.text == "aab"
    assert found.confidence == pytest.approx(0.8)
    assert decoded(np.eye(3, dtype=np.float32)[[0, 0]], ["a", "b"]).confidence == 0


@pytest.mark.weights
def test_what_is_printed_is_read_along_and_up_the_picture():
    from imaging.adverts.font_files import opened

    picture = Image.new("RGB", (480, 300), (30, 90, 60))
    draw = ImageDraw.Draw(picture)
    draw.text((40, 40), "茉莉花茶", font=opened("noto-sans", 48), fill=(255, 250, 235))
    draw.text((40, 150), "Jasmine tea 250 g", font=opened("noto-sans", 34), fill=(255, 250, 235))
    lines = reader().lines(np.asarray(picture))
    assert [line.reading.text.replace(" ", "") for line in lines] == ["茉莉花茶", "Jasminetea250g"]
    assert min(line.reading.confidence for line in lines) > 0.9
    left, top = lines[0].box.corners[0]
    assert abs(left - 40) < 12
    assert abs(top - 50) < 15
    up = reader().lines(np.ascontiguousarray(np.rot90(np.asarray(picture))))
    assert {"茉莉花茶", "Jasminetea250"} <= {line.reading.text.replace(" ", "")[:13] for line in up}


@pytest.mark.weights
def test_a_flat_picture_says_nothing():
    assert reader().lines(np.full((40, 60, 3), 128, np.uint8)) == []

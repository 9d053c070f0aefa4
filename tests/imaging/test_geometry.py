"""Boxes, crops and canvases, on numbers worked by hand."""

import cv2
import numpy as np
import pytest

from imaging.ops import geometry


def mask(*rows: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in rows])


@pytest.mark.parametrize("shape", [(3, 5), (3, 5, 4)])
def test_a_size_is_width_and_height(shape):
    assert geometry.size_of(np.zeros(shape, np.uint8)) == (5, 3)


def test_a_box_holds_every_true_pixel():
    assert geometry.mask_to_box(mask(".....", "..#..", ".#...")) == (1, 1, 2, 2)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5)])
def test_an_empty_mask_has_no_box(shape):
    empty = np.zeros(shape, np.bool_)
    assert geometry.mask_to_box(empty) is None
    assert geometry.mask_to_product_box(empty) is None


def test_one_pixel_is_a_box():
    assert geometry.mask_to_product_box(mask("#")) == (0, 0, 1, 1)


def test_a_speck_does_not_widen_the_product_but_a_small_part_does():
    product = np.zeros((200, 300), np.bool_)
    product[50:150, 50:150] = True  # 10,000 px: parts under 5 px are specks
    product[0, 296:300] = True
    assert geometry.mask_to_product_box(product) == (50, 50, 100, 100)
    product[0, 295] = True
    assert geometry.mask_to_product_box(product) == (50, 0, 250, 150)


def test_diagonal_neighbours_are_one_part():
    assert geometry.mask_to_product_box(mask("#..", ".#.", "..#")) == (0, 0, 3, 3)


def test_touched_borders_are_named_clockwise():
    assert geometry.box_borders((0, 0, 10, 5), (10, 8)) == ("top", "right", "left")
    assert geometry.box_borders((1, 1, 8, 7), (10, 8)) == ("bottom",)
    assert geometry.box_borders((1, 1, 3, 3), (10, 8)) == ()


def test_areas_average_when_shrunk():
    image = np.array([[0, 100], [100, 200]], np.uint8)
    small = geometry.crop_resized(image, (0, 0, 2, 2), (1, 1), cv2.INTER_AREA)
    assert small.tolist() == [[100]]


def test_pixels_beyond_the_crop_have_no_say():
    image = np.full((9, 9, 3), 200, np.uint8)
    image[2:5, 3:7] = 10
    for method in (cv2.INTER_AREA, cv2.INTER_CUBIC):
        assert (geometry.crop_resized(image, (3, 2, 4, 3), (8, 6), method) == 10).all()


def test_a_crop_at_its_own_size_is_a_copy():
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    part = geometry.crop_resized(image, (1, 0, 2, 2), (2, 2), cv2.INTER_CUBIC)
    part[:] = 0
    assert image.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_a_part_lies_where_it_was_put():
    canvas = geometry.canvas_with(np.full((1, 2), 7, np.uint8), (4, 3), (1, 2))
    assert canvas.tolist() == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 7, 7, 0]]


@pytest.mark.parametrize(
    ("offset", "row"),
    [((-1, 0), [2, 3, 0, 0]), ((2, 0), [0, 0, 1, 2]), ((0, -1), [0] * 4), ((9, 0), [0] * 4)],
)
def test_what_lies_beyond_the_canvas_is_cut_off(offset, row):
    canvas = geometry.canvas_with(np.array([[1, 2, 3]], np.uint8), (4, 3), offset)
    assert canvas.tolist() == [row, [0] * 4, [0] * 4]


def test_a_part_larger_than_the_canvas_shows_its_middle():
    part = np.arange(25, dtype=np.uint8).reshape(5, 5)
    assert geometry.canvas_with(part, (1, 1), (-2, -2)).tolist() == [[12]]


def test_erosion_takes_the_edge_but_not_the_frame():
    full = np.ones((5, 5), np.bool_)
    assert geometry.mask_eroded(full, 2).all()
    hole = full.copy()
    hole[0, 0] = False
    assert geometry.mask_eroded(hole, 1).sum() == 25 - 4
    assert (geometry.mask_eroded(hole, 0) == hole).all()
    assert hole.sum() == 24


def test_a_warp_moves_pixels_to_where_its_matrix_says():
    image = np.zeros((4, 5), np.uint8)
    image[1, 2] = 200
    moved = geometry.warped(image, geometry.shift(2, 1), (8, 6), cv2.INTER_CUBIC)
    assert moved.shape == (6, 8)
    assert moved[2, 4] == 200
    assert moved.sum() == 200


def test_a_warp_in_tiles_has_no_seams(monkeypatch):
    image = np.random.default_rng(1).integers(0, 256, (60, 70, 3), dtype=np.uint8)
    turn = np.vstack([cv2.getRotationMatrix2D((30, 30), 7, 1.1), [0, 0, 1]])
    whole = geometry.warped(image, turn, (80, 64), cv2.INTER_CUBIC)
    monkeypatch.setattr(geometry, "WARP_TILE", 17)
    parts = geometry.warped(image, turn, (80, 64), cv2.INTER_CUBIC)
    assert np.abs(whole.astype(int) - parts).max() <= 1


def test_points_move_as_the_picture_does():
    matrix = np.array([[2, 0, 1], [0, 1, 0], [0, 0.5, 1]])
    assert geometry.points_moved(np.array([[3.0, 2.0]]), matrix).tolist() == [[3.5, 1.0]]

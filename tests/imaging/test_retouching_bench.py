"""What the bench of retouching says is measured, on pictures whose answer is known."""

import cv2
import numpy as np
import pytest

from imaging.bench import retouching


def test_a_perfect_filling_has_no_error_and_all_detail_a_flat_one_has_none():
    truth = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    hole = np.zeros((60, 80), np.bool_)
    hole[20:40, 30:50] = True
    assert retouching.judged(truth, truth, hole) == (0, pytest.approx(1))
    flat = np.full_like(truth, 128)
    rmse, detail = retouching.judged(flat, truth, hole)
    assert rmse > 50
    assert detail == 0


def test_spots_are_where_they_are_said_to_be(tmp_path):
    path = tmp_path / "wall.png"
    cv2.imwrite(str(path), np.full((300, 400, 3), 128, np.uint8))
    image, spots = retouching.dusty(path, np.random.default_rng(2))
    assert image.shape == (1200, 1600, 3)
    assert len(spots) == retouching.SPOTS
    for x, y, _ in spots:
        assert abs(float(image[y, x].mean()) - 128) > 15
    assert "8 spots drawn anywhere" in retouching.dust([path])


def test_a_folder_without_photos_is_said_not_to_be_measured(tmp_path):
    assert retouching.section(tmp_path) == retouching.NOT_MEASURED

"""The bench's composites have the truth they claim; absent data is said, not guessed."""

import cv2
import numpy as np
import pytest

from imaging.bench import cutout_quality, cutout_speed
from imaging.bench.composites import Composite, composed, composites, is_plain, without_shadow


@pytest.fixture
def data(tmp_path):
    """One product with a shadow, one plain and one busy photo."""
    (tmp_path / "products").mkdir()
    folder = tmp_path / "clothing" / "validation" / "hat"
    folder.mkdir(parents=True)
    product = np.zeros((40, 40, 4), np.uint8)
    product[10:30, 10:30] = (0, 0, 200, 255)
    product[34:38, 10:30, 3] = 60
    cv2.imwrite(str(tmp_path / "products" / "box.png"), product)
    cv2.imwrite(str(folder / "plain.png.jpg"), np.full((100, 100, 3), 90, np.uint8))
    busy = np.full((100, 100, 3), 90, np.uint8)
    busy[:, 14:] = 230
    cv2.imwrite(str(folder / "busy.jpg"), busy)
    return tmp_path


def test_the_truth_is_the_product_without_its_shadow(data):
    (made,) = composites(data, size=(80, 60))
    assert made.image.shape == (60, 80, 3)
    assert made.truth[30, 40] == 255
    assert made.truth[54].max() == 0
    assert (made.image[30, 40] == (200, 0, 0)).all()
    assert made.image[54, 40].max() < made.image[5, 5].min()


def test_only_plain_corners_are_backgrounds(data):
    photos = sorted(data.glob("clothing/*/*/*.jpg"))
    assert [is_plain(photo) for photo in photos] == [False, True]


def test_faint_alpha_stays_in_the_upper_half():
    alpha = np.zeros((10, 3), np.uint8)
    alpha[0], alpha[5], alpha[9] = 60, 255, 60
    assert without_shadow(alpha)[:, 0].tolist() == [60, 0, 0, 0, 0, 255, 0, 0, 0, 0]


def test_errors_are_the_mean_distance_of_alpha_from_the_truth():
    truth = np.zeros((50, 50), np.uint8)
    truth[:, 25:] = 255
    made = Composite("half", np.zeros((50, 50, 3), np.uint8), truth)
    off = truth.copy()
    off[:, 25] = 0  # one column of fifty; the contour's two columns and 10 px to each side are 22
    assert cutout_quality.differences(off, made) == pytest.approx((1 / 50, 1 / 22), abs=1e-3)


def test_a_close_up_is_filled_by_the_product():
    rgba = np.zeros((100, 100, 4), np.uint8)
    rgba[40:60, 30:70] = 255
    made = composed("bar", rgba, np.zeros((200, 200, 3), np.uint8), (200, 200))
    near = cutout_speed.close_up(made, (120, 90))
    assert near.shape == (90, 120, 3)
    assert (made.image > 127).mean() < 0.1
    assert (near > 127).mean() > 0.45


@pytest.mark.parametrize("bench", [cutout_quality, cutout_speed])
def test_absent_data_is_reported_as_not_measured(bench, tmp_path):
    found = bench.measure(tmp_path)
    assert found == {"measured": False}
    assert "not measured" in bench.table(found)

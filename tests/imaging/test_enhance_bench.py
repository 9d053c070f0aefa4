"""What the bench of the one tap states, on pictures whose answer is known."""

import numpy as np

from imaging.bench import enhance
from tests.imaging.drawn_photos import set_table


def test_without_pictures_it_says_so(tmp_path):
    assert enhance.section(tmp_path) == enhance.NOT_MEASURED


def test_the_same_picture_has_not_changed_and_a_cropped_one_surely_has():
    image = set_table(60, 80)
    assert enhance.mean_change(image, image) == 0
    assert enhance.mean_change(image, image[:50]) == 100


def test_only_the_product_counts():
    image = set_table(60, 80)
    paper_tinted = image.copy()
    paper_tinted[(image == 225).all(axis=2)] = (225, 200, 180)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[20:40, 28:40] = 255
    assert enhance.product_change(image, paper_tinted, alpha) == 0


def test_a_cell_of_the_sheet_is_as_large_whatever_the_photo():
    for shape in ((400, 300), (300, 700), (31, 30)):
        assert enhance.squared(set_table(*shape)).shape == (
            enhance.CELL * 4 // 3,
            enhance.CELL,
            3,
        )

"""The bench of adverts measures what it says, on small pictures."""

import numpy as np
import pytest

from imaging.adverts.words import Words
from imaging.bench import advert_sheet, adverts
from imaging.engines.base import Work


def product() -> Work:
    """A red box of 200 × 100 px in a larger photo."""
    image = np.zeros((240, 120, 3), np.uint8)
    alpha = np.zeros((240, 120), np.uint8)
    image[20:220, 10:110] = (200, 30, 40)
    alpha[20:220, 10:110] = 255
    return Work(image=image, alpha=alpha)


def test_an_advert_tells_its_seconds_contrast_and_lock():
    made = adverts.made(("minimal", "1:1", 0), [product()], 300)
    assert isinstance(made, adverts.Made)
    assert made.seconds > 0
    assert made.contrast >= 4.5
    assert made.difference == 0
    assert made.pixels > 1000


def test_an_advert_that_is_not_made_is_named_with_its_reason(monkeypatch):
    monkeypatch.setattr(adverts, "WORDS", (Words(headline="字" * 60, subline="字" * 140),))
    refused = adverts.made(("minimal", "3:1", 0), [product()], 300)
    assert refused == adverts.Refused(("minimal", "3:1", 0), "text_does_not_fit")
    told = adverts.table([adverts.Made(1.0, 5.0, 0, 1)], [refused, adverts.Made(2.0, 6.0, 3, 1)])
    assert "Refused: minimal 3:1 apple-drink (text_does_not_fit)." in told


def test_the_table_tells_the_worst_of_all_and_the_seconds_of_each():
    previews = [adverts.Made(0.1 * at, 5.0 + at, 0, 500_000) for at in (3, 1, 2)]
    told = adverts.table(previews, [adverts.Made(2.0, 4.6, 7, 500_000)])
    assert "| preview, 640² px | 3 of 3 | 0.20 | 0.20 | 0.30 |" in told
    assert "| full, 1250² px | 1 of 1 | 2.00 | 2.00 | 2.00 |" in told
    assert "contrast at least 4.60:1" in told
    assert "2 million product pixels compared, largest difference 7." in told


@pytest.mark.parametrize("aspect, size", [("1:1", (300, 300)), ("3:1", (520, 173))])
def test_a_canvas_has_the_area_of_its_square(aspect, size):
    asked = adverts.asked("minimal", aspect, adverts.WORDS[0], 300)
    assert (asked.width, asked.height) == size


def test_absent_pictures_are_said(tmp_path):
    assert adverts.section(tmp_path) == adverts.NOT_MEASURED


def test_a_cell_of_the_sheet_has_its_shape_and_a_white_gap():
    shown = advert_sheet.cell(product(), "minimal", "4:5", 0)
    assert shown.shape == (240 + advert_sheet.GAP, 192 + advert_sheet.GAP, 3)
    assert (shown[240:] == 255).all()
    assert (shown[:, 192:] == 255).all()
    assert not (shown[:240, :192] == 255).all()

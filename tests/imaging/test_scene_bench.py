"""The bench of scenes measures what it says, on small pictures."""

import numpy as np

from imaging.bench import scenes, theme_sheet
from imaging.engines.base import Work


def product() -> Work:
    """A red box of 1000 × 500 px in a larger photo."""
    image = np.zeros((1200, 600, 3), np.uint8)
    alpha = np.zeros((1200, 600), np.uint8)
    image[100:1100, 50:550] = (200, 30, 40)
    alpha[100:1100, 50:550] = 255
    return Work(image=image, alpha=alpha)


def test_products_are_made_no_larger_than_needed():
    small = scenes.smaller(product())
    assert small.image.shape == (900, 450, 3)
    assert small.alpha is not None
    assert small.alpha.shape == (900, 450)


def test_the_lock_is_measured_on_every_theme(monkeypatch):
    two = dict(list(scenes.load_themes().items())[:2])
    monkeypatch.setattr(scenes, "load_themes", lambda: two)
    told = scenes.locked([product()])
    assert "1 products on 2 themes, 2 pictures" in told
    assert told.endswith("largest difference 0.")


def test_absent_pictures_are_said(tmp_path):
    assert scenes.section(tmp_path) == scenes.NOT_MEASURED


def test_a_cell_of_the_sheet_has_a_white_gap():
    shown = theme_sheet.cell(product(), "minimal")
    side = theme_sheet.CELL + theme_sheet.GAP
    assert shown.shape == (side, side, 3)
    assert (shown[-1] == 255).all()
    assert not (shown[: theme_sheet.CELL, : theme_sheet.CELL] == 255).all()

"""The bench of enlargements: photos that are shrunk, damaged and scored as it says."""

import cv2
import numpy as np
import pytest

from imaging.bench import upscale
from imaging.engines.upscale import Upscale
from tests.imaging.fake_upscaling import FakeNets


def photo() -> np.ndarray:
    down, across = np.mgrid[0:200, 0:220]
    return np.stack([down, across, down // 2 + across // 2], axis=-1).astype(np.uint8)


def test_the_middle_is_square_and_shrinking_takes_whole_numbers():
    square = upscale.middle(photo())
    assert square.shape == (upscale.SIDE, upscale.SIDE, 3)
    assert square[0, 0].tolist() == [20, 30, 25]
    assert upscale.shrunk(square, 4).shape == (40, 40, 3)


def test_damage_is_the_same_each_time_and_as_strong_as_it_says():
    grey = np.full((64, 64, 3), 120, np.uint8)
    made = {name: act(grey) for name, act in upscale.damages().items()}
    assert np.array_equal(made["clean"], grey)
    assert np.array_equal(made["both"], upscale.packed(made["noise 8"]))
    assert made["noise 8"].std() == pytest.approx(8, abs=0.3)
    assert np.array_equal(upscale.noisy(grey), made["noise 8"])


def test_a_way_is_scored_at_the_size_of_the_photo():
    square = upscale.middle(photo())
    small = upscale.shrunk(square, 2)
    engine = Upscale(FakeNets())
    psnr, ssim, seconds = upscale.scored(engine, small, square, "plain")
    assert psnr > 40
    assert ssim > 0.98
    assert seconds > 0
    worse = upscale.scored(engine, upscale.noisy(small), square, "bicubic")
    assert worse[0] < psnr - 10


def test_nothing_is_measured_without_pictures(tmp_path):
    assert upscale.section(tmp_path).startswith("not measured")


def test_photos_are_products_on_white_and_clothing(tmp_path):
    rgba = np.zeros((200, 200, 4), np.uint8)
    rgba[80:120, 80:120] = (0, 0, 200, 255)
    (tmp_path / "products").mkdir()
    (tmp_path / "clothing/validation/hat").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "products/mug.png"), rgba)
    cv2.imwrite(str(tmp_path / "clothing/validation/hat/a.jpg"), photo())
    (first, product), (second, clothing) = upscale.photos(tmp_path)
    assert (first, second) == ("products", "clothing")
    assert product[0, 0].tolist() == [255, 255, 255]
    assert product[80, 80].tolist() == [200, 0, 0]
    assert clothing.shape == product.shape

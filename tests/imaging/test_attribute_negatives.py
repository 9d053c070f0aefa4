"""Pictures of no clothing: which icons stand for things, and where a photo shows bare ground."""

import cv2
import numpy as np
import pytest

from imaging.attributes.sight import negatives
from imaging.attributes.sight.pasting import free_squares
from imaging.attributes.sight.table import GROUNDS


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("hotDog", "hot Dog"),
        ("table_football", "table football"),
        ("1f32d", "HOT DOG"),
        ("2615-fe0f", "HOT BEVERAGE"),
        ("1f468-1f3fb", ""),
        ("bed1", "bed 1"),
    ],
)
def test_an_icon_is_what_its_file_is_called(stem, name):
    assert negatives.name_of(stem) == name


@pytest.mark.parametrize("name", ["WOMANS BOOTS", "baby Shoe 2", "top hat", "GRINNING FACE"])
def test_clothes_and_people_are_no_things(name):
    assert negatives.WORN.search(name)


@pytest.mark.parametrize("name", ["chair", "HOT DOG", "that", "captain chair", "LEMON"])
def test_things_are(name):
    assert not negatives.WORN.search(name)


def test_free_squares_hold_nothing_of_the_product():
    alpha = np.zeros((4, 5), np.uint8)
    alpha[1, 2] = 1

    assert free_squares(alpha, 2).tolist() == [
        [0, 0],
        [0, 3],
        [1, 0],
        [1, 3],
        [2, 0],
        [2, 1],
        [2, 2],
        [2, 3],
    ]
    assert len(free_squares(alpha, 5)) == 0


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A photo with a product in its left half; icons of a mug, a shirt, and one without alpha."""
    photos, icons = tmp_path / "clothing" / "train" / "skirt", tmp_path / "icons"
    photos.mkdir(parents=True)
    icons.mkdir()
    cv2.imwrite(str(photos / "a.jpg"), np.full((60, 80, 3), (0, 0, 200), np.uint8))
    half = np.zeros((60, 80), np.uint8)
    half[:, :40] = 255
    monkeypatch.setattr(negatives, "alpha_of", lambda photo: half)
    thing = np.full((20, 30, 4), 255, np.uint8)
    for name, icon in (("mug", thing), ("shirt", thing), ("photo", thing[..., :3])):
        cv2.imwrite(str(icons / f"{name}.png"), icon)
    return tmp_path


def test_grounds_and_things_are_drawn_the_same_for_the_same_seed(data):
    outs = [data / name for name in ("one", "two")]

    assert [negatives.draw(data, [data / "icons"], out, seed=3) for out in outs] == [2, 2]

    names = sorted(file.name for file in outs[0].iterdir())
    assert names == [f"{GROUNDS}_0000.jpg", "thing_0000.jpg"]
    assert all((outs[0] / name).read_bytes() == (outs[1] / name).read_bytes() for name in names)
    ground = cv2.imread(str(outs[0] / names[0]))
    assert 12 <= len(ground) <= 22  # 0.2 to 0.36 of 60 px

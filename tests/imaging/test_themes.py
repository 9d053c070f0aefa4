"""The curated looks, as data."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from imaging.errors import EngineError
from imaging.scenery.plate import Light, Plate
from imaging.themes import GROUPS, load_themes, store, theme

ASKED_FOR = {"minimal", "fashion", "vintage", "spring-festival", "mid-autumn", "double-11"}


def test_there_are_thirty_themes_with_names_in_both_languages():
    themes = load_themes()
    assert len(themes) >= 30
    assert themes.keys() >= ASKED_FOR | {"christmas", "valentines"}
    assert all(one.label.en.isascii() and not one.label.zh.isascii() for one in themes.values())
    for language in ("en", "zh"):
        names = {one.label.in_language(language) for one in themes.values()}
        assert len(names) == len(themes)


def test_every_group_has_themes_and_no_two_themes_are_one_look():
    themes = list(load_themes().values())
    assert {one.group for one in themes} == set(GROUPS)
    assert len({one.brief.model_dump_json() for one in themes}) == len(themes)


def test_an_unknown_theme_is_named_in_the_sentence():
    with pytest.raises(EngineError, match="There is no theme “beach-party”"):
        theme("beach-party")


@pytest.mark.parametrize(
    "size, shape", [((1024, 1024), "1x1"), ((1080, 1350), "4x5"), ((1024, 576), "16x9")]
)
def test_a_picture_has_the_shape_of_its_sides(size, shape):
    assert store.shape_of(size) == shape


def test_no_plate_ships_for_an_odd_shape():
    assert store.shape_of((1000, 900)) is None


def test_a_shipped_plate_is_read_as_it_was_written(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FOLDER", tmp_path)
    monkeypatch.setattr(store, "thumbnail_path", lambda key: tmp_path / f"{key}.webp")
    drawn = plate()
    store.ship("quiet", "1x1", drawn)
    read = store.shipped("quiet", "1x1")
    assert read is not None
    assert np.abs(read.image.astype(int) - drawn.image).mean() < 3
    assert (read.surface == drawn.surface).all()
    assert replace(read, image=drawn.image, surface=drawn.surface) == drawn
    assert cv2.imread(str(tmp_path / "quiet.webp")).shape == (320, 320, 3)
    assert store.shipped("quiet", "4x5") is None


def plate() -> Plate:
    """A grey slope, its lower half the stand's top."""
    slope = np.linspace(40, 220, 64).astype(np.uint8)
    return Plate(
        image=np.repeat(np.repeat(slope[:, None], 64, 1)[..., None], 3, 2),
        surface=np.repeat(np.where(np.arange(64) < 32, 0, 255).astype(np.uint8)[:, None], 64, 1),
        projection=((1.0, 0.0, 0.0, 0.5), (0.0, -1.0, 0.0, 0.8), (0.0, 0.0, 0.0, 1.0)),
        light=Light(towards=(0.0, 1.0, 0.0), size=0.1, colour=(1.0, 1.0, 1.0), fill=0.3),
        reflectivity=0.1,
        roughness=0.5,
        camera="standing",
        engine="drawn by hand",
        quality="full",
    )

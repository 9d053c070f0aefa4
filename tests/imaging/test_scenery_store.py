import os
from dataclasses import replace

import numpy as np
import pytest

from imaging.brief.model import SceneBrief
from imaging.scenery import store
from imaging.scenery.look import decide
from imaging.scenery.plate import Light, Plate


def look_of(seed):
    return decide(SceneBrief(), seed=seed, width=64, height=48, quality="full")


@pytest.fixture
def plates(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_PLATES_DIR", str(tmp_path / "plates"))
    return tmp_path / "plates"


@pytest.fixture
def plate():
    noise = np.random.default_rng(1)
    return Plate(
        image=noise.integers(0, 256, (48, 64, 3), np.uint8),
        surface=noise.integers(0, 256, (48, 64), np.uint8),
        projection=((1.0, 0.0, 0.25, 0.5), (0.0, 1.0, 0.0, 0.1), (0.0, 0.0, 1.0, 5.0)),
        light=Light((0.6, 0.8, 0.0), 0.3, (1.1, 1.0, 0.9), 0.42),
        reflectivity=0.35,
        roughness=0.25,
        camera="standing",
        engine="mitsuba 3.9.1 llvm_ad_rgb",
        quality="full",
    )


def test_a_kept_plate_comes_back_to_the_last_pixel_and_number(plates, plate):
    assert store.find(look_of(1)) is None
    store.keep(look_of(1), plate)

    found = store.find(look_of(1))
    assert (found.image == plate.image).all()
    assert (found.surface == plate.surface).all()
    blank = {"image": None, "surface": None}
    assert replace(found, **blank) == replace(plate, **blank)
    assert store.find(look_of(2)) is None


def test_keeping_the_same_look_twice_leaves_one_plate_and_no_parts(plates, plate):
    store.keep(look_of(1), plate)
    store.keep(look_of(1), plate)
    assert [path.name for path in plates.iterdir()] == [store.key_of(look_of(1))]


def test_the_longest_unused_plate_makes_room(plates, plate, monkeypatch):
    store.keep(look_of(1), plate)
    store.keep(look_of(2), plate)
    for seed, when in ((1, 2000), (2, 1000)):
        os.utime(plates / store.key_of(look_of(seed)), (when, when))
    one = sum(path.stat().st_size for path in (plates / store.key_of(look_of(1))).iterdir())
    monkeypatch.setenv("STUDIO_PLATES_MAX_MB", str(2.5 * one / 1e6))

    store.keep(look_of(3), plate)
    assert [store.find(look_of(seed)) is not None for seed in (1, 2, 3)] == [True, False, True]


def test_half_a_plate_is_no_plate(plates, plate):
    store.keep(look_of(1), plate)
    (plates / store.key_of(look_of(1)) / "surface.png").unlink()
    assert store.find(look_of(1)) is None

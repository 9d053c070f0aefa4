"""Looks: tables that change colours as their numbers say, and nothing else."""

from hashlib import sha256

import numpy as np
import pytest

from imaging.engines import look as engine
from imaging.engines import registry
from imaging.engines.base import Context, Work
from imaging.engines.look import LookParams
from imaging.errors import EngineError
from imaging.looks import load_looks
from imaging.looks.grade import Grade, from_oklab, graded, to_oklab
from imaging.looks.store import table_of
from imaging.ops.lut import lattice, looked_up, mixed, sampled

PHOTO = np.random.default_rng(2).integers(0, 256, (23, 31, 3), dtype=np.uint8)


def run(image=PHOTO, alpha=None, cube=None, **params):
    inputs = {} if cube is None else {"cube": np.frombuffer(cube, np.uint8)}
    work = Work(image, alpha, inputs=inputs)
    return engine.load().run(work, LookParams(**params), Context())


def halved():
    """Black to black, white to mid grey: half of every channel."""
    return lattice(2) * np.float32(0.5)


def test_a_table_of_two_points_halves_every_level_between_them():
    image = np.array([[[0, 100, 255], [50, 200, 20]]], np.uint8)
    # 255 / 2 = 127.5 may go either way
    assert np.abs(looked_up(image, halved()) - image / 2).max() <= 0.5


def test_one_moved_corner_weighs_as_much_as_the_colour_is_near_it():
    """Only white's corner is set: trilinear weight of (r, g, b) is their product."""
    table = np.zeros((2, 2, 2, 3), np.float32)
    table[1, 1, 1] = 1
    image = np.array([[[51, 102, 204]]], np.uint8)
    expected = 255 * 0.2 * 0.4 * 0.8
    assert looked_up(image, table)[0, 0].tolist() == [round(expected)] * 3
    points = np.array([[0.2, 0.4, 0.8]], np.float32)
    assert sampled(table, points)[0] == pytest.approx([0.064] * 3, abs=1e-6)


def test_red_runs_fastest():
    table = np.zeros((2, 2, 2, 3), np.float32)
    table[0, 0, 1] = (0, 0, 1)  # pure red becomes blue
    assert looked_up(np.array([[[255, 0, 0]]], np.uint8), table)[0, 0].tolist() == [0, 0, 255]


@pytest.mark.parametrize("size", [2, 17, 33, 65])
def test_a_table_that_changes_nothing_gives_every_level_back(size):
    assert (looked_up(PHOTO, lattice(size)) == PHOTO).all()


def test_half_a_strength_is_half_of_the_way():
    assert mixed(halved(), 0.5)[1, 1, 1].tolist() == [0.75] * 3


def test_a_picture_of_many_rows_is_the_same_in_parts(monkeypatch):
    whole = looked_up(PHOTO, table_of("film"))
    monkeypatch.setattr("imaging.ops.lut.ROWS", 62)
    assert (looked_up(PHOTO, table_of("film")) == whole).all()


def test_no_numbers_is_no_change():
    points = lattice(9).reshape(-1, 3).astype(np.float64)
    assert np.abs(graded(points, Grade()) - points).max() < 2e-3


def test_oklab_has_the_numbers_of_its_paper():
    """White is L 1; linear (1, 0, 0) is about (0.628, 0.225, 0.126)."""
    lab = to_oklab(np.array([[1.0, 1, 1], [1, 0, 0]]))
    assert lab[0] == pytest.approx([1, 0, 0], abs=1e-4)
    assert lab[1] == pytest.approx([0.628, 0.2249, 0.1258], abs=1e-3)
    assert from_oklab(lab) == pytest.approx(np.array([[1.0, 1, 1], [1, 0, 0]]), abs=1e-4)


def test_contrast_keeps_black_and_white_and_parts_the_rest():
    ramp = np.repeat(np.array([[0.0], [0.25], [0.8], [1.0]]), 3, axis=1)
    made = graded(ramp, Grade(contrast=0.4))[:, 0]
    assert made[[0, 3]] == pytest.approx([0, 1], abs=1e-3)
    assert made[1] < 0.23
    assert made[2] > 0.82


def test_there_are_at_least_twelve_looks_named_in_both_languages():
    looks = load_looks().values()
    assert len(looks) >= 12
    assert (
        len({one.label.en for one in looks}) == len({one.label.zh for one in looks}) == len(looks)
    )


@pytest.mark.parametrize("key", load_looks())
def test_a_look_keeps_greys_in_order_and_a_white_wall_white(key):
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    made = looked_up(ramp, table_of(key)).astype(int)
    assert (np.diff(made.sum(axis=2)) >= -1).all()
    assert made[0, 255].min() >= 215
    assert made[0, 0].max() <= 45


@pytest.mark.parametrize("key", [key for key, one in load_looks().items() if not one.grade.grey])
def test_a_look_in_colour_leaves_a_strong_hue_what_it_was(key):
    strong = np.array([[0.8, 0.2, 0.2], [0.15, 0.55, 0.25], [0.15, 0.3, 0.75], [0.85, 0.7, 0.2]])
    was, now = (
        to_oklab(np.asarray(rgb) ** 2.2)
        for rgb in (strong, graded(strong, load_looks()[key].grade))
    )
    turned = np.angle(
        np.exp(1j * (np.arctan2(now[:, 2], now[:, 1]) - np.arctan2(was[:, 2], was[:, 1])))
    )
    assert np.abs(np.degrees(turned)).max() < 20


def test_looks_differ_from_each_other():
    tables = [table_of(key) for key in load_looks()]
    apart = [np.abs(a - b).max() for i, a in enumerate(tables) for b in tables[:i]]
    assert min(apart) > 0.02


def test_the_engine_changes_colours_alone_and_writes_into_nothing():
    before, alpha = PHOTO.copy(), np.full(PHOTO.shape[:2], 77, np.uint8)
    made = run(alpha=alpha, look="film")
    assert (before == PHOTO).all()
    assert made.alpha is alpha
    assert (made.image != PHOTO).any()
    told = made.facts["look"]
    assert (told["key"], told["cube"], told["strength"]) == ("film", None, 1.0)
    assert told["change"] > 0.5


def test_no_strength_gives_the_photo_back():
    assert (run(look="vivid", strength=0).image == PHOTO).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1)])
def test_pictures_of_one_pixel_or_line_have_looks(shape):
    flat = np.full((*shape, 3), 128, np.uint8)
    made = run(flat, look="mono").image
    assert made.shape == flat.shape
    assert len(np.unique(made)) == 1


def test_an_unknown_look_is_named():
    with pytest.raises(EngineError, match="sepia"):
        run(look="sepia")


def test_neither_a_look_nor_a_file_is_said():
    with pytest.raises(EngineError) as caught:
        run()
    assert caught.value.code == "look_missing"


def test_a_file_gives_its_own_look():
    text = b"LUT_1D_SIZE 2\n1 1 1\n0 0 0\n"  # a negative
    made = run(cube=text)
    assert np.abs(made.image.astype(int) - (255 - PHOTO.astype(int))).max() <= 1
    told = made.facts["look"]
    assert (told["key"], told["cube"]) == (None, sha256(text).hexdigest())


def test_how_far_a_look_moves_colours_is_told():
    """A negative of mid grey is mid grey; one of black is white, 100 in lightness away."""
    negative = b"LUT_1D_SIZE 2\n1 1 1\n0 0 0\n"
    black = np.zeros((9, 9, 3), np.uint8)
    assert run(black, cube=negative).facts["look"]["change"] == pytest.approx(100, abs=0.1)
    assert run(black, cube=negative, strength=0).facts["look"]["change"] == 0


def test_a_file_other_than_the_one_that_was_asked_for_is_not_used():
    text = b"LUT_1D_SIZE 2\n1 1 1\n0 0 0\n"
    with pytest.raises(EngineError) as caught:
        engine.load().run(
            Work(PHOTO, inputs={"cube": np.frombuffer(text, np.uint8)}),
            LookParams(cube="0" * 64),
            Context(),
        )
    assert caught.value.code == "look_missing"


@pytest.mark.parametrize(
    "params", [{"look": "sepia"}, {"cube": "mine"}, {"look": "film", "cube": "0" * 64}, {"lock": 1}]
)
def test_what_is_no_look_is_refused_when_it_is_asked_for(params):
    with pytest.raises(EngineError) as caught:
        registry.checked("look", params)
    assert caught.value.code in ("unknown_look", "bad_parameters")

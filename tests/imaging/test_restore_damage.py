"""Damage with numbers worked out by hand, and the examples that are made of it."""

import cv2
import numpy as np
import pytest

from imaging.restoration.damage import (
    MIDDLE,
    SLOPE,
    Damage,
    any_damage,
    blotches,
    blurred,
    damaged,
    dimmed,
    grain,
    resaved,
    smooth_noise,
)
from imaging.restoration.examples import CROP, drawn, photos_of
from imaging.restoration.sight import seen


def flat(level, side=200):
    return np.full((side, side, 3), level, np.uint8)


def chance(seed=3):
    return np.random.default_rng(seed)


def test_no_damage_gives_back_every_byte():
    photo = chance().integers(0, 256, (17, 9, 3), np.uint8)
    assert np.array_equal(damaged(photo, Damage(), chance()), photo)


def test_one_stop_is_half_the_light():
    # 188 is 0.503 of the light; 0.2515 is level 137.
    assert (damaged(flat(188, 4), Damage(stops=1), chance()) == 137).all()
    assert (dimmed(flat(188, 4), Damage(stops=1, noise=30, jpeg=(20,))) == 137).all()


def test_gamma_is_a_power_of_the_level():
    # 128 / 255 = 0.50196, squared 0.25197, × 255 = 64.25.
    assert (damaged(flat(128, 4), Damage(gamma=2), chance()) == 64).all()


def test_noise_deviates_by_its_levels_at_middle_grey():
    noisy = damaged(flat(128), Damage(noise=10), chance()).astype(float)
    assert noisy.std() == pytest.approx(10, rel=0.03)
    assert noisy.mean() == pytest.approx(127.7, abs=0.5)


def test_the_variance_of_grain_grows_with_the_light():
    light = np.full((300, 300, 3), MIDDLE, np.float32)
    middle = grain(light, Damage(noise=20), chance()).std()
    assert middle == pytest.approx(20 / 255 / SLOPE, rel=0.01)
    # 0.97 · 4 + 0.03 = 3.91, and its root 1.977.
    assert grain(4 * light, Damage(noise=20), chance()).std() / middle == pytest.approx(1.977, 1e-3)
    assert grain(0 * light, Damage(noise=20), chance()).std() / middle == pytest.approx(0.173, 0.01)


def test_coarse_grain_is_as_strong_as_fine_grain_but_alike_in_neighbours():
    fine = chance().standard_normal((400, 400), np.float32)
    coarse = smooth_noise(fine, 1.0)
    assert coarse.std() == pytest.approx(1, rel=0.03)
    # Of a Gaussian of sigma s: exp(-1 / 4s²) one pixel on.
    alike = (coarse[:, 1:] * coarse[:, :-1]).mean() / coarse.var()
    assert alike == pytest.approx(np.exp(-0.25), abs=0.03)


def test_blotches_are_colour_without_luma():
    colour = blotches((200, 200, 3), 12, chance())
    assert np.abs(colour @ np.array((0.299, 0.587, 0.114))).max() < 1e-6
    assert colour[..., 0].std() * 255 == pytest.approx(12, rel=0.1)


def test_the_lens_spreads_a_point_over_its_sigma_and_loses_no_light():
    point = np.zeros((41, 41, 3), np.float32)
    point[20, 20] = 1
    soft = blurred(point, 1.5)
    across = np.arange(41) - 20
    assert soft[..., 0].sum() == pytest.approx(1, abs=1e-4)
    assert (soft[..., 0].sum(0) * across**2).sum() == pytest.approx(1.5**2, rel=0.03)


def test_jpeg_is_the_encoders_own_and_twice_is_worse_than_once():
    photo = cv2.GaussianBlur(chance().integers(0, 256, (64, 64, 3), np.uint8), (0, 0), 2)
    _, file = cv2.imencode(".jpg", photo[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 30])
    once = resaved(photo, (30,))
    assert np.array_equal(once, cv2.imdecode(file, cv2.IMREAD_COLOR)[..., ::-1])
    errors = [cv2.norm(photo, resaved(photo, qs)) for qs in ((90,), (30,), (55, 30))]
    assert errors == sorted(errors)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 40, 3), (33, 7, 3)])
def test_the_same_chance_gives_the_same_bytes_and_the_photo_is_left_alone(shape):
    photo = chance().integers(0, 256, shape, np.uint8)
    before = photo.copy()
    damage = Damage(2, 1.1, 0.8, 12, 5, 0.5, (40, 70))
    one, other = (damaged(photo, damage, chance(9)) for _ in range(2))
    assert np.array_equal(one, other)
    assert one.shape == shape
    assert one.dtype == np.uint8
    assert np.array_equal(photo, before)


def test_one_photo_in_eight_is_drawn_whole_and_jpeg_stays_between_20_and_95():
    chances = chance()
    damages = [any_damage(chances) for _ in range(4000)]
    assert sum(damage == Damage() for damage in damages) / 4000 == pytest.approx(0.14, abs=0.03)
    qualities = [quality for damage in damages for quality in damage.jpeg]
    assert (min(qualities), max(qualities)) == (20, 95)
    assert {len(damage.jpeg) for damage in damages} == {0, 1, 2}
    assert max(damage.stops for damage in damages) > 3


def test_the_whole_photo_is_told_by_quantiles_and_noise():
    told = seen(flat(51))
    np.testing.assert_allclose(told[:7], np.log(55 / 255), atol=1e-5)
    np.testing.assert_allclose(told[7:], [np.log(0.25)] * 3 + [0, 0, 1], atol=1e-5)
    noisy = np.clip(chance().normal(128, 10, (300, 300, 1)), 0, 255).astype(np.uint8)
    told = seen(np.repeat(noisy, 3, axis=2))
    # The median of |a − (b + c) / 2| is 0.6745 · 10 · √1.5 levels.
    assert np.exp(told[7]) == pytest.approx(8.26 + 0.25, rel=0.05)
    assert told[8] == pytest.approx(np.log(0.25))  # grey noise has no colour
    assert told[:7] == pytest.approx(sorted(told[:7]))


def test_jpegs_blocks_and_a_soft_lens_are_told():
    # A slope that a picture of blocks takes in steps of 8 px: only one neighbour in eight differs.
    slope = np.tile(np.arange(200), (200, 1)).astype(np.uint8)
    smooth, blocky = (np.repeat(p[..., None], 3, 2) for p in (slope, slope // 8 * 8))
    assert seen(smooth)[10] == pytest.approx(0, abs=1e-3)
    assert seen(blocky)[10] > 4
    noise = chance().integers(0, 256, (200, 200, 3), np.uint8)
    assert seen(noise)[11] == pytest.approx(0, abs=0.05)
    assert seen(cv2.GaussianBlur(noise, (0, 0), 3))[11] < -0.5


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 9, 3), (9, 2, 3), (3, 200_000, 3)])
def test_a_photo_of_any_shape_can_be_told(shape):
    told = seen(np.zeros(shape, np.uint8))
    assert told.shape == (13,)
    assert np.isfinite(told).all()
    assert told[0] == pytest.approx(np.log(4 / 255))


@pytest.fixture
def data(tmp_path):
    """Forty small photos to learn from and one to measure with."""
    for index in range(41):
        split = "validation" if index == 40 else "train"
        file = tmp_path / "clothing" / split / "hat" / f"{index}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        rough = chance(index).integers(0, 256, (12, 9, 3), np.uint8)
        cv2.imwrite(str(file), cv2.resize(rough, (360, 480), interpolation=cv2.INTER_CUBIC))
    return tmp_path


def test_photos_held_out_are_neither_learnt_from_nor_those_of_the_bench(data):
    learnt, held_out = photos_of(data)
    assert len(learnt) + len(held_out) == 40
    assert held_out
    assert not set(learnt) & set(held_out)
    assert {file.parts[-3] for file in (*learnt, *held_out)} == {"train"}
    held_out[0].with_name("more.jpg").touch()
    assert set(held_out) <= set(photos_of(data)[1])


def test_examples_depend_on_their_key_alone(data):
    learnt, _ = photos_of(data)
    one, same, other = (drawn(learnt, 5, key) for key in ((1, 7), (1, 7), (1, 8)))
    for name in ("damaged", "clean", "gain"):
        assert np.array_equal(getattr(one, name), getattr(same, name))
    assert one.damaged.shape == one.clean.shape == (5, CROP, CROP, 3)
    assert one.gain.shape == (5,)
    assert not np.array_equal(one.clean, other.clean)


def test_the_gain_told_is_what_the_damaged_crops_lack(data):
    examples = drawn(photos_of(data)[0], 60, (4,))
    lacking = [
        np.log((clean.mean() + 1) / (damaged.mean() + 1))
        for clean, damaged in zip(examples.clean, examples.damaged, strict=True)
    ]
    assert (examples.gain > 0.3).any()
    assert (examples.gain == 0).sum() > 20
    np.testing.assert_allclose(lacking, examples.gain, atol=0.25)

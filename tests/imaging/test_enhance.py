"""The one tap and its steps: what is wrong gets better, what is good stays as it is."""

import re
from dataclasses import replace

import numpy as np
import pytest

from imaging.engines import enhance, registry
from imaging.engines.base import Context, Spec, Work
from imaging.enhance import Measures, measure, plan
from imaging.enhance.change import colour_change
from imaging.errors import EngineError
from imaging.labels import Label
from imaging.ops.curves import applied, gained, same
from imaging.ops.delta_e import delta_e, lab
from imaging.recipes import build
from tests.imaging.drawn_photos import blurred, noisy, set_table

GOOD = set_table(150, 200)
CLEAR = Measures(width=400, height=500)


@pytest.fixture(autouse=True)
def _no_net(monkeypatch):
    """The plan of an installation that has no restoring net."""
    monkeypatch.delitem(registry.ENGINES, "restore", raising=False)


def run(engine, image, alpha=None, **params):
    work = Work(image, alpha)
    return registry.load(engine).run(work, registry.checked(engine, params), Context())


def steps(done):
    return [fix["step"] for fix in done.facts["enhance"]["fixes"]]


def apart(one, other):
    return float(delta_e(lab(one), lab(other)).mean())


def test_a_good_photo_comes_back_byte_for_byte():
    done = run("enhance", GOOD)
    assert done.image is GOOD
    assert steps(done) == []
    assert done.facts["colour_change"] == 0
    assert done.facts["enhance"]["model"] is None
    assert done.facts["enhance"]["said"]["zh"] == "照片本身已经很好，未作改动。"


DAMAGE = {
    "tone": lambda: set_table(150, 200, stops=-1.8),
    "white-balance": lambda: set_table(150, 200, light=(1.12, 0.95, 0.62)),
    "denoise": lambda: noisy(GOOD, 8),
    "sharpen": lambda: blurred(GOOD, 2),
}


@pytest.mark.parametrize("step", DAMAGE)
def test_each_damage_gets_its_own_step_and_the_photo_comes_nearer_to_a_good_one(step):
    damaged = DAMAGE[step]()
    done = run("enhance", damaged)
    assert steps(done) == [step]
    assert apart(done.image, GOOD) < 0.8 * apart(damaged, GOOD)


@pytest.mark.parametrize("step", DAMAGE)
def test_once_more_changes_next_to_nothing(step):
    once = run("enhance", DAMAGE[step]())
    twice = run("enhance", once.image)
    assert apart(once.image, twice.image) < 1


@pytest.mark.parametrize("step", DAMAGE)
def test_a_step_alone_finds_what_it_needs_in_the_photo(step):
    damaged = DAMAGE[step]()
    assert apart(run(step, damaged).image, GOOD) < 0.8 * apart(damaged, GOOD)


def test_dark_yellow_and_grainy_at_once_is_mended_at_once():
    damaged = noisy(set_table(150, 200, light=(1.08, 0.97, 0.72), stops=-1.2), 4)
    done = run("enhance", damaged)
    assert steps(done) == ["denoise", "white-balance", "tone"]
    assert apart(done.image, GOOD) < 0.3 * apart(damaged, GOOD)
    assert done.facts["colour_change"] < 2


def test_what_was_done_says_why_with_its_number_in_both_languages():
    fix = run("enhance", DAMAGE["tone"]()).facts["enhance"]["fixes"][0]
    assert fix["label"] == {"en": "Light", "zh": "光线"}
    assert re.fullmatch(r"The photo is \d\.\d stops too dark\.", fix["why"]["en"])
    assert re.fullmatch(r"照片偏暗 \d\.\d 档。", fix["why"]["zh"])


def test_less_strength_changes_less_and_none_changes_nothing():
    dark = DAMAGE["tone"]()
    whole, half, none = (run("enhance", dark, strength=s) for s in (1, 0.5, 0))
    assert none.image is dark
    assert steps(none) == []
    assert apart(half.image, dark) < 0.8 * apart(whole.image, dark)


def test_a_step_can_be_switched_off_and_another_asked_for():
    dark = DAMAGE["tone"]()
    done = run("enhance", dark, amounts={"tone": 0}, tuned={"colour": {"saturation": -1}})
    assert steps(done) == ["colour"]
    assert np.ptp(done.image.astype(int), axis=2).max() <= 2
    assert done.facts["enhance"]["fixes"][0]["why"]["en"] == "Asked for."


def test_a_step_can_be_tuned():
    dark = DAMAGE["tone"]()
    done = run("enhance", dark, tuned={"tone": {"exposure": 0.5}})
    assert done.facts["enhance"]["fixes"][0]["params"]["exposure"] == 0.5
    assert apart(done.image, dark) < apart(run("enhance", dark).image, dark)


@pytest.mark.parametrize(
    "params",
    [
        {"strength": 2},
        {"amounts": {"polish": 1}},
        {"tuned": {"tone": {"exposure": 9}}},
        {"tuned": {"tone": {"gamma": 1}}},
    ],
)
def test_settings_without_sense_are_refused_when_asked_for(params):
    with pytest.raises(EngineError) as refused:
        registry.checked("enhance", params)
    assert refused.value.code == "bad_parameters"


def test_alpha_and_the_input_stay_as_they_were():
    dark = DAMAGE["tone"]()
    kept, alpha = dark.copy(), np.full(dark.shape[:2], 255, np.uint8)
    alpha[:20] = 0
    done = run("enhance", dark, alpha)
    assert done.alpha is alpha
    assert (dark == kept).all()


@pytest.mark.parametrize("engine", ["enhance", *DAMAGE, "clarity", "colour"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (7, 5)])
def test_tiny_and_thin_pictures_come_back_in_their_shape(engine, shape):
    image = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    done = run(engine, image)
    assert done.image.shape == image.shape
    assert done.image.dtype == np.uint8


@pytest.mark.parametrize("level", [0, 1, 128, 254, 255])
def test_a_flat_picture_comes_back_as_it_is(level):
    flat = np.full((50, 60, 3), level, np.uint8)
    assert run("enhance", flat).image is flat


def test_grey_stays_grey():
    dark = set_table(150, 200, stops=-1.8).mean(axis=2, keepdims=True).astype(np.uint8)
    done = run("enhance", dark.repeat(3, axis=2))
    assert "tone" in steps(done)
    assert np.ptp(done.image.astype(int), axis=2).max() == 0


def test_nothing_visible_is_nothing_to_do():
    dark = DAMAGE["tone"]()
    assert run("enhance", dark, np.zeros(dark.shape[:2], np.uint8)).image is dark


def test_a_blue_product_keeps_its_hue_however_the_light_was():
    done = run("enhance", set_table(150, 200, light=(1.12, 0.95, 0.62), stops=-1.5))
    shirt = (slice(62, 112), slice(62, 112))
    hue, right = (np.arctan2(*lab(i[shirt]).mean(axis=(0, 1))[:0:-1]) for i in (done.image, GOOD))
    assert np.degrees(hue - right) == pytest.approx(0, abs=8)


@pytest.mark.parametrize("key", ["enhance", *DAMAGE, "clarity", "colour"])
def test_every_step_can_be_asked_for_by_name(key):
    assert [step.engine for step in build(key).steps] == [key]


def test_below_its_threshold_nothing_is_planned():
    assert plan(CLEAR) == []


@pytest.mark.parametrize(
    ("measured", "step"),
    [
        ({"exposure": -1.0, "room": 1.0}, "tone"),
        ({"room": 0.8}, "tone"),
        ({"cast": 8.0, "light": (1.2, 1.0, 0.7), "sureness": 0.9}, "white-balance"),
        ({"noise": 5.0, "chroma_noise": 1.0}, "denoise"),
        ({"chroma_noise": 5.0}, "denoise"),
        ({"blockiness": 1.6}, "denoise"),
        ({"blur": 2.0}, "sharpen"),
    ],
)
def test_one_measure_over_its_threshold_plans_one_step(measured, step):
    assert [fix.step for fix in plan(replace(CLEAR, **measured))] == [step]


@pytest.mark.parametrize(
    "measured",
    [
        {"cast": 8.0, "sureness": 0.3},  # nobody knows whose colour it is
        {"cast": 8.0, "sureness": 1.0, "skin_share": 0.1},  # people would look ill
        {"exposure": -3.0, "black": 0.8},  # a black backdrop
        {"blur": 1.4, "width": 4000, "height": 3000},  # fine for so many pixels
        {"veil": 60.0, "contrast": 90.0},
        {"exposure": 1.6, "room": 0.1},  # white things on white paper
        {"veil": 60.0, "contrast": 50.0, "exposure": 1.6},
        {"veil": 60.0, "contrast": 50.0, "on_white": True},
        {"noise": 5.0, "chroma_noise": 0.02},  # tweed
    ],
)
def test_some_numbers_only_look_like_faults(measured):
    assert plan(replace(CLEAR, **measured)) == []


@pytest.mark.parametrize(
    ("measured", "sigmas", "said"),
    [
        ({"noise": 4.0, "chroma_noise": 3.0}, (4, 3), "grainy: noise of 4.0 levels"),
        ({"noise": 0.5, "chroma_noise": 6.0}, (0.5, 6), "grainy: noise of 6.0 levels"),
        # 5 times as much will show once it is bright, in colour as well.
        ({"noise": 0.6, "chroma_noise": 0.2, "exposure": -3, "room": 2}, (3, 3), "about 3.0"),
        ({"noise": 0.1, "chroma_noise": 0.5, "exposure": -3, "room": 2}, (0.5, 2.5), "about 2.5"),
    ],
)
def test_the_noise_that_is_told_is_the_noise_that_is_smoothed(measured, sigmas, said):
    fix = plan(replace(CLEAR, **measured))[0]
    assert (fix.params["sigma"], fix.params["chroma_sigma"]) == sigmas
    assert said in fix.why.en


def test_stops_are_given_up_to_the_room_that_white_things_leave():
    fix = plan(replace(CLEAR, exposure=-1.5, room=0.6))[0]
    assert fix.params == {"exposure": 0.637}  # 0.85 · (0.6 + 0.15 that the shoulder takes)
    assert plan(replace(CLEAR, room=0.8))[0].params == {"exposure": 0.65}


def test_grey_paper_is_made_white_even_where_it_fills_the_photo():
    grey = replace(CLEAR, exposure=0.8, room=1.0)
    assert plan(grey) == []
    assert plan(replace(grey, by_paper=True))[0].params == {"exposure": 0.85}


def test_a_net_that_restores_takes_the_place_of_the_classical_step():
    noise = replace(CLEAR, noise=5.0, chroma_noise=4.0)
    assert [fix.step for fix in plan(noise, {"restore"})] == ["restore"]


def test_what_tilts_is_straightened_where_that_can_be_done():
    tilted = replace(CLEAR, tilt=-2.5)
    assert plan(tilted) == []
    assert [fix.step for fix in plan(tilted, {"straighten"})] == ["straighten"]


def test_restoring_is_done_by_the_engine_of_that_name(monkeypatch):
    fake = Spec(Label(en="", zh=""), "tests.imaging.fake_restore", "RestoreParams", "1")
    monkeypatch.setitem(registry.ENGINES, "restore", fake)
    monkeypatch.setattr(registry, "load", registry.load.__wrapped__)
    done = run("enhance", noisy(GOOD, 8))
    assert steps(done) == ["restore"]
    assert (done.image == 77).all()
    assert done.facts["enhance"]["model"] == "fake-net"


def test_change_of_colour_is_told_where_the_product_is():
    before = np.full((40, 40, 3), 128, np.uint8)
    after = before.copy()
    after[:, 30:] = (160, 110, 120)
    product = np.zeros((40, 40), np.uint8)
    product[:, 30:] = 255
    meant = float(delta_e(lab(before[0, 39]), lab(after[0, 39])))
    assert colour_change(before, after, same()) == 0  # less than half of the picture
    assert colour_change(before, after, same(), product) == pytest.approx(meant, abs=0.01)
    brighter = gained((1.5, 1.5, 1.5))
    assert colour_change(before, applied(before, brighter), brighter) == 0


def test_a_net_without_its_weights_leaves_the_work_to_the_classical_step(monkeypatch):
    module = "tests.imaging.fake_restore"
    fake = Spec(Label(en="", zh=""), module, "RestoreParams", "1", uses_model=True)
    monkeypatch.setitem(registry.ENGINES, "restore", fake)
    monkeypatch.setattr(enhance, "installed", lambda key: False)
    assert steps(run("enhance", noisy(GOOD, 8))) == ["denoise"]


def test_measuring_again_after_every_step_finds_that_fault_gone():
    assert measure(run("enhance", DAMAGE["white-balance"]()).image).cast < 4.5
    assert measure(run("enhance", DAMAGE["denoise"]()).image).noise < 2.5

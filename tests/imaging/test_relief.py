"""Depth and light: a shape from outline and shading, lit a little."""

import numpy as np
import pytest

from imaging.engines import relief as engine
from imaging.engines.base import Context, Work
from imaging.engines.relief import ReliefParams
from imaging.errors import EngineError
from imaging.ops.relief import brighter_side, inflated, lighting, relief, slopes_of
from tests.imaging.drawn import disc, photo

COVERAGE = disc(160, 200)
ALPHA = np.rint(COVERAGE * 255).astype(np.uint8)
GREY = photo(COVERAGE, product=(128, 128, 128))


def run(image=GREY, alpha=ALPHA, **params):
    return engine.load().run(Work(image, alpha), ReliefParams(**params), Context())


def test_a_round_outline_is_inflated_to_a_paraboloid():
    """Δz = -1 on a disc of radius R is (R² - r²) / 4, on an ellipse alike: half way out 3/4."""
    height = inflated(COVERAGE > 0.5)
    assert height.max() == 1
    assert np.unravel_index(height.argmax(), height.shape) == pytest.approx((80, 100), abs=2)
    assert height[80, 100 + 30] == pytest.approx(0.75, abs=0.03)
    assert not height[COVERAGE == 0].any()


def test_a_long_bar_is_inflated_to_a_parabola_across():
    bar = np.zeros((200, 60), np.bool_)
    bar[10:190, 10:50] = True
    height = inflated(bar)
    assert height[100, 20] == pytest.approx(0.75 * height[100, 30], abs=0.05)
    assert height[60, 30] == pytest.approx(height[140, 30], abs=0.02)


def test_the_surface_falls_away_from_the_middle():
    slopes = slopes_of(GREY, COVERAGE > 0.5)
    assert slopes[80, 60, 0] > 0 > slopes[80, 140, 0]
    assert slopes[45, 100, 1] > 0 > slopes[115, 100, 1]
    assert np.abs(slopes[80, 100]).max() < 0.1


def test_light_from_the_left_brightens_the_left_and_keeps_the_mean():
    lit = lighting(GREY, ALPHA, 1, "left")
    assert lit.gain[80, 55] > 1.05
    assert lit.gain[80, 145] < 0.95
    assert lit.gain[COVERAGE > 0.5].mean() == pytest.approx(1, abs=0.02)
    assert lit.rim[80, 155] > 3 * lit.rim[80, 45]


def test_twice_the_strength_is_twice_the_light():
    once, twice = (lighting(GREY, ALPHA, strength, "right").gain - 1 for strength in (0.3, 0.6))
    assert twice[80, 130] == pytest.approx(2 * once[80, 130], rel=0.02)


def test_a_print_is_not_taken_for_folds():
    """A stripe of another colour adds no slope, next to one that is a soft shade."""
    printed, shaded = GREY.copy(), GREY.copy()
    printed[60:100, 95:105] = (200, 40, 40)
    across = np.exp(-(((np.arange(200) - 100) / 6) ** 2))[None, :, None]
    shaded[:] = np.rint(shaded * (1 - 0.12 * across)).astype(np.uint8)
    solid = COVERAGE > 0.5
    plain = slopes_of(GREY, solid)[80, 92:109, 0]
    from_print = np.abs(slopes_of(printed, solid)[80, 92:109, 0] - plain).max()
    from_shade = np.abs(slopes_of(shaded, solid)[80, 92:109, 0] - plain).max()
    assert from_print < 0.3 * from_shade


def test_black_stays_black_white_stays_white_and_the_background_stays():
    for level in (0, 255):
        image = np.full((160, 200, 3), level, np.uint8)
        made = relief(image, ALPHA, 1, "left")
        assert np.abs(made.astype(int) - level).max() <= (45 if level == 0 else 60)
        assert (made[ALPHA == 0] == level).all()


def test_the_side_it_is_lit_from_already_is_found():
    ramp = np.linspace(60, 200, 200)[None, :, None]
    image = np.broadcast_to(ramp, (160, 200, 3)).astype(np.uint8)
    assert brighter_side(image, ALPHA) == "right"
    assert brighter_side(image[:, ::-1], ALPHA) == "left"
    assert run(image).facts["relief"] == {"strength": 0.5, "side": "right"}


def test_no_strength_gives_the_photo_back_and_the_input_stays():
    before = GREY.copy()
    assert run(strength=0).image is GREY
    assert (run(strength=1).image != GREY).any()
    assert (before == GREY).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (3, 4)])
def test_products_of_one_pixel_or_line_pass(shape):
    made = run(np.full((*shape, 3), 120, np.uint8), np.full(shape, 255, np.uint8))
    assert made.image.shape == (*shape, 3)


@pytest.mark.parametrize("alpha", [None, np.zeros((160, 200), np.uint8)])
def test_without_a_product_it_says_so(alpha):
    with pytest.raises(EngineError) as caught:
        run(GREY, alpha)
    assert caught.value.code == "no_product"

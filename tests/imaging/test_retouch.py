"""The brush keeps and erases exactly in its core, and follows edges along its rim."""

import numpy as np
import pytest

from imaging.engines import retouch
from imaging.engines.base import Context, Work
from imaging.engines.retouch import RetouchParams
from imaging.errors import EngineError
from imaging.ops.strokes import stroke_core
from tests.imaging.drawn import alpha_error, disc, photo

ERASE, KEEP = 128, 255


def run(image, snap=True, **inputs):
    work = Work(image, inputs=inputs)
    return retouch.load().run(work, RetouchParams(snap=snap), Context())


@pytest.fixture
def coverage():
    return disc(320, 320)


@pytest.fixture
def full(coverage):
    return np.rint(coverage * 255).astype(np.uint8)


def test_untouched_strokes_leave_the_mask_as_it_is(coverage, full):
    work = run(photo(coverage), mask=full, strokes=np.zeros((320, 320), np.uint8))
    assert (work.alpha == full).all()
    assert work.facts["retouch"] == {"kept_px": 0, "erased_px": 0}


def test_a_keep_stroke_that_overshoots_a_little_ends_at_the_products_edge(coverage, full):
    """The mask lost the right half; the stroke over it goes 3 px beyond the edge."""
    mask, strokes = full.copy(), np.zeros((320, 320), np.uint8)
    mask[:, 160:] = 0
    strokes[:, 155:] = np.where(disc(320, 320, 0.31)[:, 155:] > 0.5, KEEP, 0)

    drawn = run(photo(coverage), snap=False, mask=mask, strokes=strokes).alpha
    snapped = run(photo(coverage), mask=mask, strokes=strokes).alpha

    assert alpha_error(snapped, coverage) < alpha_error(drawn, coverage) / 3


def test_an_erase_stroke_in_the_product_is_honoured_though_colours_say_product(coverage, full):
    strokes = np.zeros((320, 320), np.uint8)
    strokes[120:200, 120:200] = ERASE
    alpha = run(photo(coverage), mask=full, strokes=strokes).alpha
    assert (alpha[130:190, 130:190] == 0).all()
    assert (alpha[160, 90:110] == 255).all()


def test_the_middle_of_a_thin_stroke_is_exact_too(coverage, full):
    strokes = np.zeros((320, 320), np.uint8)
    strokes[160:163, 100:220] = ERASE
    alpha = run(photo(coverage), mask=full, strokes=strokes).alpha
    assert (alpha[161, 102:218] == 0).all()


def test_far_from_any_stroke_the_mask_is_untouched(coverage, full):
    strokes = np.zeros((320, 320), np.uint8)
    strokes[:40, :40] = KEEP
    alpha = run(photo(coverage), mask=full, strokes=strokes).alpha
    assert (alpha[60:] == full[60:]).all()


def test_strokes_of_another_size_are_fitted_to_the_photo(coverage, full):
    strokes = np.zeros((80, 80), np.uint8)
    strokes[0:20, 0:20] = KEEP
    work = run(photo(coverage), snap=False, mask=full, strokes=strokes)
    assert (work.alpha[:80, :80] == 255).all()
    assert work.facts["retouch"] == {"kept_px": 6400, "erased_px": 0}


def test_nothing_left_is_no_product(coverage, full):
    with pytest.raises(EngineError) as caught:
        run(photo(coverage), mask=full, strokes=np.full((320, 320), ERASE, np.uint8))
    assert caught.value.code == "no_product"


@pytest.mark.parametrize("missing", ["mask", "strokes"])
def test_a_missing_input_is_named(coverage, full, missing):
    inputs = {"mask": full, "strokes": full}
    del inputs[missing]
    with pytest.raises(EngineError, match=missing):
        run(photo(coverage), **inputs)


def test_the_core_of_a_wide_stroke_ends_a_fixed_way_inside():
    stroke = np.zeros((60, 60), bool)
    stroke[10:50, 10:50] = True
    core = stroke_core(stroke, reach=5)
    assert core[30, 30]
    assert core[30, 14]
    assert not core[30, 12]
    assert not (core & ~stroke).any()

"""Erasing what was marked, and healing dust."""

import cv2
import numpy as np
import pytest

from imaging.engines import erase, heal
from imaging.engines.base import Context, Work
from imaging.engines.erase import EraseParams
from imaging.engines.heal import HealParams
from imaging.errors import EngineError
from imaging.ops.specks import specks

WALL = 150


def wall(height=300, width=400, noise=1.5):
    """A plain wall with the noise of a phone."""
    grain = np.random.default_rng(1).normal(0, noise, (height, width, 3))
    return np.clip(WALL + grain, 0, 255).astype(np.uint8)


def dusty(image, *spots):
    """`image` with soft dark spots of about 3 px at (x, y)."""
    out = image.copy()
    for x, y in spots:
        cv2.circle(out, (x, y), 1, (90, 90, 90), -1)
    return out


def code_of(call):
    with pytest.raises(EngineError) as caught:
        call()
    return caught.value.code


def run_erase(image, marks, alpha=None, **params):
    inputs = {} if marks is None else {"marked": marks}
    return erase.load().run(Work(image, alpha, inputs=inputs), EraseParams(**params), Context())


def run_heal(image, alpha=None, marks=None, where="around"):
    inputs = {} if marks is None else {"marked": marks}
    return heal.load().run(Work(image, alpha, inputs=inputs), HealParams(where=where), Context())


def marks_at(shape, x, y, side):
    marks = np.zeros(shape[:2], np.uint8)
    marks[y : y + side, x : x + side] = 255
    return marks


def test_one_large_hole_tells_how_far_it_is_and_can_be_stopped_on_the_way():
    image, shares = wall(), []
    work = Work(image, inputs={"marked": marks_at(image.shape, 100, 60, 120)})
    erase.load().run(work, EraseParams(), Context(on_progress=shares.append))
    assert len(shares) >= 4
    assert shares == sorted(shares)
    assert shares[-1] == 1

    told = []
    stopped = Context(on_progress=told.append, is_cancelled=lambda: bool(told))
    assert code_of(lambda: erase.load().run(work, EraseParams(), stopped)) == "cancelled"
    assert told == shares[:1]


def test_what_was_marked_becomes_wall_and_alpha_stays():
    image, alpha = wall(), np.full((300, 400), 200, np.uint8)
    image[100:130, 200:230] = (255, 0, 0)
    work = run_erase(image, marks_at(image.shape, 198, 98, 34), alpha)
    assert np.abs(work.image[90:140, 190:240].astype(int) - WALL).max() < 12
    assert work.alpha is alpha
    assert image[110, 210].tolist() == [255, 0, 0]


def test_a_margin_takes_the_soft_edge_too_and_the_share_is_told():
    """34² px and 2 more on each side, of 300 × 400."""
    image = wall()
    work = run_erase(image, marks_at(image.shape, 198, 98, 34), margin=0.005)
    assert work.facts["erase"] == {"share": round(38 * 38 / 120_000, 5)}


def test_marks_of_another_size_are_fitted_to_the_photo():
    image = wall()
    image[100:140, 200:240] = 0
    marks = cv2.resize(marks_at(image.shape, 196, 96, 48), (100, 75))
    assert run_erase(image, marks).image[100:140, 200:240].min() > WALL - 20


def test_what_cannot_be_erased_is_said():
    image = wall(40, 50)
    assert code_of(lambda: run_erase(image, None)) == "nothing_marked"
    assert code_of(lambda: run_erase(image, np.zeros((40, 50), np.uint8))) == "nothing_marked"
    assert code_of(lambda: run_erase(image, np.full((40, 50), 255, np.uint8))) == "too_much_marked"


def test_specks_on_a_wall_are_found_and_the_noise_is_not():
    found = specks(dusty(wall(), (80, 60), (300, 200)))
    assert found[60, 80]
    assert found[200, 300]
    assert cv2.connectedComponents(found.view(np.uint8))[0] - 1 == 2
    assert not specks(wall()).any()


def test_dots_of_a_pattern_lines_and_edges_are_no_dust():
    pattern = dusty(wall(), *[(x, y) for x in range(40, 380, 12) for y in range(40, 280, 12)])
    lined = wall()
    cv2.line(lined, (0, 100), (399, 180), (90, 90, 90), 2)
    halves = wall()
    halves[:, 200:] //= 2
    for image in (pattern, lined, halves):
        assert not specks(image).any()


@pytest.mark.parametrize("apart", [40, 70, 90, 130])
def test_dots_far_apart_are_a_pattern_where_they_lie_evenly_and_dust_where_they_do_not(apart):
    fabric, rng = wall(560, 560), np.random.default_rng(4)
    places = [(x, y) for x in range(60, 520, apart) for y in range(60, 520, apart)]
    bent = [(x + int(rng.integers(-2, 3)), y + int(rng.integers(-2, 3))) for x, y in places]
    assert not specks(dusty(fabric, *bent)).any()

    strewn = [(int(x), int(y)) for x, y in rng.integers(40, 520, (12, 2))]
    found = specks(dusty(fabric, *strewn))
    assert sum(bool(found[y, x]) for x, y in strewn) >= 8


def test_buttons_are_wider_than_dust():
    button = wall()
    cv2.circle(button, (200, 150), 5, (60, 60, 60), -1)
    assert not specks(button).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 80), (80, 1)])
def test_a_line_of_pixels_has_no_dust(shape):
    assert not specks(np.full((*shape, 3), 200, np.uint8)).any()


def test_dust_beside_the_product_goes_and_marks_on_it_stay():
    image = dusty(wall(), (80, 60), (300, 200))
    alpha = np.zeros((300, 400), np.uint8)
    alpha[150:250, 250:350] = 255
    work = run_heal(image, alpha)
    assert work.image[60, 80].min() > WALL - 12
    assert (work.image[195:206, 295:306] == image[195:206, 295:306]).all()
    assert work.facts["heal"]["spots"] == 1


def test_everywhere_is_everywhere():
    assert (
        run_heal(dusty(wall(), (80, 60), (300, 200)), where="everywhere").facts["heal"]["spots"]
        == 2
    )


def test_a_clean_photo_comes_back_as_it_was():
    image = wall()
    assert run_heal(image, np.zeros((300, 400), np.uint8)).image is image


def test_a_dab_heals_what_no_search_would_find():
    image = wall()
    cv2.circle(image, (200, 150), 7, (60, 60, 60), -1)
    work = run_heal(image, marks=marks_at(image.shape, 190, 140, 21), where="marked")
    assert work.image[143:158, 193:208].min() > WALL - 20


def test_looking_beside_the_product_needs_the_product():
    assert code_of(lambda: run_heal(wall())) == "no_product"
    assert code_of(lambda: run_heal(wall(), where="marked")) == "nothing_marked"

"""Crops: the shape asked for, the product where it belongs, and nothing from beyond the photo."""

import numpy as np
import pytest

from imaging import lock
from imaging.engines import compose
from imaging.engines.base import Context, Work
from imaging.engines.compose import ComposeParams
from imaging.errors import EngineError
from imaging.ops.framing import framed, largest
from imaging.recipes import build

PHOTO = (400, 300)  # width, height


def work_with(box, photo=PHOTO):
    x, y, width, height = box
    alpha = np.zeros((photo[1], photo[0]), np.uint8)
    alpha[y : y + height, x : x + width] = 255
    image = np.random.default_rng(4).integers(0, 256, (photo[1], photo[0], 3), dtype=np.uint8)
    return Work(image, alpha)


def run(work, **params):
    return compose.load().run(work, ComposeParams(**params), Context())


def test_a_product_fills_the_share_of_a_square_that_is_asked():
    """80 px of the longer side at 0.8: a square of 100 px about its middle (150, 150)."""
    frame = framed((120, 110, 60, 80), PHOTO, 1.0, "fill", 0.8)
    assert frame.crop == (100, 100, 100, 100)
    assert frame.fill == 0.8
    assert frame.whole


def test_a_frame_stops_at_the_photos_edge_and_keeps_its_shape():
    """The product is near the left edge: the frame begins at 0 instead of -20."""
    frame = framed((5, 110, 60, 80), PHOTO, 1.0, "fill", 0.8)
    assert frame.crop == (0, 100, 100, 100)


def test_a_frame_that_would_be_larger_than_the_photo_is_the_largest_there_is():
    frame = framed((100, 50, 200, 200), PHOTO, 1.0, "fill", 0.5)
    assert frame.crop == (50, 0, 300, 300)
    assert frame.fill == pytest.approx(200 / 300, abs=1e-3)


def test_a_small_product_stands_on_the_third_that_the_photo_has_room_for():
    """60 px high in 125 px: left of the middle, its own middle is on the left third."""
    frame = framed((90, 120, 40, 60), PHOTO, 4 / 3, "thirds")
    x, y, width, height = frame.crop
    assert (width, height) == (167, 125)
    assert (90 + 20 - x) / width == pytest.approx(1 / 3, abs=0.01)
    assert (150 - y) / height in (pytest.approx(1 / 3, abs=0.01), pytest.approx(2 / 3, abs=0.01))


def test_a_product_too_wide_for_the_shape_is_not_cut_in_silence():
    frame = framed((20, 100, 360, 60), PHOTO, 9 / 16, "centred")
    assert not frame.whole
    with pytest.raises(EngineError) as caught:
        run(work_with((20, 100, 360, 60)), aspect="9:16")
    assert caught.value.code == "crop_cuts_product"


@pytest.mark.parametrize(
    "ratio, size", [(1, (300, 300)), (16 / 9, (400, 225)), (9 / 16, (169, 300)), (4 / 3, PHOTO)]
)
def test_the_largest_frame_touches_two_sides(ratio, size):
    assert largest(PHOTO, ratio) == size


@pytest.mark.parametrize("how", ["centred", "thirds", "fill"])
@pytest.mark.parametrize("aspect", ["keep", "1:1", "4:5", "16:9", "9:16"])
def test_every_frame_lies_in_the_photo_and_holds_the_product(how, aspect):
    made = run(work_with((230, 60, 50, 70)), how=how, aspect=aspect)
    x, y, width, height = made.facts["compose"]["crop"]
    assert min(x, y) >= 0
    assert x + width <= 400
    assert y + height <= 300
    assert made.alpha.astype(bool).sum() == 50 * 70


def test_pixels_are_the_photos_and_the_lock_finds_them_again():
    work = work_with((120, 110, 60, 80))
    before = work.image.copy()
    made = run(work, aspect="1:1", how="fill", fill=0.8)
    assert (made.image == work.image[100:200, 100:200]).all()
    assert lock.measure(work.image, made)["locked"]
    assert (work.image == before).all()


def test_a_channel_gets_its_size():
    made = run(work_with((120, 110, 60, 80)), width=200, height=250, how="fill", fill=0.8)
    assert made.image.shape == (250, 200, 3)
    assert lock.measure(work_with((120, 110, 60, 80)).image, made)["locked"]
    kept = run(work_with((120, 110, 60, 80)), width=200, height=250, allow_enlarge=False)
    assert kept.image.shape[0] < 250
    assert kept.image.shape[1] / kept.image.shape[0] == pytest.approx(0.8, abs=0.01)


def test_the_longer_side_alone_keeps_the_shape():
    made = run(work_with((120, 110, 60, 80)), aspect="4:5", long_side=100)
    assert made.image.shape[:2] == (100, 80)


def test_a_crop_of_a_crop_is_found_again_too():
    work = work_with((120, 110, 60, 80))
    twice = run(run(work, aspect="1:1", how="centred"), aspect="4:5", how="fill")
    assert lock.measure(work.image, twice)["locked"]


def test_the_frame_alone_needs_no_product():
    work = Work(np.zeros((300, 400, 3), np.uint8))
    assert run(work, subject="frame", aspect="1:1").image.shape == (300, 300, 3)
    with pytest.raises(EngineError) as caught:
        run(work)
    assert caught.value.code == "no_product"


@pytest.mark.parametrize("photo", [(1, 1), (1, 50), (50, 1)])
def test_pictures_of_one_line_are_cropped_to_one_line(photo):
    made = run(work_with((0, 0, 1, 1), photo), subject="frame", aspect="1:1")
    assert made.image.shape == (1, 1, 3)


def test_the_recipe_takes_a_channel_and_finds_the_product_only_where_it_must():
    recipe = build("compose", preset_key="taobao_main")
    assert [step.engine for step in recipe.steps] == ["cutout", "compose"]
    assert recipe.steps[-1].params["how"] == "fill"
    assert recipe.export.keeps_background
    assert recipe.export.preset == "taobao_main"
    alone = build("compose", options={"subject": "frame", "aspect": "1:1"})
    assert [step.engine for step in alone.steps] == ["compose"]
    assert not alone.export.keeps_background

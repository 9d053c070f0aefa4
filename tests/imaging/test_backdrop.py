"""Plain backdrops: their pictures, where the product stands on them, and its shadows."""

import numpy as np
import pytest
from pydantic import ValidationError

from imaging import lock
from imaging.engines import backdrop
from imaging.engines.backdrop import SHADOWS, BackdropParams
from imaging.engines.base import Context, Work
from imaging.errors import EngineError
from imaging.ops import backdrops
from tests.imaging.test_scene import cut


def made(work: Work | None = None, **params) -> Work:
    sized = {"width": 200, "height": 200, **params}
    return backdrop.load().run(work or cut(), BackdropParams(**sized), Context())


def test_on_white_without_a_shadow_all_else_is_exactly_white():
    work = made(shadow="none")
    assert (work.image[work.alpha == 0] == 255).all()
    assert work.facts["backdrop"]["backdrop"] == "colour"


def test_the_product_fills_its_share_in_the_middle():
    # 0.62 of 200 is 124 px; the camera's tilt of 9° leaves a height of 124 · cos 9° = 122.
    work = made(shadow="none")
    x, y, width, height = (round(200 * side) for side in work.facts["backdrop"]["box"])
    assert abs(height - 122) <= 1
    assert abs(x + width / 2 - 100) <= 1
    assert abs(y + height / 2 - 100) <= 2


def test_a_product_that_leans_out_is_centred_by_its_box():
    work = cut(box=(120, 60, 60, 120))
    work.alpha[80:120, 40:120] = 255
    x, _, width, _ = made(work, shadow="none").facts["backdrop"]["box"]
    assert x + width / 2 == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("shadow", sorted(SHADOWS))
@pytest.mark.parametrize("size", [(97, 61), (200, 300)])
def test_every_shadow_leaves_the_product_locked(shadow, size):
    work = cut()
    done = made(work, shadow=shadow, width=size[0], height=size[1], reflection=True)
    assert done.image.shape == (size[1], size[0], 3)
    assert lock.measure(work.image, done)["max_difference"] == 0


def dark(work: Work) -> np.ndarray:
    """How much light is gone from a white backdrop, in levels."""
    return np.where(work.alpha == 0, 255 - work.image.min(axis=2).astype(int), 0)


def test_shadows_are_told_apart():
    soft, hard, contact, floating = (
        dark(made(shadow=key)) for key in ("soft", "hard", "contact", "floating")
    )
    assert hard.max() > soft[:, 150:].max() > 10
    assert contact[:, 150:].max() == 0
    assert contact.max() > 0
    assert floating.sum() > contact.sum()


def test_a_floating_product_is_lifted_off_its_shadow():
    box = made(shadow="floating").facts["backdrop"]["box"]
    assert box[1] < made(shadow="soft").facts["backdrop"]["box"][1]


def test_a_gradient_runs_along_its_angle_between_its_colours():
    down = backdrops.gradient((40, 81), (0, 0, 0), (200, 100, 50), 180)
    assert down[40, 20] == pytest.approx([100, 50, 25], abs=1)
    assert (down[0] <= 3).all()
    across = backdrops.gradient((81, 40), (0, 0, 0), (200, 100, 50), 90)
    assert across[20, 40] == pytest.approx([100, 50, 25], abs=1)
    assert across[20, -1] == pytest.approx([200, 100, 50], abs=2)


def test_one_colour_is_a_flat_gradient_without_noise():
    assert (backdrops.gradient((9, 9), (250, 7, 0), (250, 7, 0), 45) == (250, 7, 0)).all()


def test_a_picture_covers_without_distortion_about_its_middle():
    assert backdrops.covering((100, 100), (400, 200)) == (100, 0, 200, 200)
    assert backdrops.covering((100, 50), (100, 100)) == (0, 25, 100, 50)
    wide = np.zeros((20, 60, 3), np.uint8)
    wide[:, 20:40] = 200
    assert (backdrops.covered(wide, (10, 10)) == 200).all()


def test_the_blurred_background_holds_nothing_of_the_product():
    photo = np.full((120, 120, 3), (40, 90, 140), np.uint8)
    alpha = np.zeros((120, 120), np.uint8)
    alpha[30:90, 40:80] = 255
    photo[alpha > 0] = (255, 0, 0)
    behind = backdrops.without_product(photo, alpha, (120, 120), 0.03)
    assert np.abs(behind.astype(int) - (40, 90, 140)).max() <= 1


def test_on_its_own_blurred_background_it_may_stay_where_it_was():
    work = cut(box=(40, 160, 60, 120))
    box = made(work, backdrop="blur", stays=True, width=300, height=300).facts["backdrop"]["box"]
    assert [300 * side for side in box] == pytest.approx([40, 160, 60, 120], abs=3)


def test_the_blur_is_of_the_photo_as_it_came():
    work = cut()
    grey = np.full_like(work.image, 77)
    done = made(
        Work(work.image, work.alpha, inputs={"photo": grey}), backdrop="blur", shadow="none"
    )
    assert np.abs(done.image[done.alpha == 0].astype(int) - 77).max() <= 1


def test_the_sellers_picture_is_behind_and_takes_the_shadow():
    wall = np.full((50, 100, 3), 150, np.uint8)
    work = cut()
    done = made(Work(work.image, work.alpha, inputs={"background": wall}), backdrop="picture")
    assert (done.image[:20] == 150).all()
    assert done.image[done.alpha == 0].min() < 130


def test_without_that_picture_there_is_a_sentence():
    with pytest.raises(EngineError, match="Choose the picture"):
        made(backdrop="picture")


@pytest.mark.parametrize("alpha", [None, np.zeros((300, 300), np.uint8)])
def test_without_a_product_there_is_nothing_to_put_up(alpha):
    with pytest.raises(EngineError, match="No product found"):
        made(Work(cut().image, alpha))


@pytest.mark.parametrize(
    "wrong",
    [{"colours": ["red"]}, {"colours": []}, {"shadow": "long"}, {"angle": 400}, {"fill": 2}],
)
def test_parameters_without_sense_are_refused(wrong):
    with pytest.raises(ValidationError):
        BackdropParams(**wrong)


@pytest.mark.parametrize("kind", ["colour", "gradient", "blur"])
def test_tiny_photos_are_no_trouble(kind):
    done = made(cut(3, 2, (1, 0, 1, 1)), backdrop=kind, width=16, height=17)
    assert done.image.shape == (17, 16, 3)


def test_inputs_are_left_alone():
    work = cut()
    before = work.image.copy()
    made(work, backdrop="blur")
    assert (work.image == before).all()

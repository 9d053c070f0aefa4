"""Which pictures of the real pipeline carry the mark, and that no product pixel ever does."""

from uuid import UUID

import numpy as np
import pytest

from imaging import codec
from imaging.engines.base import Work
from imaging.pipeline import Made, Run
from imaging.provenance.statement import Origin
from imaging.provenance.watermark_detect import detect
from imaging.provenance.watermark_work import is_machine_made, wants_plain, watermarked
from imaging.provenance.xmp import said_by
from imaging.recipe import Export, Recipe, Step
from imaging.recipes import build
from tests.imaging.drawn import disc
from tests.imaging.test_own_alpha import png

JOB = UUID("c0ffee12-3456-4cde-8f01-23456789abcd")
GRADIENT = {"backdrop": "gradient", "colours": ["#DFE6EE", "#9DB4C8"]}


def made(recipe: Recipe, produce_id: UUID = JOB) -> Made:
    """The real recipe on a red disc that came cut out: no net, no plate."""
    return Run(recipe, origin=Origin(produce_id=produce_id)).make({"photo": png(disc(400, 400))})


def backdrop(**options) -> Recipe:
    recipe = build("backdrop", options={**GRADIENT, "long_side": 512, **options})
    return recipe.model_copy(update={"export": Export(format="png")})


def picture(done: Made) -> np.ndarray:
    return codec.decode(done.outputs["picture"].data).image


@pytest.fixture(scope="module")
def marked() -> Made:
    return made(backdrop())


def test_a_drawn_backdrop_carries_the_start_of_its_job_s_id(marked):
    assert detect(picture(marked)).payload == 0xC0FFEE_123456
    assert marked.facts["watermark"]["marked"]
    assert 0.5 < marked.facts["watermark"]["share"] < 0.8
    assert said_by(marked.outputs["picture"].data).statement["is_watermarked"]


def test_the_product_s_pixels_are_the_photo_s_with_the_mark_around_them(marked):
    assert marked.facts["lock"]["max_difference"] == 0
    assert marked.facts["lock"]["pixels"] > 50_000
    assert marked.facts["pixel_locked"]


def test_but_for_the_mark_the_same_recipe_makes_the_same_pixels(marked):
    again = made(backdrop())
    other = made(backdrop(), produce_id=UUID(int=1))

    assert np.array_equal(picture(again), picture(marked))
    apart = picture(other).astype(int) - picture(marked)
    assert 0 < np.abs(apart).max() <= 6


def test_an_exact_white_main_image_is_never_touched():
    done = made(build("main-image", preset_key="taobao_white"))

    assert "watermark" not in done.facts
    assert not said_by(done.outputs["picture"].data).statement["is_watermarked"]
    assert detect(picture(done)) is None


def test_a_white_backdrop_stays_white_and_says_that_it_is_unmarked():
    done = made(backdrop(backdrop="colour", colours=["#FFFFFF"], shadow="none"))

    assert done.facts["watermark"]["marked"] is False
    assert (picture(done)[:40] == 255).all()


def test_a_channel_that_requires_white_is_left_alone_and_one_that_advises_it_is_not():
    required, advised, free = (
        Recipe(key="scene", steps=(), export=Export(format="jpeg", preset=key))
        for key in ("taobao_white", "ebay", None)
    )

    assert wants_plain(required)
    assert not wants_plain(advised)
    assert not wants_plain(free)


@pytest.mark.parametrize(
    ("engine", "facts", "drawn"),
    [
        ("scene", {}, True),
        ("advert", {}, True),
        ("backdrop", {"backdrop": {"backdrop": "blur"}}, True),
        ("backdrop", {"backdrop": {"backdrop": "picture"}}, False),
        ("background", {}, False),
        ("enhance", {}, False),
    ],
)
def test_only_what_steps_drew_is_machine_made(engine, facts, drawn):
    recipe = Recipe(key="x", steps=(Step(engine=engine),), export=Export(format="jpeg"))
    work = Work(np.zeros((2, 2, 3), np.uint8), facts=facts, is_backed=True)

    assert is_machine_made(work, recipe) is drawn


def test_a_picture_without_a_known_product_is_left_alone():
    recipe = Recipe(key="x", steps=(Step(engine="scene"),), export=Export(format="jpeg"))
    work = Work(np.zeros((300, 300, 3), np.uint8), is_backed=True)

    assert watermarked(work, recipe, JOB) is work

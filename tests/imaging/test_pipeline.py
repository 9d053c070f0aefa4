"""A recipe on a photo, without rows."""

from typing import Any

import numpy as np
import pytest
from PIL import Image

from imaging import codec, pipeline
from imaging.engines import registry
from imaging.engines.base import Context, Params, Spec, Work
from imaging.errors import EngineError
from imaging.labels import Label
from imaging.pipeline import MemoryCache, Run
from imaging.recipe import Export, Recipe, Step
from imaging.recipes import build

CALLS: list[str] = []


class SquareParams(Params):
    size: int = 40


class Square:
    """Finds a square in the middle and counts how often it was asked."""

    def run(self, work: Work, params: SquareParams, context: Context) -> Work:
        CALLS.append("square")
        context.progress(0.5)
        alpha = np.zeros(work.image.shape[:2], np.uint8)
        middle = slice(50 - params.size // 2, 50 + params.size // 2)
        alpha[middle, middle] = 255
        return Work(work.image, alpha, dict(work.facts), None, False, work.inputs).with_facts(
            cutout={"confidence": 0.9}
        )


def load() -> Square:
    return Square()


@pytest.fixture(autouse=True)
def square(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = Spec(Label(en="Square", zh="方块"), __name__, "SquareParams", "1", cacheable=True)
    monkeypatch.setitem(registry.ENGINES, "square", spec)
    registry.load.cache_clear()
    CALLS.clear()


@pytest.fixture
def photo() -> bytes:
    rng = np.random.default_rng(1)
    return codec.encode(rng.integers(0, 255, (100, 100, 3), np.uint8), format="png").data


def recipe(color: str | None = "#FFFFFF", **params: Any) -> Recipe:
    steps = (
        Step(engine="square", params=params),
        Step(engine="place", params={"width": 80, "height": 60, "fill": 0.5}),
        Step(engine="background", params={"color": color}),
    )
    return Recipe(key="main-image", steps=steps, export=Export(format="png"))


def test_a_recipe_gives_picture_thumbnail_and_mask(photo):
    made = Run(recipe()).make({"photo": photo})

    picture = codec.decode(made.outputs["picture"].data)
    assert picture.image.shape == (60, 80, 3)
    assert picture.alpha is None
    assert (picture.image[0] == 255).all()
    assert codec.decode_grey(made.outputs["mask"].data).shape == (100, 100)
    assert made.outputs["thumbnail"].width == 80
    assert made.facts["pixel_locked"] is True
    assert made.facts["lock"]["pixels"] > 0


def test_a_transparent_background_keeps_its_alpha(photo):
    made = Run(recipe(color=None)).make({"photo": photo})
    alpha = codec.decode(made.outputs["picture"].data).alpha
    assert alpha is not None
    assert (alpha[0, 0], alpha[30, 40]) == (0, 255)


def test_a_cutout_is_made_once_for_the_same_content_and_parameters(photo):
    cache = MemoryCache()
    first = Run(recipe(), cache=cache).make({"photo": photo})
    again = Run(recipe("#000000"), cache=cache).make({"photo": photo})

    assert CALLS == ["square"]
    assert [note["cached"] for note in again.report if note["step"] == "square"] == [True]
    assert again.facts["cutout"] == first.facts["cutout"]
    Run(recipe(size=20), cache=cache).make({"photo": photo})
    assert CALLS == ["square", "square"]


def test_other_content_is_another_key(photo):
    other = codec.encode(np.zeros((100, 100, 3), np.uint8), format="png").data
    keys = {pipeline.fingerprint({"photo": data}) for data in (photo, other)}
    assert len(keys) == 2


def test_a_newer_engine_or_model_is_another_key(monkeypatch):
    step = Step(engine="cutout", params={"model": "u2netp"})
    before = pipeline.next_key("start", step)
    assert before == pipeline.next_key("start", step)
    assert before != pipeline.next_key("start", Step(engine="cutout", params={"model": "u2net"}))
    monkeypatch.setitem(
        registry.ENGINES,
        "cutout",
        Spec(**{**vars(registry.ENGINES["cutout"]), "version": "next"}),
    )
    assert before != pipeline.next_key("start", step)


def test_progress_rises_to_one_and_names_the_step(photo):
    seen: list[tuple[int, float]] = []
    Run(recipe(), on_progress=lambda step, done: seen.append((step, done))).make({"photo": photo})
    fractions = [done for _, done in seen]
    assert fractions == sorted(fractions)
    assert (fractions[0], seen[-1]) == (0, (3, 1.0))


def test_a_cancelled_run_stops_before_its_next_step(photo):
    with pytest.raises(EngineError) as caught:
        Run(recipe(), is_cancelled=lambda: bool(CALLS)).make({"photo": photo})
    assert caught.value.code == "cancelled"
    assert CALLS == ["square"]


def test_files_say_how_they_were_made(photo, tmp_path):
    made = Run(recipe()).make({"photo": photo})
    path = tmp_path / "p.png"
    path.write_bytes(made.outputs["picture"].data)
    with Image.open(path) as image:
        xmp = str(image.info["XML:com.adobe.xmp"])
    assert "digitalsourcetype/algorithmicallyEnhanced" in xmp
    assert "place 1" in xmp


@pytest.mark.parametrize(
    ("key", "preset", "code"),
    [
        ("nonsense", None, "unknown_recipe"),
        ("main-image", None, "preset_missing"),
        ("main-image", "nonsense", "unknown_preset"),
    ],
)
def test_a_recipe_that_cannot_be_built_says_why(key, preset, code):
    with pytest.raises(EngineError) as caught:
        build(key, preset_key=preset)
    assert caught.value.code == code


def test_parameters_are_checked_before_anything_runs():
    with pytest.raises(EngineError, match="width"):
        registry.checked("place", {"width": 0, "height": 10})
    with pytest.raises(EngineError, match="unknown engine"):
        registry.checked("nonsense", {})


def test_what_stands_behind_the_product_is_no_other_key(photo):
    behind = codec.encode(np.zeros((100, 100, 3), np.uint8), format="png").data

    assert pipeline.fingerprint({"photo": photo, "background": behind}) == pipeline.fingerprint(
        {"photo": photo}
    )

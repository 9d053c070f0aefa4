"""Recipes of scenes and backdrops: sizes, files, and what the files say of themselves."""

import pytest

from imaging.errors import EngineError
from imaging.presets import preset
from imaging.recipes import build


def params(key: str, preset_key: str | None = None, **options) -> dict:
    return build(key, preset_key=preset_key, options=options).steps[-1].params


def test_a_shape_and_its_longer_side_make_a_size():
    found = params("scene", aspect="4:5", long_side=1350, seed=4)
    assert (found["width"], found["height"], found["seed"]) == (1080, 1350, 4)
    assert "aspect" not in found


def test_the_brief_may_name_the_shape_and_the_option_wins():
    assert params("scene", brief={"aspect": "16:9"})["height"] == round(1080 * 9 / 16)
    assert params("scene", brief={"aspect": "16:9"}, aspect="1:1")["height"] == 1080


def test_both_sides_may_be_given():
    found = params("backdrop", width=333, height=222, backdrop="gradient")
    assert (found["width"], found["height"]) == (333, 222)


def test_a_channel_decides_size_and_file_and_nothing_of_the_background():
    channel = preset("taobao_white")
    recipe = build(
        "scene", preset_key="taobao_white", options={"aspect": "16:9", "theme": "minimal"}
    )
    step = recipe.steps[-1]
    assert (step.params["width"], step.params["height"]) == (
        channel.make.width,
        channel.make.height,
    )
    assert recipe.export.max_bytes == channel.make.max_bytes
    assert recipe.export.preset == "taobao_white"
    assert step.params["theme"] == "minimal"


def test_the_product_is_found_first():
    steps = [step.engine for step in build("scene").steps]
    assert steps == ["cutout", "decontaminate", "scene"]
    assert build("scene").export.format == "jpeg"


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("scene", {"aspect": "2:7"}),
        ("scene", {"long_side": "wide"}),
        ("scene", {"brief": {"props": ["dragons"]}}),
        ("scene", {"brief": "a table"}),
        ("scene", {"cheese": 1}),
        ("backdrop", {"seed": 1}),
    ],
)
def test_options_without_sense_are_refused_when_asked_for(key, wrong):
    with pytest.raises(EngineError, match=f"step “{key}”"):
        build(key, options=wrong)

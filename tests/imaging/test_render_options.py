"""What the options of `manage.py render` ask for, and the names of the files that come of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from imaging import codec
from imaging.management import asking
from imaging.themes import load_themes
from tests.pictures import product_jpeg


def given(
    *arguments: str, recipe: str = "scene", preset: list[str] | None = None
) -> dict[str, Any]:
    parser = ArgumentParser(exit_on_error=False)
    asking.add_arguments(parser)
    return {**vars(parser.parse_args(arguments)), "recipe": recipe, "preset": preset}


def params(*arguments: str, **where: Any) -> list[dict[str, Any]]:
    return [one.recipe.steps[-1].params for one in asking.asked(given(*arguments, **where))]


def test_variants_have_seeds_in_a_row_and_names_of_their_own():
    found = asking.asked(given("--theme", "minimal", "--variants", "3", "--seed", "5"))
    assert [one.recipe.steps[-1].params["seed"] for one in found] == [5, 6, 7]
    assert [one.tag for one in found] == ["minimal-5", "minimal-6", "minimal-7"]


def test_a_theme_starts_with_the_seed_of_its_own_plates():
    assert params("--theme", "luxury")[0]["seed"] == load_themes()["luxury"].seed


def test_a_brief_is_parsed_and_may_name_its_variants():
    found = params("--brief", "on a white marble podium, 4 versions", "--size", "600")
    assert found[0]["brief"]["surface"] == "marble"
    assert found[0]["width"] == 600
    assert len(found) == 4


def test_a_brief_changes_the_theme_that_is_named():
    brief = params("--theme", "minimal", "--brief", "on sand")[0]["brief"]
    assert brief["surface"] == "sand"
    assert brief["backdrop"] == load_themes()["minimal"].brief.backdrop


def test_words_that_mean_nothing_are_told():
    assert "xyzzy" in asking.not_understood(given("--brief", "xyzzy on marble"))
    assert asking.not_understood(given()) == ()


def test_any_other_option_is_passed_on_as_json_or_text():
    spot = '{"x": 0.1}'
    found = params("--option", "shadow=0.5", "--option", f"spot={spot}", "--aspect", "16:9")
    assert (found[0]["shadow"], found[0]["spot"]) == (0.5, {"x": 0.1})
    plain = params("--option", "shadow=hard", "--option", "reflection=true", recipe="backdrop")
    assert (plain[0]["shadow"], plain[0]["reflection"]) == ("hard", True)
    assert "seed" not in plain[0]


def test_a_look_and_a_scale_are_further_steps_of_the_one_tap():
    asked = given("--look", "film", "--scale", "2", "--strength", "0.5", recipe="enhance")
    (one,) = asking.asked(asked)
    steps = {step.engine: step.params for step in one.recipe.steps}
    assert steps == {
        "enhance": {"strength": 0.5},
        "look": {"look": "film"},
        "upscale": {"scale": 2},
    }


def test_every_channel_gets_every_variant():
    found = asking.asked(given("--variants", "2", preset=["taobao_white", "amazon_main"]))
    assert [(one.recipe.export.preset, one.tag) for one in found] == [
        ("taobao_white", "1"),
        ("taobao_white", "2"),
        ("amazon_main", "1"),
        ("amazon_main", "2"),
    ]


def test_a_main_image_is_named_as_before():
    (one,) = asking.asked(given(recipe="cutout"))
    assert one.tag == ""


def test_a_picture_is_made_on_the_sellers_own_background(tmp_path: Path):
    photo, wall = tmp_path / "mug.jpg", tmp_path / "wall.jpg"
    photo.write_bytes(product_jpeg())
    wall.write_bytes(product_jpeg())
    call_command(
        *("render", str(photo), "--recipe", "backdrop", "--size", "120", "--out", str(tmp_path)),
        *("--option", "backdrop=picture", "--input", f"background={wall}"),
    )
    made = codec.decode((tmp_path / "mug.backdrop.jpg").read_bytes())
    assert made.image.shape == (120, 120, 3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--option", "cheese=1"], "cheese"),
        (["--input", "background=nowhere.jpg"], "nowhere.jpg"),
    ],
)
def test_what_cannot_be_asked_for_is_a_usage_error(arguments, words, tmp_path):
    with pytest.raises(CommandError, match=words):
        call_command("render", "x.jpg", "--recipe", "backdrop", "--out", str(tmp_path), *arguments)

"""Recipes that find facts and make no picture."""

from typing import Any

import numpy as np
import pytest

from imaging import codec
from imaging.engines import registry
from imaging.engines.base import Context, Params, Spec, Work
from imaging.errors import EngineError
from imaging.labels import Label
from imaging.pipeline import Run
from imaging.recipe import Export, Recipe, Step
from imaging.recipes import RECIPES, TAGS, tags


class LookParams(Params):
    """code: what it fails with; "" where it finds the product."""

    code: str = ""


class Look:
    def run(self, work: Work, params: LookParams, context: Context) -> Work:
        if params.code:
            raise EngineError(params.code)
        return work.with_facts(looked=True)


def load() -> Look:
    return Look()


@pytest.fixture(autouse=True)
def look(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = Spec(Label(en="Look", zh="看"), __name__, "LookParams", "1")
    monkeypatch.setitem(registry.ENGINES, "looking", spec)
    registry.load.cache_clear()


@pytest.fixture
def photo() -> bytes:
    return codec.encode(np.full((20, 30, 3), 90, np.uint8), format="png").data


def found(photo: bytes, *, optional: bool, **params: Any) -> Any:
    first = Step(engine="looking", params=params, optional=optional)
    recipe = Recipe(
        key="facts", steps=(first, Step(engine="looking")), export=Export(format="none")
    )
    return Run(recipe).make({"photo": photo})


def test_no_picture_is_made_and_nothing_is_said_of_its_pixels(photo):
    made = found(photo, optional=False)

    assert dict(made.outputs) == {}
    assert made.facts == {"looked": True}
    assert [note["step"] for note in made.report] == ["decode", "looking", "looking"]


def test_an_optional_step_without_a_product_is_passed_over(photo):
    assert found(photo, optional=True, code="no_product").facts == {"looked": True}


@pytest.mark.parametrize(("optional", "code"), [(False, "no_product"), (True, "disk_full")])
def test_what_else_goes_wrong_is_told(photo, optional, code):
    with pytest.raises(EngineError) as error:
        found(photo, optional=optional, code=code)

    assert error.value.code == code


def test_tags_find_facts_and_cannot_be_asked_for_as_a_picture():
    recipe = tags()

    assert not recipe.export.is_picture
    assert [step.engine for step in recipe.steps] == ["cutout", "tag", "read"]
    assert recipe.steps[0].optional
    assert TAGS not in RECIPES

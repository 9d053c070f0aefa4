"""A scene of a few milliseconds: the product on one flat colour that the brief and seed decide."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from imaging.engines.base import Context, Params, Spec, Work
from imaging.labels import Label
from imaging.ops.composite import over
from imaging.recipe import Ask, Export, Recipe, RecipeSpec, Step

SPEC = Spec(
    label=Label(en="Setting the scene", zh="布置场景"),
    module="tests.quick_scene",
    params="QuickSceneParams",
    version="1",
)
ASPECTS = {"1:1": (64, 64), "16:9": (64, 36), "9:16": (36, 64)}
UNDRAWN = "snow"  # a surface whose plates are first drawn as previews


class QuickSceneParams(Params):
    """The options of the real recipe, as they came."""

    asked: dict[str, Any]


class QuickScene:
    def run(self, work: Work, params: QuickSceneParams, context: Context) -> Work:
        assert work.alpha is not None
        asked = params.asked
        is_preview = asked["brief"].get("surface") == UNDRAWN and asked["quality"] == "best"
        quality = "preview" if is_preview else "full"
        is_relit = asked.get("match_light", False)
        product = 255 - work.image if is_relit else work.image
        image = over(product, work.alpha, colour(asked["brief"], asked["seed"], quality))
        known = work.with_facts(scene={"plate_quality": quality, "relit": is_relit})
        return replace(known, image=image, is_backed=True)


def load() -> QuickScene:
    return QuickScene()


def colour(brief: dict[str, Any], seed: int, quality: str) -> tuple[int, int, int]:
    """What the quick scene paints behind the product."""
    said = json.dumps([brief, seed, quality], sort_keys=True)
    red, green, blue = hashlib.sha256(said.encode()).digest()[:3]
    return red, green, blue


def build(ask: Ask) -> Recipe:
    width, height = ASPECTS[ask.options.get("aspect", "1:1")]
    if ask.channel is not None:
        width, height = ask.channel.make.width, ask.channel.make.height
    place = Step(engine="place", params={"width": width, "height": height})
    scene = Step(engine="scene", params={"asked": dict(ask.options)})
    return Recipe(key="scene", steps=(*ask.mask, place, scene), export=Export(format="png"))


RECIPE = RecipeSpec(
    label=Label(en="Scene", zh="场景图"), build=build, needs_preset=False, takes_preset=True
)

"""Every recipe that can be asked for by name, and how each is built."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from imaging.adverts.layouts import DEFAULT_LAYOUT, LAYOUTS
from imaging.adverts.plan import aspect_of
from imaging.brief.model import Aspect, Side
from imaging.engines import registry
from imaging.engines.refusals import refusal
from imaging.errors import EngineError
from imaging.improving import ONE_TAP, chain
from imaging.labels import Label
from imaging.one_step import ONE_STEP
from imaging.presets import Preset, preset
from imaging.recipe import Ask, Export, Recipe, RecipeSpec, Step
from imaging.themes import theme


def build(
    key: str,
    *,
    preset_key: str | None = None,
    retouched: bool = False,
    options: Mapping[str, Any] | None = None,
) -> Recipe:
    """The recipe `key`, made for a channel where it needs one, with the seller's brush or without.

    Raises EngineError: unknown_recipe, unknown_preset, preset_missing, bad_parameters.
    """
    if key not in RECIPES:
        raise EngineError("unknown_recipe", key=key)
    spec = RECIPES[key]
    if spec.needs_preset and not preset_key:
        raise EngineError("preset_missing", recipe=key)
    channel = preset(preset_key) if spec.is_for_channels and preset_key else None
    recipe = spec.build(Ask(channel, mask_steps(retouched), options or {}))
    for step in recipe.steps:
        registry.checked(step.engine, step.params)
    return recipe


def mask_steps(retouched: bool) -> tuple[Step, ...]:
    """How the product is found: by the net, or by the net and then the seller's brush."""
    found = Step(engine="retouch" if retouched else "cutout")
    return (found, Step(engine="decontaminate"))


def cutout(ask: Ask) -> Recipe:
    """The product alone, at the photo's own size, on nothing."""
    return Recipe(key="cutout", steps=ask.mask, export=Export(format="png"))


def main_image(ask: Ask) -> Recipe:
    """The product on the channel's background at the channel's size."""
    if ask.channel is None:
        raise EngineError("preset_missing", recipe="main-image")
    make = ask.channel.make
    place = Step(engine="place", params=make.place_params())
    background = Step(engine="background", params=make.background_params())
    export = channel_export(ask.channel)
    return Recipe(key="main-image", steps=(*ask.mask, place, background), export=export)


def channel_export(channel: Preset) -> Export:
    """The file that the channel accepts."""
    make = channel.make
    return Export(
        format=make.format,
        quality=make.quality,
        max_bytes=make.max_bytes,
        min_bytes=make.min_bytes,
        preset=channel.key,
    )


class Frame(BaseModel, frozen=True):
    """The options that say how large a picture is: both sides, or a shape and the longer side."""

    width: int | None = Field(default=None, ge=64, le=4096)
    height: int | None = Field(default=None, ge=64, le=4096)
    aspect: Aspect = "1:1"
    long_side: int = Field(default=1080, ge=64, le=4096)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        if self.width and self.height:
            return self.width, self.height
        across, down = (int(part) for part in self.aspect.split(":"))
        scale = self.long_side / max(across, down)
        return round(across * scale), round(down * scale)


def framed(engine: str, ask: Ask) -> Step:
    """`engine` with the options of `ask`, at the channel's size where there is a channel.

    Raises EngineError("bad_parameters").
    """
    options = dict(ask.options)
    brief = options.get("brief")
    if isinstance(brief, Mapping) and brief.get("aspect"):
        options.setdefault("aspect", brief["aspect"])
    try:
        width, height = Frame.model_validate(options).size
    except ValidationError as error:
        raise refusal(engine, error) from error
    if ask.channel:
        width, height = ask.channel.make.width, ask.channel.make.height
    own = {key: value for key, value in options.items() if key not in Frame.model_fields}
    return Step(engine=engine, params={**own, "width": width, "height": height})


def scene(ask: Ask) -> Recipe:
    """The product in a set drawn from a brief. Options: those of SceneParams and Frame."""
    return on_a_set("scene", ask)


def backdrop(ask: Ask) -> Recipe:
    """The product on a plain backdrop. Options: those of BackdropParams and Frame."""
    return on_a_set("backdrop", ask)


def on_a_set(key: str, ask: Ask) -> Recipe:
    export = channel_export(ask.channel) if ask.channel else Export(format="jpeg")
    return Recipe(key=key, steps=(*ask.mask, framed(key, ask)), export=export)


ADVERT_OPTIONS = {"layout", "words", "brand", "adjust", "language"}
# The side of the product where a layout's words stand, in the words of a brief.
WORDS_AT: dict[str, Side] = {
    "left": "left", "right": "right", "top": "top", "bottom": "bottom", "band": "bottom",
    "panel": "left", "banner": "left",
}  # fmt: skip
# How a product on a plain backdrop makes room for them: moved by shares of the canvas, smaller.
MAKES_ROOM: dict[Side, dict[str, Any]] = {
    "left": {"fill": 0.5, "spot": {"x": 0.2}},
    "right": {"fill": 0.5, "spot": {"x": -0.2}},
    "top": {"fill": 0.5, "spot": {"y": 0.04}},
    "bottom": {"fill": 0.5, "spot": {"y": -0.18}},
}


def advert(ask: Ask) -> Recipe:
    """Words beside the product: in the layout's own set, or in one that leaves them room.

    Options: those of AdvertParams and Frame; those of SceneParams where they name a "brief" or
    "theme", else those of BackdropParams where they name a "backdrop".
    Raises EngineError: unknown_theme, bad_parameters.
    """
    said = {key: value for key, value in ask.options.items() if key in ADVERT_OPTIONS}
    rest = {key: value for key, value in ask.options.items() if key not in ADVERT_OPTIONS}
    params = framed("advert", replace(ask, options=rest)).params
    size = {key: params[key] for key in ("width", "height")}
    words = Step(engine="advert", params={**said, **size})
    side = side_of_words(said.get("layout", DEFAULT_LAYOUT), aspect_of(**size))
    behind: tuple[Step, ...] = ()
    if rest.keys() & {"brief", "theme"}:
        behind = (framed("scene", replace(ask, options=with_room(rest, side))),)
    elif "backdrop" in rest:
        behind = (framed("backdrop", replace(ask, options={**MAKES_ROOM[side], **rest})),)
    export = channel_export(ask.channel) if ask.channel else Export(format="jpeg")
    return Recipe(key="advert", steps=(*ask.mask, *behind, words), export=export)


def side_of_words(layout: str, aspect: str) -> Side:
    """On which side of the product a layout's words stand; an unknown one is refused later."""
    return WORDS_AT[LAYOUTS[layout].arranged[aspect].how] if layout in LAYOUTS else "left"


def with_room(scene: dict[str, Any], side: Side) -> dict[str, Any]:
    """The options of a scene with `side` left free for words, unless they say another."""
    brief = scene.get("brief")
    if brief is None and scene.get("theme"):
        brief = theme(scene["theme"]).brief.model_dump(mode="json", exclude_defaults=True)
    asked = dict(brief or {})
    return {**scene, "brief": {**asked, "text_space": asked.get("text_space") or side}}


def one_step(key: str) -> RecipeSpec:
    """The engine `key` alone on a photo, with the product's mask where it needs one."""

    def build(ask: Ask) -> Recipe:
        found = ask.mask[:1] if ONE_STEP[key].needs_product(ask.options) else ()
        step = Step(engine=key, params={**framing(ask.channel), **ask.options})
        export = channel_export(ask.channel) if ask.channel else Export(format="photo")
        export = export.model_copy(update={"keeps_background": bool(found)})
        return Recipe(key=key, steps=(*found, step), export=export)

    takes_preset = ONE_STEP[key].for_channels
    return RecipeSpec(ONE_STEP[key].label, build, needs_preset=False, takes_preset=takes_preset)


def framing(channel: Preset | None) -> dict[str, Any]:
    """How large a channel wants a picture, and how much of it the product is to span."""
    if channel is None:
        return {}
    asked = channel.make.model_dump(include={"width", "height", "fill", "allow_enlarge"})
    return {"how": "fill", **asked}


def enhance(ask: Ask) -> Recipe:
    """A better photo: the one tap, and what else `options` name (see imaging.improving)."""
    chained = chain(ask.options, ask.mask[0].engine)
    steps = tuple(Step(engine=engine, params=dict(params)) for engine, params in chained)
    export = Export(format="photo", keeps_background=ask.mask[0] in steps)
    return Recipe(key=ONE_TAP, steps=steps, export=export)


def tags() -> Recipe:
    """What a photo says of its product, as facts["attributes"]; no picture is made.

    Lettering is read even where no product is found.
    """
    found = Step(engine="cutout", optional=True)
    return Recipe(
        key=TAGS,
        steps=(found, Step(engine="tag"), Step(engine="read")),
        export=Export(format="none"),
    )


def screen(options: Mapping[str, Any], *, has_mask: bool = True) -> Recipe:
    """What can be said of the input "picture" before a person looks, as facts["screen"]; the
    difference from the photo is the output "heat", and no other picture is made.

    Options: those of ScreenParams. has_mask: the input "mask" says where the product is in the
    photo; else it is looked for. Raises EngineError("bad_parameters").
    """
    registry.checked(SCREEN, options)
    found = () if has_mask else (Step(engine="cutout", optional=True),)
    step = Step(engine=SCREEN, params=dict(options))
    return Recipe(key=SCREEN, steps=(*found, step), export=Export(format="none"))


TAGS, SCREEN = "tags", "screen"

# Recipes of pictures, by the name that people ask for them by.
RECIPES: dict[str, RecipeSpec] = {
    "main-image": RecipeSpec(
        label=Label(en="Main image", zh="主图"), build=main_image, needs_preset=True
    ),
    "cutout": RecipeSpec(label=Label(en="Cut-out", zh="抠图"), build=cutout, needs_preset=False),
    "scene": RecipeSpec(
        label=Label(en="Scene", zh="场景图"), build=scene, needs_preset=False, takes_preset=True
    ),
    "backdrop": RecipeSpec(
        label=Label(en="Backdrop", zh="背景图"),
        build=backdrop,
        needs_preset=False,
        takes_preset=True,
    ),
    "advert": RecipeSpec(
        label=Label(en="Advert", zh="广告图"), build=advert, needs_preset=False, takes_preset=True
    ),
    **{key: one_step(key) for key in ONE_STEP},
    ONE_TAP: RecipeSpec(ONE_STEP[ONE_TAP].label, enhance, needs_preset=False),
}

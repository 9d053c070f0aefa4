"""Stands the product before a colour, a gradient, its own photo blurred, or the seller's picture.

Each becomes a plate with a camera and a light of its own, so that shadows are as true as in a
drawn set.
"""

import math
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field

from imaging.engines.base import U8, Context, Params, Work
from imaging.engines.staging import Cut, Spot, Staging, cut_of, facts_of, staged
from imaging.errors import EngineError
from imaging.ops import backdrops
from imaging.ops.light import rgb
from imaging.ops.standing import Kind
from imaging.scenery.camera import VIEW_DEG, View
from imaging.scenery.plate import Light, Plate

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Shadow = Literal["none", "soft", "hard", "floating", "contact"]

WHITE: tuple[Colour, ...] = ("#FFFFFF",)
TILT_DEG = 9.0  # how far the camera looks down: enough ground for a shadow, and upright verticals
FOOT = 0.83  # of the height, where a product stands in a picture that says nothing of its ground
FLOATS = 0.07  # units


class ShadowLook(NamedTuple):
    """A light, and how the product is put under it."""

    light: Light
    shadow: float = 1.0
    lift: float | None = None


def _light(azimuth: float, elevation: float, size: float, fill: float) -> Light:
    """From `azimuth` degrees right of the camera and `elevation` degrees up."""
    across, up = math.radians(azimuth), math.radians(elevation)
    level = math.cos(up)
    towards = (math.sin(across) * level, math.sin(up), math.cos(across) * level)
    return Light(towards=towards, size=size, colour=(1.0, 1.0, 1.0), fill=fill)


SHADOWS: dict[Shadow, ShadowLook] = {
    "none": ShadowLook(_light(-40, 60, 0.3, 1.0), shadow=0.0),
    "soft": ShadowLook(_light(-50, 52, 0.30, 0.62)),
    "hard": ShadowLook(_light(-55, 40, 0.02, 0.55)),
    "floating": ShadowLook(_light(-20, 75, 0.35, 0.55), lift=FLOATS),
    "contact": ShadowLook(_light(-40, 60, 0.3, 1.0)),
}


class BackdropParams(Params):
    """What is behind the product, and its shadow.

    backdrop: "colour" takes one of `colours`, "gradient" two, along `angle` (degrees clockwise from
    upwards); "blur" is the photo's own background, blurred by `blur` of its longer side, with the
    product in place where `stays`; "picture" is the input "background". fill: share of the
    canvas's shorter side that the product's longer side gets.
    """

    backdrop: Literal["colour", "gradient", "blur", "picture"] = "colour"
    colours: tuple[Colour, ...] = Field(default=WHITE, min_length=1, max_length=2)
    angle: float = Field(default=180, ge=0, le=360)
    blur: float = Field(default=0.03, ge=0.002, le=0.2)
    stays: bool = False
    shadow: Shadow = "soft"
    reflection: bool = False
    fill: float = Field(default=0.62, ge=0.1, le=0.95)
    width: int = Field(default=1024, ge=16, le=4096)
    height: int = Field(default=1024, ge=16, le=4096)
    spot: Spot = Spot()
    kind: Kind | None = None


class Backdrop:
    """Cut-out in, picture on a plain backdrop out."""

    def run(self, work: Work, params: BackdropParams, context: Context) -> Work:
        """The product of `work` on its backdrop, (height, width, 3), alpha as the product's mask.

        Facts: backdrop = {backdrop, shadow, kind, box, relit}, place as the engine `place` tells
        it. Raises EngineError: no_product, background_missing.
        """
        cut = cut_of(work, params.kind or ("standing" if params.stays else None))
        look = SHADOWS[params.shadow]
        image = behind(work, params)
        context.progress(0.3)
        plate = plate_of(image, view_of(cut, params, work.image.shape), look.light, params)
        how = Staging(spot=params.spot, lift=look.lift, shadow=look.shadow)
        done = staged(work, cut, plate, how)
        told = {"backdrop": params.backdrop, "shadow": params.shadow}
        return done.with_facts(backdrop=told | facts_of(cut, done, how))


def load() -> Backdrop:
    """The engine; it needs no weights."""
    return Backdrop()


def behind(work: Work, params: BackdropParams) -> U8:
    """The empty backdrop, (height, width, 3) uint8. Raises EngineError("background_missing")."""
    size = (params.width, params.height)
    first, last = rgb(params.colours[0]), rgb(params.colours[-1])
    if params.backdrop == "gradient":
        return backdrops.gradient(size, first, last, params.angle)
    if params.backdrop == "blur" and work.alpha is not None:
        photo = work.inputs.get("photo", work.image)  # as it came: edge colours were cleaned since
        return backdrops.without_product(photo, work.alpha, size, params.blur)
    if params.backdrop == "picture":
        if "background" not in work.inputs:
            raise EngineError("background_missing")
        return backdrops.covered(work.inputs["background"], size)
    return np.full((params.height, params.width, 3), first, np.uint8)


def view_of(cut: Cut, params: BackdropParams, photo: tuple[int, ...]) -> View:
    """A camera that sees the product's square where the product is to stand."""
    shorter = min(params.width, params.height)
    if params.backdrop == "blur" and params.stays:
        return _view_of_photo(cut, params, photo)
    unit = params.fill * shorter
    if params.backdrop == "picture":
        return _view(params, unit, (0.5, FOOT))
    x, _, width, height = cut.box
    scale = unit / max(width, height)
    across = (cut.base.x - x - width / 2) * scale / params.width
    return _view(params, unit, (0.5 + across, 0.5 + height * scale / params.height / 2))


def _view_of_photo(cut: Cut, params: BackdropParams, photo: tuple[int, ...]) -> View:
    """The camera that leaves the product where the photo, covering the canvas, has it."""
    x, y, width, _ = backdrops.covering((params.width, params.height), (photo[1], photo[0]))
    scale = params.width / width
    foot = (cut.base.x - x) * scale / params.width, (cut.base.y - y) * scale / params.height
    return _view(params, max(cut.box[2], cut.box[3]) * scale, foot)


def _view(params: BackdropParams, unit: float, foot: tuple[float, float]) -> View:
    """A camera tilted by TILT_DEG that sees a square of `unit` px upright over `foot` (shares)."""
    shorter, tilt = min(params.width, params.height), math.radians(TILT_DEG)
    distance = shorter / (2 * unit * math.tan(math.radians(VIEW_DEG / 2)))
    origin = (0.0, 0.5 + distance * math.sin(tilt), distance * math.cos(tilt))
    middle = (foot[0], foot[1] - unit * math.cos(tilt) / params.height / 2)
    return View(origin, (0.0, 0.5, 0.0), (0, 1, 0), middle, params.width / params.height)


def plate_of(image: U8, view: View, light: Light, params: BackdropParams) -> Plate:
    """`image` as a plate whose ground reaches from the camera to the horizon."""
    return Plate(
        image=image,
        surface=_below_horizon(view, image.shape),
        projection=view.projection,
        light=light,
        reflectivity=0.5 if params.reflection else 0.0,
        roughness=0.08,
        camera="standing",
        engine="backdrop",
        quality="full",
    )


def _below_horizon(view: View, shape: tuple[int, ...]) -> U8:
    """(H, W) uint8, 255 where ground is seen. The camera is level, so the horizon is a row."""
    ground = np.asarray(view.projection)[:, [0, 2, 3]]
    rows = (np.arange(shape[0]) + 0.5) / shape[0]
    points = np.linalg.solve(ground, np.stack([np.full_like(rows, 0.5), rows, np.ones_like(rows)]))
    seen = points[2] * np.sign(ground[2] @ points) > 0
    return np.repeat(np.where(seen, np.uint8(255), np.uint8(0))[:, None], shape[1], axis=1)

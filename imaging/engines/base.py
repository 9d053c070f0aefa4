"""The shapes every engine shares: Work in, Work out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from imaging.errors import EngineError
from imaging.labels import Label

U8 = NDArray[np.uint8]


class Params(BaseModel, frozen=True, extra="forbid"):
    """Base of every engine's checked parameters: typed, JSON in and out, unknown keys refused."""


@dataclass(frozen=True)
class Placement:
    """How photo pixels got onto a canvas, so that anyone can do it again and compare.

    The photo's rectangle `crop` (x, y, width, height in photo px) was resized to `size`
    (width, height in canvas px) with OpenCV's `interpolation` and put at `offset` (x, y). Where
    `warp` is set, the photo was turned instead, by that 3×3 matrix (row by row, from photo px to
    canvas px, a pixel's middle at whole numbers); crop and size then only say how large it was and
    became. `after` was done to the photo before.
    """

    crop: tuple[int, int, int, int]
    size: tuple[int, int]
    offset: tuple[int, int]
    canvas: tuple[int, int]
    interpolation: int
    warp: tuple[float, ...] | None = None
    after: "Placement | None" = None


@dataclass(frozen=True)
class Work:
    """What travels from step to step; a step returns a new one and never writes into arrays.

    image: (H, W, 3) uint8, RGB, sRGB.
    alpha: (H, W) uint8, straight (not premultiplied), 255 = product; None before a cut-out,
        unless the file brought its own.
    facts: JSON facts found so far (confidence, warnings, measurements).
    placement: set once the product was moved from photo px to canvas px.
    is_backed: the image has a background; alpha then only says where the product is.
    inputs: decoded inputs by role: "photo" as it came, "mask" (H, W), "strokes" (H, W),
        "background" …
    files: grey pictures that steps drew beside the image, (H, W) uint8 by role: outputs of the job.
    """

    image: U8
    alpha: U8 | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    placement: Placement | None = None
    is_backed: bool = False
    inputs: Mapping[str, U8] = field(default_factory=dict)
    files: Mapping[str, U8] = field(default_factory=dict)

    def with_facts(self, **facts: Any) -> "Work":
        """The same work knowing more."""
        return replace(self, facts={**self.facts, **facts})


@dataclass(frozen=True)
class Context:
    """What a step may ask of whoever runs it."""

    seed: int = 0
    on_progress: Callable[[float], None] = lambda fraction: None
    is_cancelled: Callable[[], bool] = lambda: False

    def progress(self, fraction: float) -> None:
        """Report `fraction` in [0, 1] of this step as done. Raises EngineError("cancelled")."""
        if self.is_cancelled():
            raise EngineError("cancelled")
        self.on_progress(fraction)


class Engine(Protocol):
    """Code that does one verb. Loaded once per process, used by one thread at a time."""

    def run(self, work: Work, params: Any, context: Context) -> Work:
        """Do the step. Raises EngineError for what a person can understand."""
        ...


@dataclass(frozen=True)
class Spec:
    """What the studio knows of an engine without importing it.

    `module` has the class named `params` and a function `load()` that makes the engine. It must
    import without torch: the web process imports it to check parameters. Where `uses_model` is
    set, it also has `model_of(params) -> str`, the key of the model it would run.

    `source` is the IPTC term for what it makes of a photograph, `action` the C2PA 2.2 one for what
    it does ("" for nothing that shows); both are written into files.
    """

    label: Label
    module: str
    params: str
    version: str  # part of the step cache key: raise it when results change
    locked: bool = True  # leaves the product's own pixels as photographed
    cacheable: bool = False  # changes alpha and facts only, and is worth keeping for the next job
    uses_model: bool = False
    cost: int = 1  # rough share of a job's time, for progress
    queue: str = "cpu"
    source: str = "algorithmicallyEnhanced"
    action: str = "c2pa.edited"
    is_aigc: bool = False  # China's rules ask that its pictures say to be machine-made

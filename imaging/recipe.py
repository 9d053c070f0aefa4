"""What a recipe is: an ordered list of steps, each an engine with checked parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from imaging.engines import registry
from imaging.labels import Label
from imaging.presets import Preset


class Step(BaseModel, frozen=True, extra="forbid"):
    """One engine and its parameters, as JSON.

    optional: where it finds no product, the next step goes on without one.
    """

    engine: str
    params: dict[str, Any] = {}
    optional: bool = False


class Export(BaseModel, frozen=True, extra="forbid"):
    """How the finished pixels become a file.

    format: of codec.FORMATS, or "photo": JPEG, or PNG for a picture that is transparent in places,
        or "none": the recipe finds facts and makes no picture.
    keeps_background: the product was only found, not cut out, unless the photo came cut out.
    """

    format: str = "png"
    quality: int = 92
    max_bytes: int | None = None
    min_bytes: int | None = None
    preset: str | None = None
    keeps_background: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether there is a picture to be written."""
        return self.format != "none"


class Recipe(BaseModel, frozen=True, extra="forbid"):
    """What one job runs."""

    key: str
    steps: tuple[Step, ...]
    export: Export = Export()

    @property
    def queue(self) -> str:
        """The queue whose workers can run every step."""
        queues = {registry.ENGINES[step.engine].queue for step in self.steps}
        return "gpu" if "gpu" in queues else "cpu"

    @property
    def size(self) -> str:
        """Width and height of the picture as "1080x1350"; "" where it is as large as the photo."""
        framed = [step.params for step in self.steps if "width" in step.params]
        return "{width}x{height}".format(**framed[-1]) if framed else ""


@dataclass(frozen=True)
class Ask:
    """What a recipe is built from: the channel, how the product is found, and what was asked.

    `options` are the recipe's own, as JSON ("brief", "theme", "seed", "text" …); a recipe that
    takes none ignores them, one that does checks them.
    """

    channel: Preset | None
    mask: tuple[Step, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RecipeSpec:
    """A recipe a person can ask for by name; one that takes a channel does not always need it."""

    label: Label
    build: Callable[[Ask], Recipe]
    needs_preset: bool
    takes_preset: bool = False

    @property
    def is_for_channels(self) -> bool:
        """Whether a channel's name means anything to it."""
        return self.needs_preset or self.takes_preset

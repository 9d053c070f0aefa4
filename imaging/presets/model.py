"""The shape of a channel preset: how to make its picture, and the rules the file is held to."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from imaging.labels import Label

FileFormat = Literal["jpeg", "png", "webp", "gif", "bmp", "tiff"]
Color = Annotated[str, Field(pattern=r"^#[0-9A-F]{6}$")]

PLACE = {"width", "height", "fill", "margin", "align", "allow_enlarge"}


class Frozen(BaseModel, frozen=True, extra="forbid"):
    """Data that ships with the code: unknown keys are mistakes."""


class Cited(Frozen):
    """A rule with its evidence.

    `source` is an address (none only for what is remembered), `read` the day or month of
    reading, `sure` how it was learned. Breaking what the channel requires fails the file; what it
    or this studio ("house") advises only warns.
    """

    source: str = ""
    read: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    sure: Literal["read", "second-hand", "tried", "memory"]
    level: Literal["required", "advised", "house"] = "required"

    @model_validator(mode="after")
    def _names_its_source(self) -> "Cited":
        if not self.source and self.sure != "memory":
            raise ValueError("only a rule from memory may have no source")
        return self


class Bounds(Cited):
    """A rule whose measured number lies between two limits, both included."""

    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _bounds_something(self) -> "Bounds":
        if self.min is None and self.max is None:
            raise ValueError("give min, max or both")
        return self


class LongSide(Bounds):
    """Px of the longer side."""

    kind: Literal["long_side"]


class ShortSide(Bounds):
    """Px of the shorter side."""

    kind: Literal["short_side"]


class Megapixels(Bounds):
    """Millions of pixels."""

    kind: Literal["megapixels"]


class FileBytes(Bounds):
    """Size of the file. KB and MB count 1,000 in a maximum and 1,024 in a minimum.

    Channels do not say which they mean; the stricter reading is safe under both.
    """

    kind: Literal["bytes"]


class Fill(Bounds):
    """Share of the picture's width or height, the larger one, that the product spans."""

    kind: Literal["fill"]


class Subject(Bounds):
    """Px of the product's longer side."""

    kind: Literal["subject"]


class ExactSize(Cited):
    """The one size that is accepted."""

    kind: Literal["exact_size"]
    width: int
    height: int


class Aspect(Cited):
    """Accepted width:height ratios."""

    kind: Literal["aspect"]
    ratios: tuple[tuple[int, int], ...] = Field(min_length=1)


class Formats(Cited):
    """Accepted file formats."""

    kind: Literal["formats"]
    allowed: tuple[FileFormat, ...] = Field(min_length=1)


class PlainBackground(Cited):
    """Every pixel of the border has exactly this colour; or shows nothing, where allowed."""

    kind: Literal["background"]
    color: Color
    transparent: bool = False


class RgbColour(Cited):
    """RGB, 8 bits a channel, sRGB."""

    kind: Literal["colour"]


class Still(Cited):
    """One frame: no animation."""

    kind: Literal["still"]


Rule = Annotated[
    LongSide | ShortSide | Megapixels | FileBytes | Fill | Subject | ExactSize | Aspect
    | Formats | PlainBackground | RgbColour | Still,
    Field(discriminator="kind"),
]  # fmt: skip


class Make(Frozen):
    """What to make for the channel."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    background: Color | Literal["transparent"] = "#FFFFFF"
    fill: float = Field(default=0.85, gt=0, le=1)
    margin: float = Field(default=0.03, ge=0, lt=0.5)
    align: Literal["centre", "bottom"] = "centre"
    allow_enlarge: bool = True
    format: FileFormat = "jpeg"
    quality: int = Field(default=92, ge=1, le=100)
    max_bytes: int | None = None
    min_bytes: int | None = None

    def place_params(self) -> dict[str, Any]:
        """Parameters of the place engine, as JSON."""
        return self.model_dump(include=PLACE)

    def background_params(self) -> dict[str, Any]:
        """Parameters of the background engine, as JSON."""
        return {"color": None if self.background == "transparent" else self.background}


class Preset(Frozen):
    """A sales channel's rules as data.

    names: how the channel wants files called that are uploaded together, without their ending:
    the main picture of a SKU, then the further ones. Empty where it does not care.
    """

    key: str
    label: Label
    group: Label
    make: Make
    names: tuple[str, str] | tuple[()] = ()
    rules: tuple[Rule, ...] = Field(min_length=1)
    not_checked: tuple[Label, ...]

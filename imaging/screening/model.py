"""What machines say of a finished picture before a person looks, as JSON: facts["screen"]."""

from typing import Literal, get_args

from pydantic import BaseModel, Field

from imaging.attributes.model import Share
from imaging.labels import Label

Check = Literal[
    "product",  # part of the product looks different from the photo
    "colour",  # the product as a whole has another colour
    "silhouette",  # something like the product goes on beyond its outline
    "lettering",  # what stands on the product reads differently
    "unsafe",
    "text",  # words laid over a main image; so the next four
    "price",
    "watermark",
    "code",  # QR code or barcode
    "border",
    "person",
    "face",
    "brand",  # a word that is, or may be, a brand's name
    "channel",
]
CHECKS: tuple[Check, ...] = get_args(Check)
MAIN_IMAGE_CHECKS: tuple[Check, ...] = ("text", "price", "watermark", "code", "border")
Value = float | int | str | bool


class Evidence(BaseModel, frozen=True, extra="forbid"):
    """What to show a moderator who asks why.

    box: left, top, width and height as shares of the finished picture's sides, in [0, 1]; None for
    all of it. before, after: what the photo and the picture say there, "" where neither speaks.
    values: what was measured, by name, units in the name.
    """

    box: Share | None = None
    before: str = ""
    after: str = ""
    values: dict[str, Value] = {}


class Finding(BaseModel, frozen=True, extra="forbid"):
    """One thing that a person should look at.

    code: of catalog.reasons. confidence: how likely a person would agree, in [0, 1].
    """

    check: Check
    code: str
    confidence: float = Field(ge=0, le=1)
    says: Label
    evidence: Evidence = Evidence()


class Line(BaseModel, frozen=True, extra="forbid"):
    """A line of text in the finished picture, on the product or beside it."""

    text: str
    confidence: float = Field(ge=0, le=1)
    box: Share
    on_product: bool


class Measured(BaseModel, frozen=True, extra="forbid"):
    """Numbers that rules and people may ask for; None where nothing could be measured.

    phash: 64 bits as 16 hexadecimal digits; None for a picture too flat to be told from others.
    look: what `imaging.screening.looks` makes of it, in base 64; None where there is no phash.
    aligned: how the photo came to lie on the picture. product_delta_e: median ΔE00 inside the
    product. changed_share: of the product, that differs beyond a change of the whole. grown_share:
    of the product's area, that goes on beyond its outline. unsafe: in [0, 1].
    """

    phash: str | None = None
    look: str | None = None
    aligned: Literal["recorded", "estimated"] | None = None
    product_delta_e: float | None = None
    changed_share: float | None = None
    grown_share: float | None = None
    unsafe: float | None = None
    faces: int | None = None
    lines: tuple[Line, ...] = ()


class NotChecked(BaseModel, frozen=True, extra="forbid"):
    """A check that was not made, or not in full, and why: never the same as nothing found."""

    check: Check
    why: Label


class Report(BaseModel, frozen=True, extra="forbid"):
    """Everything found, the surest first, what was measured, and what nobody looked at."""

    findings: tuple[Finding, ...] = ()
    measured: Measured = Measured()
    not_checked: tuple[NotChecked, ...] = ()

    def of(self, check: Check) -> tuple[Finding, ...]:
        """The findings of one check, the surest first."""
        return tuple(finding for finding in self.findings if finding.check == check)

"""Every check on one finished picture, in one report."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imaging.labels import Label
from imaging.ocr.reader import FINDER
from imaging.ops.geometry import resized
from imaging.ops.spread import shrunk
from imaging.screening import faces, findings, unsafe, words
from imaging.screening.border import border
from imaging.screening.codes import codes
from imaging.screening.difference import difference
from imaging.screening.lettering import Read, changed, lines
from imaging.screening.looks import look
from imaging.screening.model import (
    MAIN_IMAGE_CHECKS,
    Check,
    Finding,
    Line,
    Measured,
    NotChecked,
    Report,
)
from imaging.screening.nets import Nets, missing
from imaging.screening.pair import HALF, Mask, Pair, pair, smaller
from imaging.screening.phash import phash
from imaging.screening.silhouette import growth

U8 = NDArray[np.uint8]
F64 = NDArray[np.float64]

READ_SIDE = 1024  # px in which words are read
COMPARED_SIDE = 640  # px in which the product is compared
HEAT_SIDE = 512  # px
LEAST = 0.1  # confidence; what is less sure is not worth anybody's look


@dataclass(frozen=True)
class Seen:
    """What is screened: (H, W, 3) uint8 RGB sRGB pictures, the product's mask on the photo.

    matrix: 3×3, photo px to picture px; None where it is not known. preflight: its report as JSON.
    """

    photo: U8
    alpha: U8 | None
    picture: U8
    matrix: F64 | None = None
    is_main: bool = False
    reads: bool = True
    preflight: Mapping[str, Any] | None = None


@dataclass
class Screening:
    """A report while it is made."""

    seen: Seen
    nets: Nets
    found: list[Finding] = field(default_factory=list)
    measured: dict[str, Any] = field(default_factory=dict)
    left_out: list[NotChecked] = field(default_factory=list)
    heat: U8 | None = None

    def report(self, on_progress: Callable[[float], None]) -> Report:
        """Everything, the surest first; `heat` is then known too. on_progress may raise."""
        small = shrunk(self.seen.picture, READ_SIDE)
        laid = self.laid(small)
        if bits := phash(self.seen.picture):
            colours = b64encode(look(self.seen.picture)).decode()
            self.measured |= {"phash": bits, "look": colours}
        if laid:
            self.compare(smaller(laid, COMPARED_SIDE), laid.how)
        on_progress(0.2)
        self.look(small, laid.product if laid else None)
        on_progress(0.4)
        self.read(small, laid)
        self.hold_against_channel()
        kept = (finding for finding in self.found if finding.confidence >= LEAST)
        ordered = sorted(kept, key=lambda finding: -finding.confidence)
        return Report(
            findings=tuple(ordered),
            measured=Measured(**self.measured),
            not_checked=tuple(self.left_out),
        )

    def laid(self, small: U8) -> Pair | None:
        """The photo on the picture as it is read, None where that cannot be told."""
        seen = self.seen
        if seen.alpha is None or not (seen.alpha >= HALF).any():
            self.leave_out(("product", "colour", "silhouette", "lettering"), words.NO_PRODUCT)
            return None
        matrix = None if seen.matrix is None else scaled(seen.matrix, seen.picture, small)
        found = pair(seen.photo, seen.alpha, small, matrix)
        if found is None:
            self.leave_out(("product", "colour", "silhouette", "lettering"), words.NOT_FOUND)
        return found

    def compare(self, laid: Pair, how: str) -> None:
        """The product against the photo."""
        apart, grown = difference(laid), growth(laid)
        more = list(findings.of_growth(grown))
        self.found += [*findings.of_difference(apart), *more]
        heat = apart.heat
        if grown.where is not None and more[0].confidence >= LEAST:
            heat = np.where(grown.where, np.uint8(255), heat).astype(np.uint8)
        self.heat = shrunk(heat, HEAT_SIDE)
        self.measured |= {
            "aligned": how,
            "product_delta_e": round(apart.delta_e, 3),
            "changed_share": round(apart.changed_share, 5),
            "grown_share": round(grown.share, 5),
        }

    def look(self, small: U8, product: Mask | None) -> None:
        """What needs no photo: unsafe content, faces, codes and a border."""
        if self.nets.unsafe is None:
            self.leave_out(("unsafe",), missing(unsafe.MODEL))
        else:
            score = unsafe.unsafe(small, self.nets.unsafe)
            self.measured["unsafe"] = round(score, 4)
            self.found += findings.of_unsafe(score)
        self.look_for_people(small, product)
        if self.seen.is_main:
            self.found += findings.of_border(border(small))
            self.found += [
                findings.of_code(box, text, sure)
                for box, text, sure in codes(small)
                if middle_of(box, product) is not True
            ]
        else:
            self.leave_out(MAIN_IMAGE_CHECKS, words.NOT_MAIN)

    def look_for_people(self, small: U8, product: Mask | None) -> None:
        if self.nets.faces is None:
            self.leave_out(("face", "person"), missing(faces.MODEL))
            return
        seen = faces.faces(small, self.nets.faces)
        self.measured["faces"] = len(seen)
        self.leave_out(("person",), words.ONLY_FACES)
        self.found += [
            findings.of_face(box, sure, on_product=middle_of(box, product) is True)
            for box, sure in seen
        ]

    def read(self, small: U8, laid: Pair | None) -> None:
        """Words: on the product against the photo, beside it, and brands."""
        reader = self.nets.reader
        if reader is None or not self.seen.reads:
            why = words.NOT_READ if reader else missing(FINDER)
            self.leave_out(("lettering", "text", "price", "watermark", "brand"), why)
            return
        read = lines(small, laid.product if laid else None, reader)
        only = [line for _, line in read]
        self.measured["lines"] = tuple(told(only))
        if laid:
            self.found += findings.of_changed_words(changed(laid, read, reader))
        if self.seen.is_main:
            self.found += findings.of_overlays(only)
        self.found += findings.of_brands(only)

    def hold_against_channel(self) -> None:
        if self.seen.preflight is None:
            self.leave_out(("channel",), words.NO_CHANNEL)
        else:
            self.found += findings.of_preflight(self.seen.preflight)

    def leave_out(self, checks: Sequence[Check], why: Label) -> None:
        """Say that `checks` were not made, each once, the first reason counting."""
        known = {one.check for one in self.left_out}
        self.left_out += [
            NotChecked(check=check, why=why) for check in checks if check not in known
        ]


def scaled(matrix: F64, picture: U8, small: U8) -> F64:
    """`matrix`, to px of `picture`, as one to px of its copy `small`."""
    height, width = (to / of for to, of in zip(small.shape[:2], picture.shape[:2], strict=True))
    return np.asarray(resized(width, height) @ matrix, np.float64)


def middle_of(box: tuple[float, float, float, float], product: Mask | None) -> bool | None:
    """Whether the middle of `box` lies on the product; None where nobody knows where that is."""
    if product is None:
        return None
    height, width = product.shape
    x, y = (box[0] + box[2] / 2) * width, (box[1] + box[3] / 2) * height
    return bool(product[min(int(y), height - 1), min(int(x), width - 1)])


def told(read: Sequence[Read]) -> Iterator[Line]:
    """Lines of which anything was read."""
    for line in read:
        if line.reading.text:
            yield Line(
                text=line.reading.text,
                confidence=line.reading.confidence,
                box=line.box,
                on_product=line.on_product >= 0.5,
            )

"""Price and size as tags, labels and packaging tell them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import cv2
import numpy as np

from imaging.attributes.model import Attribute, Finding, Name, Share, share_of
from imaging.attributes.words import Findings, Seen, merged, of_lines
from imaging.engines.base import U8, Context, Params, Work
from imaging.ocr import Box, Line, Reading, reader
from imaging.ocr.figures import has_small_cents, is_struck, without_stroke
from imaging.ocr.lines import cut_out
from imaging.ocr.reader import READER
from imaging.ocr.upright import Upright, upright

LONG_SIDE = 1280  # px in which lines are looked for; they are read at the photo's own size
MOST_LINES = 48  # the largest are read; a photo with more is a page
SURE = 0.6  # confidence above which a line was read
BACKGROUND = 0.4  # of its likelihood that a price beside the product is the product's
ON_PRODUCT = 0.5  # of a box that must be product
NAMES: tuple[Name, ...] = ("price", "size")
# How surely nothing is there: no lettering, lettering that was read, lettering that was not.
NOTHING, NOT_SAID, UNREAD = 0.95, 0.9, 0.6
MIRRORED = "mirrored_text"  # the code of what is then told
FIGURES = re.compile(r"\d")
NO_POINT = re.compile(r"^[^\d.,]*\d{3,7}$")


class ReadParams(Params):
    """There is nothing to choose."""


class TextReader(Protocol):
    """Finds and reads text; imaging.ocr.Reader is one."""

    def boxes(self, image: U8) -> list[Box]: ...

    def reading(self, image: U8, box: Box) -> Reading: ...


class Read:
    """Reads lettering and adds what it says to the photo's attributes."""

    def __init__(self, text_reader: TextReader) -> None:
        self.reader = text_reader

    def run(self, work: Work, params: ReadParams, context: Context) -> Work:
        """`work` with facts["attributes"]["price" and "size"] and facts["read"]; no pixel changes.

        read = {model, lines: [{text, confidence, box in shares}], left_out (lines too many to
        read), warnings (codes of messages)}. Nothing is taken from mirrored lettering.
        """
        boxes = boxes_in(work.image, self.reader)
        context.progress(0.5)
        page = upright(work.image, boxes[:MOST_LINES], self.reader)
        seen = self.seen(page, boxes, work.image.shape)
        unseen = nothing(seen, is_readable=not page.way.mirrored)
        found = {} if page.way.mirrored else placed(of_lines(seen, READER), work.alpha)
        attributes = with_found(work.facts.get("attributes", {}), found, unseen)
        read = told(page, seen) | {"left_out": len(boxes) - len(seen)}
        return work.with_facts(attributes=attributes, read=read)

    def seen(self, page: Upright, boxes: Sequence[Box], shape: Sequence[int]) -> list[Seen]:
        """Every line of the page as it was read, with its place in the photo of `shape`."""
        return [
            looked_at(seen_of(line, box, shape), cut_out(page.image, line.box), self.reader)
            for line, box in zip(page.lines(self.reader), boxes, strict=False)
        ]


def boxes_in(image: U8, text_reader: TextReader) -> list[Box]:
    """Where lines stand in `image` (H, W, 3), in its px, the largest first."""
    scale = max(1.0, max(image.shape[:2]) / LONG_SIDE)
    size = (max(1, round(image.shape[1] / scale)), max(1, round(image.shape[0] / scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA) if scale > 1 else image
    found = (box.scaled(scale) for box in text_reader.boxes(np.asarray(small, np.uint8)))
    return sorted(found, key=lambda box: -min(box.size))


def seen_of(line: Line, box: Box, shape: Sequence[int]) -> Seen:
    """A line of the upright page, and `box`, its place in the photo of `shape` (H, W, 3)."""
    return Seen(line.reading.text, line.reading.confidence, line.box.corners, share(box, shape))


def looked_at(seen: Seen, line: U8, text_reader: TextReader) -> Seen:
    """Figures once more in `line` (h, w, 3): what is struck through is read without the stroke,
    and small cents get the point that nets miss."""
    if not FIGURES.search(seen.text):
        return seen
    if is_struck(line):
        clear = text_reader.reading(without_stroke(line), whole(line))
        best = max(clear, Reading(seen.text, seen.confidence), key=lambda one: one.confidence)
        return replace(seen, text=best.text, confidence=best.confidence, is_struck=True)
    if NO_POINT.search(seen.text) and has_small_cents(line):
        return replace(seen, text=f"{seen.text[:-2]}.{seen.text[-2:]}")
    return seen


def whole(line: U8) -> Box:
    """The box of all of `line` (h, w, 3)."""
    height, width = line.shape[:2]
    return Box(((0, 0), (width, 0), (width, height), (0, height)))


def share(box: Box, shape: Sequence[int]) -> Share:
    """What of a photo of `shape` (H, W, 3) an upright rectangle about `box` takes."""
    across, down = zip(*box.corners, strict=True)
    return share_of((min(across), min(down), max(across), max(down)), shape)


def placed(found: Findings, alpha: U8 | None) -> Findings:
    """Findings that stand beside the product say so, and count less."""
    if alpha is None or not alpha.any():
        return found
    return {name: [_placed(one, alpha) for one in listed] for name, listed in found.items()}


def _placed(finding: Finding, alpha: U8) -> Finding:
    box = finding.evidence.box
    if box is None or on_product(box, alpha) >= ON_PRODUCT:
        return finding
    details = {**finding.details, "where": "background"}
    confidence = round(finding.confidence * BACKGROUND, 4)
    return finding.model_copy(update={"details": details, "confidence": confidence})


def on_product(box: Share, alpha: U8) -> float:
    """The share of `box` that `alpha` (H, W) says is product."""
    height, width = alpha.shape
    left, top = int(box[0] * width), int(box[1] * height)
    right, bottom = round((box[0] + box[2]) * width), round((box[1] + box[3]) * height)
    part = alpha[top : max(bottom, top + 1), left : max(right, left + 1)]
    return float((part >= 128).mean()) if part.size else 0.0


def with_found(known: Mapping[str, Any], found: Findings, unseen: Finding) -> dict[str, Any]:
    """Attributes as JSON: what was known, and price and size with what was found, or `unseen`."""
    attributes = dict(known)
    for name in NAMES:
        every = [*findings_of(known.get(name)), *(found.get(name) or [unseen])]
        if attribute := merged(every):
            attributes[name] = attribute.model_dump(mode="json")
    return attributes


def findings_of(stored: Mapping[str, Any] | None) -> Iterable[Finding]:
    """The findings that an attribute stored as JSON is made of."""
    if stored:
        attribute = Attribute.model_validate(stored)
        yield Finding(**attribute.model_dump(exclude={"others"}))
        yield from attribute.others


def nothing(seen: Sequence[Seen], *, is_readable: bool) -> Finding:
    """Looked for and not visible."""
    is_unsure = not is_readable or any(line.confidence < SURE for line in seen)
    sureness = (UNREAD if is_unsure else NOT_SAID) if seen else NOTHING
    details = {} if is_readable else {"why": MIRRORED}
    return Finding(value=None, confidence=sureness, source="text", model=READER, details=details)


def told(page: Upright, seen: Sequence[Seen]) -> dict[str, Any]:
    """What was read, as JSON."""
    lines = [
        {"text": line.text, "confidence": line.confidence, "box": list(line.box)}
        for line in seen
        if line.text
    ]
    warnings = [MIRRORED] if page.way.mirrored else []
    return {"model": READER, "lines": lines, "warnings": warnings}


def model_of(params: ReadParams) -> str:
    """The net that reads; the one that finds lines goes with it."""
    return READER


def load() -> Read:
    """The engine. Raises EngineError: weights_missing, weights_changed."""
    return Read(reader())

"""Makes a photo two or four times as large: sharply where it is clean, restoring where it is not.

What the photo measures decides. The sharp net (SPAN) keeps to what is there, noise and JPEG blocks
included; the restoring net (Real-ESRGAN) takes those out and draws fine detail anew, slowly, so it
is for small photos: larger ones are cleaned first and then go to the sharp net. What a net makes
must be the photo again when shrunk, and lettering must read as it did.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Protocol

import cv2
import numpy as np

from imaging.engines import upscale_words as words
from imaging.engines.base import U8, Context, Placement, Work
from imaging.engines.lettering import Compared, TextReader, compared, protected, told
from imaging.engines.upscale_choice import (
    Damage,
    Plan,
    UpscaleParams,
    Way,
    damage_of,
    expected_seconds,
    planned,
    refuse_too_large,
)
from imaging.enhance.measure import measure
from imaging.enhance.plan import noise_of
from imaging.labels import Label
from imaging.ops.denoise import denoised
from imaging.ops.enlarge import (
    PartEnlarger,
    alpha_in_tiles,
    in_tiles,
    plain,
    trusted,
    with_colours_beyond,
    with_light_of,
)
from imaging.weights import path_of

Progress = Callable[[float], None]

RESTORING = "realesrgan-x4"
# As ESRGAN's authors interpolate a net that draws with one that measures: against the restoring net
# alone 0.9 dB nearer to undamaged clothing, 0.2 dB further from undamaged products on white.
RESTORED_SHARE = 0.7
NET_SHARE = 0.85  # of the seconds; the rest is reading


class Restorer(Protocol):
    """Enlarges a whole picture by four; imaging.nets.rrdbnet.TorchRRDB is one."""

    def enlarged(self, image: U8, on_progress: Progress) -> U8: ...


class Nets:
    """What the engine runs. Each raises EngineError: weights_missing, weights_changed."""

    def sharp(self, scale: int) -> PartEnlarger:
        from imaging.nets.span import Span

        return Span(path_of(f"span-x{scale}"), scale)

    def restoring(self) -> Restorer:
        from imaging.nets.rrdbnet import TorchRRDB, load_onnx  # torch: only where it is needed

        return TorchRRDB(load_onnx(path_of(RESTORING)))

    def reader(self) -> TextReader:
        from imaging.ocr import reader

        return reader()


class Upscale:
    """Image and alpha enlarged together."""

    def __init__(self, nets: Nets) -> None:
        self.sharp = lru_cache(maxsize=2)(nets.sharp)
        self.restoring = lru_cache(maxsize=1)(nets.restoring)
        self.reader = nets.reader

    def run(self, work: Work, params: UpscaleParams, context: Context) -> Work:
        """`work` `params.scale` times as large: image (H, W, 3) and alpha (H, W) as new arrays.

        Facts: upscale = {scale, net, model, noise, blockiness, expected_s, seconds, mistrusted:
        share of the picture, text, notes: Labels}. Raises EngineError: upscale_too_large,
        upscale_too_slow, weights_missing, weights_changed.
        """
        started = time.perf_counter()
        refuse_too_large(work.image.shape, params.scale)
        photo = colours_of(work)
        damage = damage_of(photo)
        plan = planned(photo.shape, params, damage)
        image = self.enlarged(photo, plan.way, params.scale, seen_of(work), context)
        image, mistrusted = trusted(photo, image, params.scale)
        lines = self.lettering(photo, image, plan.way, params) if params.protect_text else []
        facts = {
            "scale": params.scale,
            **facts_of(work.image.shape, plan, damage),
            "model": model_run(plan.way, params.scale),
            "mistrusted": round(mistrusted, 4),
            "text": told(lines),
            "notes": [note.model_dump() for note in notes(plan, lines, mistrusted)],
        }
        done = replace(
            work,
            image=protected(photo, image, params.scale, lines),
            alpha=None if work.alpha is None else self.alpha(work.alpha, plan.way, params.scale),
            placement=placement_of(work, params.scale),
        )
        return done.with_facts(upscale=facts | {"seconds": round(time.perf_counter() - started, 1)})

    def enlarged(self, photo: U8, way: Way, scale: int, seen: U8 | None, context: Context) -> U8:
        """The `photo` (H, W, 3) enlarged on the `way` that was chosen."""

        def on_progress(fraction: float) -> None:
            context.progress(NET_SHARE * fraction)

        if way == "plain":
            return plain(photo, scale)
        if way == "sharp":
            return in_tiles(photo, self.sharp(scale), on_progress, shown=seen)
        if way == "cleaned":
            return in_tiles(cleaned(photo), self.sharp(scale), on_progress, shown=seen)
        return self.restored(photo, scale, on_progress)

    def restored(self, photo: U8, scale: int, on_progress: Progress) -> U8:
        """The restoring net's picture, with a share of the cleaned one that keeps to the photo."""
        large = self.restoring().enlarged(photo, lambda done: on_progress(0.9 * done))
        size = (photo.shape[1] * scale, photo.shape[0] * scale)
        fitting = np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), np.uint8)
        restored = with_light_of(photo, fitting)
        true = in_tiles(
            cleaned(photo), self.sharp(scale), lambda done: on_progress(0.9 + 0.1 * done)
        )
        both = cv2.addWeighted(restored, RESTORED_SHARE, true, 1 - RESTORED_SHARE, 0)
        return np.asarray(both, np.uint8)

    def alpha(self, alpha: U8, way: Way, scale: int) -> U8:
        """`alpha` (H, W) enlarged; its edge as sharp as that of the picture."""
        return plain(alpha, scale) if way == "plain" else alpha_in_tiles(alpha, self.sharp(scale))

    def lettering(self, photo: U8, large: U8, way: Way, params: UpscaleParams) -> list[Compared]:
        """The lines of text, read before and after; what is enlarged plainly needs no reading."""
        if way == "plain":
            return []
        redrawn = way == "restoring"
        return compared(photo, large, params.scale, self.reader(), redrawn=redrawn)


def colours_of(work: Work) -> U8:
    """The image as a net may see it: without what a file holds where it is transparent."""
    if work.alpha is None or work.is_backed:
        return work.image
    return with_colours_beyond(work.image, work.alpha)


def seen_of(work: Work) -> U8 | None:
    """Alpha (H, W) where it hides what is 0; None where all of the image is seen."""
    return None if work.is_backed else work.alpha


def cleaned(image: U8) -> U8:
    """`image` (H, W, 3) less the noise and the blocks that it measures, by no net."""
    found = noise_of(measure(image))
    return denoised(image, found["sigma"], found["chroma_sigma"])


def model_run(way: Way, scale: int) -> str | None:
    """Key of the model that goes that `way`."""
    sharp = f"span-x{scale}"
    return {"plain": None, "restoring": RESTORING, "sharp": sharp, "cleaned": sharp}[way]


def model_of(params: UpscaleParams) -> str | None:
    """The model that `params` ask for; where they measure, the one for clean photos."""
    return model_run("sharp" if params.net == "auto" else params.net, params.scale)


def placement_of(work: Work, scale: int) -> Placement:
    """The enlargement as anyone can do it again, on top of what was done before."""
    height, width = work.image.shape[:2]
    size = (width * scale, height * scale)
    crop = (0, 0, width, height)
    return Placement(crop, size, (0, 0), size, cv2.INTER_LANCZOS4, after=work.placement)


def facts_of(shape: tuple[int, ...], plan: Plan, damage: Damage) -> dict[str, Any]:
    """What was measured and planned, as JSON."""
    return {
        "net": plan.way,
        "noise": round(damage.noise, 2),
        "blockiness": round(damage.blockiness, 2),
        "expected_s": round(expected_seconds(shape, plan.way), 1),
    }


def notes(plan: Plan, lines: list[Compared], mistrusted: float) -> Iterator[Label]:
    """What the seller is told."""
    yield plan.why
    if lines:
        yield words.lettering(
            len(lines), sum(line.distance > 0 for line in lines), redrawn=lines[0].redrawn
        )
    if mistrusted:
        yield words.mistrusted(mistrusted)


def load() -> Upscale:
    """The engine; nets load with the first photo that needs them."""
    return Upscale(Nets())

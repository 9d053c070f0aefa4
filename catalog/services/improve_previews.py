"""A better photo at once, while somebody moves a slider: the real engines on a reduced copy.

What was measured at full size decides, as it will in the job; only widths of noise and blur are
those of the copy. What needs a net, or a product that was not found yet, is left to the job.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from catalog.models import Photo
from catalog.selectors.before_picture import stored
from catalog.selectors.briefs import masked_of
from catalog.services.advert_previews import DRAWING, QUALITY, resized
from catalog.services.own_looks import look_inputs
from catalog.services.photo_measures import photo_measured, photo_planned
from catalog.services.photos import photo_view_file
from catalog.services.renditions import Inputs
from imaging import codec
from imaging.engines import registry
from imaging.engines.base import U8, Context, Work
from imaging.engines.denoise import DenoiseParams
from imaging.engines.enhance import Act, EnhanceParams, enhanced, relit, wanted
from imaging.engines.place import placed
from imaging.improving import ONE_TAP
from imaging.ops.lut import F32, looked_up
from imaging.ops.spread import shrunk
from imaging.recipe import Step
from imaging.recipes import build

LONGEST = 1100  # px of the preview's longer side
KEPT_COPIES = 8  # of 3 MB
LOOK_SIDE = 168  # px of a look's thumbnail
FINDS_PRODUCT = ("cutout", "retouch")
NEEDS_WORKER = {"restore", "upscale"}  # nets, which the web process does not load
LEAST_SIGMA = 0.6  # levels, px: less of noise or blur cannot be seen on the copy
WIDTHS = ("sigma", "chroma_sigma", "blur_sigma_px")


@dataclass(frozen=True)
class Preview:
    """A small picture as WebP, its size in px; the engines that only the job will show.

    colour_change: median ΔE00 from a neutral correction, as the job will measure it; look_change:
    that of the look, None without one. is_moved: another part of the photo is shown than the
    whole, or the photo turned.
    """

    data: bytes
    width: int
    height: int
    colour_change: float
    look_change: float | None
    later: tuple[str, ...]
    is_moved: bool


def improve_preview(*, photo: Photo, options: Mapping[str, Any], before: bool = False) -> Preview:
    """What the recipe would make of `photo` with `options`, reduced.

    `before` shows the photo as it is, moved and turned as that would be: to lie beside it.

    Raises EngineError for what the recipe refuses, as the job would; CatalogError for a look of
    the shop's own that is gone.
    """
    measures = photo_measured(photo=photo)
    with DRAWING:
        work = begun(photo, look_inputs(shop=photo.shop, options=options))
        untouched = work.image
        scale = max(work.image.shape[:2]) / max(measures.width, measures.height)
        later: list[str] = []
        for step in build(ONE_TAP, options=options).steps:
            if step.engine == ONE_TAP:
                params = EnhanceParams.model_validate(step.params)
                acts = wanted(photo_planned(photo=photo), params)
                later += [act.fix.step for act in acts if act.fix.step in NEEDS_WORKER]
                work = one_tap(work, photo, acts, scale)
            elif step.engine not in FINDS_PRODUCT:
                work = further(work, step, photo, later)
        if before:
            work = replace(work, image=laid(untouched, work))
        encoded = codec.encode(work.image, format="webp", quality=QUALITY)
    change = float(work.facts.get("colour_change") or 0)
    return Preview(
        data=encoded.data,
        width=encoded.width,
        height=encoded.height,
        colour_change=change,
        look_change=work.facts.get("look", {}).get("change"),
        later=tuple(later),
        is_moved=work.placement is not None,
    )


def laid(untouched: U8, work: Work) -> U8:
    """`untouched` where `work` has it."""
    return untouched if work.placement is None else placed(untouched, work.placement)


def begun(photo: Photo, given: Inputs) -> Work:
    """`photo` at the size of a preview, with the further files, none of them pictures."""
    files = {role: np.frombuffer(stored(one["file"]), np.uint8) for role, one in given.items()}
    return Work(image=copy_of(photo_view_file(photo=photo)), inputs=files)


def copy_of(view: str) -> U8:
    """The display copy stored as `view`, reduced once more."""
    return shrunk(codec.decode(stored(view)).image, LONGEST)


@lru_cache(maxsize=KEPT_COPIES)
def quieted(view: str, params: DenoiseParams) -> U8:
    """That copy without its noise. Kept: it takes longest, and no other slider changes it."""
    return registry.load("denoise").run(Work(image=copy_of(view)), params, Context()).image


def one_tap(work: Work, photo: Photo, acts: Sequence[Act], scale: float) -> Work:
    """`work`, a copy of `photo` reduced to `scale`, after `acts` that were decided at full size."""
    shown = [reduced(act, scale) for act in acts if act.fix.step not in NEEDS_WORKER]
    wanted_here = {act.fix.step: act for act in shown if act}
    if noise := wanted_here.pop("denoise", None):
        work = replace(work, image=quieted(photo_view_file(photo=photo), noise.params))
    done, change = enhanced(work, list(wanted_here.values()), Context())
    return done.with_facts(colour_change=change)


def reduced(act: Act, scale: float) -> Act | None:
    """`act` with widths in px and levels of the copy; None where nothing of it is left to see."""
    given = act.params.model_dump()
    widths = {name: given[name] * scale for name in WIDTHS if given.get(name) is not None}
    if widths and max(widths.values()) < LEAST_SIGMA:
        return None
    return Act(act.fix, act.params.model_copy(update=widths))


def further(work: Work, step: Step, photo: Photo, later: list[str]) -> Work:
    """`work` after a further step; itself, and the step noted in `later`, where it must wait."""
    spec, needs = registry.ENGINES[step.engine], build(step.engine, options=step.params).steps
    alpha = work.alpha
    if needs[0].engine in FINDS_PRODUCT and alpha is None:
        alpha = outline(photo, work)
    is_shown = spec.queue == "cpu" and not spec.uses_model and step.engine not in NEEDS_WORKER
    if not is_shown or (needs[0].engine in FINDS_PRODUCT and alpha is None):
        later.append(step.engine)
        return work
    params = registry.checked(step.engine, step.params)
    return registry.load(step.engine).run(replace(work, alpha=alpha), params, Context())


def outline(photo: Photo, work: Work) -> U8 | None:
    """Where the product is in `work`, from the photo's latest cut-out; None before the first."""
    source = masked_of(photo)
    if source is None:
        return None
    mask = codec.decode_grey(stored(source.job.outputs["mask"]["file"]))
    height, width = work.image.shape[:2]
    return resized(mask, (width, height))


def look_preview(*, photo: Photo, table: F32) -> bytes:
    """A thumbnail of `photo`, its light put right, in the look of `table`, as WebP."""
    with DRAWING:
        small = shrunk(codec.decode(stored(photo.thumbnail)).image, LOOK_SIDE)
        acts = wanted(photo_planned(photo=photo), EnhanceParams())
        lit, _ = relit(Work(image=small), {act.fix.step: act.params for act in acts})
        return codec.encode(looked_up(lit.image, table), format="webp", quality=QUALITY).data

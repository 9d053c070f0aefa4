"""Looks at a finished picture before a person does, and says what they should look at."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from pydantic import Field

from imaging.engines.base import U8, Context, Params, Work
from imaging.engines.retouch import fitted, role
from imaging.ops.composite import WHITE, over
from imaging.ops.geometry import resized, size_of
from imaging.screening.nets import installed_nets
from imaging.screening.pair import F64
from imaging.screening.screen import Screening, Seen

HEAT = "heat"  # the role of the difference picture


class Geometry(Params):
    """How the photo was put on the picture: facts["geometry"] of the job that made it."""

    matrix: tuple[float, ...] = Field(min_length=9, max_length=9)
    photo: tuple[int, int]
    canvas: tuple[int, int]

    def of(self, photo: U8, picture: U8) -> F64:
        """The 3×3 matrix from px of `photo` to those of `picture`, whatever size they come in."""
        sizes = zip(self.photo, size_of(photo), strict=True)
        before = resized(*(recorded / given for recorded, given in sizes))
        canvases = zip(size_of(picture), self.canvas, strict=True)
        after = resized(*(given / recorded for given, recorded in canvases))
        return np.asarray(after @ np.reshape(self.matrix, (3, 3)) @ before, np.float64)


class ScreenParams(Params):
    """What is known of the picture.

    geometry: None where nothing is recorded; the photo is then looked for in the picture.
    main_image: nothing may be laid over it. read: read its words, which takes longest. preflight:
    facts["preflight"] of the job that made it.
    """

    geometry: Geometry | None = None
    main_image: bool = False
    read: bool = True
    preflight: dict[str, Any] | None = None


class Screen:
    """Photo, finished picture and mask in; findings and a picture of the differences out."""

    def run(self, work: Work, params: ScreenParams, context: Context) -> Work:
        """`work` with facts["screen"], a `Report` as JSON, and files["heat"], (H, W), 512 px at
        most, 255 where the product differs most; no pixel changes.

        Input "picture" is the finished file, (H, W, 3 or 4); input "mask" (H, W) the product in
        the photo, else the alpha found before. Raises EngineError: input_missing, weights_changed.
        """
        picture = opaque(role(work, "picture"))
        photo = work.inputs["photo"]
        matrix = params.geometry.of(photo, picture) if params.geometry else None
        screening = Screening(
            Seen(
                photo=photo,
                alpha=mask_of(work),
                picture=picture,
                matrix=matrix,
                is_main=params.main_image,
                reads=params.read,
                preflight=params.preflight,
            ),
            installed_nets(),
        )
        report = screening.report(context.progress)
        drawn: Mapping[str, U8] = {} if screening.heat is None else {HEAT: screening.heat}
        facts = report.model_dump(mode="json")
        return replace(work.with_facts(screen=facts), files={**work.files, **drawn})


def opaque(picture: U8) -> U8:
    """`picture` (H, W, 3 or 4) as it is seen on white, (H, W, 3)."""
    if picture.shape[2] == 3:
        return picture
    return over(np.ascontiguousarray(picture[..., :3]), picture[..., 3], WHITE)


def mask_of(work: Work) -> U8 | None:
    """Where the product is in the photo, (H, W); None where nobody knows."""
    if "mask" in work.inputs:
        return fitted(work.inputs["mask"], work.inputs["photo"].shape, cv2.INTER_LINEAR)
    return work.alpha


def load() -> Screen:
    """The engine; its nets load with the first picture, those that are installed."""
    return Screen()

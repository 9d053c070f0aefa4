"""The job that looks at a submitted picture: the very file that would be published."""

from typing import Any

from catalog.models import Rendition
from imaging.recipe import Recipe
from imaging.recipes import screen

MAIN_IMAGE = "main-image"


def is_screenable(rendition: Rendition) -> bool:
    """Whether there is a photo to hold the picture against."""
    return "photo" in rendition.job.inputs


def screen_recipe(rendition: Rendition) -> Recipe:
    """What looks at a finished rendition, told what is known of how it was made.

    Raises EngineError("bad_parameters").
    """
    job = rendition.job
    known = {name: job.facts.get(name) for name in ("geometry", "preflight")}
    options = {"main_image": rendition.recipe == MAIN_IMAGE, **known}
    return screen(options, has_mask="mask" in job.outputs)


def screen_inputs(rendition: Rendition) -> dict[str, dict[str, Any]]:
    """The photo, the finished picture, and the product's mask where there is one."""
    job = rendition.job
    outputs = {role: job.outputs[role] for role in ("picture", "mask") if role in job.outputs}
    files = {"photo": job.inputs["photo"], **outputs}
    return {role: {name: file[name] for name in ("file", "sha256")} for role, file in files.items()}

"""What a photo may go through on the way to a better one, in the order that makes sense.

What is wrong in the photo goes first, so that the one tap does not brighten it; then the one tap;
then shape, depth and background; then the look, which is to lie over all of it; then size.
"""

from collections.abc import Mapping
from typing import Any

from imaging.errors import EngineError
from imaging.one_step import ONE_STEP

ONE_TAP = "enhance"
BEFORE = ("erase",)
# Dust is told from the product by the product's outline, which is found on the better photo: so
# what the one tap measures is the whole photo, whatever comes after it.
AFTER = ("heal", "straighten", "compose", "background-blur", "relief", "look", "upscale")


def chain(options: Mapping[str, Any], finder: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The engines that `options` ask for with their parameters, in order.

    Options are those of the one tap, and for each further step its parameters under its name. The
    engine `finder` looks for the product right before the first step that must know it.
    Raises EngineError("bad_parameters") where those are no parameters.
    """
    own = {name: value for name, value in options.items() if name not in (*BEFORE, *AFTER)}
    asked = {**options, ONE_TAP: own}
    names = [name for name in (*BEFORE, ONE_TAP, *AFTER) if name in asked]
    steps = [(name, parameters(name, asked[name])) for name in names]
    first = next((at for at, step in enumerate(steps) if needs_product(*step)), None)
    return steps if first is None else [*steps[:first], (finder, {}), *steps[first:]]


def needs_product(name: str, params: Mapping[str, Any]) -> bool:
    """Whether the step must know where the product is."""
    return name in ONE_STEP and ONE_STEP[name].needs_product(params)


def parameters(name: str, value: Any) -> Mapping[str, Any]:
    """`value`, if it can be an engine's parameters at all; the engine checks them."""
    if not isinstance(value, Mapping):
        raise EngineError("bad_parameters", step=name, reason="not an object")
    return value

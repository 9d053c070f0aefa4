"""Which finished pictures get the mark: those whose background a machine made."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict
from uuid import UUID

from imaging import presets
from imaging.engines.base import Work
from imaging.engines.registry import ENGINES
from imaging.provenance.watermark import background_of, embed, payload_of_id
from imaging.recipe import Recipe

SYNTHETIC = {
    "compositeSynthetic",
    "compositeWithTrainedAlgorithmicMedia",
    "trainedAlgorithmicMedia",
}


class Mark(TypedDict):
    """JSON: whether the picture carries the mark, and the share of it that may; kept as a fact."""

    marked: bool
    share: float


def watermarked(work: Work, recipe: Recipe, produce_id: UUID) -> Work:
    """`work` with the start of `produce_id` in its machine-made background, and a fact "watermark".

    As it came, without the fact, where no machine made the background or the channel asks for one
    exact colour. The product's own pixels stay: this goes before the lock is measured.
    """
    if work.alpha is None or not is_machine_made(work, recipe) or wants_plain(recipe):
        return work
    done = embed(work.image, background_of(work.alpha), payload_of_id(produce_id))
    mark = Mark(marked=done.is_marked, share=round(done.share, 3))
    return replace(work, image=done.image).with_facts(watermark=mark)


def is_machine_made(work: Work, recipe: Recipe) -> bool:
    """Whether the steps drew what is behind the product; the shop's kept pictures they did not."""
    is_kept = work.facts.get("backdrop", {}).get("backdrop") == "picture"
    return work.is_backed and not is_kept and is_synthetic(step.engine for step in recipe.steps)


def is_synthetic(engines: Iterable[str]) -> bool:
    return any(ENGINES[engine].source in SYNTHETIC for engine in engines)


def wants_plain(recipe: Recipe) -> bool:
    """Whether the channel requires every pixel of the background in exactly one colour."""
    if recipe.export.preset is None:
        return False
    rules = presets.preset(recipe.export.preset).rules
    return any(rule.kind == "background" and rule.level == "required" for rule in rules)

"""The one tap: measures the photo and applies only what it needs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_args

from pydantic import Field, model_validator

from imaging.engines import registry
from imaging.engines.base import Context, Params, Work
from imaging.engines.tone import Tone, ToneParams
from imaging.engines.white_balance import WhiteBalance, WhiteBalanceParams
from imaging.enhance import Fix, StepName, measure, plan, words
from imaging.enhance.change import colour_change
from imaging.ops import curves
from imaging.ops.curves import F32
from imaging.weights import installed

Share = Annotated[float, Field(ge=0, le=1)]
MEASURED = 0.1  # of the time
OFTEN = ("restore", "straighten")  # there on most installations, not on all
CLEANING = ("restore", "denoise")
LIGHT = ("white-balance", "tone")
FINISHING = ("clarity", "colour", "sharpen")
TURNING = ("straighten",)  # moves pixels, so colours are compared before it


class EnhanceParams(Params):
    """strength: of everything, 0 nothing. amounts: of single steps on top of it, 0 off.

    tuned: a step's own parameters in the place of those planned for it; such a step is done even
    where the photo does not call for it.
    """

    strength: Share = 1
    amounts: dict[StepName, Share] = {}
    tuned: dict[StepName, dict[str, Any]] = {}

    @model_validator(mode="after")
    def _tuned_makes_sense(self) -> "EnhanceParams":
        for step, params in self.tuned.items():
            registry.checked(step, params)
        return self


@dataclass(frozen=True)
class Act:
    """A fix and its engine's own checked parameters, strength included."""

    fix: Fix
    params: Any


class Enhance:
    """Runs what the other engines are made of, in the order of the plan."""

    def run(self, work: Work, params: EnhanceParams, context: Context) -> Work:
        """`work` better; its very pixels where it is good.

        Facts: enhance = {model (of the net that took part), measures, fixes: [{step, label, params,
        why}], said}, texts in both languages; colour_change, the median ΔE00 from exposure and
        white balance alone.
        """
        measures = measure(work.image, work.alpha)
        context.progress(MEASURED)
        acts = wanted(plan(measures, available()), params)
        done, change = enhanced(work, acts, context)
        fact = {
            "model": done.facts.get("restore", {}).get("model"),
            "measures": measures.as_json(),
            "fixes": [told(act) for act in acts],
            "said": words.summary([act.fix.why for act in acts]).model_dump(),
        }
        return done.with_facts(enhance=fact, colour_change=change)


def available() -> list[str]:
    """The engines that can run here: one with a model only where that is installed."""
    there = [name for name in OFTEN if name in registry.ENGINES]
    models = {name: registry.model_of(name, registry.checked(name, {})) for name in there}
    return [name for name, model in models.items() if model is None or installed(model)]


def wanted(planned: Sequence[Fix], params: EnhanceParams) -> list[Act]:
    """What of the plan, and beside it, `params` want done."""
    fixes = {fix.step: fix for fix in planned}
    fixes |= {step: Fix(step, {}, words.ASKED) for step in params.tuned if step not in fixes}
    acts = []
    for step in (name for name in get_args(StepName) if name in fixes):
        strength = fixes[step].strength * params.strength * params.amounts.get(step, 1)
        if strength:
            own = {**fixes[step].params, **params.tuned.get(step, {})}
            acts.append(Act(fixes[step], at(strength, registry.checked(step, own))))
    return acts


def at(strength: float, params: Params) -> Params:
    """`params` at `strength`, where they were not given one of their own and know what that is."""
    if "strength" in params.model_fields_set or "strength" not in type(params).model_fields:
        return params
    return params.model_copy(update={"strength": strength})


def enhanced(work: Work, acts: Sequence[Act], context: Context) -> tuple[Work, float]:
    """`work` after `acts`, and how far its colours are from a neutral correction's."""
    clean = through(work, acts, CLEANING, context)
    lit, neutral = relit(clean, {act.fix.step: act.params for act in acts})
    fine = through(lit, acts, FINISHING, context)
    change = colour_change(work.image, fine.image, neutral, work.alpha) if acts else 0.0
    return through(fine, acts, TURNING, context), change


def through(work: Work, acts: Sequence[Act], steps: Collection[str], context: Context) -> Work:
    """`work` after those of `acts` that are among `steps`, each by its own engine."""
    for index, act in enumerate(acts):
        if act.fix.step in steps:
            context.progress(MEASURED + (1 - MEASURED) * index / len(acts))
            quiet = replace(context, on_progress=lambda fraction: None)
            work = registry.load(act.fix.step).run(work, act.params, quiet)
    return work


def relit(work: Work, light: Mapping[str, Any]) -> tuple[Work, F32]:
    """`work` in the light of the parameters by step, rounded once; and the neutral part of it."""
    if not light.keys() & set(LIGHT):
        return work, curves.same()
    balance = light.get("white-balance", WhiteBalanceParams(light=(1, 1, 1)))
    tone = light.get("tone", ToneParams())
    white = WhiteBalance().curve(balance)
    image = curves.applied(work.image, curves.joined(white, Tone().curve(tone)))
    exposed = ToneParams(exposure=tone.exposure, strength=tone.strength)
    neutral = curves.joined(white, Tone().curve(exposed))
    return Tone().by_places(replace(work, image=image), tone), neutral


def told(act: Act) -> Mapping[str, Any]:
    """A fix as JSON, its texts in both languages."""
    return {
        "step": act.fix.step,
        "label": words.STEPS[act.fix.step].model_dump(),
        "params": act.params.model_dump(mode="json"),
        "why": act.fix.why.model_dump(),
    }


def load() -> Enhance:
    """The engine; it needs no weights of its own."""
    return Enhance()

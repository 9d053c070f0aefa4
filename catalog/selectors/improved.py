"""What a finished better photo tells people: what was done, why, and how far colours moved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import OwnLook, Rendition
from catalog.selectors.rendition_facts import words
from imaging.engines.registry import ENGINES
from imaging.labels import Label
from imaging.looks import load_looks
from imaging.models import Job

UNSEEN, SMALL = 1.0, 3.0  # ΔE00: what nobody sees, what one sees side by side


@dataclass(frozen=True)
class Done:
    """One thing that was done, and why or how."""

    label: str
    text: str


@dataclass(frozen=True)
class Improved:
    """said: that the photo was good, or "" where something was done to it. change: ΔE00."""

    done: list[Done]
    said: str
    change: float | None
    change_told: str


def improved(job: Job) -> Improved | None:
    """What the one tap and the steps around it did; None for a job that made no better photo."""
    told = job.facts.get("enhance")
    fixes = told["fixes"] if told else []
    further = further_steps(named(job), {fix["step"] for fix in fixes})
    if told is None and not further:
        return None
    done = [*(Done(words(fix["label"]), words(fix["why"])) for fix in fixes), *further]
    change = job.facts.get("colour_change")
    said = "" if done or not told else words(told["said"])
    return Improved(done, said, change, change_words(change))


def named(job: Job) -> Mapping[str, Any]:
    """The job's facts, with what the shop calls the look of its own that was used."""
    look = job.facts.get("look") or {}
    if not look.get("cube"):
        return job.facts
    shops = Rendition.objects.filter(job=job).values("shop")
    own = OwnLook.objects.filter(sha256=look["cube"], shop__in=shops).first()
    return {**job.facts, "look": {**look, "name": own.name if own else ""}}


def change_words(change: float | None) -> str:
    """A ΔE00 as people see it."""
    if change is None:
        return ""
    if change < UNSEEN:
        return _("nobody sees that")
    return _("seen side by side only") if change < SMALL else _("clearly seen")


def further_steps(facts: Mapping[str, Any], told: Collection[str]) -> list[Done]:
    """The steps beyond those that the one tap has `told` of, by their facts."""
    names = [name for name in TELLERS if key_of(name) in facts and name not in told]
    return [Done(words(ENGINES[name].label), TELLERS[name](facts[key_of(name)])) for name in names]


def key_of(engine: str) -> str:
    return engine.replace("-", "_")


def healed(fact: Mapping[str, Any]) -> str:
    if not fact["spots"]:
        return _("No dust was found.")
    return ngettext("%(n)d spot went.", "%(n)d spots went.", fact["spots"]) % {"n": fact["spots"]}


def looked(fact: Mapping[str, Any]) -> str:
    known = load_looks().get(fact["key"] or "")
    name = words(known.label) if known else fact.get("name") or _("A look of your own")
    said = _("%(look)s, %(strength)d %%: colours were changed on purpose.") % {
        "look": name,
        "strength": round(100 * fact["strength"]),
    }
    if "change" not in fact:  # made before that was measured
        return said
    moved = _("By ΔE %(change).1f.") % {"change": fact["change"]}
    return f"{said} {moved}"


def straightened(fact: Mapping[str, Any]) -> str:
    if not fact.get("applied"):
        return _("Nothing in the photo is surely tilted; it was left as it is.")
    degrees = fact.get("degrees")
    return _("Turned by %(degrees).1f°.") % {"degrees": abs(degrees)} if degrees else ""


def enlarged(fact: Mapping[str, Any]) -> str:
    times = _("%(scale)d times as large.") % {"scale": fact["scale"]}
    notes = [words(Label.model_validate(note)) for note in fact.get("notes", [])]
    return " ".join([times, *notes])


def of_strength(fact: Mapping[str, Any]) -> str:
    return _("Strength %(strength)d %%.") % {"strength": round(100 * fact["strength"])}


TELLERS = {
    "erase": lambda fact: (
        _("%(share).1f %% of the photo was filled from what is around it.")
        % {"share": 100 * fact["share"]}
    ),
    "heal": healed,
    "straighten": straightened,
    "compose": lambda fact: _("Only this part of the photo is shown."),
    "background-blur": of_strength,
    "relief": of_strength,
    "look": looked,
    "upscale": enlarged,
}

"""What a finished job tells people: what was done, how sure it is, how the file may be used."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from catalog.models import Rendition
from imaging import preflight, presets
from imaging.engines.registry import ENGINES
from imaging.errors import sentence
from imaging.labels import Label
from imaging.models import Job
from imaging.provenance.statement import digital_source_type, is_aigc
from imaging.reader import language
from imaging.recipes import RECIPES, build
from imaging.weights import MODELS, ModelCard

# Shares of certainty as measured where imaging.engines.cutout says what they mean.
SURE, FAIRLY_SURE = 0.95, 0.8


@dataclass(frozen=True)
class StepDone:
    """One line of "what was done". `model` is a name people know, "" for a plain algorithm."""

    label: str
    engine: str
    version: str
    model: str
    seconds: float
    cached: bool


@dataclass(frozen=True)
class Confidence:
    """How sure the engine was of the product's outline."""

    share: float
    tone: str
    text: str


def words(label: Label | Mapping[str, str] | None) -> str:
    """A label, or a label that went through JSON, in the reader's language; "" for none."""
    return Label.model_validate(label).in_language(language()) if label else ""


def channel_name(preset: str, recipe: str = "") -> str:
    """The channel's name, or the recipe's where the picture is for no channel."""
    known = presets.load_presets().get(preset)
    if known is not None:
        return words(known.label)
    spec = RECIPES.get(recipe)
    return preset or (words(spec.label) if spec else recipe)


def steps_done(job: Job) -> list[StepDone]:
    """Every step of the finished job with its engine, model and time."""
    return [
        StepDone(
            label=_step_label(step["step"]),
            engine=step["step"],
            version=step["version"] or "",
            model=_model_name(step["model"]),
            seconds=step["seconds"],
            cached=bool(step.get("cached")),
        )
        for step in job.report
    ]


def models_used(rendition: Rendition) -> list[ModelCard]:
    """The registry's cards of the models that worked on the picture, or on what it was made from.

    A corrected cut-out began as a model's.
    """
    keys = dict.fromkeys(step["model"] for step in rendition.job.report if step["model"])
    cards = {key: MODELS[key] for key in keys if key in MODELS}
    for parent in rendition.parents.select_related("job"):
        cards |= {card.key: card for card in models_used(parent)}
    return list(cards.values())


def source_type(job: Job) -> str:
    """The IPTC digital source type written into the file; files of before said no more of it."""
    marks = job.facts.get("marks")
    return marks["source"] if marks else digital_source_type(one["engine"] for one in job.steps)


def is_label_due(job: Job) -> bool:
    """Whether the rules ask that the finished picture is handed out with a visible label."""
    marks = job.facts.get("marks")
    if marks:
        return bool(marks["aigc"])
    known = (step["engine"] for step in job.steps)
    return is_aigc(engine for engine in known if engine in ENGINES)


def marks_of(job: Job) -> list[str]:
    """What else the file carries so that anybody can tell where it comes from."""
    carried = {
        "signed": _("signed history (C2PA)"),
        "aigc": _("China’s label for machine-made pictures"),
        "watermark": _("invisible watermark in the background"),
    }
    marks = job.facts.get("marks", {})
    return [words for key, words in carried.items() if marks.get(key)]


def confidence_of(job: Job) -> Confidence | None:
    """How sure the cut-out is; None where no engine judged it (a brushed cut-out)."""
    share = job.facts.get("cutout", {}).get("confidence")
    if share is None:
        return None
    if share >= SURE:
        return Confidence(share, "success", _("Clear outline"))
    if share >= FAIRLY_SURE:
        return Confidence(share, "warning", _("Check the edges"))
    return Confidence(share, "danger", _("Unsure: check the cut-out"))


def warnings_of(job: Job) -> list[str]:
    """What the engines warn of, as sentences."""
    found = job.facts.get("cutout", {}).get("warnings", [])
    return [sentence(code, {}, language()) for code in found]


def is_brushed(job: Job) -> bool:
    """Whether a person corrected the cut-out."""
    return "strokes" in job.inputs


def preflight_counts(report: Mapping[str, Any] | None) -> dict[str, int]:
    """How many rules passed, failed, warned or could not be measured."""
    statuses = [finding["status"] for finding in (report or {}).get("findings", [])]
    return {"pass": 0, "fail": 0, "warn": 0, "unknown": 0} | dict(Counter(statuses))


def preflight_for(job: Job, channel: str) -> dict[str, Any]:
    """The finished file held against `channel`: the stored report, or measured now for another.

    Raises EngineError("unknown_preset").
    """
    stored: dict[str, Any] = job.facts.get("preflight", {})
    if stored.get("preset") == channel:
        return stored
    with default_storage.open(job.outputs["picture"]["file"]) as file:
        report = preflight.check(file.read(), presets.preset(channel), facts=job.facts)
    return report.model_dump(mode="json")


def would_change(rendition: Rendition, channel: str) -> bool:
    """Whether making the picture again for `channel` would run anything else than it did."""
    if channel != rendition.preset:
        return True
    again = build(
        rendition.recipe,
        preset_key=channel,
        retouched=is_brushed(rendition.job),
        options=rendition.options,
    )
    steps = [step.model_dump(mode="json") for step in again.steps]
    export = again.export.model_dump(mode="json")
    return (steps, export) != (rendition.job.steps, rendition.job.export)


def _step_label(step: str) -> str:
    around = {
        "decode": _("Reading the photo"),
        "watermark": _("Marking the background"),
        "lock": _("Comparing with the photo"),
        "encode": _("Writing the file"),
        "stamp": _("Signing the file"),
        "preflight": _("Checking the channel’s rules"),
    }
    return around[step] if step in around else words(ENGINES[step].label)


def _model_name(key: str | None) -> str:
    card = MODELS.get(key or "")
    return card.architecture if card else key or ""

"""What the page for better photos shows: what was found, what can be tuned, what was made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from catalog.models import PhotoPreset, Product, Rendition, Shop
from catalog.selectors.renditions import renditions_of
from imaging.brief.model import Aspect
from imaging.engines import registry
from imaging.enhance import Fix, Measures, StepName
from imaging.enhance.plan import noise_shown
from imaging.improving import ONE_TAP

MOST_SHOWN = 12  # pictures made, beside the form


@dataclass(frozen=True)
class Knob:
    """One parameter of an engine that a seller may turn, and how far."""

    name: str
    label: Any
    least: float
    most: float = 1
    step: float = 0.05
    unit: str = "%"


KNOBS: dict[str, tuple[Knob, ...]] = {
    "white-balance": (
        Knob("warmth", _("Cooler or warmer"), -1),
        Knob("tint", _("Greener or pinker"), -1),
    ),
    "tone": (
        Knob("exposure", _("Exposure"), -2.5, 2.5, 0.1, "EV"),
        Knob("contrast", _("Contrast"), -1),
        Knob("shadows", _("Open shadows"), 0),
        Knob("highlights", _("Calm highlights"), 0),
    ),
    "clarity": (Knob("amount", _("Softer or clearer"), -1),),
    "colour": (
        Knob("vibrance", _("Vibrance"), -1),
        Knob("saturation", _("Saturation"), -1),
    ),
    "sharpen": (Knob("amount", _("Amount"), 0, 2, 0.1),),
    "straighten": (Knob("degrees", _("Turn"), -10, 10, 0.1, "°"),),
}


@dataclass(frozen=True)
class Pick:
    """One parameter of an engine that is one of a few; "" leaves it to the engine."""

    name: str
    label: Any
    values: tuple[tuple[Any, Any], ...]

    def coerced(self, sent: str) -> Any:
        """The value that a form sent as text."""
        return next(value for value, _said in self.values if str(value) == sent)


@dataclass(frozen=True)
class Tool:
    """A further step that a tick asks for: in a few words what it does, and what can be turned."""

    label: Any
    hint: Any
    knobs: tuple[Knob, ...] = ()
    picks: tuple[Pick, ...] = ()

    @property
    def parts(self) -> tuple[Knob | Pick, ...]:
        return (*self.knobs, *self.picks)


SHAPES = tuple((shape, shape) for shape in get_args(Aspect))
TOOLS: dict[str, Tool] = {
    "heal": Tool(
        _("Dust and spots"), _("Specks beside the product go; the product is left alone.")
    ),
    "compose": Tool(
        _("Crop"),
        _("About the product, in a shape that suits."),
        picks=(
            Pick(
                "how",
                _("Product"),
                (
                    ("centred", _("in the middle")),
                    ("thirds", _("on a third")),
                    ("fill", _("fills the frame")),
                ),
            ),
            Pick("aspect", _("Shape"), (("keep", _("as the photo")), *SHAPES)),
        ),
    ),
    "background-blur": Tool(
        _("Blur the background"),
        _("As a portrait lens would; the product stays sharp."),
        knobs=(Knob("strength", _("Strength"), 0),),
    ),
    "relief": Tool(
        _("Depth and light"),
        _("A gentle key light and rim on the product, from its outline and shading."),
        knobs=(Knob("strength", _("Strength"), 0),),
        picks=(
            Pick(
                "side",
                _("Light from"),
                (
                    ("", _("where it is lit already")),
                    ("left", _("the left")),
                    ("right", _("the right")),
                    ("top", _("above")),
                ),
            ),
        ),
    ),
    "upscale": Tool(
        _("Larger"),
        _("More pixels for print and zoom. Letters are checked and never guessed."),
        picks=(Pick("scale", _("Size"), ((2, _("twice as large")), (4, _("four times")))),),
    ),
}
# Made by the one tap where they are needed.
STEPS: tuple[str, ...] = get_args(StepName)


def steps_for(planned: Collection[str]) -> list[str]:
    """The steps that a page lists: noise goes in one of two ways, by the net where that is planned.

    Of `planned` only the names are asked.
    """
    other = "denoise" if "restore" in planned else "restore"
    return [step for step in STEPS if step != other]


def start_of(step: str, planned: Mapping[str, Fix]) -> dict[str, float]:
    """Where the knobs of `step` stand before somebody turns them: as planned, else as usual."""
    if step not in KNOBS:
        return {}
    fix = planned.get(step)
    given = {**registry.checked(step, {}).model_dump(), **(fix.params if fix else {})}
    return {knob.name: given[knob.name] or 0 for knob in KNOBS[step]}


def measured_told(step: str, m: Measures) -> str:
    """The number that decides about `step`, in a few words."""
    noise = _("noise of %(noise).1f levels") % {"noise": max(noise_shown(m))}
    told = {
        "white-balance": _("cast of ΔE %(cast).1f") % {"cast": m.cast},
        "tone": (_("%(stops)+.1f stops") % {"stops": m.exposure}).replace("-", "−"),
        "clarity": _("lightness spans %(span).0f of 100") % {"span": m.contrast},
        "colour": _("black at level %(veil).0f") % {"veil": m.veil},
        "denoise": noise,
        "restore": noise,
        "straighten": _("%(tilt).1f° of tilt") % {"tilt": abs(m.tilt or 0)},
        "sharpen": _("edges of %(blur).1f px") % {"blur": m.blur or 0} if m.blur else _("no edges"),
    }
    return str(told.get(step, ""))


def tools_here() -> dict[str, Tool]:
    """The further steps whose engines are here."""
    return {name: tool for name, tool in TOOLS.items() if name in registry.ENGINES}


def improved_of(product: Product) -> QuerySet[Rendition]:
    """The product's better photos that are not deleted, newest first."""
    return renditions_of(product).filter(recipe=ONE_TAP)


def photo_presets_of(shop: Shop) -> QuerySet[PhotoPreset]:
    """The shop's presets by name."""
    return PhotoPreset.objects.filter(shop=shop)


def photo_preset_of(shop: Shop, preset_id: int) -> PhotoPreset:
    """One preset of the shop. Raises Http404."""
    found = photo_presets_of(shop).filter(pk=preset_id).first()
    if found is None:
        raise Http404
    return found


def options_told(options: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The options of the step `name`, {} for none."""
    found = options.get(name, {})
    return found if isinstance(found, Mapping) else {}

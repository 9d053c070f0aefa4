"""What the page for better photos sends, and how its controls stand for given options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms.base import OneSentenceForm
from catalog.forms.renditions import PhotosField
from catalog.forms.studio import GONE, RowField
from catalog.models import Photo, PhotoPreset, Product, Shop
from catalog.selectors.improving import (
    KNOBS,
    STEPS,
    TOOLS,
    Knob,
    measured_told,
    options_told,
    start_of,
    steps_for,
    tools_here,
)
from catalog.selectors.own_looks import own_looks_of
from catalog.selectors.rendition_facts import words
from imaging.engines import registry
from imaging.enhance import Fix, Measures
from imaging.enhance.words import STEPS as STEP_NAMES
from imaging.looks import load_looks

Planned = Mapping[str, Fix]
SAME = 1e-6  # a slider gives back what it was given, but for its last digits
LOOK_STRENGTH = 0.7  # what a look starts with: at 1 most say more than the product


class Slider(forms.FloatField):
    """A number between two others; left out, it stands where it stood."""

    def __init__(self, knob: Knob) -> None:
        scale = {"type": "range", "min": knob.least, "max": knob.most, "step": knob.step}
        widget = forms.NumberInput({**scale, "data-unit": knob.unit})
        super().__init__(
            label=knob.label,
            min_value=knob.least,
            max_value=knob.most,
            required=False,
            widget=widget,
        )


def share(label: Any) -> Slider:
    """How much of something, 0 to 1."""
    return Slider(Knob("", label, 0))


@dataclass(frozen=True)
class StepShown:
    """One step with its controls; why it is needed, "" where the photo is good in that."""

    key: str
    label: str
    why: str
    measured: str
    switch: forms.BoundField
    strength: forms.BoundField
    knobs: list[forms.BoundField]


@dataclass(frozen=True)
class ToolShown:
    """A further step with its controls."""

    label: str
    hint: str
    switch: forms.BoundField
    fields: list[forms.BoundField]


class ImproveForm(OneSentenceForm):
    """Fixes on or off, how much of each, their knobs, a look, and what else is to be done."""

    photo = RowField(Photo.objects.none(), error_messages={"required": GONE})
    scope = forms.ChoiceField(choices=[("photo", ""), ("product", "")], required=False)
    strength = share(_("Strength"))
    look = forms.ChoiceField(required=False)
    look_strength = share(_("Strength of the look"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, product: Product, **options: Any
    ) -> None:
        super().__init__(data, **options)
        live = product.photos.filter(deleted_at=None).select_related("shop", "product__shop")
        self.fields["photo"].queryset = live  # type: ignore[attr-defined]
        self.own_looks = list(own_looks_of(product.shop))
        choices = [
            ("", _("None")),
            *((own.sha256, own.name) for own in self.own_looks),
            *((one.key, words(one.label)) for one in looks()),
        ]
        self.fields["look"].choices = choices  # type: ignore[attr-defined]
        for step in STEPS:
            self.fields[step] = forms.BooleanField(required=False)
            self.fields[f"{step}-strength"] = share(_("Strength"))
            for knob in KNOBS.get(step, ()):
                self.fields[f"{step}-{knob.name}"] = Slider(knob)
        for name, tool in tools_here().items():
            self.fields[name] = forms.BooleanField(required=False)
            for knob in tool.knobs:
                self.fields[f"{name}-{knob.name}"] = Slider(knob)
            for pick in tool.picks:
                self.fields[f"{name}-{pick.name}"] = forms.TypedChoiceField(
                    label=pick.label, choices=pick.values, coerce=pick.coerced, required=False
                )

    def is_offered(self, look: str) -> bool:
        """Whether it is one of the looks there are, or "" for none."""
        return look in load_looks() or look in ("", *(own.sha256 for own in self.own_looks))

    def steps(self, planned: Planned, measures: Measures) -> "list[StepShown]":
        """The one tap's steps as the page lists them, those that are needed first."""
        listed = [self.step(name, planned, measures) for name in steps_for(planned)]
        return sorted(listed, key=lambda one: not one.why)

    def step(self, name: str, planned: Planned, measures: Measures) -> "StepShown":
        fix = planned.get(name)
        return StepShown(
            key=name,
            label=words(STEP_NAMES[name]),
            why=words(fix.why) if fix else "",
            measured=measured_told(name, measures),
            switch=self[name],
            strength=self[f"{name}-strength"],
            knobs=[self[f"{name}-{knob.name}"] for knob in KNOBS.get(name, ())],
        )

    def tools(self) -> list[ToolShown]:
        """The further steps as the page lists them."""
        return [
            ToolShown(
                label=str(tool.label),
                hint=str(tool.hint),
                switch=self[name],
                fields=[self[f"{name}-{part.name}"] for part in tool.parts],
            )
            for name, tool in tools_here().items()
        ]

    def options(self, planned: Planned) -> dict[str, Any]:
        """The recipe's options that the valid form means for a photo with these fixes planned."""
        cleaned = self.cleaned_data
        given = {
            "strength": number(cleaned["strength"], 1),
            "amounts": self.amounts(planned),
            "tuned": self.tuned(planned),
        }
        options = {name: value for name, value in given.items() if value not in (1, {})}
        if cleaned["look"]:
            strength = number(cleaned["look_strength"], LOOK_STRENGTH)
            kind = "look" if cleaned["look"] in load_looks() else "cube"
            options["look"] = {kind: cleaned["look"], "strength": strength}
        asked = [name for name in tools_here() if cleaned[name]]
        return options | {name: self.parameters(name) for name in asked}

    def parameters(self, name: str) -> dict[str, Any]:
        """What a further step is asked with; what was left open is left to its engine."""
        tool = TOOLS[name]
        parts = [part.name for part in tool.parts]
        values = {part: self.cleaned_data[f"{name}-{part}"] for part in parts}
        return {part: value for part, value in values.items() if value not in (None, "")}

    def amounts(self, planned: Planned) -> dict[str, float]:
        """How much of each step, without those done in full; 0 for a planned one that is off."""
        wanted = {}
        for step in STEPS:
            if self.cleaned_data[step]:
                wanted[step] = number(self.cleaned_data[f"{step}-strength"], 1)
            elif step in planned:
                wanted[step] = 0
        return {step: amount for step, amount in wanted.items() if amount != 1}

    def tuned(self, planned: Planned) -> dict[str, dict[str, float]]:
        """What was turned; {} for a step that was switched on and left as it is."""
        found = {}
        for step in STEPS:
            start = start_of(step, planned)
            turned = {name: self.cleaned_data[f"{step}-{name}"] for name in start}
            changed = {
                name: value
                for name, value in turned.items()
                if value is not None and abs(value - start[name]) > SAME
            }
            if self.cleaned_data[step] and (changed or step not in planned):
                found[step] = changed
        return found


def looks() -> list[Any]:
    return list(load_looks().values())


def number(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def initial_of(options: Mapping[str, Any], planned: Planned) -> dict[str, Any]:
    """How the controls stand for `options` and a photo with these fixes planned."""
    amounts, tuned = options_told(options, "amounts"), options_told(options, "tuned")
    look = options_told(options, "look")
    start: dict[str, Any] = {
        "strength": options.get("strength", 1),
        "look": look.get("look") or look.get("cube", ""),
        "look_strength": look.get("strength", LOOK_STRENGTH),
    }
    for step in STEPS:
        amount = amounts.get(step, 1)
        start[step] = bool((step in planned or step in tuned) and amount)
        start[f"{step}-strength"] = amount or 1
        knobs = {**start_of(step, planned), **options_told(tuned, step)}
        start |= {f"{step}-{name}": value for name, value in knobs.items()}
    for name, tool in tools_here().items():
        start[name] = name in options
        usual = registry.checked(name, {}).model_dump()
        given = {**usual, **options_told(options, name)}
        start |= {f"{name}-{part.name}": given.get(part.name) or "" for part in tool.parts}
    return start


class ManyForm(OneSentenceForm):
    """The selection on the product list, and by which preset; none is the one tap."""

    products = PhotosField(
        Product.objects.none(),
        error_messages={
            "required": _("Choose at least one product."),
            "invalid_choice": _("One of these products is no longer there. Choose again."),
        },
    )
    preset = RowField(PhotoPreset.objects.none(), required=False)

    def __init__(self, data: Mapping[str, Any], *, shop: Shop) -> None:
        super().__init__(data)
        rows = {
            "products": Product.objects.filter(shop=shop, archived_at=None).select_related("shop"),
            "preset": PhotoPreset.objects.filter(shop=shop),
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

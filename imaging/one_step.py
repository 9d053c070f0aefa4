"""Recipes of a single engine on a photo: its options are the engine's own parameters."""

from typing import NamedTuple

from imaging.labels import Label


class OneStep(NamedTuple):
    """An engine to be asked for by name. on_product: it needs to know where the product is."""

    label: Label
    on_product: bool = False


ONE_STEP: dict[str, OneStep] = {
    "look": OneStep(Label(en="Look", zh="风格滤镜")),
}

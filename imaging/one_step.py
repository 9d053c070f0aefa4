"""Recipes of a single engine on a photo: its options are the engine's own parameters."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from imaging.labels import Label


def never(options: Mapping[str, Any]) -> bool:
    """It does its work without knowing where the product is."""
    return False


def spares_product(options: Mapping[str, Any]) -> bool:
    """Healing looks beside the product, unless it is told where to look."""
    return options.get("where", "around") == "around"


class OneStep(NamedTuple):
    """An engine to be asked for by name. needs_product: whether, with these options, it must
    know where the product is."""

    label: Label
    needs_product: Callable[[Mapping[str, Any]], bool] = never


ONE_STEP: dict[str, OneStep] = {
    "look": OneStep(Label(en="Look", zh="风格滤镜")),
    "heal": OneStep(Label(en="Dust and spots", zh="去除灰尘斑点"), spares_product),
    "erase": OneStep(Label(en="Erase marked", zh="涂抹消除")),
}

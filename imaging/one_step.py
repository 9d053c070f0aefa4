"""Recipes of a single engine on a photo: its options are the engine's own parameters."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from imaging.labels import Label


def never(options: Mapping[str, Any]) -> bool:
    """It does its work without knowing where the product is."""
    return False


def always(options: Mapping[str, Any]) -> bool:
    """It is about the product."""
    return True


def spares_product(options: Mapping[str, Any]) -> bool:
    """Healing looks beside the product, unless it is told where to look."""
    return options.get("where", "around") == "around"


def looks_at_product(options: Mapping[str, Any]) -> bool:
    """Cropping does, unless it is told to look at the frame alone."""
    return options.get("subject", "product") == "product"


def measures_product(options: Mapping[str, Any]) -> bool:
    """Straightening does, unless it is told how far, or to look at the scene alone."""
    return looks_at_product(options) and not {"degrees", "corners"} & options.keys()


class OneStep(NamedTuple):
    """An engine to be asked for by name. needs_product: whether, with these options, it must
    know where the product is. for_channels: whether a channel's size and fill are its options."""

    label: Label
    needs_product: Callable[[Mapping[str, Any]], bool] = never
    for_channels: bool = False


ONE_STEP: dict[str, OneStep] = {
    "enhance": OneStep(Label(en="Better photo", zh="一键优化")),
    "tone": OneStep(Label(en="Light", zh="光线")),
    "white-balance": OneStep(Label(en="White balance", zh="白平衡")),
    "clarity": OneStep(Label(en="Clarity", zh="清晰度")),
    "colour": OneStep(Label(en="Colour", zh="色彩")),
    "denoise": OneStep(Label(en="Less noise", zh="降噪")),
    "restore": OneStep(Label(en="Restore", zh="修复画质")),
    "sharpen": OneStep(Label(en="Sharper", zh="锐化")),
    "upscale": OneStep(Label(en="Larger", zh="高清放大")),
    "look": OneStep(Label(en="Look", zh="风格滤镜")),
    "heal": OneStep(Label(en="Dust and spots", zh="去除灰尘斑点"), spares_product),
    "straighten": OneStep(Label(en="Straighten", zh="校正倾斜与透视"), measures_product),
    "compose": OneStep(
        Label(en="Crop and composition", zh="裁剪构图"), looks_at_product, for_channels=True
    ),
    "background-blur": OneStep(Label(en="Background blur", zh="背景虚化"), always),
    "relief": OneStep(Label(en="Depth and light", zh="立体感"), always),
    "erase": OneStep(Label(en="Erase marked", zh="涂抹消除")),
}

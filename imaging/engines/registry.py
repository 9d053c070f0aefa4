"""Every engine the studio has, one entry each, known without importing any of them."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from pydantic import ValidationError

from imaging.engines.base import Engine, Params, Spec
from imaging.engines.refusals import refusal
from imaging.errors import EngineError
from imaging.labels import Label

ENGINES: dict[str, Spec] = {
    "cutout": Spec(
        label=Label(en="Finding the product", zh="识别商品"),
        module="imaging.engines.cutout",
        params="CutoutParams",
        version="2",
        cacheable=True,
        uses_model=True,
        cost=6,
        source="digitalCapture",
        action="",
    ),
    "retouch": Spec(
        label=Label(en="Applying your brush", zh="应用画笔修改"),
        module="imaging.engines.retouch",
        params="RetouchParams",
        version="1",
        source="digitalCapture",
        action="",
    ),
    "decontaminate": Spec(
        label=Label(en="Cleaning the edge", zh="净化边缘"),
        module="imaging.engines.decontaminate",
        params="DecontaminateParams",
        version="1",
    ),
    "place": Spec(
        label=Label(en="Placing", zh="摆放"),
        module="imaging.engines.place",
        params="PlaceParams",
        version="1",
        action="c2pa.resized",
    ),
    "background": Spec(
        label=Label(en="Background", zh="背景"),
        module="imaging.engines.background",
        params="BackgroundParams",
        version="1",
    ),
    "backdrop": Spec(
        label=Label(en="Backdrop and shadow", zh="背景与投影"),
        module="imaging.engines.backdrop",
        params="BackdropParams",
        version="1",
        source="compositeSynthetic",
    ),
    "scene": Spec(
        label=Label(en="Setting the scene", zh="布置场景"),
        module="imaging.engines.scene",
        params="SceneParams",
        version="1",
        cost=6,
        source="compositeSynthetic",
        is_aigc=True,
    ),
    "advert": Spec(
        label=Label(en="Setting the words", zh="排版文字"),
        module="imaging.engines.advert",
        params="AdvertParams",
        version="1",
        cost=3,
        source="compositeSynthetic",
        is_aigc=True,
        action="c2pa.addedText",
    ),
    "look": Spec(
        label=Label(en="Applying the look", zh="应用风格滤镜"),
        module="imaging.engines.look",
        params="LookParams",
        version="1",
        locked=False,
        action="c2pa.adjustedColor",
    ),
    "heal": Spec(
        label=Label(en="Healing dust and spots", zh="修复灰尘斑点"),
        module="imaging.engines.heal",
        params="HealParams",
        version="2",
        locked=False,
    ),
    "straighten": Spec(
        label=Label(en="Straightening", zh="校正倾斜与透视"),
        module="imaging.engines.straighten",
        params="StraightenParams",
        version="1",
        locked=False,
    ),
    "compose": Spec(
        label=Label(en="Cropping", zh="裁剪构图"),
        module="imaging.engines.compose",
        params="ComposeParams",
        version="1",
        locked=False,
        action="c2pa.cropped",
    ),
    "background-blur": Spec(
        label=Label(en="Blurring the background", zh="虚化背景"),
        module="imaging.engines.background_blur",
        params="BackgroundBlurParams",
        version="1",
        locked=False,
        cost=2,
    ),
    "relief": Spec(
        label=Label(en="Giving depth", zh="增强立体感"),
        module="imaging.engines.relief",
        params="ReliefParams",
        version="1",
        locked=False,
        cost=2,
    ),
    "erase": Spec(
        label=Label(en="Erasing what was marked", zh="消除涂抹区域"),
        module="imaging.engines.erase",
        params="EraseParams",
        version="1",
        locked=False,
        cost=3,
    ),
    "enhance": Spec(
        label=Label(en="Improving the photo", zh="优化照片"),
        module="imaging.engines.enhance",
        params="EnhanceParams",
        version="1",
        locked=False,
        cost=3,
        action="c2pa.enhanced",
    ),
    "tone": Spec(
        label=Label(en="Light", zh="调整光线"),
        module="imaging.engines.tone",
        params="ToneParams",
        version="1",
        locked=False,
        action="c2pa.adjustedColor",
    ),
    "white-balance": Spec(
        label=Label(en="White balance", zh="校正白平衡"),
        module="imaging.engines.white_balance",
        params="WhiteBalanceParams",
        version="1",
        locked=False,
        action="c2pa.adjustedColor",
    ),
    "clarity": Spec(
        label=Label(en="Clarity", zh="提升清晰度"),
        module="imaging.engines.clarity",
        params="ClarityParams",
        version="1",
        locked=False,
        action="c2pa.filtered",
    ),
    "colour": Spec(
        label=Label(en="Colour", zh="调整色彩"),
        module="imaging.engines.colour",
        params="ColourParams",
        version="1",
        locked=False,
        action="c2pa.adjustedColor",
    ),
    "denoise": Spec(
        label=Label(en="Removing noise", zh="降噪"),
        module="imaging.engines.denoise",
        params="DenoiseParams",
        version="1",
        locked=False,
        cost=3,
        action="c2pa.filtered",
    ),
    "restore": Spec(
        label=Label(en="Restoring", zh="修复画质"),
        module="imaging.engines.restore",
        params="RestoreParams",
        version="2",
        locked=False,
        uses_model=True,
        cost=8,
        action="c2pa.enhanced",
    ),
    "sharpen": Spec(
        label=Label(en="Sharpening", zh="锐化"),
        module="imaging.engines.sharpen",
        params="SharpenParams",
        version="1",
        locked=False,
        action="c2pa.filtered",
    ),
    "upscale": Spec(
        label=Label(en="Enlarging", zh="放大"),
        module="imaging.engines.upscale",
        params="UpscaleParams",
        version="1",
        locked=False,
        uses_model=True,
        cost=12,
        action="c2pa.resized",
    ),
    "tag": Spec(
        label=Label(en="Looking at the product", zh="识别商品属性"),
        module="imaging.engines.tag",
        params="TagParams",
        version="1",
        cost=2,
        source="digitalCapture",
        action="",
    ),
    "read": Spec(
        label=Label(en="Reading labels", zh="读取标签文字"),
        module="imaging.engines.read",
        params="ReadParams",
        version="1",
        uses_model=True,
        cost=3,
        source="digitalCapture",
        action="",
    ),
    "screen": Spec(
        label=Label(en="Checking the picture", zh="检查成品图"),
        module="imaging.engines.screen",
        params="ScreenParams",
        version="1",
        cost=4,
        source="digitalCapture",
        action="",
    ),
}


def checked(engine: str, params: Mapping[str, Any]) -> Params:
    """`params` as the engine's own typed parameters. Raises EngineError("bad_parameters")."""
    if engine not in ENGINES:
        raise EngineError("bad_parameters", step=engine, reason="unknown engine")
    spec = ENGINES[engine]
    kind: type[Params] = getattr(import_module(spec.module), spec.params)
    try:
        return kind.model_validate(params)
    except ValidationError as error:
        raise refusal(engine, error) from error


def model_of(engine: str, params: Params) -> str | None:
    """Key of the model the step would run, None for a plain algorithm."""
    spec = ENGINES[engine]
    if not spec.uses_model:
        return None
    model: str = import_module(spec.module).model_of(params)
    return model


@cache
def load(engine: str) -> Engine:
    """The engine, loaded once per process."""
    made: Engine = import_module(ENGINES[engine].module).load()
    return made

"""Why a fix is needed, in both languages, with the number that was measured."""

from collections.abc import Mapping, Sequence

from imaging.labels import Label

Colour = tuple[float, float, float]

STEPS: dict[str, Label] = {
    "restore": Label(en="Restoring", zh="修复"),
    "denoise": Label(en="Noise", zh="降噪"),
    "white-balance": Label(en="White balance", zh="白平衡"),
    "tone": Label(en="Light", zh="光线"),
    "clarity": Label(en="Clarity", zh="清晰度"),
    "colour": Label(en="Colour", zh="色彩"),
    "sharpen": Label(en="Sharpness", zh="锐化"),
    "straighten": Label(en="Straightening", zh="校正倾斜"),
}
GOOD = Label(
    en="The photo is good as it is; nothing was changed.", zh="照片本身已经很好，未作改动。"
)
ASKED = Label(en="Asked for.", zh="按您的要求。")

TINTS = {
    "warm": Label(en="yellow", zh="偏黄"),
    "cold": Label(en="blue", zh="偏蓝"),
    "green": Label(en="green", zh="偏绿"),
    "pink": Label(en="pink", zh="偏红"),
}


def summary(reasons: Sequence[Label]) -> Label:
    """All that was done, in a few sentences; that nothing was, where there is no reason."""
    if not reasons:
        return GOOD
    return Label(en=" ".join(one.en for one in reasons), zh="".join(one.zh for one in reasons))


def noise(sigma: float) -> Label:
    return Label(
        en=f"The photo is grainy: noise of {sigma:.1f} levels.",
        zh=f"照片有噪点：噪声约 {sigma:.1f} 级。",
    )


def hidden_noise(sigma: float) -> Label:
    """Noise that is too dark to be seen yet, at the strength it will have."""
    return Label(
        en=f"The photo hides noise in the dark: about {sigma:.1f} levels once it is bright.",
        zh=f"暗部藏有噪点：提亮后噪声约 {sigma:.1f} 级。",
    )


def blocks(times: float) -> Label:
    return Label(
        en=f"Strong compression left blocks: their edges are {times:.1f} times the photo's own.",
        zh=f"照片压缩过度，出现方块：方块边界是画面细节的 {times:.1f} 倍。",
    )


def cast(delta: float, light: Colour, by_paper: bool) -> Label:
    """How far white things are from white, and towards which colour."""
    tint = TINTS[tint_of(light)]
    seen = (
        Label(en="The background paper", zh="背景纸")
        if by_paper
        else Label(en="White and grey things", zh="画面中的白色和灰色")
    )
    return Label(
        en=f"The light is {tint.en}: {seen.en[0].lower()}{seen.en[1:]} would be off by "
        f"ΔE {delta:.1f}.",
        zh=f"光线{tint.zh}：{seen.zh}与真实颜色相差 ΔE {delta:.1f}。",
    )


def tint_of(light: Colour) -> str:
    """A key of TINTS: where linear RGB `light` leans."""
    red, green, blue = light
    if green > max(red, blue):
        return "green"
    if green < min(red, blue):
        return "pink"
    return "warm" if red > blue else "cold"


def tone(exposure: float, span: float, veil: float, params: Mapping[str, float]) -> Label:
    """Why light is changed: one sentence for each of `params` that is."""
    reasons = {
        "exposure": dark(exposure) if params.get("exposure", 0) > 0 else bright(exposure),
        "shadows": Label(
            en=f"Large parts lie in shadow: {-exposure:.1f} stops under a well-lit photo.",
            zh=f"大面积处于阴影：比正常光线暗 {-exposure:.1f} 档。",
        ),
        "veil": pale(veil),
        "contrast": flat(span),
    }
    return summary([reasons[name] for name in reasons if name in params])


def dark(exposure: float) -> Label:
    if exposure >= 0:
        return Label(
            en="The whites are grey: there is room for more light.",
            zh="白色发灰：还可以更亮。",
        )
    return Label(
        en=f"The photo is {-exposure:.1f} stops too dark.", zh=f"照片偏暗 {-exposure:.1f} 档。"
    )


def bright(exposure: float) -> Label:
    return Label(
        en=f"The photo is {exposure:.1f} stops too bright.", zh=f"照片偏亮 {exposure:.1f} 档。"
    )


def flat(span: float) -> Label:
    return Label(
        en=f"The photo is flat: its lightness spans only {span:.0f} of 100.",
        zh=f"照片发灰：明暗跨度只有 {span:.0f}（满分 100）。",
    )


def pale(veil: float) -> Label:
    return Label(
        en=f"A veil lies over the photo: its black is at level {veil:.0f}.",
        zh=f"画面像蒙了一层雾：黑色只到 {veil:.0f} 级。",
    )


def blur(sigma_px: float) -> Label:
    return Label(
        en=f"The photo is a little blurred: the sharpest edges are {sigma_px:.1f} px wide.",
        zh=f"照片略微模糊：最清晰的边缘宽 {sigma_px:.1f} 像素。",
    )


def tilt(degrees: float) -> Label:
    return Label(
        en=f"The photo is tilted by {abs(degrees):.1f}°.", zh=f"照片倾斜 {abs(degrees):.1f}°。"
    )

"""The sentences of preflight, in both languages."""

from collections.abc import Sequence

from imaging.labels import Label

RULES: dict[str, Label] = {
    "long_side": Label(en="Longer side", zh="长边"),
    "short_side": Label(en="Shorter side", zh="短边"),
    "megapixels": Label(en="Number of pixels", zh="像素总数"),
    "exact_size": Label(en="Exact size", zh="指定尺寸"),
    "aspect": Label(en="Shape", zh="宽高比"),
    "formats": Label(en="File format", zh="文件格式"),
    "bytes": Label(en="File size", zh="文件大小"),
    "background": Label(en="Background", zh="背景"),
    "fill": Label(en="Product fills the picture", zh="商品占比"),
    "subject": Label(en="Product size", zh="商品尺寸"),
    "colour": Label(en="Colour mode", zh="色彩模式"),
    "still": Label(en="Still picture", zh="静态图片"),
    "enlarged": Label(en="Sharpness", zh="清晰度"),
    "whole": Label(en="Whole product", zh="商品完整"),
}

SEEN: dict[str, Label] = {
    "long_side": Label(en="The longer side is {measured}", zh="长边为 {measured}"),
    "short_side": Label(en="The shorter side is {measured}", zh="短边为 {measured}"),
    "megapixels": Label(en="The picture has {measured}", zh="图片为 {measured}"),
    "exact_size": Label(en="The picture is {measured}", zh="图片为 {measured}"),
    "aspect": Label(en="The picture is {measured}", zh="图片为 {measured}"),
    "formats": Label(en="The file is {measured}", zh="文件格式为 {measured}"),
    "bytes": Label(en="The file has {measured}", zh="文件大小为 {measured}"),
    "background": Label(en="The background is {measured}", zh="背景为 {measured}"),
    "fill": Label(en="The product fills {measured} of the picture", zh="商品占画面的 {measured}"),
    "subject": Label(en="The product is {measured} long", zh="商品长边为 {measured}"),
    "colour": Label(en="The file is {measured}", zh="文件为 {measured}"),
    "still": Label(en="Frames in the file: {measured}", zh="文件中的帧数：{measured}"),
}

DEMANDS: dict[str, Label] = {
    "required": Label(en="{channel} wants {required}.", zh="{channel}要求：{required}。"),
    "advised": Label(en="{channel} advises {required}.", zh="{channel}建议：{required}。"),
    "house": Label(en="we advise {required}.", zh="我们建议：{required}。"),
}

UNKNOWN = Label(
    en="The background has no single colour, so this could not be measured; ",
    zh="背景不是单一颜色，无法测量此项；",
)
NOTHING_THERE = Label(
    en="No product stands out from the background; ", zh="没有从背景中分辨出商品；"
)
AT_LEAST = Label(en="{low} or more", zh="至少 {low}")
AT_MOST = Label(en="{high} at most", zh="最多 {high}")
BETWEEN = Label(en="{low} to {high}", zh="{low} 至 {high}")

BACKGROUND_OFF = Label(
    en="{count} of {total} border pixels are not {color} (the furthest is {worst}); ",
    zh="边缘 {total} 个像素中有 {count} 个不是 {color}（偏差最大的是 {worst}）；",
)
BACKGROUND_PATCHY = Label(
    en="The border is {color}, but only {share} of the area around the product is; ",
    zh="边缘是 {color}，但商品周围只有 {share} 的区域是；",
)
ONE_STILL = Label(en="one still picture", zh="一张静态图片")
EXACT_COLOR = Label(en="exactly {color}", zh="背景精确为 {color}")
OR_TRANSPARENT = Label(
    en="exactly {color} or a transparent background", zh="背景精确为 {color} 或透明"
)

FIXES: dict[str, Label] = {
    "remake": Label(
        en="Make it again for {channel}: size, background and framing will fit.",
        zh="按“{channel}”重新制作：尺寸、背景和构图都会符合。",
    ),
    "reencode": Label(
        en="Save it again for {channel}: format and file size will fit.",
        zh="按“{channel}”重新保存：格式和文件大小都会符合。",
    ),
}

ENLARGED = Label(
    en="The product was enlarged {measured}; it may look soft.",
    zh="商品被放大到 {measured}，画面可能不够清晰。",
)
NOT_ENLARGED = Label(en="The product was not enlarged.", zh="商品没有被放大。")
CLOSER = Label(
    en="Photograph it again from closer, or with a higher resolution.",
    zh="靠近一些或用更高的分辨率重新拍摄。",
)
CUT_OFF = Label(
    en="The product touches the edge of the photo and may be cut off.",
    zh="商品碰到照片边缘，可能被裁掉了一部分。",
)
NOT_CUT_OFF = Label(en="The product lies inside the photo.", zh="商品完整地位于照片之内。")
WHOLE_FIX = Label(
    en="Photograph it again with some space on every side.", zh="四周留出空间，重新拍摄。"
)
UNTOLD = Label(
    en="Whether the product was enlarged beyond what the photo shows",
    zh="商品是否被放大到超出照片本身的清晰度",
)


def joined(*parts: Label) -> Label:
    """Parts of a sentence as one."""
    return Label(en="".join(part.en for part in parts), zh="".join(part.zh for part in parts))


def choice(names: Sequence[str]) -> Label:
    """One of `names`, which both languages share: "JPEG, PNG or GIF"."""
    *others, last = names
    if not others:
        return Label(en=last, zh=last)
    return Label(en=f"{', '.join(others)} or {last}", zh=f"{'、'.join(others)} 或 {last}")

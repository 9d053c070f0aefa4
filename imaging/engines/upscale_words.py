"""What a seller is told of an enlargement, in both languages."""

from imaging.labels import Label


def clean(noise: float, blockiness: float) -> Label:
    return Label(
        en=f"The photo is clean (noise {noise:.1f}, JPEG blocks {blockiness:.1f}): enlarged by the "
        "sharp net, which keeps to what is there.",
        zh=f"照片干净（噪点 {noise:.1f}，JPEG 块效应 {blockiness:.1f}）："
        "使用清晰放大，忠于原有细节。",
    )


def damaged(noise: float, blockiness: float) -> Label:
    return Label(
        en=f"The photo is damaged (noise {noise:.1f}, JPEG blocks {blockiness:.1f}): enlarged by "
        "the restoring net, which draws fine detail anew. Compare it with the product.",
        zh=f"照片有损伤（噪点 {noise:.1f}，JPEG 块效应 {blockiness:.1f}）："
        "使用修复放大，细节为重新绘制，请与实物核对。",
    )


def cleaned_first(noise: float, blockiness: float, limit: float) -> Label:
    return Label(
        en=f"The photo is damaged (noise {noise:.1f}, JPEG blocks {blockiness:.1f}), and the "
        f"restoring net takes at most {limit:g} megapixels: cleaned, then enlarged by the sharp "
        "net.",
        zh=f"照片有损伤（噪点 {noise:.1f}，JPEG 块效应 {blockiness:.1f}），"
        f"而修复放大最多支持 {limit:g} 百万像素：已先降噪，再清晰放大。",
    )


def asked() -> Label:
    return Label(en="Enlarged in the way that was asked for.", zh="按您选择的方式放大。")


def expected(seconds: float) -> Label:
    shown = f"{max(1, round(seconds))}"
    return Label(en=f"Takes about {shown} seconds.", zh=f"大约需要 {shown} 秒。")


def lettering(lines: int, changed: int, *, redrawn: bool) -> Label:
    if redrawn:
        return Label(
            en=f"{lines} lines of text were enlarged plainly and are softer: the restoring net "
            "would have drawn the letters anew.",
            zh=f"{lines} 行文字改用普通放大，会稍显柔和：修复放大会重新绘制笔画。",
        )
    if not changed:
        return Label(
            en=f"All {lines} lines of text that can be read say the same as before.",
            zh=f"可辨认的 {lines} 行文字放大前后完全一致。",
        )
    return Label(
        en=f"{changed} of {lines} lines of text would have read differently; there the picture was "
        "enlarged plainly, without a net, and is softer.",
        zh=f"{lines} 行文字中有 {changed} 行放大后读起来不同，这些区域改用普通放大，会稍显柔和。",
    )


def mistrusted(share: float) -> Label:
    percent = f"{max(0.1, 100 * share):.1f}"
    return Label(
        en=f"In {percent} % of the picture the net did not keep to the photo; there it was "
        "enlarged plainly.",
        zh=f"画面的 {percent}% 处网络结果偏离原图，已改用普通放大。",
    )

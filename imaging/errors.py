"""What imaging can say went wrong: a code and arguments, rendered from one bilingual table."""

from collections.abc import Mapping
from typing import Any

from imaging.labels import Label


class EngineError(Exception):
    """A failure a shopkeeper can understand and act on; anything else is a bug and crashes.

    `code` is a key of MESSAGES; the arguments, JSON values or Labels, fill its placeholders.
    """

    def __init__(self, code: str, **arguments: Any) -> None:
        if code not in MESSAGES:
            raise KeyError(f"imaging.errors.MESSAGES has no {code!r}")
        self.code = code
        self.arguments = {name: _as_json(value) for name, value in arguments.items()}
        super().__init__(sentence(code, self.arguments, "en"))


def sentence(code: str, arguments: Mapping[str, Any], language: str) -> str:
    """The message of `code` for a reader of `language`."""
    spoken = {name: _in_language(value, language) for name, value in arguments.items()}
    return MESSAGES[code].in_language(language).format(**spoken)


def _as_json(value: Any) -> Any:
    return value.model_dump() if isinstance(value, Label) else value


def _in_language(value: Any, language: str) -> Any:
    """A Label, as it was stored, in the reader's language; anything else as it is."""
    if isinstance(value, dict) and value.keys() == {"en", "zh"}:
        return Label.model_validate(value).in_language(language)
    return value


MESSAGES: dict[str, Label] = {
    "cancelled": Label(en="Cancelled.", zh="已取消。"),
    "worker_lost": Label(
        en="The machine working on this stopped {attempts} times. Try again, or ask the operator.",
        zh="处理这张图片的机器中断了 {attempts} 次。请重试，或联系管理员。",
    ),
    "crashed": Label(
        en="Something broke on our side while making this picture. The operator can see why.",
        zh="制作图片时我们这边出了问题，管理员可以看到原因。",
    ),
    "bad_parameters": Label(
        en="The settings of step “{step}” are not valid: {reason}",
        zh="步骤“{step}”的设置无效：{reason}",
    ),
    "not_restored": Label(
        en="This photo could not be restored. Make the picture again without restoring.",
        zh="无法修复此照片。请关闭修复后重新制作。",
    ),
    "weights_missing": Label(
        en="The model “{model}” is not installed. The operator can install it with: {command}",
        zh="模型“{model}”未安装。管理员可以运行以下命令安装：{command}",
    ),
    "tagger_missing": Label(
        en="There is no model in the folder “{folder}”. The operator can correct STUDIO_TAGGER, or "
        "leave it empty to use the studio's own.",
        zh="文件夹“{folder}”中没有模型。管理员可以更正 STUDIO_TAGGER，或将其留空以使用内置模型。",
    ),
    "tagger_unusable": Label(
        en="The model in the folder “{folder}” cannot be used: {reason}",
        zh="无法使用文件夹“{folder}”中的模型：{reason}",
    ),
    "weights_changed": Label(
        en="The file of the model “{model}” does not match its fingerprint and was not used.",
        zh="模型“{model}”的文件与指纹不符，未使用。",
    ),
    "weights_unreachable": Label(
        en="The model “{model}” could not be downloaded ({source}). Check the network.",
        zh="无法下载模型“{model}”（{source}）。请检查网络后重试。",
    ),
    "licence_forbids": Label(
        en="The licence of the model “{model}” ({licence}) does not allow commercial use.",
        zh="模型“{model}”的许可证（{licence}）不允许商业使用。",
    ),
    "scene_backend": Label(
        en="Scenes cannot be drawn with “{wanted}” on this machine. The operator can change it.",
        zh="场景渲染器无法在这台机器上以“{wanted}”方式运行，管理员可以更改此设置。",
    ),
    "unknown_recipe": Label(en="There is no recipe “{key}”.", zh="没有名为“{key}”的配方。"),
    "preset_missing": Label(
        en="The recipe “{recipe}” needs a channel; choose one.",
        zh="配方“{recipe}”需要选择一个渠道规格。",
    ),
    "too_many_jobs": Label(
        en="Your shop already has {limit} pictures waiting. Let some finish first.",
        zh="您的店铺已有 {limit} 张图片在排队，请等待部分完成。",
    ),
    "no_product": Label(
        en="No product found in this photo. Photograph it on a plain, contrasting background.",
        zh="没有在照片中找到商品。请在素色且有反差的背景前重新拍摄。",
    ),
    "own_alpha": Label(
        en="This photo came cut out already; its own outline was kept.",
        zh="此照片上传时已抠图，保留了原有轮廓。",
    ),
    "touches_border": Label(
        en="The product touches the edge of the photo: parts of it may be missing.",
        zh="商品碰到了照片边缘，可能有部分未拍全。",
    ),
    "several_objects": Label(
        en="There are several separate objects. Erase with the brush what is not for sale.",
        zh="照片中有多个分开的物体，请用画笔擦除不出售的部分。",
    ),
    "unsure_parts": Label(
        en="Some parts may or may not belong to the product. Check them, and fix with the brush.",
        zh="有些部分不确定是否属于商品，请检查并用画笔修正。",
    ),
    "low_contrast": Label(
        en="Product and background look alike at the edge. Check the outline.",
        zh="商品边缘与背景颜色相近，请检查轮廓。",
    ),
    "gaps_inside": Label(
        en="There are openings inside the product. Check that nothing of it was left out.",
        zh="商品内部有镂空，请检查是否有遗漏。",
    ),
    "mirrored_text": Label(
        en="The lettering in this photo is mirrored: no price or size was taken from it.",
        zh="照片中的文字是镜像的，未从中读取价格或尺码。",
    ),
    "input_missing": Label(
        en="The file “{role}” that this needs is no longer stored.",
        zh="需要的文件“{role}”已不在存储中。",
    ),
    "disk_full": Label(
        en="The storage is full. Nothing was lost; free some space or ask the operator.",
        zh="存储空间已满。没有丢失任何内容，请清理空间或联系管理员。",
    ),
    "not_a_picture": Label(
        en="This file is not a picture we can read. Use JPEG, PNG, WebP, HEIC, AVIF, TIFF or GIF.",
        zh="无法识别此文件。请使用 JPEG、PNG、WebP、HEIC、AVIF、TIFF 或 GIF 图片。",
    ),
    "picture_damaged": Label(
        en="The picture file is damaged or incomplete. Send it again.",
        zh="图片文件已损坏或不完整，请重新上传。",
    ),
    "picture_too_large": Label(
        en="The picture has {megapixels} megapixels; at most {limit} are allowed.",
        zh="图片有 {megapixels} 百万像素，最多允许 {limit} 百万像素。",
    ),
    "picture_too_small": Label(
        en="The picture is {width}×{height} pixels; each side needs at least {minimum}.",
        zh="图片为 {width}×{height} 像素，每边至少需要 {minimum} 像素。",
    ),
    "file_too_large": Label(
        en="The file has {megabytes} MB; at most {limit} MB are allowed.",
        zh="文件大小为 {megabytes} MB，最多允许 {limit} MB。",
    ),
    "file_empty": Label(en="The file is empty.", zh="文件是空的。"),
    "bytes_do_not_fit": Label(
        en="The picture cannot be saved as {format} in under {limit} KB without visible damage.",
        zh="无法在不明显损失画质的情况下将图片保存为 {limit} KB 以内的 {format}。",
    ),
    "stamp_failed": Label(
        en="How this picture was made could not be written into its file, so it was not handed out."
        " Try again, or ask the operator.",
        zh="无法将来源信息写入图片文件，因此未输出该图片。请重试，或联系管理员。",
    ),
    "unknown_preset": Label(
        en="There is no channel “{key}”.",
        zh="没有名为“{key}”的渠道规格。",
    ),
    "background_missing": Label(
        en="Choose the picture that goes behind the product.",
        zh="请选择要放在商品后面的背景图片。",
    ),
    "unknown_theme": Label(en="There is no theme “{key}”.", zh="没有名为“{key}”的主题。"),
    "brief_empty": Label(
        en="Say in a few words what the picture should look like.",
        zh="请用几句话说明想要的图片效果。",
    ),
    "brief_too_long": Label(
        en="Your text has {characters} characters; at most {limit} can be read. Shorten it.",
        zh="文字有 {characters} 个字符，最多可读取 {limit} 个，请缩短。",
    ),
    "brief_language": Label(
        en="Nothing of this was understood. Write in Chinese or English, or pick a theme.",
        zh="没有读懂这段文字。请用中文或英文描述，或直接选择一个主题。",
    ),
    "brief_model_silent": Label(
        en="The language model did not answer, so the studio read this on its own.",
        zh="语言模型没有回应，以下由系统自行解读。",
    ),
    "brief_model_garbled": Label(
        en="The language model's answer made no sense, so the studio read this on its own.",
        zh="语言模型的回答无法使用，以下由系统自行解读。",
    ),
    "brief_model_invented": Label(
        en="Left out of the language model's answer, as your text does not say it: {count}.",
        zh="语言模型的回答中有 {count} 项在原文里找不到依据，已忽略。",
    ),
    "font_missing": Label(
        en="The font file “{font}” is not installed. The operator can install it with: {command}",
        zh="字体文件“{font}”未安装。管理员可以运行以下命令安装：{command}",
    ),
    "font_changed": Label(
        en="The font file “{font}” does not match its fingerprint and was not used: {command}",
        zh="字体文件“{font}”与指纹不符，未使用：{command}",
    ),
    "font_unreachable": Label(
        en="The font “{font}” could not be downloaded ({source}). Check the network.",
        zh="无法下载字体“{font}”（{source}）。请检查网络后重试。",
    ),
    "no_glyph": Label(
        en="No installed font has the characters “{characters}”. Leave them out of the text.",
        zh="已安装的字体中没有字符“{characters}”，请从文字中去掉。",
    ),
    "text_too_wide": Label(en="The {text} is too long.", zh="{text}太长。"),
    "text_does_not_fit": Label(
        en="The {text} is too long for the layout “{layout}” at this size. Shorten it, or choose "
        "another layout or a larger size.",
        zh="{text}太长，放不进版式“{layout}”的这个尺寸。请缩短文字，或换一个版式或更大的尺寸。",
    ),
    "text_over_product": Label(
        en="In the layout “{layout}” the words would cover the product here. Move the product or "
        "choose another layout.",
        zh="在版式“{layout}”中文字会盖住商品。请移动商品或换一个版式。",
    ),
    "text_unreadable": Label(
        en="The {text} cannot be made readable on this picture. Choose another layout.",
        zh="{text}在这张图片上无法清晰可读，请换一个版式。",
    ),
    "logo_missing": Label(
        en="The brand kit has no logo yet. Add one, or make the advert without.",
        zh="品牌资料中还没有店标。请先添加，或制作不带店标的广告。",
    ),
    "look_missing": Label(
        en="Choose a look, or bring a .cube file.",
        zh="请选择一种风格，或上传 .cube 文件。",
    ),
    "unknown_look": Label(en="There is no look “{key}”.", zh="没有名为“{key}”的风格。"),
    "cube_unreadable": Label(
        en="This .cube file cannot be used: {reason}.",
        zh="无法使用此 .cube 文件：{reason}。",
    ),
    "nothing_marked": Label(
        en="Nothing is marked. Paint over what should go.",
        zh="还没有涂抹任何区域。请涂抹要去除的部分。",
    ),
    "too_much_marked": Label(
        en="More than {percent} % of the photo is marked: too little is left to fill it from.",
        zh="涂抹区域超过照片的 {percent}%，剩余画面不足以填补。请减小范围。",
    ),
    "no_background": Label(
        en="This photo came cut out: there is no background to blur.",
        zh="此照片上传时已抠图，没有可虚化的背景。",
    ),
    "crop_cuts_product": Label(
        en="In this shape a part of the product would be cut off. Choose another shape, or "
        "photograph it with more room around it.",
        zh="按此比例裁剪会切掉部分商品。请选择其他比例，或拍摄时在四周多留些空间。",
    ),
    "upscale_too_large": Label(
        en="Enlarged {scale} times this would be {megapixels} megapixels; at most {limit} are "
        "made. Enlarge it less.",
        zh="放大 {scale} 倍后将达到 {megapixels} 百万像素，最多支持 {limit} 百万像素。"
        "请减小放大倍数。",
    ),
    "upscale_too_slow": Label(
        en="The restoring net would need about {seconds} seconds for {megapixels} megapixels; it "
        "takes at most {limit}. Choose another way, or a smaller picture.",
        zh="修复放大处理 {megapixels} 百万像素约需 {seconds} 秒，最多支持 {limit} 百万像素。"
        "请选择其他放大方式或较小的图片。",
    ),
    "corners_crossed": Label(
        en="The four corners do not make a frame. Give them in order: top left, top right, bottom "
        "right, bottom left.",
        zh="四个角点无法围成一个框。请按顺序给出：左上、右上、右下、左下。",
    ),
}

"""The sentences of screening, in both languages."""

from imaging.labels import Label

PARTS_CHANGED = Label(
    en="Part of the product looks different from the photo.", zh="商品局部与原图不一致。"
)
GROWN = Label(
    en="Something like the product goes on beyond its outline.",
    zh="商品轮廓之外多出了类似商品的部分。",
)
COLOUR_SENTENCE = Label(
    en="The product's colour is {delta:.1f} ΔE00 from the photo's (2 is hard to see).",
    zh="商品颜色与原图相差 {delta:.1f} ΔE00（2 以内肉眼难辨）。",
)
REWORDED = Label(
    en="On the product, “{before}” became “{after}”.", zh="商品上的文字“{before}”变成了“{after}”。"
)
WORDS_NEW = Label(
    en="“{after}” stands on the product, and not in the photo.",
    zh="商品上出现了原图没有的文字“{after}”。",
)
WORDS_GONE = Label(
    en="“{before}” can no longer be read on the product.", zh="商品上的文字“{before}”已无法辨认。"
)
UNSAFE = Label(
    en="The picture may be pornographic (score {score:.2f} of 1).",
    zh="图片疑似色情内容（评分 {score:.2f}，满分 1）。",
)
LAID_OVER = {
    "text": Label(en="Words beside the product: “{text}”.", zh="商品之外有文字：“{text}”。"),
    "price": Label(en="A price or an offer: “{text}”.", zh="图片上有价格或促销文字：“{text}”。"),
    "watermark": Label(en="Looks like a watermark: “{text}”.", zh="疑似水印：“{text}”。"),
}
CODE = Label(en="A QR code or barcode beside the product.", zh="商品之外有二维码或条形码。")
BORDER = Label(en="A frame runs about the picture.", zh="图片四周有边框。")
FACE = Label(
    en="A face can be seen. Age is not estimated: look whether it may be a minor.",
    zh="图片中有人脸。系统不判断年龄：请人工确认是否可能为未成年人。",
)
FACE_ON_PRODUCT = Label(
    en="A face can be seen on the product: a print, or a person wearing it. Age is not estimated.",
    zh="商品上有人脸：可能是印花，也可能是模特。系统不判断年龄。",
)
BRAND = Label(en="“{word}” is a well-known brand.", zh="“{word}”是知名品牌。")
BRAND_LIKELY = Label(en="“{word}” may be a brand's name.", zh="“{word}”可能是品牌名。")

NO_PRODUCT = Label(
    en="It is not known where in the photo the product is.", zh="无法确定商品在原图中的位置。"
)
NOT_FOUND = Label(
    en="The photo could not be found in the picture.", zh="未能在图片中找到原图对应的位置。"
)
NOT_READ = Label(en="Words were not read.", zh="未读取文字。")
NO_NET = Label(
    en="The model is not installed on this server: {command}.",
    zh="服务器未安装所需模型：{command}。",
)
ONLY_FACES = Label(
    en="People whose face cannot be seen are not looked for, and nobody's age is estimated.",
    zh="看不到脸的人物无法识别，也不判断任何人的年龄。",
)
NOT_MAIN = Label(en="Looked for on main images only.", zh="仅对主图检查此项。")
NO_CHANNEL = Label(en="No channel was named.", zh="未指定渠道。")

"""The platform's rules for pictures, clause by clause: data in both languages, named by reasons."""

from pydantic import BaseModel

from imaging.labels import Label


class Clause(BaseModel, frozen=True, extra="forbid"):
    """One rule as sellers and moderators read it. A number is never given to another rule."""

    number: str
    title: Label
    text: Label


def _clause(number: str, title: tuple[str, str], text: tuple[str, str]) -> Clause:
    return Clause(
        number=number,
        title=Label(en=title[0], zh=title[1]),
        text=Label(en=text[0], zh=text[1]),
    )


_LIST = (
    _clause(
        "P-1.1",
        ("The product is shown as it is", "如实展示商品"),
        (
            "Shape, colour, lettering and parts of the product are those of the thing for sale."
            " Light and background may be made; the product may not.",
            "商品的外形、颜色、文字和部件须与实物一致。光线和背景可以制作，商品本身不可以。",
        ),
    ),
    _clause(
        "P-1.2",
        ("The picture belongs to its listing", "图片与商品信息一致"),
        (
            "It shows the product and the variant that the listing names, and nothing that is"
            " not sold with it.",
            "图片须展示商品信息所述的商品和规格，不得出现不随商品出售的物品。",
        ),
    ),
    _clause(
        "P-2.1",
        ("A clean outline", "轮廓完整"),
        (
            "Nothing of the product is missing, and nothing else is left at its edge.",
            "商品不得缺损，边缘不得残留其他内容。",
        ),
    ),
    _clause(
        "P-2.2",
        ("A clean background", "背景干净"),
        (
            "No remains of the place where the photo was taken.",
            "不得残留拍摄现场的背景。",
        ),
    ),
    _clause(
        "P-2.3",
        ("Sharp, bright and large enough", "清晰、明亮、尺寸足够"),
        (
            "Buyers can see material and lettering when they enlarge the picture.",
            "放大后，买家应能看清材质和文字。",
        ),
    ),
    _clause(
        "P-2.4",
        ("The whole product, well placed", "完整且位置得当"),
        (
            "The whole product is in the picture, unless a detail is shown on purpose.",
            "除有意展示细节外，商品须完整出现在画面中。",
        ),
    ),
    _clause(
        "P-3.1",
        ("No added words on main images", "主图不得附加文字"),
        (
            "No price, offer, address, watermark, QR code or border. What is printed on the"
            " product itself may stay.",
            "不得有价格、促销、网址、水印、二维码或边框；商品本身印有的文字可以保留。",
        ),
    ),
    _clause(
        "P-3.2",
        ("The channel's own rules", "渠道自身规则"),
        (
            "Size, background, format and fill are those of the channel it was made for.",
            "尺寸、背景、格式和占比须符合目标渠道的要求。",
        ),
    ),
    _clause(
        "P-4.1",
        ("Brands, logos and characters", "品牌、标志与形象"),
        (
            "Only those that the shop may sell or show. Name your brands in the shop's settings"
            " and keep proof of your rights.",
            "仅可展示店铺有权销售或使用的品牌、标志和形象。请在店铺设置中填写品牌并保留授权证明。",
        ),
    ),
    _clause(
        "P-4.2",
        ("Photos of your own", "使用自有照片"),
        (
            "Photos are the shop's own, or their maker allowed it to use them.",
            "照片须为店铺自有，或已获得作者许可。",
        ),
    ),
    _clause(
        "P-5.1",
        ("Goods that may not be sold", "禁售商品"),
        (
            "Nothing that law or the platform's list forbids, nor what it is used for.",
            "不得展示法律或平台清单禁止销售的商品及其用途。",
        ),
    ),
    _clause(
        "P-5.2",
        ("Decency", "内容安全"),
        (
            "Nothing sexual, violent, cruel or hateful.",
            "不得含有色情、暴力、残忍或仇恨内容。",
        ),
    ),
    _clause(
        "P-5.3",
        ("People", "人物"),
        (
            "Nobody is shown without their consent; minors are not shown.",
            "未经本人同意不得展示人物；不得展示未成年人。",
        ),
    ),
    _clause(
        "P-5.4",
        ("Claims", "宣传与认证"),
        (
            "No effect, award or certificate that the shop cannot prove.",
            "不得宣传店铺无法证明的功效、奖项或认证。",
        ),
    ),
    _clause(
        "P-6.1",
        ("Whatever else misleads buyers", "其他误导买家的内容"),
        (
            "The moderator says in the note what it is.",
            "具体问题由审核员在备注中说明。",
        ),
    ),
)

CLAUSES: dict[str, Clause] = {clause.number: clause for clause in _LIST}
